"""Tars, packed or not: those of honest students and those that attack the grader."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zlib
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.submissions import Submission, read_submission
from grader.submissions.limits import MAX_UNPACKED_BYTES
from grader.submissions.unpack import MAX_STREAMS

MODULE = "training_models.py"
LONG = "a_folder_of_a_student_with_a_name_that_no_header_of_1979_has_room_for/" * 2
FORMATS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]
PACKERS = {"tar": bytes, "tar.gz": gzip.compress, "tgz": gzip.compress}
PACKERS |= {"tar.bz2": bz2.compress, "tar.xz": lzma.compress}


def make_tar(
    *entries: tuple[str, str], form: int = tarfile.PAX_FORMAT, **settings: object
) -> bytes:
    """A tar of these names and texts; the settings are of the last entry."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for number, (name, text) in enumerate(entries, start=1):
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            for key, value in settings.items() if number == len(entries) else ():
                setattr(entry, key, value)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def header(name: str = MODULE, size: int = 0, kind: bytes = b"0", text: bytes = b"") -> bytes:
    """One entry with its data, whatever it claims."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.type = size, kind
    return entry.tobuf(tarfile.GNU_FORMAT) + text + bytes(-len(text) % 512)


def read(content: bytes, folder: Path, suffix: str = "tar") -> Submission:
    path = folder / f"a.{suffix}"
    path.write_bytes(content)
    return read_submission(path, MODULE)


def refused(content: bytes, folder: Path, suffix: str = "tar") -> str:
    with pytest.raises(SubmissionError) as caught:
        read(content, folder, suffix)
    return str(caught.value)


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_tar_reads_as_its_folder_would(tmp_path, suffix):
    """The same files give the same sources and digest, packed in whichever way."""
    root = tmp_path / "anna"
    (root / "parts").mkdir(parents=True)
    (root / MODULE).write_text("x = 1\n")
    (root / "parts" / "helpers.py").write_text("y")
    content = make_tar((MODULE, "x = 1\n"), ("parts/helpers.py", "y"), ("data.csv", "1,2"))

    submission = read(PACKERS[suffix](content), tmp_path, suffix)

    assert submission.sources == read_submission(root, MODULE).sources
    assert submission.sha256 == read_submission(root, MODULE).sha256


@pytest.mark.parametrize("form", FORMATS)
def test_every_dialect_is_read(tmp_path, form):
    """Names that no header has room for or letters for stand elsewhere, by dialect."""
    submission = read(make_tar((f"{LONG}\u00e4/{MODULE}", "x"), form=form), tmp_path)

    assert submission.sources == {f"{LONG}\u00e4/{MODULE}": "x"}


def test_a_folder_that_was_packed_by_tar(tmp_path):
    """Entries of folders and the leading ./ are nothing to remark upon."""
    root = tmp_path / "anna"
    (root / "parts").mkdir(parents=True)
    (root / MODULE).write_text("x = 1\n" * 1000)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:xz") as archive:
        archive.add(root, "./")

    assert read(buffer.getvalue(), tmp_path, "txz").sources == {MODULE: "x = 1\n" * 1000}


def test_a_tar_of_another_suffix_is_recognised(tmp_path):
    """Some systems hand submissions over without their suffix."""
    assert read(gzip.compress(make_tar((MODULE, "x"))), tmp_path, "upload").main == MODULE


def test_packed_in_parts(tmp_path):
    """Parallel packers write several streams, one after the other, and some pad the end."""
    content = make_tar((MODULE, "x = 1\n"))
    parts = gzip.compress(content[:700]) + gzip.compress(content[700:]) + bytes(100)

    assert read(parts, tmp_path, "tar.gz").main == MODULE


@pytest.mark.parametrize("name", ["../x.py", "a/../../x.py", "/etc/x.py", "C:/x.py", "..\\x.py"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    """No entry may claim a place outside, though nothing is unpacked anyway."""
    assert "leads out of the archive" in refused(header(name), tmp_path)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (tarfile.SYMTYPE, "a link"),
        (tarfile.LNKTYPE, "a link"),
        (tarfile.CHRTYPE, "a device"),
        (tarfile.BLKTYPE, "a device"),
        (tarfile.FIFOTYPE, "a pipe"),
        (tarfile.GNUTYPE_SPARSE, "a file with holes"),
        (b"?", "of a kind that is unknown"),
    ],
)
def test_whatever_is_no_file_is_refused(tmp_path, kind, word):
    """An archive with such an entry is refused as a whole, wherever the entry lies."""
    assert refused(header("data/x", kind=kind), tmp_path) == (
        f"a.tar: 'data/x' is {word}, not a file; leave it out"
    )


@pytest.mark.parametrize("second", [f"a/{MODULE}", f"a/./{MODULE}", f"A/{MODULE}"])
def test_one_name_twice(tmp_path, second):
    """Which of them counts depends on who unpacks, and where."""
    content = make_tar((f"a/{MODULE}", "1"), (second, "2"))

    assert "keep one of them" in refused(content, tmp_path)


def test_names_that_no_line_can_show_are_refused(tmp_path):
    """Names that would steer a terminal, and bytes that are no text, are shown escaped."""
    in_latin_1 = tarfile.TarInfo("\u00e4.py").tobuf(tarfile.GNU_FORMAT, encoding="latin-1")

    assert "rename '\\x1b[2J.py'" in refused(make_tar(("\x1b[2J.py", "1")), tmp_path)
    assert "rename '\\udce4.py'" in refused(in_latin_1, tmp_path)


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"path": f"../../{MODULE}"}, "leads out of the archive"),
        ({"size": "1000000"}, "a file has two sizes"),
        ({"size": "-1"}, "a file has two sizes"),
        ({"GNU.sparse.size": "9"}, "a file has holes in it"),
    ],
)
def test_extensions_that_lie(tmp_path, claims, why):
    """What a header of POSIX says before a file replaces what the file's own header says."""
    assert why in refused(make_tar((MODULE, "x"), pax_headers=claims), tmp_path)


@pytest.mark.parametrize(
    "records",
    [b"9999 path=x\n", b"0 path=x\n", b"11 path=x", b"x", b"9" * 5000, b"9 path=x\0", b"6 =x\nx"],
)
def test_extensions_that_are_none(tmp_path, records):
    """Their lengths are checked before anything is done with them."""
    content = header("x", len(records), b"x", records) + make_tar((MODULE, "x"))

    assert "(a header is damaged)" in refused(content, tmp_path)


def test_extension_of_all_files(tmp_path):
    """One name for every file is a lie; a comment, as `git archive` writes it, is none."""
    lie = header("x", 10, b"g", b"10 path=x\n")
    comment = header("x", 13, b"g", b"13 comment=x\n")

    assert "all files have one name" in refused(lie + make_tar((MODULE, "x")), tmp_path)
    assert read(comment + make_tar((MODULE, "x")), tmp_path).main == MODULE


def test_two_names_for_one_file(tmp_path):
    """GNU's way and that of POSIX, with different names."""
    both = header("x", 4, b"L", b"a.py") + header("x", 13, b"x", b"13 path=b.py\n")

    assert "(a file has two names)" in refused(both + make_tar((MODULE, "x")), tmp_path)


def test_a_very_large_extension(tmp_path):
    """Nobody has a name of a megabyte."""
    content = header("x", 1_000_000, b"L", b"a" * 1_000_000) + make_tar((MODULE, "x"))

    assert "(a header is too large)" in refused(content, tmp_path)


@pytest.mark.parametrize("size", [b"\x80" + b"\xff" * 11, b"-0000000001\0", b"9999999999\0\0"])
def test_sizes_that_are_no_numbers(tmp_path, size):
    """Negative ones, and those of a trillion gigabytes, are none."""
    content = bytearray(header())
    content[124:136] = size
    content[148:156] = b"%06o\0 " % (sum(content) - sum(content[148:156]) + 8 * 32)

    assert "holds no number where one belongs" in refused(bytes(content), tmp_path)


def test_a_damaged_header(tmp_path):
    """Each header has a checksum."""
    content = make_tar((MODULE, "x")).replace(b"training", b"draining")

    assert refused(content, tmp_path) == (
        "a.tar: not a tar that can be read (a header is damaged); pack it once more"
    )


@pytest.mark.parametrize("cut", [100, 512, 700, 1024, 1030])
def test_a_tar_that_ends_too_early(tmp_path, cut):
    """In a header, in a file, between files, or before the mark of its end."""
    content = make_tar((MODULE, "x" * 600), ("b.py", ""))

    assert "(it ends too early)" in refused(content[:cut], tmp_path)


@pytest.mark.parametrize("suffix", ["tar.gz", "tar.bz2", "tar.xz"])
def test_packed_data_that_end_too_early(tmp_path, suffix):
    """Before the checksum of the whole was seen, nothing of it counts."""
    content = PACKERS[suffix](make_tar((MODULE, "x = 1\n")))

    assert "not a tar that can be read (" in refused(content[:-3], tmp_path, suffix)


def test_a_wrong_checksum_at_the_very_end(tmp_path):
    """What comes behind the last file is read too."""
    content = bytearray(gzip.compress(make_tar((MODULE, "x = 1\n"))))
    content[-8] ^= 1

    assert "not a tar that can be read (" in refused(bytes(content), tmp_path, "tar.gz")


def test_a_second_tar_behind_the_first(tmp_path):
    """Which of them counts depends on who unpacks."""
    assert "(it goes on after its end)" in refused(make_tar((MODULE, "x")) * 2, tmp_path)


def test_bombs_are_stopped(tmp_path):
    """By what comes out for what went in, long before the limit of bytes."""
    bomb = make_tar(("zeros.bin", "\0" * 30_000_000), (MODULE, "x"))

    assert "unpacks to more than 200 times its size" in refused(
        lzma.compress(bomb, preset=0), tmp_path, "tar.xz"
    )


def test_large_tars_are_not_read_to_their_end(tmp_path):
    """A tar can only be read from its start: so all that it holds counts, wanted or not."""
    noise = random.Random(0).randbytes(300_000)  # so that it is not too dense
    content = header("data.bin", MAX_UNPACKED_BYTES) + noise + bytes(MAX_UNPACKED_BYTES)

    assert refused(gzip.compress(content, 1), tmp_path, "tar.gz") == (
        "a.tar.gz: unpacks to more than 50 MB; hand in the Python files alone"
    )


def test_too_many_parts(tmp_path):
    """A million empty streams are no submission."""
    content = gzip.compress(b"") * (MAX_STREAMS + 1)

    assert f"packed in more than {MAX_STREAMS} parts" in refused(content, tmp_path, "tar.gz")


def test_memory_that_a_packed_file_asks_for(tmp_path):
    """The header of an xz may ask for gigabytes to unpack it with."""
    packed = bytearray(lzma.compress(make_tar((MODULE, "x"))))
    packed[packed.index(b"\x21\x01") + 2] = 36  # what the filter is to remember: 1 GB
    end = 12 + packed[12] * 4  # of the block's header, which has a checksum of its own
    packed[end : end + 4] = zlib.crc32(packed[12:end]).to_bytes(4, "little")

    assert "(Memory usage limit exceeded)" in refused(bytes(packed), tmp_path, "tar.xz")


def test_entries_are_counted_even_if_ignored(tmp_path):
    """Reading a tar ends, however much it holds."""
    assert "holds more than 10000 files" in refused(header("x.txt") * 10_001, tmp_path)


def test_large_files_are_refused(tmp_path):
    """One byte more than the limit is too much, and what is claimed is not believed."""
    assert f"{MODULE}: larger than 250 kB" in refused(make_tar((MODULE, "#" * 250_001)), tmp_path)
    assert "(it ends too early)" in refused(header(MODULE, 2**32), tmp_path)
