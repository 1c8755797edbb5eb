"""Read a submission, whatever it comes as: a .py file, a folder or a zip."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import SubmissionError
from grader.submissions.archive import collect_zip
from grader.submissions.collect import Collector, is_ignored
from grader.submissions.source import decode

SHOWN = 8  # names in a message


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in, as text.

    `sources` are the Python files by relative POSIX path, `main` the path of the one that holds
    the tasks, and `problems` says by path which other files were left out, and why. `sha256` is
    over the paths and texts of `sources`.
    """

    name: str
    main: str
    sources: Mapping[str, str]
    sha256: str
    problems: Mapping[str, str]


def read_submission(path: Path, module: str) -> Submission:
    """Read the submission of the exercise whose stub is called `module`; execute none of it.

    A file that cannot be parsed is read all the same: what is wrong with it is for the worker to
    say. SubmissionError if there is no main file, or it is not UTF-8, or a limit is exceeded.
    """
    name = os.path.basename(os.path.abspath(path))  # of . too
    found = Collector(name)
    try:
        main = _collect(path, module, found)
    except OSError as error:
        raise SubmissionError(f"{path}: cannot be read ({error.strerror})") from error
    sources = {main: decode(main, found.files[main])}
    problems = dict(found.problems)
    for other in sorted(found.files.keys() - {main}):
        try:
            sources[other] = decode(other, found.files[other])
        except SubmissionError as error:
            problems[other] = str(error)
    return Submission(name, main, sources, _digest(sources), problems)


def _collect(path: Path, module: str, found: Collector) -> str:
    """Collect the files at `path` and return which of them holds the tasks."""
    if path.is_dir():
        _collect_folder(path, found)
        return _main(found, module)
    if not path.exists():
        raise SubmissionError(f"{path}: no such file or folder")
    if path.is_file() and path.suffix == ".py":
        with path.open("rb") as stream:
            found.add(PurePosixPath(path.name), stream)
        return path.name
    if path.is_file() and (path.suffix == ".zip" or zipfile.is_zipfile(path)):
        collect_zip(path, found)
        return _main(found, module)
    raise SubmissionError(f"{path}: neither a .py file nor a folder nor a zip")


def _collect_folder(root: Path, found: Collector) -> None:
    """Add the folder's Python files in the order of their names; links are not followed."""
    todo = [(root, PurePosixPath())]
    while todo:
        folder, inside = todo.pop()
        with os.scandir(folder) as entries:
            in_order = sorted(entries, key=lambda entry: entry.name)
        for entry in in_order:
            found.count()
            path = inside / entry.name
            if entry.is_dir(follow_symlinks=False) and not is_ignored(path):
                todo.append((folder / entry.name, path))
            elif found.wants(path) and entry.is_symlink():
                found.problems[str(path)] = f"{path}: a link, which is not followed"
            elif found.wants(path) and entry.is_file(follow_symlinks=False):
                with open(entry.path, "rb") as stream:
                    found.add(path, stream)


def _main(found: Collector, module: str) -> str:
    """The shallowest file of the module's name, else the only Python file there is."""
    named = [path for path in found.files if PurePosixPath(path).name == module]
    if named:
        depth = min(map(_depth, named))
        shallowest = sorted(path for path in named if _depth(path) == depth)
        if len(shallowest) > 1:
            raise SubmissionError(
                f"{found.origin}: which {module} is yours, {' or '.join(shallowest)}? Hand in one"
            )
        return shallowest[0]
    if len(found.files) == 1:
        return next(iter(found.files))
    raise SubmissionError(
        f"{found.origin}: looked for {module}, found {_listed(sorted(found.files))}"
    )


def _depth(path: str) -> int:
    return len(PurePosixPath(path).parts)


def _listed(paths: list[str]) -> str:
    if not paths:
        return "no Python file at all"
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return ", ".join(paths[:SHOWN]) + more


def _digest(sources: Mapping[str, str]) -> str:
    """A digest that depends on nothing but the paths and texts: not on their order, nor a BOM."""
    digest = hashlib.sha256()
    for path in sorted(sources):
        for text in (path, sources[path]):
            encoded = text.encode("utf-8")
            digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()
