"""What a file does only when it is run itself is left out."""

import pytest

from grader.submissions import read_submission, without_main_blocks

TRIED_OUT = """\
import torch


def mse(y, t):
    return ((y - t) ** 2).mean()


if __name__ == "__main__":
    import unittest

    text = '''
a text of two lines'''; unittest.main()


def mae(y, t):
    return (y - t).abs().mean()
"""


def test_lines_stay_where_they_are():
    """A message about what follows names the line that the student sees."""
    before, after = TRIED_OUT.splitlines(), without_main_blocks(TRIED_OUT).splitlines()

    assert after == [*before[:7], *[""] * 5, *before[12:]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_ends_of_lines(end):
    """Those of Windows and of old files too; a form feed ends no line."""
    text = end.join(["x = 1  # \x0c", "if __name__ == '__main__':", "    x = 2", "y = 3", ""])

    assert without_main_blocks(text) == end.join(["x = 1  # \x0c", "", "", "y = 3", ""])


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    if __name__ == '__main__':\n        return 1\n",
        "if __name__ == '__main__':\n    x = 1\nelse:\n    x = 2\n",
        "if __name__ != '__main__':\n    x = 1\n",
        "if __name__ == 'training':\n    x = 1\n",
        "if __name__ == '__main__':\n    x = (\n",
    ],
    ids=["in a function", "with an else", "the other way", "another name", "no Python"],
)
def test_everything_else_stays(source):
    """What an import runs, or what cannot be parsed."""
    assert without_main_blocks(source) == source


def test_a_submission_is_read_without(tmp_path):
    """Helper files as well; what was handed in is told apart by all of its text."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "losses.py").write_text(TRIED_OUT)
    (tmp_path / "one" / "helper.py").write_text("if __name__ == '__main__':\n    import pdb\n")
    (tmp_path / "losses.py").write_text(TRIED_OUT.replace("unittest", "doctest"))

    folder = read_submission(tmp_path / "one", "losses.py")
    file = read_submission(tmp_path / "losses.py", "losses.py")

    assert folder.sources == {"losses.py": without_main_blocks(TRIED_OUT), "helper.py": "\n\n"}
    assert file.sources["losses.py"] == folder.sources["losses.py"]
    assert file.sha256 != read_submission(tmp_path / "one" / "losses.py", "losses.py").sha256
