"""Write a new exercise into its course: all of it or nothing."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.authoring.new.draft import Draft, files_of
from grader.course import with_exercise
from grader.errors import UsageError

COURSE_FILE = "course.yaml"
FOLDERS = ("exercises", "reference")


def place(draft: Draft, root: Path) -> tuple[str, ...]:
    """Write the files of a draft, list it in course.yaml, and return what was written.

    Whatever goes wrong, nothing of it is left.
    """
    files = files_of(draft)
    listed = _listed(root, draft.name)
    with _staged(files, root) as stage, contextlib.ExitStack() as undo:
        for folder in FOLDERS:
            target = root / folder / draft.name
            target.parent.mkdir(exist_ok=True)
            (stage / folder / draft.name).rename(target)
            undo.callback(shutil.rmtree, target, ignore_errors=True)
        _new_course_file(stage, listed, root / COURSE_FILE).replace(root / COURSE_FILE)
        undo.pop_all()
    return (*files, COURSE_FILE)


def _listed(root: Path, name: str) -> bytes:
    """course.yaml with one more exercise."""
    text = (root / COURSE_FILE).read_bytes().decode("utf-8")
    try:
        return with_exercise(text, name).encode("utf-8")
    except ValueError as error:
        advice = "Write its exercises one a line, each after a dash."
        raise UsageError(f"cannot add {name} to {COURSE_FILE}: {error}. {advice}") from error


@contextlib.contextmanager
def _staged(files: Mapping[str, str], root: Path) -> Iterator[Path]:
    """A folder beside the others that holds the files: from there moving them is one step."""
    try:
        stage = Path(tempfile.mkdtemp(prefix=".new-", dir=root))
    except OSError as error:
        raise UsageError(f"cannot write into {root}: {error.strerror}") from error
    try:
        for path, text in files.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_text(text, encoding="utf-8")
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _new_course_file(stage: Path, content: bytes, old: Path) -> Path:
    path = stage / COURSE_FILE
    path.write_bytes(content)
    shutil.copymode(old, path)
    return path
