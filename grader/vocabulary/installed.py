"""The words of installed packages: each names its modules as entry points.

They are looked for only when an exercise names a word that is neither built in nor its own, or
declares words of its own: any other exercise does not depend on what is installed.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType

from grader.course import Word
from grader.errors import CourseError, Mistake
from grader.vocabulary.declared import declared_in
from grader.vocabulary.where import Place, raised_at, told
from grader.yamlfile import shown_path

GROUPS = {"property": "zerograd.properties", "strategy": "zerograd.strategies"}


def words_of_packages(kind: str, built_in: Mapping[str, Word]) -> Mapping[str, Word]:
    """All words of one kind from packages. Raises CourseError if one of these is at fault."""
    words: dict[str, Word] = {}
    mistakes: list[Mistake] = []
    for point in sorted(metadata.entry_points(group=GROUPS[kind]), key=_key):
        try:
            module = _load(point)
        except CourseError as error:
            mistakes += error.mistakes
            continue
        top = Place(shown_path(Path(module.__file__ or "")))
        found = declared_in(module, kind, _package(point), {**built_in, **words}, top)
        words |= found.words
        mistakes += (_by(point, mistake) for mistake in found.mistakes)
    if mistakes:
        raise CourseError(mistakes)
    return words


def _key(point: metadata.EntryPoint) -> tuple[str, str]:
    return _package(point), point.name


def _package(point: metadata.EntryPoint) -> str:
    """Name and version: they decide what its words mean."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown package"


def _load(point: metadata.EntryPoint) -> ModuleType:
    try:
        module = point.load()
    except (Exception, SystemExit) as error:
        place = _raised_in_package(error) or _entry(point)
        raise CourseError([_by(point, place.mistake(f"raises {told(error)}"))]) from error
    if not isinstance(module, ModuleType):
        raise CourseError([_by(point, _entry(point).mistake(f"{point.value} is no module"))])
    return module


def _by(point: metadata.EntryPoint, mistake: Mistake) -> Mistake:
    """The mistake, with the package and the entry point that brought it in."""
    name = point.dist.name if point.dist else ""
    advice = mistake.advice or f"Correct the package, or remove it: pip uninstall {name}"
    message = f"{mistake.message} (entry point {point.name!r} of {_package(point)})"
    return Mistake(mistake.path, mistake.line, mistake.column, message, advice)


def _raised_in_package(error: BaseException) -> Place | None:
    """The last line outside of the import machinery that an error came through."""
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    ours = __file__, metadata.__file__, import_module.__code__.co_filename
    theirs = [name for name in files if name not in ours and not name.startswith("<frozen")]
    if isinstance(error, SyntaxError) and error.filename:
        theirs.append(error.filename)
    return raised_at(error, theirs[-1]) if theirs else None


def _entry(point: metadata.EntryPoint) -> Place:
    """The line of the package's own list of entry points."""
    files = point.dist.files if point.dist else None
    listed = next((f for f in files or () if f.name == "entry_points.txt"), None)
    if listed is None or point.dist is None:
        return Place(_package(point))
    file = Path(str(listed.locate()))
    lines = file.read_text(encoding="utf-8").splitlines()
    found = (n for n, line in enumerate(lines, 1) if line.split("=")[0].strip() == point.name)
    return Place(shown_path(file), next(found, 1))
