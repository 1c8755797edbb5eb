"""Read a submission, whatever it comes as: a .py file, a notebook, a folder, a zip or a tar."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from grader.errors import SubmissionError
from grader.submissions.archive import collect_zip
from grader.submissions.collect import Collector
from grader.submissions.definitions import Statement, definitions_only
from grader.submissions.folder import NotAFileError, collect_folder, content_of, opened
from grader.submissions.magics import without_magics
from grader.submissions.main_block import without_main_blocks
from grader.submissions.notebook import code_cells
from grader.submissions.source import check_words, decode, definition_lines
from grader.submissions.tar import collect_tar, is_tar
from grader.wire import place_of

SHOWN = 8  # names in a message
SHOWN_NOTES = 4
SHOWN_LINE = 40  # characters of a line in a message


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in, as text.

    `sources` are the Python files by relative POSIX path, as an import runs them, `main` the path
    of the one that holds the tasks, and `problems` says by path what was left out, and why. Of a
    notebook, `main` is its path, and `cells` names the sources that its cells are, in their order.
    `sha256` is over the paths and texts as they were handed in.
    """

    name: str
    main: str
    sources: Mapping[str, str]
    sha256: str
    problems: Mapping[str, str]
    cells: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, in words: the first few."""
        notes = [note for _, note in sorted(self.problems.items())]
        more = len(notes) - SHOWN_NOTES
        return (*notes[:SHOWN_NOTES], *([f"{more} more files were left out"] if more > 0 else []))

    @property
    def parts(self) -> tuple[str, ...]:
        """The sources that together are the main one."""
        return self.cells or (self.main,)

    @property
    def text(self) -> str:
        """The main source; of a notebook its cells, one after the other."""
        return "\n".join(self.sources[part] for part in self.parts)

    def places(self) -> dict[str, str]:
        """Where each name of the main source is bound; the last binding counts."""
        return {
            name: place_of(part, line)
            for part in self.parts
            for name, line in definition_lines(self.sources[part]).items()
        }


def read_submission(path: Path, module: str, tasks: Collection[str] = ()) -> Submission:
    """Read the submission of the exercise whose stub is called `module`; execute none of it.

    A file that cannot be parsed is read all the same: what is wrong with it is for the worker to
    say. Of a notebook, `tasks` are the names that must not be left out. SubmissionError if there
    is no main file, or it is not UTF-8, or a limit is exceeded.
    """
    name = os.path.basename(os.path.abspath(path))  # of . too
    found = Collector(name)
    try:
        main = _collect(path, module, found)
    except NotAFileError as error:
        raise SubmissionError(f"{name}: is {error}; hand in the file itself") from None
    except OSError as error:
        raise SubmissionError(f"{name}: cannot be read ({error.strerror})") from error
    if main.endswith(".ipynb"):
        return _of_notebook(name, main, tasks, found)
    return _submission(name, main, {main: decode(main, found.files[main])}, found)


def _of_notebook(name: str, main: str, tasks: Collection[str], found: Collector) -> Submission:
    cells: dict[str, str] = {}
    left_out: list[tuple[str, str]] = []
    for cell, text in code_cells(main, found.files[main]).items():
        cells[cell], magics = without_magics(text)
        left_out += [(place_of(cell, line), _cut(magic)) for line, magic in magics.items()]
    check_words(cells.values(), name)
    kept, unneeded = definitions_only(cells, tasks)
    read = _submission(name, main, kept, found)
    problems = dict(read.problems)
    if about := " and ".join([*_about_unneeded(unneeded), *_about_magics(left_out)]):
        problems[main] = f"{main}: {about}"
    return replace(read, cells=tuple(kept), problems=problems)


def _submission(name: str, main: str, own: Mapping[str, str], found: Collector) -> Submission:
    """With the other Python files beside the main one, as far as they can be read."""
    sources, problems = dict(own), dict(found.problems)
    for other in sorted(found.files.keys() - {main}):
        if other.endswith(".py"):
            try:
                sources[other] = decode(other, found.files[other])
            except SubmissionError as error:
                problems[other] = str(error)
    check_words(sources.values(), name)
    imported = {path: without_main_blocks(text) for path, text in sources.items()}
    return Submission(name, main, imported, _digest(sources), problems)


def _about_magics(left_out: Sequence[tuple[str, str]]) -> Iterator[str]:
    if left_out:
        place, text = left_out[0]
        yield f"{_were(len(left_out), 'line')} no Python and left out, the first at {place}: {text}"


def _about_unneeded(statements: Sequence[Statement]) -> Iterator[str]:
    if statements:
        place = place_of(statements[0].cell, statements[0].node.lineno)
        count = _were(len(statements), "statement")
        yield f"{count} left out that no function or class uses, the first at {place}"


def _were(count: int, what: str) -> str:
    return f"1 {what} was" if count == 1 else f"{count} {what}s were"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_LINE else f"{text[:SHOWN_LINE]}..."


def _collect(path: Path, module: str, found: Collector) -> str:
    """Collect the files at `path` and return which of them holds the tasks."""
    if path.is_dir():
        collect_folder(path, found)
        return _main(found, module)
    if not os.path.lexists(path):
        raise SubmissionError(f"{found.origin}: no such file or folder")
    if path.suffix in (".py", ".ipynb"):
        with opened(path) as stream:
            found.add(PurePosixPath(path.name), stream)
        return path.name
    content = content_of(path, found.origin)
    if path.suffix == ".zip" or zipfile.is_zipfile(io.BytesIO(content)):
        collect_zip(content, found)
    elif path.suffix == ".tar" or is_tar(content):
        collect_tar(content, found)
    else:
        raise SubmissionError(
            f"{found.origin}: neither a .py file nor a notebook, a folder, a zip or a tar; "
            "hand in one of these"
        )
    return _main(found, module)


def _main(found: Collector, module: str) -> str:
    """The shallowest file of the module's name, else the only Python file there is."""
    named = [path for path in found.files if PurePosixPath(path).name in _names(module)]
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
    closed = _listed(sorted(found.archives))
    stayed = f"; {closed} inside of it stayed closed, hand in the files themselves"
    raise SubmissionError(
        f"{found.origin}: looked for {' or '.join(_names(module))}, "
        f"found {_listed(sorted(found.files)) or 'no Python file at all'}"
        f"{stayed if found.archives and not found.files else ''}"
    )


def _names(module: str) -> tuple[str, str]:
    return module, f"{module.removesuffix('.py')}.ipynb"


def _depth(path: str) -> int:
    return len(PurePosixPath(path).parts)


def _listed(paths: list[str]) -> str:
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
