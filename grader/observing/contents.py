"""What is in the files that a run has written, as plain data.

A checkpoint is loaded as a stranger would load it: with `weights_only`, and without the classes
that the submission may have declared safe in its own process. TensorBoard's event files, whose
names differ from run to run, are read by TensorBoard's own reader and count as one, `events`, in
each folder that holds any.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from grader.cases import Case
from grader.observing.folders import listed
from grader.observing.normalise import Normaliser
from grader.wire import Opaque, Value

EVENTS = "events"
CHECKPOINT_STARTS = b"PK\x03\x04", b"\x80"  # a zip archive; a pickle, as torch wrote until 1.5
MAX_TEXT_FILE = 100_000  # bytes; what is longer is known by its size

_load = torch.load  # bound now: a submission may replace it later


def read_folders(case: Case) -> dict[str, Value]:
    """The content of every folder of a case, as a run has left it here, by the name of its given.

    A submission could change what its own process reads. So this is asked of another one.
    """
    into = Normaliser()  # one for all: together they must fit into an answer
    return {name: contents(Path(name), into) for name in case.folders_to_read}


def contents(folder: Path, into: Normaliser) -> Mapping[str, Value]:
    """The content of each file in a folder and below it, by its name."""
    names = [Path(name) for name in listed(folder)]
    files = [name for name in names if not _is_event_file(name)]
    found = {name.as_posix(): read(folder / name, into) for name in files}
    for place in sorted({name.parent for name in names if _is_event_file(name)}):
        found[(place / EVENTS).as_posix()] = _logs(folder / place, into)
    return found


def _logs(folder: Path, into: Normaliser) -> Value:
    try:
        return into.plain(logged(folder))
    except Exception as error:  # no event file at all, but for its name
        return Opaque("event files that TensorBoard cannot read", text=str(error)[:200])


def logged(folder: Path) -> dict[str, Any]:
    """What TensorBoard shows of a folder: steps and values of each scalar and each histogram.

    Of histograms: how many numbers there were, the least, the greatest and their sum. Values are in
    float32, in which TensorBoard keeps scalars; a file that breaks off counts as far as it goes.
    """
    scalars: dict[str, list[tuple[int, float]]] = {}
    histograms: dict[str, list[tuple[int, tuple[float, ...]]]] = {}
    for step, value in _values(folder):
        if value.HasField("simple_value"):
            scalars.setdefault(value.tag, []).append((step, value.simple_value))
        elif value.HasField("histo"):
            each = value.histo
            numbers = (each.num, each.min, each.max, each.sum)
            histograms.setdefault(value.tag, []).append((step, numbers))
    return {
        "scalars": {tag: _columns(rows) for tag, rows in sorted(scalars.items())},
        "histograms": {tag: _columns(rows) for tag, rows in sorted(histograms.items())},
    }


def _columns(rows: list[tuple[int, Any]]) -> dict[str, Any]:
    values = torch.tensor([value for _, value in rows], dtype=torch.float32)
    return {"steps": [step for step, _ in rows], "values": values}


def _values(folder: Path) -> Iterator[tuple[int, Any]]:
    # Imported here: it takes half a second, which only tasks that log should pay.
    from tensorboard.backend.event_processing.event_file_loader import (  # type: ignore[import-untyped]
        LegacyEventFileLoader,
    )

    for path in sorted(path for path in folder.iterdir() if _is_event_file(path)):
        for event in LegacyEventFileLoader(str(path)).Load():
            for value in event.summary.value:
                yield event.step, value


def _is_event_file(path: Path) -> bool:
    return "tfevents" in path.name


def read(path: Path, into: Normaliser) -> Value:
    """The content of one file; of one that cannot be opened, why."""
    try:
        return _content(path, into)
    except OSError as error:  # the submission may have closed it to everybody
        return Opaque("a file", text=str(error.strerror))


def _content(path: Path, into: Normaliser) -> Value:
    """A checkpoint as what was saved, a text as it is, anything else by its size."""
    with path.open("rb") as file:
        start = file.read(MAX_TEXT_FILE + 1)
    if start.startswith(CHECKPOINT_STARTS):
        try:
            with _own_safe_globals():
                return into.plain(_load(path, map_location="cpu", weights_only=True))
        except Exception as error:  # whatever the file makes torch raise is the submission's
            return Opaque("a file that weights_only refuses", text=str(error)[:200])
    size = path.stat().st_size
    try:
        text = start.decode() if size <= MAX_TEXT_FILE else None
    except UnicodeDecodeError:
        text = None
    return Opaque("a file", text=f"{size} bytes") if text is None else into.plain(text)


@contextlib.contextmanager
def _own_safe_globals() -> Iterator[None]:
    """Only what torch itself holds for safe may be loaded meanwhile."""
    declared = torch.serialization.get_safe_globals()
    torch.serialization.clear_safe_globals()
    try:
        yield
    finally:
        torch.serialization.add_safe_globals(declared)
