"""A given folder: a place for a run's files whose own name is nowhere to be seen."""

import os
from pathlib import Path

import pytest

from grader.cases import Case, FolderRecipe, show_case
from grader.observing.build import build
from grader.observing.folders import listed, made, seen_from_here
from grader.observing.normalise import plain
from grader.observing.probes import start_recording

GIVEN = {"folder": FolderRecipe()}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the run stands, as a worker does."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_is_empty_and_relative():
    """It bears the name of the given, so it is the same for every implementation."""
    folder = build(Case(GIVEN, "float64", 0), start_recording()).given["folder"]

    assert (folder, list(folder.iterdir())) == (Path("folder"), [])


def test_a_folder_that_is_there_is_left_as_it_is():
    """A process that goes on finds what the one before it wrote."""
    (made("folder") / "last.pt").touch()

    assert listed(made("folder")) == ("last.pt",)


def test_a_file_is_no_folder():
    """Nothing that lies in its place is removed."""
    Path("folder").touch()

    with pytest.raises(FileExistsError, match="folder"):
        made("folder")


def test_files_are_listed_in_order():
    """With the folders that they lie in."""
    folder = made("folder")
    (folder / "later").mkdir()
    (folder / "later" / "model.pt").touch()
    (folder / "best.pt").touch()

    assert listed(folder) == ("best.pt", "later/model.pt")


def test_a_folder_that_is_gone_lists_nothing():
    """A run may remove it."""
    folder = made("folder")
    folder.rmdir()

    assert listed(folder) == ()


def test_the_files_of_a_given_folder_are_observed(run):
    """By name, like every given that a run can change."""
    seen = run("(folder / 'model.pt').touch()", GIVEN)

    assert seen.part("folder") == ("model.pt",)


def test_a_path_is_seen_as_its_text(run):
    """Relative to where the run is, however it was made absolute."""
    seen = run("return folder / 'a', (folder / 'a').resolve(), str(folder.resolve() / 'a')", GIVEN)

    assert seen.part("result") == ("folder/a",) * 3


def test_an_error_names_the_path_as_the_run_does(run):
    """Its message is the same in every worker."""
    seen = run("open((folder / 'missing').resolve())", GIVEN)

    assert seen.raised.message == "[Errno 2] No such file or directory: 'folder/missing'"


def test_output_and_warnings_name_the_path_as_the_run_does(run):
    """They stand in the report, which is the same every time."""
    body = "import os, warnings\nprint(os.getcwd())\nwarnings.warn(os.getcwd() + '/x')"

    seen = run(body, GIVEN)

    assert (seen.output, seen.warnings) == (".\n", ("x",))


def test_texts_stay_as_they_are_where_the_run_has_no_place(here):
    """The folder may have been removed below it."""
    os.mkdir("gone")
    os.chdir("gone")
    os.rmdir(here / "gone")

    assert seen_from_here("/a/b") == "/a/b"


def test_texts_stay_as_they_are_at_the_root():
    """There every path would be cut."""
    os.chdir("/")

    assert plain("/a/b") == "/a/b"


def test_a_folder_in_words():
    """As a student reads it in the report."""
    assert show_case(Case(GIVEN, "float64", 0), {}) == {"folder": "an empty folder"}
