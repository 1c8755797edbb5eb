"""The files of an exercise that declare words: run from source, in the judge, and never imported.

They are the author's, as trusted as the exercise file. A submission may hold modules of the same
names: these are not on the path, and are called otherwise.
"""

from __future__ import annotations

import functools
import hashlib
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from grader.course import Word
from grader.errors import CourseError
from grader.vocabulary.declared import Declared, declared_in
from grader.vocabulary.where import Place, raised_at, told
from grader.yamlfile import shown_path


def declared_beside(file: Path, kind: str, known: Mapping[str, Word]) -> Declared:
    """The words of one kind that an exercise declares in a file of its own."""
    try:
        module = _run(file)
    except CourseError as error:
        return Declared(mistakes=error.mistakes)
    return declared_in(module, kind, file.name, known, Place(shown_path(file)))


def _run(file: Path) -> ModuleType:
    """A module from a file. Raises CourseError if that is no Python, or raises something."""
    path = str(file.resolve())
    code = _compiled(file, path)
    module = ModuleType(f"words_of_{hashlib.sha256(path.encode()).hexdigest()[:12]}_{file.stem}")
    module.__file__ = path
    vars(module)["print"] = _print
    sys.modules[module.__name__] = module  # dataclasses look themselves up there
    try:
        exec(code, vars(module))  # noqa: S102, it is trusted: see above
    except (Exception, SystemExit) as error:
        place = raised_at(error, path) or Place(shown_path(file))
        advice = "It is run once, before anything is graded."
        if isinstance(error, ModuleNotFoundError) and (file.parent / f"{error.name}.py").is_file():
            advice = f"What lies beside it cannot be imported: put what you need into {file.name}."
        raise CourseError([place.mistake(f"raises {told(error)}", advice)]) from error
    return module


def _compiled(file: Path, path: str) -> CodeType:
    top = Place(shown_path(file))
    try:
        with warnings.catch_warnings(action="ignore"):  # the author's, if they care
            return compile(file.read_bytes(), path, "exec", dont_inherit=True)
    except OSError as error:
        raise CourseError([top.mistake(f"cannot be read: {error.strerror}")]) from error
    except SyntaxError as error:
        place = raised_at(error, path) or top
        raise CourseError([place.mistake(f"is not Python: {error.msg}")]) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise CourseError([top.mistake(f"is not Python: {told(error)}")]) from error


def _print(*values: Any, **how: Any) -> None:
    """Like print, to stderr: stdout is for the report, which a program may read."""
    functools.partial(print, file=sys.stderr)(*values, **how)
