"""What is taken as a submission, which file of it holds the tasks, and what is refused."""

import os
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.submissions import read_submission
from grader.submissions.limits import MAX_FILES, MAX_SOURCE_BYTES

MODULE = "training_models.py"


def write(root: Path, **files: str) -> Path:
    """Write each file; two underscores in a key stand for a slash, and .py is added."""
    for key, text in files.items():
        path = root / f"{key.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_single_file_keeps_its_own_name(tmp_path):
    """A .py of any name is the module, and tracebacks show the name that it has."""
    path = write(tmp_path, anna="x = 1\n") / "anna.py"

    submission = read_submission(path, MODULE)

    assert (submission.name, submission.main) == ("anna.py", "anna.py")
    assert submission.sources == {"anna.py": "x = 1\n"}
    assert submission.problems == {}


def test_folder_brings_its_other_files_along(tmp_path):
    """Beside the module, every Python file comes along under its relative POSIX path."""
    root = write(tmp_path / "anna", training_models="import helpers", parts__helpers="y = 2")

    submission = read_submission(root, MODULE)

    assert (submission.name, submission.main) == ("anna", MODULE)
    assert submission.sources == {MODULE: "import helpers", "parts/helpers.py": "y = 2"}


def test_shallowest_module_is_the_one(tmp_path):
    """Of several files with the module's name, the one nearest to the top holds the tasks."""
    root = write(tmp_path, a__b__training_models="old", z__training_models="new")

    assert read_submission(root, MODULE).main == f"z/{MODULE}"


def test_two_equally_shallow_modules_are_refused(tmp_path):
    """Nobody guesses between two candidates: the message names both."""
    root = write(tmp_path / "anna", a__training_models="", b__training_models="")

    with pytest.raises(SubmissionError) as caught:
        read_submission(root, MODULE)

    assert str(caught.value) == (
        f"anna: which {MODULE} is yours, a/{MODULE} or b/{MODULE}? Hand in one"
    )


def test_only_python_file_is_taken_whatever_its_name(tmp_path):
    """A folder with a single Python file leaves no doubt."""
    (tmp_path / "notes.txt").write_text("not Python")

    assert read_submission(write(tmp_path, exercise__mine="x"), MODULE).main == "exercise/mine.py"


def test_message_says_what_was_looked_for_and_found(tmp_path):
    """Without the module, the message lists what is there."""
    root = write(tmp_path / "anna", one="", two="")

    with pytest.raises(
        SubmissionError, match=r"py or training_models\.ipynb, found one\.py, two\.py$"
    ):
        read_submission(root, MODULE)


def test_long_lists_are_cut(tmp_path):
    """The message names a few files and counts the rest."""
    root = write(tmp_path, **{f"file_{number}": "" for number in range(10)})

    with pytest.raises(SubmissionError, match=r"file_0.py, .*file_7.py and 2 more$"):
        read_submission(root, MODULE)


def test_folder_without_python_says_so(tmp_path):
    """An empty folder is refused in words."""
    with pytest.raises(SubmissionError, match="found no Python file at all"):
        read_submission(tmp_path, MODULE)


def test_hidden_and_generated_files_are_ignored(tmp_path):
    """What Python, macOS and editors leave lying about is no part of a submission."""
    root = write(tmp_path, training_models="", __MACOSX__training_models="")
    for folder in ("__pycache__", "__MACOSX", ".git"):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / MODULE).write_text("")
    (root / "._training_models.py").write_bytes(b"\x00\xff")

    submission = read_submission(root, MODULE)

    assert MODULE in submission.sources
    assert not any("." in path.removesuffix(".py") for path in submission.sources)
    assert not any("__" in path for path in submission.sources)


def test_links_are_not_followed(tmp_path):
    """A link in a folder leads nowhere: neither to a file nor to another folder."""
    secret = write(tmp_path / "secret", reference="answer = 42")
    root = write(tmp_path / "anna", training_models="")
    (root / "stolen.py").symlink_to(secret / "reference.py")
    (root / "all").symlink_to(secret)

    submission = read_submission(root, MODULE)

    assert list(submission.sources) == [MODULE]
    assert submission.problems == {"stolen.py": "stolen.py: a link, which is not read"}


def test_fifo_is_not_waited_for(tmp_path):
    """Only ordinary files are opened."""
    root = write(tmp_path, training_models="")
    os.mkfifo(root / "pipe.py")

    assert list(read_submission(root, MODULE).sources) == [MODULE]


def test_unreadable_helper_is_a_problem_not_an_error(tmp_path):
    """A helper in another encoding is left out; the tasks are graded all the same."""
    root = write(tmp_path, training_models="")
    (root / "helpers.py").write_bytes(b"x = '\xe4'")

    submission = read_submission(root, MODULE)

    assert list(submission.sources) == [MODULE]
    assert submission.problems["helpers.py"].startswith("helpers.py:1: not UTF-8")


def test_syntax_error_is_no_error_here(tmp_path):
    """What cannot be parsed is read: the worker reports it as a verdict."""
    path = write(tmp_path, anna="def broken(:\n") / "anna.py"

    assert read_submission(path, MODULE).sources["anna.py"] == "def broken(:\n"


def test_digest_depends_on_paths_and_texts_only(tmp_path):
    """Equal files give equal digests wherever they lie; another text or name gives another."""
    first = read_submission(write(tmp_path / "a", training_models="x", helpers="y"), MODULE)
    same = read_submission(write(tmp_path / "b", helpers="y", training_models="x"), MODULE)
    text = read_submission(write(tmp_path / "c", training_models="x", helpers="z"), MODULE)
    name = read_submission(write(tmp_path / "d", training_models="x", helper="y"), MODULE)

    assert first.sha256 == same.sha256
    assert len({first.sha256, text.sha256, name.sha256}) == 3


def test_missing_path(tmp_path):
    """A path that is not there is named."""
    with pytest.raises(SubmissionError, match=r"gone\.py: no such file or folder$"):
        read_submission(tmp_path / "gone.py", MODULE)


def test_other_kinds_of_file(tmp_path):
    """What can be graded is listed."""
    (tmp_path / "essay.pdf").write_bytes(b"%PDF")

    with pytest.raises(
        SubmissionError, match=r"neither a \.py file nor a notebook, a folder, a zip or a tar"
    ):
        read_submission(tmp_path / "essay.pdf", MODULE)


def test_large_file_is_refused(tmp_path):
    """One byte more than the limit is too much."""
    path = tmp_path / "anna.py"
    path.write_bytes(b"#" * (MAX_SOURCE_BYTES + 1))

    with pytest.raises(SubmissionError, match=r"^anna\.py: larger than 250 kB"):
        read_submission(path, MODULE)


def test_many_files_are_refused(tmp_path):
    """A virtual environment that came along is named as the likely cause."""
    root = write(tmp_path, **{f"file_{number}": "" for number in range(MAX_FILES + 1)})

    with pytest.raises(SubmissionError, match="more than 200 Python files; leave virtual"):
        read_submission(root, MODULE)


def test_many_bytes_are_refused(tmp_path):
    """Files that are small enough each may still be too much together."""
    root = write(tmp_path, **{f"file_{number}": "#" * 240_000 for number in range(9)})

    with pytest.raises(SubmissionError, match="more than 2 MB of Python files"):
        read_submission(root, MODULE)


def test_entries_are_counted_even_if_ignored(tmp_path, monkeypatch):
    """Walking a folder ends, however much it holds."""
    monkeypatch.setattr("grader.submissions.collect.MAX_ENTRIES", 3)
    for number in range(4):
        (tmp_path / f"{number}.txt").touch()

    with pytest.raises(SubmissionError, match="holds more than 3 files"):
        read_submission(tmp_path, MODULE)


def test_deep_files_are_refused(tmp_path):
    """A path has ten parts at most."""
    root = write(tmp_path, **{"__".join("abcdefghijk"): ""})

    with pytest.raises(SubmissionError, match="lies more than 10 folders deep"):
        read_submission(root, MODULE)


def test_unshowable_names_are_refused(tmp_path):
    """A line break in a name would let a file forge lines of a report."""
    (tmp_path / "a\nb.py").touch()

    with pytest.raises(SubmissionError, match=r"rename 'a\\nb.py', which has control characters"):
        read_submission(tmp_path, MODULE)


def test_current_folder_has_a_name(tmp_path, monkeypatch):
    """`.` is shown under the name of the folder that it is."""
    monkeypatch.chdir(write(tmp_path / "anna", training_models=""))

    assert read_submission(Path("."), MODULE).name == "anna"


def test_unreadable_file_is_an_error_in_words(tmp_path, monkeypatch):
    """What the system refuses becomes a message with the path."""

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("grader.submissions.read.os.scandir", refuse)

    with pytest.raises(SubmissionError, match=r"cannot be read \(Permission denied\)"):
        read_submission(tmp_path, MODULE)
