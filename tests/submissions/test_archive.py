"""Zips, those of honest students and those that attack the grader."""

import contextlib
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.submissions import Submission, read_submission

MODULE = "training_models.py"


def make_zip(path: Path, *entries: tuple[str, str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in entries:
            archive.writestr(name, text)
    return path


def read(path: Path) -> Submission:
    return read_submission(path, MODULE)


def refused(path: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        read(path)
    return str(caught.value)


def test_zip_reads_as_its_folder_would(tmp_path):
    """The same files give the same sources and digest, zipped or not."""
    root = tmp_path / "anna"
    (root / "parts").mkdir(parents=True)
    (root / MODULE).write_text("x")
    (root / "parts" / "helpers.py").write_text("y")

    zipped = read(make_zip(tmp_path / "a.zip", (MODULE, "x"), ("parts/helpers.py", "y")))

    assert zipped.sources == read(root).sources
    assert zipped.sha256 == read(root).sha256


def test_system_leftovers_are_ignored(tmp_path):
    """What macOS adds to a zip is no second module."""
    path = make_zip(
        tmp_path / "a.zip",
        (f"anna/{MODULE}", "x"),
        (f"__MACOSX/anna/._{MODULE}", "\0"),
        (f"__MACOSX/{MODULE}", "y"),
        ("anna/data.csv", "1,2"),
    )

    assert read(path).sources == {f"anna/{MODULE}": "x"}


def test_zip_of_another_suffix_is_recognised(tmp_path):
    """Some systems hand submissions over without a suffix."""
    assert read(make_zip(tmp_path / "upload", (MODULE, "x"))).main == MODULE


def test_backslashes_separate_folders(tmp_path):
    """Old Windows tools write backslashes where slashes belong."""
    assert read(make_zip(tmp_path / "a.zip", (f"anna\\{MODULE}", "x"))).main == f"anna/{MODULE}"


@pytest.mark.parametrize(
    "name", ["../x.py", "a/../../x.py", "/etc/x.py", "..\\x.py", "C:/x.py", "\\\\host\\share\\x.py"]
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    """No entry may claim a place outside, though nothing is unpacked anyway."""
    assert "leads out of the archive" in refused(make_zip(tmp_path / "a.zip", (name, "x")))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path, kind):
    """An entry is an ordinary file or nothing."""
    entry = zipfile.ZipInfo(MODULE)
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")

    assert "is a link or device" in refused(tmp_path / "a.zip")


def test_encrypted_entries_are_refused(tmp_path):
    """The message says what to do about a password."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "x"))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    path.write_bytes(content)

    assert refused(path) == "a.zip: 'training_models.py' is encrypted; zip without a password"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(tmp_path, method):
    """Methods that may claim memory without bound are not decompressed."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "x"), method=method)

    assert "is not compressed as zips usually are" in refused(path)


def test_bomb_is_stopped_while_reading(tmp_path):
    """A file that unpacks to more than the limit is not read to its end."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "#" * 50_000_000))

    assert refused(path) == f"{MODULE}: larger than 250 kB, the most a Python file may be"


def test_many_small_bombs_are_stopped(tmp_path):
    """The sum counts too."""
    entries = [(f"file_{number}.py", "#" * 99_000) for number in range(21)]

    assert "more than 2 MB of Python files" in refused(make_zip(tmp_path / "a.zip", *entries))


def test_understated_size_does_not_help(tmp_path):
    """An entry that claims to be smaller than it is fails its checksum."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "x = 1\n" * 100))
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, 6)
    struct.pack_into("<I", content, content.index(b"PK\x03\x04") + 22, 6)
    path.write_bytes(content)

    assert "not a zip that can be read (Bad CRC-32" in refused(path)


@pytest.mark.parametrize(("local", "central"), [(14, 16), (18, 20), (22, 24), (8, 10), (6, 8)])
def test_local_header_must_agree(tmp_path, local, central):
    """What is said before the data (checksum, sizes, method, password) and at the end is one."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "x = 1\n" * 100))
    content = bytearray(path.read_bytes())
    content[local] ^= 1
    path.write_bytes(content)

    assert refused(path) == (
        "a.zip: says two different things of 'training_models.py'; pack it once more"
    )


def test_another_name_in_the_local_header(tmp_path):
    """Two names would be two files: which, depends on who unpacks."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "x"))
    path.write_bytes(path.read_bytes().replace(MODULE.encode(), b"training_madels.py", 1))

    assert "says two different things" in refused(path)


def test_overlapping_entries_are_refused(tmp_path):
    """Files that share their bytes unpack to far more than the zip holds."""
    path = make_zip(tmp_path / "a.zip", ("a.py", "x"), ("b.py", "y"))
    content = bytearray(path.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, second + 42, 0)
    path.write_bytes(content)

    assert "'b.py' overlaps another file" in refused(path)


def test_data_before_the_zip_are_refused(tmp_path):
    """A file that is a zip for one program and something else for another."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "x"))
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())

    assert "holds other data than files" in refused(path)


def test_countless_entries_are_refused_before_they_are_listed(tmp_path):
    """The directory is counted in the bytes; making an object of each would take a gigabyte."""
    (tmp_path / "a.zip").write_bytes(b"PK\x01\x02" * 10_001)

    assert refused(tmp_path / "a.zip") == "a.zip: holds more than 10000 files"


def test_dense_files_are_refused(tmp_path):
    """No text packs two hundred to one."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "#" * 240_000))

    assert "unpacks to more than 200 times its size" in refused(path)


def test_links_are_refused_wherever_they_are(tmp_path):
    """An archive with a link in it was made by no student's system: none of it is read."""
    entry = zipfile.ZipInfo("data")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(make_zip(tmp_path / "a.zip", (MODULE, "x")), "a") as archive:
        archive.writestr(entry, "/etc")

    assert refused(tmp_path / "a.zip") == (
        "a.zip: 'data' is a link or device, not a file; leave it out"
    )


def test_archives_inside_stay_closed(tmp_path):
    """And are named where nothing else was found."""
    path = make_zip(tmp_path / "a.zip", ("anna.tar.gz", "x"), ("notes.txt", "y"))

    assert refused(path) == (
        "a.zip: looked for training_models.py or training_models.ipynb, found no Python file at "
        "all; anna.tar.gz inside of it stayed closed, hand in the files themselves"
    )


@pytest.mark.parametrize(
    ("first", "second"), [("a.py", "A.py"), ("\u00e4.py", "a\u0308.py"), ("A/x.py", "a/y.py")]
)
def test_names_equal_on_some_systems_are_refused(tmp_path, first, second):
    """Two names that a Mac or Windows takes for one leave open which file counts."""
    path = make_zip(tmp_path / "a.zip", (first, "1"), (second, "2"))

    assert "are the same name on some systems; keep one of them" in refused(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", [MODULE, f"./{MODULE}", f"{MODULE}/inside.py"])
def test_same_name_twice_is_refused(tmp_path, second):
    """A zip may hold one name twice; a folder cannot."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "1"), (second, "2"))

    assert refused(path) == "a.zip: holds 'training_models.py' twice; keep one of them"


def test_control_characters_in_names_are_refused(tmp_path):
    """A name that would steer a terminal is shown escaped."""
    path = make_zip(tmp_path / "a.zip", ("\x1b[2J.py", "1"))

    assert refused(path) == "a.zip: rename '\\x1b[2J.py', which has control characters in it"


def test_names_in_utf_8_that_do_not_say_so(tmp_path):
    """macOS writes them; read as they were meant, the file can be imported."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "import h\u00fc"), ("h\u00fc.py", "x"))
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x03\x04") + 7] &= ~8
    content[content.rindex(b"PK\x01\x02") + 9] &= ~8
    path.write_bytes(content)

    assert set(read(path).sources) == {MODULE, "h\u00fc.py"}


def test_empty_name_is_ignored(tmp_path):
    """An entry without any name is no file; zipfile itself stumbles over it."""
    unnamed = zipfile.ZipInfo("x")
    unnamed.filename = ""
    with zipfile.ZipFile(make_zip(tmp_path / "a.zip", (MODULE, "x")), "a") as archive:
        archive.writestr(unnamed, "y")

    assert read(tmp_path / "a.zip").main == MODULE


def test_entry_that_claims_more_than_there_is(tmp_path):
    """Its data would run on into the directory."""
    path = make_zip(tmp_path / "a.zip", (MODULE, "x = 1\n"), method=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    struct.pack_into("<II", content, content.index(b"PK\x01\x02") + 20, 1000, 1000)
    struct.pack_into("<II", content, content.index(b"PK\x03\x04") + 18, 1000, 1000)
    path.write_bytes(content)

    assert refused(path) == "a.zip: holds other data than files; pack it once more"


def test_large_archive_is_refused_unread(tmp_path):
    """The directory of a huge zip is not even looked into."""
    path = tmp_path / "a.zip"
    with path.open("wb") as stream:
        stream.truncate(20_000_001)

    assert refused(path) == "a.zip: larger than 20 MB; hand in the Python files alone"


def test_zip_that_is_none(tmp_path):
    """Any other bytes under the suffix .zip are refused in words."""
    (tmp_path / "a.zip").write_bytes(b"Rar!")

    assert refused(tmp_path / "a.zip").startswith("a.zip: not a zip that can be read (")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged") / "a.zip"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_zips_raise_nothing_else(scratch, damage):
    """Whatever bytes a zip consists of, it is read or refused; nothing else happens."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MODULE, "x = 1\n" * 20)
        archive.writestr("anna/\u00e4.py", "y")
    content = bytearray(buffer.getvalue())
    for offset, byte in damage:
        content[offset % len(content)] = byte
    scratch.write_bytes(content)

    with contextlib.suppress(SubmissionError):
        submission = read(scratch)
        assert submission.main in submission.sources
