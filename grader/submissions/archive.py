"""Read a zip that nobody vouches for: nothing is unpacked to disk, nothing is taken on trust."""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from grader.errors import SubmissionError
from grader.submissions.collect import MAX_BYTES, MB, Collector, check_name

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
ENCRYPTED = 0x1


def collect_zip(path: Path, into: Collector) -> None:
    """Add the Python files of the zip at `path`, or raise SubmissionError for a suspicious one."""
    if path.stat().st_size > MAX_BYTES:
        raise SubmissionError(f"{into.origin}: larger than {MAX_BYTES // MB} MB, the most a zip")
    try:
        with zipfile.ZipFile(path) as archive:
            for inside, entry in _wanted(archive, into):
                with archive.open(entry) as stream:
                    into.add(inside, stream)
    except BROKEN as error:
        why = str(error) or "it ends too early"  # EOFError says nothing
        raise SubmissionError(f"{into.origin}: not a zip that can be read ({why})") from error


def _wanted(
    archive: zipfile.ZipFile, into: Collector
) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    seen: dict[str, str] = {}
    for entry in archive.infolist():
        into.count()
        path = _path(entry, into.origin)
        is_folder = entry.filename.endswith("/")  # is_dir() of Python 3.11 fails for an empty name
        if is_folder or not into.wants(path):
            continue
        _check_kind(entry, into.origin)
        twin = seen.setdefault(_folded(path), str(path))
        if twin != str(path) or str(path) in into.files:
            raise SubmissionError(
                f"{into.origin}: {twin!a} and {str(path)!a} are the same name on some systems; "
                "keep one of them"
            )
        yield path, entry


def _path(entry: zipfile.ZipInfo, origin: str) -> PurePosixPath:
    """The path of the entry, which must stay inside; some Windows tools write backslashes."""
    check_name(entry.orig_filename, origin)
    name = entry.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts:
        raise SubmissionError(f"{origin}: {name!a} leads out of the zip")
    return path


def _check_kind(entry: zipfile.ZipInfo, origin: str) -> None:
    if stat.S_IFMT(entry.external_attr >> 16) not in ORDINARY:
        raise SubmissionError(f"{origin}: {entry.filename!a} is a link or device, not a file")
    if entry.flag_bits & ENCRYPTED:
        raise SubmissionError(f"{origin}: {entry.filename!a} is encrypted; zip without a password")
    if entry.compress_type not in METHODS:
        raise SubmissionError(f"{origin}: {entry.filename!a} is not compressed as zips usually are")


def _folded(path: PurePosixPath) -> str:
    """Equal for names that differ only in case or Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())
