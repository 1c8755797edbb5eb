"""Read a zip that nobody vouches for: nothing is unpacked to disk, nothing is taken on trust."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence

from grader.errors import SubmissionError
from grader.submissions.collect import Collector
from grader.submissions.limits import MAX_ENTRIES
from grader.submissions.names import is_ignored, path_inside, shown

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)  # what zipfile raises for bytes that are not quite a zip
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others may claim memory without bound
ORDINARY = (0, stat.S_IFREG, stat.S_IFDIR)  # 0: written where files have no Unix mode
ENCRYPTED = 0x1 | 0x40 | 0x2000  # by password, strongly, with a hidden directory
SIZES_FOLLOW = 0x8  # behind the data, for they were not known before
IN_UTF_8 = 0x800
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
LOCAL_SIGNATURE, DIRECTORY_SIGNATURE = b"PK\x03\x04", b"PK\x01\x02"
IN_ZIP64 = 0xFFFFFFFF  # a size that stands elsewhere


def collect_zip(content: bytes, into: Collector) -> None:
    """Add the Python files of a zip, or raise SubmissionError for a suspicious one."""
    if content.count(DIRECTORY_SIGNATURE) > MAX_ENTRIES:  # before any object is made of them
        raise SubmissionError(f"{into.origin}: holds more than {MAX_ENTRIES} files")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_layout(content, entries, archive.start_dir, into.origin)
            for entry in entries:
                _collect(archive, entry, into)
    except BROKEN as error:
        why = str(error) or "it ends too early"  # EOFError says nothing
        raise SubmissionError(
            f"{into.origin}: not a zip that can be read ({why}); pack it once more"
        ) from error


def _collect(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Collector) -> None:
    into.count()
    name = _name(entry)
    path = path_inside(name, into.origin)
    is_folder = name.endswith(("/", "\\"))
    if is_ignored(path):
        return
    _check_kind(entry, into.origin)
    if not is_folder and into.wants(path):
        if entry.compress_type not in METHODS:
            name = shown(entry.filename)
            raise SubmissionError(f"{into.origin}: {name} is not compressed as zips usually are")
        with archive.open(entry) as stream:
            into.add(path, stream, entry.compress_size)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name: most systems write UTF-8, but macOS and some others do not say so."""
    try:
        return _name_bytes(entry).decode("utf-8")
    except UnicodeDecodeError:
        return entry.orig_filename


def _name_bytes(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & IN_UTF_8 else "cp437")


def _check_kind(entry: zipfile.ZipInfo, origin: str) -> None:
    if stat.S_IFMT(entry.external_attr >> 16) not in ORDINARY:
        raise SubmissionError(
            f"{origin}: {shown(entry.filename)} is a link or device, not a file; leave it out"
        )
    if entry.flag_bits & ENCRYPTED:
        raise SubmissionError(
            f"{origin}: {shown(entry.filename)} is encrypted; zip without a password"
        )


def _check_layout(
    content: bytes, entries: Sequence[zipfile.ZipInfo], directory: int, origin: str
) -> None:
    """Raise SubmissionError unless entries lie one after the other, and say twice what they are.

    A zip whose entries share bytes unpacks to far more than it is; one that says in front of the
    data something else than in its directory is two zips, and each reader sees another one.
    """
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise SubmissionError(
                f"{origin}: {shown(entry.filename)} overlaps another file; pack it once more"
            )
        end = _end_of(content, entry, origin)
    if end > directory or (entries and not content.startswith(LOCAL_SIGNATURE)):
        raise SubmissionError(f"{origin}: holds other data than files; pack it once more")


def _end_of(content: bytes, entry: zipfile.ZipInfo, origin: str) -> int:
    """Where an entry's data end, if its local header says what the directory does."""
    start = entry.header_offset + LOCAL_HEADER.size
    (signature, _, flags, method, _, _, checksum, packed, size, name_length, extra_length) = (
        LOCAL_HEADER.unpack(content[entry.header_offset : start])
    )
    # Bytes are compared: some tools say only in the directory that they are UTF-8.
    told: list[tuple[object, object]] = [(content[start : start + name_length], _name_bytes(entry))]
    told += [(method, entry.compress_type)]
    told += [(flags & ENCRYPTED, entry.flag_bits & ENCRYPTED)]
    if not flags & SIZES_FOLLOW:
        told += [(checksum, entry.CRC)]
        told += [(packed, entry.compress_size)] if packed != IN_ZIP64 else []
        told += [(size, entry.file_size)] if size != IN_ZIP64 else []
    if signature != LOCAL_SIGNATURE or any(here != there for here, there in told):
        raise SubmissionError(
            f"{origin}: says two different things of {shown(entry.filename)}; pack it once more"
        )
    return int(start + name_length + extra_length + entry.compress_size)
