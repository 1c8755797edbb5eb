"""What a sandboxed worker needs for the givens of a case is there, though it may read no file."""

import sys

import pytest

from grader.cases import Case, DigitsRecipe, FolderRecipe, LoaderRecipe, Recipe
from grader.isolation import Limits
from grader.wire import Ask, Load, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

LIMITS = Limits(time_s=60, memory_mb=1024)


@pytest.fixture
def observed(zygote):
    """What a source leaves behind in a sandboxed worker, called with these givens."""
    workers = []

    def observe(source: str, given: dict[str, Recipe]) -> Observation:
        workers.append(zygote.fork(LIMITS, sandboxed=True))
        workers[-1].load(Load("exercise", "anna.py", {"anna.py": source}))
        return workers[-1].observe(Ask(Case(given, "float64", 0), "task", observe=("result",)))

    yield observe
    for worker in workers:
        worker.close()


def test_a_sandboxed_worker_has_the_digits(observed):
    """They were read before its sandbox closed."""
    source = "def task(loader):\n    return [len(inputs) for inputs, _ in loader]"

    seen = observed(source, {"loader": LoaderRecipe(DigitsRecipe(5, "float64"), 2)})

    assert seen.part("result") == (2, 2, 1)


def test_a_sandboxed_worker_sees_that_something_is_shown(observed):
    """Whatever else matplotlib needs of its backend."""
    source = """
import matplotlib.pyplot as plt

def task():
    plt.figure().subplots().plot([1, 2])
    plt.show()
    return plt.gcf()
"""
    seen = observed(source, {})

    assert seen.count("shown") == 1
    assert seen.part("result.axes.0.lines.0.y") == (1.0, 2.0)


def test_a_sandboxed_worker_reads_what_was_logged(observed):
    """With TensorBoard's own reader, which it imports on the way."""
    source = """
from torch.utils.tensorboard import SummaryWriter

def task(folder):
    with SummaryWriter(folder) as writer:
        writer.add_scalar("Loss", 0.5, 3)
"""
    seen = observed(source, {"folder": FolderRecipe(content=True)})

    assert seen.part("folder.events.scalars.Loss.steps") == (3,)
