"""Read a Jupyter notebook as the code of its cells. Outputs are ignored, nothing is executed."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping
from typing import Any

from grader.errors import SubmissionError
from grader.submissions.limits import MAX_CELLS, MAX_CONTAINERS, MAX_SOURCE_BYTES, in_words

OLDEST_FORMAT = 4  # of 2014; before, cells lay in worksheets
UNLIKELY_FORMAT = 1_000  # whoever writes such a number has no format in mind
PYTHON = "python"


def code_cells(path: str, content: bytes) -> Mapping[str, str]:
    """The text of each code cell that is not empty, by its name: `anna.ipynb, cell 3`.

    They are counted from 1 as Jupyter counts them after "Restart and run all". Raises
    SubmissionError for what is no notebook, is too large, or holds no Python.
    """
    document = _document(path, content)
    _check_format(path, document)
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise _broken(path, "it has no list of cells")
    texts = [text for text in _texts(path, cells) if text.strip()]
    if not texts:
        raise SubmissionError(f"{path}: has no code cell with anything in it")
    if len(texts) > MAX_CELLS:
        raise SubmissionError(f"{path}: has more than {MAX_CELLS} code cells")
    found = {f"{path}, cell {number}": text for number, text in enumerate(texts, start=1)}
    for name, text in found.items():
        _check_text(name, text)
    if sum(len(text.encode()) for text in texts) > MAX_SOURCE_BYTES:
        most = in_words(MAX_SOURCE_BYTES)
        raise SubmissionError(f"{path}: holds more than {most} of code, the most a notebook may")
    return found


def _document(path: str, content: bytes) -> dict[str, Any]:
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.count(b"{") + content.count(b"[") > MAX_CONTAINERS:
        raise SubmissionError(f"{path}: its outputs are too large; clear them and save it again")
    try:
        document = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise _broken(path, f"byte {error.start} is not UTF-8") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise _broken(path, "it is nested too deep" if _too_deep(error) else str(error)) from None
    if not isinstance(document, dict):
        raise _broken(path, "it is no JSON object")
    return document


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):  # readers differ in which of them counts
        raise ValueError("an object has the same key twice")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _too_deep(error: BaseException) -> bool:
    return isinstance(error, RecursionError | MemoryError)


def _check_format(path: str, document: Mapping[str, Any]) -> None:
    version = document.get("nbformat")
    if type(version) is not int:
        raise _broken(path, "it does not say of which notebook format it is")
    if version != OLDEST_FORMAT:
        age = "an old" if version < OLDEST_FORMAT else "an unknown"
        number = f", {version}" if abs(version) < UNLIKELY_FORMAT else ""
        raise SubmissionError(
            f"{path}: is of {age} notebook format{number}; "
            f"open it in Jupyter and save it again, or save it as .py"
        )
    language = _language(document.get("metadata"))
    if language.lower() not in ("", PYTHON):
        raise SubmissionError(f"{path}: its language is {language[:40]!a}, not Python")


def _language(metadata: object) -> str:
    """What it says its code is written in, or nothing."""
    if isinstance(metadata, dict):
        for place, key in (("language_info", "name"), ("kernelspec", "language")):
            said = metadata.get(place)
            if isinstance(said, dict) and isinstance(said.get(key), str):
                return str(said[key])
    return ""


def _texts(path: str, cells: Iterable[object]) -> Iterable[str]:
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
            raise _broken(path, f"entry {number} of its cells is no cell")
        if cell["cell_type"] == "code":
            source = cell.get("source")
            lines: list[Any] = source if isinstance(source, list) else [source]
            if not all(isinstance(line, str) for line in lines):
                raise _broken(path, f"entry {number} of its cells has no text")
            yield "".join(lines).replace("\r\n", "\n").replace("\r", "\n")


def _check_text(name: str, text: str) -> None:
    if "\0" in text:
        raise SubmissionError(f"{name}: holds a NUL character, so this is no Python text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise SubmissionError(f"{name}: holds half a character, so this is no text") from None


def _broken(path: str, why: str) -> SubmissionError:
    return SubmissionError(
        f"{path}: not a notebook that can be read ({why}); open it in Jupyter and save it again"
    )
