"""Folders and files that lead somewhere else, wait for somebody, or never end."""

import os
import socket
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.submissions import read_submission
from grader.submissions.folder import NotAFileError, opened

MODULE = "training_models.py"


@pytest.fixture
def folder(tmp_path):
    """A submission with its module, beside something that is none of its business."""
    (tmp_path / "secret.py").write_text("answer = 42")
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / MODULE).write_text("x = 1")
    return tmp_path / "anna"


def refused(path: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        read_submission(path, MODULE)
    return str(caught.value)


def test_a_module_that_is_a_link(folder):
    """Not even the file that matters most may be somewhere else."""
    (folder / MODULE).unlink()
    (folder / MODULE).symlink_to(folder.parent / "secret.py")

    assert "found no Python file at all" in refused(folder)


@pytest.mark.parametrize("target", ["../secret.py", "/dev/zero", "nowhere", "..", MODULE])
def test_links_lead_nowhere(folder, target):
    """To a file, a device, nothing, a folder above, or to something that is there anyway."""
    (folder / "helper.py").symlink_to(target)

    submission = read_submission(folder, MODULE)

    assert submission.sources == {MODULE: "x = 1"}
    assert submission.notes == ("helper.py: a link, which is not read",)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has files of several users")
@pytest.mark.parametrize(("mode", "is_read"), [(0o600, False), (0o644, True)])
def test_hard_links_to_files_of_others(folder, mode, is_read):
    """Who makes one on a system that lets him gets to read no more than he could before."""
    secret = folder.parent / "secret.py"
    secret.chmod(mode)
    (folder / "helper.py").hardlink_to(secret)
    os.chown(folder, 1000, 1000)

    submission = read_submission(folder, MODULE)

    assert ("helper.py" in submission.sources) is is_read
    closed = "helper.py: a link to a file of another user, which is not read"
    assert submission.notes == (() if is_read else (closed,))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has files of several users")
def test_a_submission_that_is_a_hard_link(folder):
    """It may be the reference itself."""
    (folder.parent / "secret.py").chmod(0o600)
    (folder / "helper.py").hardlink_to(folder.parent / "secret.py")
    os.chown(folder, 1000, 1000)

    message = refused(folder / "helper.py")

    assert message == "helper.py: is a link to a file of another user; hand in the file itself"


def test_hard_links_to_own_files(folder):
    """Copies that share their bytes, as backups make them."""
    (folder / MODULE).chmod(0o600)
    (folder / "helper.py").hardlink_to(folder / MODULE)

    assert list(read_submission(folder, MODULE).sources) == [MODULE, "helper.py"]


def test_folders_that_are_links(folder):
    """A folder that leads out, or back to where it lies, is not entered."""
    (folder / "out").symlink_to(folder.parent, target_is_directory=True)
    (folder / "back").symlink_to(".", target_is_directory=True)

    assert list(read_submission(folder, MODULE).sources) == [MODULE]


def test_pipes_and_sockets_are_not_waited_for(folder, monkeypatch):
    """Whoever opens them waits for the other end, but for us."""
    monkeypatch.chdir(folder)  # the name of a socket must be short
    os.mkfifo("pipe.py")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.py")

        notes = read_submission(folder, MODULE).notes

    assert notes == ("pipe.py: a pipe, which is not read", "socket.py: a socket, which is not read")


def test_a_folder_of_a_modules_name(folder):
    """It is a folder like any other."""
    (folder / "models.py").mkdir()
    (folder / "models.py" / "inside.py").write_text("y = 2")

    assert "models.py/inside.py" in read_submission(folder, MODULE).sources


@pytest.mark.parametrize("suffix", [".py", ".ipynb", ".zip", ".tar.gz", ""])
def test_a_submission_that_is_a_pipe(tmp_path, suffix):
    """Whatever it is called, nobody waits for it."""
    os.mkfifo(tmp_path / f"anna{suffix}")

    assert refused(tmp_path / f"anna{suffix}") == (
        f"anna{suffix}: is a pipe; hand in the file itself"
    )


def test_a_submission_that_never_ends():
    """A device gives zeros as long as somebody reads."""
    assert refused(Path("/dev/zero")) == "zero: is a device; hand in the file itself"


@pytest.mark.parametrize("name", ["anna.py", "anna.ipynb", "anna.zip", "anna"])
def test_a_submission_that_is_a_link(folder, name):
    """In a student's repository it may lead to any file of the machine."""
    (folder.parent / name.replace("anna", "link")).symlink_to("secret.py")

    message = refused(folder.parent / name.replace("anna", "link"))

    assert message.endswith(": is a link; hand in the file itself")


def test_a_folder_that_is_a_link(folder):
    """The same of folders."""
    (folder.parent / "link").symlink_to("anna")

    assert refused(folder.parent / "link") == "link: is a link; hand in the file itself"


def test_what_is_opened_is_what_is_looked_at(folder):
    """Exchanged between the look and the reading, a file would be another."""
    with opened(folder / MODULE) as stream:
        (folder / MODULE).unlink()
        (folder / MODULE).symlink_to("/etc/passwd")

        assert stream.read() == b"x = 1"
    with pytest.raises(NotAFileError, match=r"^a link$"), opened(folder / MODULE):
        pass


def test_no_descriptor_stays_open(folder):
    """Neither of what was read nor of what was refused."""
    os.mkfifo(folder / "pipe.py")
    (folder / "link.py").symlink_to("/dev/zero")
    before = os.listdir("/proc/self/fd")

    read_submission(folder, MODULE)

    assert os.listdir("/proc/self/fd") == before


def test_a_file_that_is_longer_than_anybody_reads(tmp_path):
    """A terabyte of holes takes no space; of it no more is read than a file may have."""
    with (tmp_path / "anna.py").open("wb") as stream:
        stream.truncate(2**40)

    assert refused(tmp_path / "anna.py") == (
        "anna.py: larger than 250 kB, the most a Python file may be"
    )


def test_folders_far_down_are_not_looked_into(folder):
    """The note says that something was left out."""
    (folder / "/".join("abcdefghijkl")).mkdir(parents=True)

    assert read_submission(folder, MODULE).notes == (
        "a/b/c/d/e/f/g/h/i/j/k: more than 10 folders deep, and not looked into",
    )


def test_names_that_differ_in_case_only(folder):
    """On another system they are one file: which of them, nobody knows."""
    (folder / "Helper.py").write_text("1")
    (folder / "helper.py").write_text("2")

    assert "'Helper.py' and 'helper.py' are the same name on some systems" in refused(folder)


def test_folders_that_differ_in_form_only(folder):
    """An umlaut is one character, or two."""
    for name in ("\u00fc", "u\u0308"):
        (folder / name).mkdir()
        (folder / name / f"{name}.py").write_text("")

    assert "are the same name on some systems" in refused(folder)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f"])
def test_names_that_are_shown_turned_around(folder, mark):
    """`models`, a mark, `yp.` would be read as another name than it is."""
    (folder / f"a{mark}b.py").write_text("")

    assert "which has hidden characters in it" in refused(folder)
