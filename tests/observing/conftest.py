"""Run a few lines of Python on a small training case, in this process, and see what is observed."""

import linecache
import sys
from collections.abc import Callable, Iterator

import pytest

from grader.cases import (
    Case,
    CriterionRecipe,
    DataRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
)
from grader.observing import execute, load
from grader.observing.probes import start_recording
from grader.wire import Ask, Load, Observation, Rewrite, Variation

TRAINING = {
    "model": ModelRecipe("mlp", 2, 1, "float64", gradient="none"),
    "loader": LoaderRecipe(DataRecipe("regression", 4, 2, 1, "float64"), 2),
    "criterion": CriterionRecipe("mse"),
    "optimizer": OptimizerRecipe("sgd", 0.1),
}


@pytest.fixture
def run() -> Iterator[Callable[..., Observation]]:
    """Run `def task(**given)` of a source, or the source's body as that function.

    `by` are the instructor's lines, if it is not just called.
    """
    finders, modules, lines = list(sys.meta_path), dict(sys.modules), dict(linecache.cache)

    def observed(
        body: str,
        given=TRAINING,
        *,
        source: str = "",
        by: str = "",
        seed: int = 0,
        watch: tuple[str, ...] = (),
        repeat: int = 1,
        device: str = "",
        rewrite: Rewrite = "",
        shows: tuple[str, ...] = (),
        **helpers: str,
    ) -> Observation:
        indented = "\n".join(f"    {line}" for line in body.splitlines())
        text = f"{source}\ndef task({', '.join(given)}):\n{indented}\n"
        sources = {"anna.py": text, **{f"{name}.py": text for name, text in helpers.items()}}
        module, loaded = load(Load("exercise", "anna.py", sources))
        assert loaded.raised is None, loaded.raised
        variation = Variation(repeat, device, watch, rewrite=rewrite, shows=shows)
        case = Case(given, "float64", seed)
        return execute(Ask(case, "task", by, ("result",), variation), module)

    yield observed
    sys.meta_path[:] = finders
    for name in sys.modules.keys() - modules.keys():
        if getattr(sys.modules[name], "__file__", None) in {"anna.py", "helper.py"}:
            del sys.modules[name]
    linecache.cache.clear()
    linecache.cache.update(lines)
    start_recording()
