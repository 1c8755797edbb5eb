"""The content of files that a run has written."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from grader.cases import FolderRecipe, ModelRecipe
from grader.observing.contents import read
from grader.observing.normalise import Normaliser
from grader.wire import Opaque, Tensor

GIVEN = {
    "folder": FolderRecipe(content=True),
    "model": ModelRecipe("linear", 2, 1, "float64", gradient="none"),
}
LOGS = """
from torch.utils.tensorboard import SummaryWriter

writer = SummaryWriter(folder / "logs")
for epoch in range(2):
    writer.add_scalar("Loss/train", 0.5 - 0.25 * epoch, epoch)
writer.add_histogram("Parameters/weight", torch.tensor([1.0, 2.0, 4.0]), 7)
writer.close()
"""
SOURCE = "import torch"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the run stands, as a worker does; what it declares safe is forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    torch.serialization.clear_safe_globals()


def numbers(value: Tensor) -> list[float]:
    return value.array().tolist()


def test_a_checkpoint_is_what_was_saved(run):
    """Every part of it, by its path; the file's name may hold a dot."""
    body = "torch.save({'epoch': 3, 'state': model.state_dict()}, folder / 'last.pt')"

    seen = run(body, GIVEN, source=SOURCE)

    assert seen.part("folder.last.pt.epoch") == 3
    weight = seen.part("model.parameters.0.weight")
    assert numbers(seen.part("folder.last.pt.state.0.weight")) == numbers(weight)


@pytest.mark.parametrize(
    "body",
    [
        "torch.save(model, folder / 'model.pt')",
        "torch.serialization.add_safe_globals([Own])\ntorch.save(Own(), folder / 'model.pt')",
        "import pickle\n(folder / 'model.pt').write_bytes(pickle.dumps(Own()))",
    ],
)
def test_what_weights_only_refuses_is_no_checkpoint(run, body):
    """Even if the submission has declared its own class safe: a stranger has not."""
    seen = run(body, GIVEN, source="import torch\nclass Own: pass")

    assert seen.raised is None
    assert seen.part("folder.model.pt").type_name == "a file that weights_only refuses"


def test_what_a_submission_declares_safe_stays_so(run):
    """Observing undoes nothing of the run's."""
    body = "torch.serialization.add_safe_globals([Own])\ntorch.save(Own(), folder / 'model.pt')"

    run(body, GIVEN, source="import torch\nclass Own: pass")

    assert [kind.__name__ for kind in torch.serialization.get_safe_globals()] == ["Own"]


def test_event_files_are_what_tensorboard_shows(run):
    """Their own names hold the host, the process and the time: they count as one."""
    seen = run(LOGS, GIVEN, source=SOURCE)

    assert list(seen.part("folder")) == ["logs/events"]
    assert seen.part("folder.logs/events.scalars.Loss/train.steps") == (0, 1)
    values = seen.part("folder.logs/events.scalars.Loss/train.values")
    assert (values.dtype, numbers(values)) == ("float32", [0.5, 0.25])
    assert seen.part("folder.logs/events.histograms.Parameters/weight.steps") == (7,)
    histogram = seen.part("folder.logs/events.histograms.Parameters/weight.values")
    assert np.array_equal(histogram.array(), [[3, 1, 4, 7]])


def test_two_writers_of_a_folder_are_read_in_turn(run):
    """As TensorBoard shows them: one run."""
    body = LOGS + LOGS.replace("Loss/train", "Loss/val")

    seen = run(body, GIVEN, source=SOURCE)

    assert list(seen.part("folder.logs/events.scalars")) == ["Loss/train", "Loss/val"]


def test_an_event_file_that_breaks_off_counts_as_far_as_it_goes(run):
    """A writer that was never closed, or a process that ended."""
    body = f"{LOGS}\nfile = next((folder / 'logs').iterdir())\n"
    body += "file.write_bytes(file.read_bytes()[:-20])"

    seen = run(body, GIVEN, source=SOURCE)

    assert seen.part("folder.logs/events.scalars.Loss/train.steps") == (0, 1)
    assert seen.part("folder.logs/events.histograms") == {}


@pytest.mark.parametrize("content", [b"", b"no event at all, but long enough for a header"])
def test_a_file_that_is_only_called_an_event_file_is_no_error(run, content):
    """Whatever a submission writes, it is graded."""
    seen = run(f"(folder / 'my.tfevents').write_bytes({content!r})", GIVEN)

    assert seen.raised is None
    assert seen.part("folder.events.scalars") == {}


def test_a_text_is_its_content_and_anything_else_its_size(run):
    """Long texts, too."""
    body = "(folder / 'a.csv').write_text('1,2\\n')\n"
    body += "(folder / 'b').write_bytes(b'\\xff\\xfe')\n(folder / 'c').write_text('x' * 100_001)"

    seen = run(body, GIVEN)

    assert seen.part("folder") == {
        "a.csv": "1,2\n",
        "b": Opaque("a file", text="2 bytes"),
        "c": Opaque("a file", text="100001 bytes"),
    }


def test_a_file_that_cannot_be_opened_is_known_by_the_reason(here):
    """A submission may close its files to everybody, or remove them meanwhile."""
    assert read(here / "gone", Normaliser()) == Opaque("a file", text="No such file or directory")


def test_a_link_that_leads_nowhere_is_no_file(run):
    """Not even one to itself."""
    body = "(folder / 'a').symlink_to('a')\n(folder / 'b').write_text('x')\nreturn 1"

    seen = run(body, GIVEN)

    assert (seen.part("result"), seen.part("folder")) == (1, {"b": "x"})
