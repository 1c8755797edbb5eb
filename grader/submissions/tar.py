"""Read a tar that nobody vouches for, from its start to its end: nothing is unpacked to disk.

`tarfile` is not asked: what its versions make of lying headers (sizes below zero, long names
without end, endless digits) differs, and some of it takes hours. A submission needs ordinary files
with names; everything else is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.errors import SubmissionError
from grader.submissions.collect import Collector
from grader.submissions.limits import MAX_BYTES
from grader.submissions.names import is_ignored, path_inside, shown
from grader.submissions.unpack import BROKEN, PIECE, Unpacked, is_packed

BLOCK = 512
EMPTY = bytes(BLOCK)
MAX_EXTENSION_BYTES = 64 * 1024  # of a header that only says more of the next file
CHECKSUM = slice(148, 156)
OCTAL = re.compile(rb" *([0-7]+)[ \0]*")
RECORD = re.compile(rb"([1-9][0-9]{0,5}) ([^=\n]+)=")  # of an extension: its length, its key

FILE = (b"0", b"\0", b"7")
FOLDER = b"5"
LONG_NAME, LONG_LINK = b"L", b"K"  # as GNU tar writes them
EXTENSION, FOR_ALL = b"x", b"g"  # as POSIX has them
MORE_TO_SAY = (LONG_NAME, LONG_LINK, EXTENSION, FOR_ALL)
NO_FILE = {
    b"1": "a link",
    b"2": "a link",
    b"3": "a device",
    b"4": "a device",
    b"6": "a pipe",
    b"S": "a file with holes",
}


@dataclass(frozen=True, slots=True)
class _Header:
    """What kind of entry follows, of which name, and how many bytes it has."""

    kind: bytes
    name: str
    size: int


def is_tar(content: bytes) -> bool:
    """Whether it begins as a tar does, or is packed as tars are."""
    return is_packed(content) or content[257:262] == b"ustar"


def collect_tar(content: bytes, into: Collector) -> None:
    """Add the Python files of a tar, packed or not, or raise SubmissionError."""
    tar = _Tar(Unpacked(content, into.origin))
    try:
        for header in tar.entries():
            _collect(tar, header, into)
        tar.check_end()
    except BROKEN as error:
        why = str(error) or "it ends too early"
        raise SubmissionError(
            f"{into.origin}: not a tar that can be read ({why}); pack it once more"
        ) from error


def _collect(tar: _Tar, header: _Header, into: Collector) -> None:
    into.count()
    path = path_inside(header.name, into.origin)
    if is_ignored(path):
        tar.skip(header.size)
        return
    if header.kind not in (*FILE, FOLDER):
        kind = NO_FILE.get(header.kind, "of a kind that is unknown")
        raise SubmissionError(
            f"{into.origin}: {shown(header.name)} is {kind}, not a file; leave it out"
        )
    if header.kind in FILE and not header.name.endswith("/") and into.wants(path):
        into.add(path, io.BytesIO(tar.take(header.size)))
    else:
        tar.skip(header.size)


class _Tar:
    """The entries of a tar, one after the other; each is to be taken or skipped."""

    def __init__(self, stream: Unpacked) -> None:
        self._stream = stream

    def entries(self) -> Iterator[_Header]:
        told: dict[str, str] = {}
        while (block := self._exactly(BLOCK)) != EMPTY:
            header = _header(block)
            if header.kind not in MORE_TO_SAY:
                yield _with(header, told)
                told = {}
                continue
            if header.size > MAX_EXTENSION_BYTES:
                raise ValueError("a header is too large")
            for key, value in _told(header.kind, self.take(header.size)):
                if told.setdefault(key, value) != value:
                    raise ValueError("a file has two names")

    def take(self, size: int) -> bytes:
        """The bytes of an entry, but not more than anybody may want."""
        if size > MAX_BYTES:
            return self._exactly(MAX_BYTES + 1)
        content = self._exactly(size)
        self._exactly(-size % BLOCK)
        return content

    def skip(self, size: int) -> None:
        left = size + -size % BLOCK
        while left:
            left -= len(self._exactly(min(left, PIECE)))

    def check_end(self) -> None:
        """Read on, so that the last checksum is checked too."""
        while block := self._stream.read(PIECE):
            if block.strip(b"\0"):
                raise ValueError("it goes on after its end")

    def _exactly(self, size: int) -> bytes:
        content = self._stream.read(size)
        if len(content) < size:
            raise EOFError
        return content


def _header(block: bytes) -> _Header:
    zeroed = block[: CHECKSUM.start] + b" " * 8 + block[CHECKSUM.stop :]
    if _number(block[CHECKSUM]) != sum(zeroed):
        raise ValueError("a header is damaged")
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0]
    if prefix and block[257:263] == b"ustar\0":  # GNU keeps other things there
        name = prefix + b"/" + name
    return _Header(block[156:157], _text(name), _number(block[124:136]))


def _number(field: bytes) -> int:
    if not field.strip(b" \0"):
        return 0
    if not (digits := OCTAL.fullmatch(field)):
        raise ValueError("a header holds no number where one belongs")
    return int(digits[1], 8)


def _told(kind: bytes, content: bytes) -> Iterator[tuple[str, str]]:
    """What a header that is no entry says of the next one."""
    if kind == LONG_NAME:
        yield "path", _text(content.partition(b"\0")[0])
    elif kind in (EXTENSION, FOR_ALL):
        for key, value in _records(content):
            if key.startswith("GNU.sparse"):
                raise ValueError("a file has holes in it")
            if key in ("path", "size"):
                if kind == FOR_ALL:
                    raise ValueError("all files have one name or size")
                yield key, value


def _records(content: bytes) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(content):
        found = RECORD.match(content, at)
        end = at + int(found[1]) if found else 0
        if not found or not found.end() < end <= len(content) or content[end - 1 : end] != b"\n":
            raise ValueError("a header is damaged")
        yield _text(found[2]), _text(content[found.end() : end - 1])
        at = end


def _with(header: _Header, told: dict[str, str]) -> _Header:
    if told.get("size", str(header.size)) != str(header.size):
        raise ValueError("a file has two sizes")
    return replace(header, name=told.get("path", header.name))


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")  # halves of characters are refused with names
