"""Whatever a submission consists of: it is read or refused, within bounds, and nothing is written.

The bounds are bytes that are asked for and memory that is taken, not seconds: those differ.
"""

import contextlib
import gzip
import io
import json
import lzma
import os
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.submissions import read_submission

MODULE = "training_models.py"
TEXTS = {MODULE: "x = 1\n" * 20, "anna/\u00e4.py": "y", "data.csv": "1,2\n" * 500}
MOST_MEMORY = 4_000_000  # for submissions of a few kilobytes

EXAMPLES = settings(deadline=None, max_examples=int(os.environ.get("FUZZ_EXAMPLES", "150")))


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in TEXTS.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _tar(form: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, text in {**TEXTS, f"{'long/' * 30}b.py": ""}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def _notebook() -> bytes:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["%time f()\n", "x = 1"]},
        {"cell_type": "markdown", "metadata": {}, "source": "# A"},
        {"cell_type": "code", "execution_count": 1.5e3, "source": "def f():\n    return '\u00e4'"},
    ]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}).encode()


WHOLE = {
    "a.zip": _zip(),
    "a.tar": _tar(tarfile.GNU_FORMAT),
    "b.tar": _tar(tarfile.PAX_FORMAT),
    "a.tar.gz": gzip.compress(_tar(tarfile.PAX_FORMAT)),
    "a.tar.xz": lzma.compress(_tar(tarfile.PAX_FORMAT), preset=0),
    "a.ipynb": _notebook(),
    "a.py": b"# coding: utf-8\nx = '\xc3\xa4'\n",
    "a": b"",
}
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["set", "cut", "double", "insert"]),
        st.integers(0, 20_000),
        st.one_of(st.binary(min_size=1, max_size=12), st.sampled_from([b"\xff" * 4, b"\0" * 8])),
    ),
    max_size=6,
)


def changed(content: bytes, changes: list[tuple[str, int, bytes]]) -> bytes:
    for how, where, what in changes:
        at = where % (len(content) + 1)
        if how == "set":
            content = content[:at] + what + content[at + len(what) :]
        elif how == "insert":
            content = content[:at] + what + content[at:]
        elif how == "cut":
            content = content[:at] + content[at + len(what) * 40 :]
        else:
            content = content[:at] + content[max(at - len(what) * 40, 0) :]
    return content


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("intake")


def read_or_refuse(path: Path) -> None:
    """Nothing but a SubmissionError of one line may come of it, and what is read is complete."""
    message = ""
    try:
        submission = read_submission(path, MODULE, ["f"])
    except SubmissionError as error:
        message = str(error)
    else:
        assert set(submission.parts) <= set(submission.sources)
        submission.text.encode()
        submission.places()
    assert "\n" not in message
    assert len(message) < 1000


@pytest.mark.parametrize("name", WHOLE)
@EXAMPLES
@given(changes=CHANGES)
def test_damaged_submissions(folder, name, changes):
    """A few bytes set, cut out, inserted or doubled."""
    (folder / name).write_bytes(changed(WHOLE[name], changes))

    read_or_refuse(folder / name)


@pytest.mark.parametrize("name", WHOLE)
@EXAMPLES
@given(content=st.binary(max_size=600))
def test_arbitrary_bytes(folder, name, content):
    """Under every suffix."""
    (folder / name).write_bytes(content)

    read_or_refuse(folder / name)


@pytest.mark.parametrize("kind", ["tar.gz", "tar.xz"])
@EXAMPLES
@given(changes=CHANGES)
def test_damaged_and_packed(folder, kind, changes):
    """Damaged first, then packed: the packed data are whole."""
    pack = {"tar.gz": gzip.compress, "tar.xz": lzma.compress}[kind]
    (folder / f"c.{kind}").write_bytes(pack(changed(WHOLE["b.tar"], changes)))

    read_or_refuse(folder / f"c.{kind}")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["cell_type", "source", "cells", "nbformat", "metadata"]), inner
        ),
    ),
    max_leaves=12,
)


@EXAMPLES
@given(cells=JSON, metadata=JSON, source=JSON)
def test_notebooks_of_any_json(folder, cells, metadata, source):
    """Where a list or a text belongs there may be anything."""
    code = {"cell_type": "code", "source": source}
    for document in (
        {"nbformat": 4, "metadata": metadata, "cells": cells},
        {"nbformat": 4, "metadata": metadata, "cells": [code, cells]},
        cells,
    ):
        (folder / "d.ipynb").write_text(json.dumps(document))

        read_or_refuse(folder / "d.ipynb")


@EXAMPLES
@given(source=st.text(alphabet="abf =\n'\"\\#([{)]}!%?:;@.,", max_size=120))
def test_notebooks_of_any_text(folder, source):
    """What looks like Python, or nearly."""
    code = {"cell_type": "code", "source": f"def f(): return a\n{source}"}
    (folder / "e.ipynb").write_text(json.dumps({"nbformat": 4, "cells": [code, code]}))

    read_or_refuse(folder / "e.ipynb")


@settings(deadline=None, max_examples=40)
@given(name=st.sampled_from(sorted(WHOLE)), changes=CHANGES)
def test_little_memory_is_taken(folder, name, changes):
    """A small submission cannot make the judge large."""
    (folder / name).write_bytes(changed(WHOLE[name], changes))
    tracemalloc.start()
    with contextlib.suppress(SubmissionError):
        read_submission(folder / name, MODULE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < MOST_MEMORY
