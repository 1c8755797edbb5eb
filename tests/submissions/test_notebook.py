"""Notebooks: what of them is graded, where its lines are, and what is refused."""

import json
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.submissions import Submission, read_submission
from grader.submissions.limits import MAX_CELLS, MAX_CONTAINERS, MAX_SOURCE_BYTES

MODULE = "training_models.py"
TEXT = {"cell_type": "markdown", "metadata": {}, "source": ["# My work"]}


def read(path: Path, *tasks: str) -> Submission:
    return read_submission(path, MODULE, tasks)


def refused(path: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        read(path)
    return str(caught.value)


def test_cells_are_sources_in_their_order(write_notebook):
    """Counted as Jupyter counts after "Restart and run all": neither texts nor empty cells."""
    submission = read(write_notebook("import a", TEXT, " \n", "def f():\n    return a\n"), "f")

    assert submission.main == "anna.ipynb"
    assert submission.sources == {
        "anna.ipynb, cell 1": "import a",
        "anna.ipynb, cell 2": "def f():\n    return a\n",
    }
    assert submission.cells == tuple(submission.sources)


def test_places_are_cells_and_lines(write_notebook):
    """Where each name is bound last, in words that lead there."""
    submission = read(write_notebook("def f(): ...", "x = 1\n\ndef f():\n    return x"))

    assert submission.places()["f"] == "anna.ipynb, cell 2, line 3"


def test_outputs_change_nothing(write_notebook):
    """Neither what was printed nor how often a cell was run is part of a submission."""
    first = read(write_notebook("def f(): ..."))
    cell = {"cell_type": "code", "source": "def f(): ...", "outputs": [{"data": "x"}]}
    second = read(write_notebook({**cell, "execution_count": 7}))

    assert first.sha256 == second.sha256


def test_what_merely_runs_is_left_out(write_notebook):
    """A training run would be repeated for every task; the note says that it was left out."""
    submission = read(
        write_notebook("def f():\n    return 1\n", "f()\nfor _ in range(10**9):\n    f()\n")
    )

    assert submission.sources["anna.ipynb, cell 2"] == "pass\n\npass\n"
    (note,) = submission.notes
    assert note == (
        "anna.ipynb: 2 statements were left out that no function or class uses, the first at "
        "anna.ipynb, cell 2, line 1"
    )


def test_what_jupyter_understands_is_left_out(write_notebook):
    """Nothing of it is executed; the note names the first such line."""
    submission = read(write_notebook("%matplotlib inline\ndef f():\n    !ls\n", "%%bash\nls"))

    assert submission.text == "pass\ndef f():\n    pass\n\n"
    (note,) = submission.notes
    assert note == (
        "anna.ipynb: 3 lines were no Python and left out, the first at anna.ipynb, cell 1, "
        "line 1: %matplotlib inline"
    )


def test_a_cell_with_a_syntax_error_stays(write_notebook):
    """The worker says what is wrong with it, and where."""
    assert read(write_notebook("f()", "def f(:")).sources["anna.ipynb, cell 2"] == "def f(:"


def test_helpers_beside_a_notebook(write_notebook):
    """A folder may hold the notebook, and Python files that it imports."""
    path = write_notebook("import helpers\ndef f(): return helpers.x", name="training_models.ipynb")
    (path.parent / "helpers.py").write_text("x = 1")
    (path.parent / "scratch.ipynb").write_text("not even JSON")

    submission = read(path.parent)

    assert submission.main == "training_models.ipynb"
    assert set(submission.sources) == {"training_models.ipynb, cell 1", "helpers.py"}


def test_module_and_notebook_are_two(write_notebook):
    """Nobody guesses which of them holds the work."""
    path = write_notebook("x = 1", name="training_models.ipynb")
    (path.parent / MODULE).write_text("x = 2")

    assert "training_models.ipynb or training_models.py? Hand in one" in refused(path.parent)


def test_text_in_one_piece_and_windows_lines(write_notebook):
    """Some programs write a cell as one string, some with carriage returns."""
    cell = {"cell_type": "code", "source": "def f():\r\n    return 1\r"}

    assert read(write_notebook(cell)).text == "def f():\n    return 1\n"


def test_an_old_format(write_notebook):
    """Format 3 had worksheets; whoever still has it can save it anew."""
    assert refused(write_notebook(nbformat=3)) == (
        "anna.ipynb: is of an old notebook format, 3; open it in Jupyter and save it again, or "
        "save it as .py"
    )


def test_a_format_of_the_future(write_notebook):
    """Nobody knows what it means."""
    assert "is of an unknown notebook format, 5" in refused(write_notebook(nbformat=5))


def test_a_format_that_is_no_format(write_notebook):
    """A number of hundreds of digits is not written out."""
    assert "is of an unknown notebook format;" in refused(write_notebook(nbformat=10**400))


@pytest.mark.parametrize(
    "metadata", [{"kernelspec": {"language": "R"}}, {"language_info": {"name": "R"}}]
)
def test_another_language(write_notebook, metadata):
    """R has notebooks too."""
    assert refused(write_notebook(metadata=metadata)) == (
        "anna.ipynb: its language is 'R', not Python"
    )


@pytest.mark.parametrize("metadata", [None, [], {"kernelspec": []}, {"language_info": {"name": 1}}])
def test_metadata_that_say_nothing(write_notebook, metadata):
    """Whatever is there instead, Python is assumed."""
    assert read(write_notebook("x = 1", metadata=metadata)).cells


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Expecting value"),
        (b"\xff{}", "byte 0 is not UTF-8"),
        (b"[" * 100_000, "it is nested too deep"),
        (b'{"a":' * 100_000, "it is nested too deep"),
        (b"[1]", "it is no JSON object"),
        (b"{}", "it does not say of which notebook format it is"),
        (b'{"nbformat": true}', "it does not say of which notebook format it is"),
        (b'{"nbformat": 4, "nbformat": 4}', "an object has the same key twice"),
        (b'{"nbformat": NaN}', "NaN is no JSON"),
        (b'{"nbformat": ' + b"4" * 5_000 + b"}", "Exceeds the limit"),
        (b'{"nbformat": 4}', "it has no list of cells"),
        (b'{"nbformat": 4, "cells": {"a": 1}}', "it has no list of cells"),
        (b'{"nbformat": 4, "cells": ["x"]}', "entry 1 of its cells is no cell"),
        (b'{"nbformat": 4, "cells": [{"cell_type": 1}]}', "entry 1 of its cells is no cell"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "entry 1 of its cells has no text"),
        (
            b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}',
            "entry 1 of its cells has no text",
        ),
    ],
)
def test_what_is_no_notebook(tmp_path, content, why):
    """It may be any JSON, and any bytes."""
    (tmp_path / "anna.ipynb").write_bytes(content)

    message = refused(tmp_path / "anna.ipynb")

    assert message.startswith(f"anna.ipynb: not a notebook that can be read ({why}")
    assert message.endswith("; open it in Jupyter and save it again")


@pytest.mark.parametrize(
    ("text", "why"),
    [("x = 1\0", "holds a NUL character"), ("x = '\ud800'", "holds half a character")],
)
def test_texts_that_are_none(write_notebook, text, why):
    """The cell is named."""
    assert refused(write_notebook("x = 1", text)).startswith(f"anna.ipynb, cell 2: {why}")


def test_more_code_than_a_notebook_may_hold(write_notebook):
    """All of its cells count together."""
    half = "#" * (MAX_SOURCE_BYTES // 2)

    assert refused(write_notebook(half, half, "x")) == (
        "anna.ipynb: holds more than 250 kB of code, the most a notebook may"
    )


def test_more_words_than_anybody_looks_through(write_notebook):
    """A tree of them would be ten times that of honest code."""
    assert "has more than 50000 words and signs" in refused(write_notebook("a;" * 25_001))


def test_more_cells_than_a_notebook_may_have(write_notebook):
    """Each of them is a source."""
    assert "has more than 1000 code cells" in refused(write_notebook(*["x"] * (MAX_CELLS + 1)))


def test_outputs_that_would_fill_the_memory(tmp_path):
    """They are counted before they are read, and can be cleared."""
    content = json.dumps({"nbformat": 4, "cells": [], "outputs": [[]] * MAX_CONTAINERS})
    (tmp_path / "anna.ipynb").write_text(content)

    assert refused(tmp_path / "anna.ipynb") == (
        "anna.ipynb: its outputs are too large; clear them and save it again"
    )


def test_a_notebook_without_code(write_notebook):
    """There is nothing to grade."""
    assert refused(write_notebook(TEXT, " ")) == (
        "anna.ipynb: has no code cell with anything in it"
    )


def test_a_large_notebook(tmp_path):
    """Twenty megabytes of pictures are the most."""
    (tmp_path / "anna.ipynb").write_bytes(b" " * 20_000_001)

    assert refused(tmp_path / "anna.ipynb").startswith("anna.ipynb: larger than 20 MB")
