"""The bank: cases and what trusted code left behind on them, kept on disk.

Observing the reference and the misconceptions once per exercise and seed, not once per submission,
is what makes grading a class fast. An entry is found by a digest of everything that it depends on:
the grader's own sources, the exercise's files, the versions, the seed. So a stale one is never
found. What is stored is frames, as on the wire: nothing is ever unpickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import os
import platform
import struct
import tempfile
import threading
from importlib import metadata
from pathlib import Path

from grader.course import Exercise
from grader.wire import (
    PREFIX,
    Observation,
    WireError,
    decode_answer,
    encode_observation,
    lengths,
    unpack,
)

KEEP = 40  # files; older ones go
HEAD = struct.Struct(">IQ")


def cache_folder() -> Path:
    """Where banks are kept: $XDG_CACHE_HOME/zerograd, or ~/.cache/zerograd."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "zerograd"
    except RuntimeError:  # a user without a home, as in some containers: nothing is kept
        return Path("/dev/null/zerograd")  # can be neither read nor made


def digest_of(exercise: Exercise, seed: int, torch_version: str) -> str:
    """A digest of everything that cases and trusted observations depend on."""
    sha = hashlib.sha256()
    versions = [torch_version, platform.python_version(), platform.machine()]
    versions += [metadata.version(name) for name in ("hypothesis", "numpy")]
    origins, declaring = _foreign(exercise)
    sha.update(repr((versions, sorted(origins), seed, exercise.seed)).encode())
    package = Path(__file__).parent.parent
    files = [*package.rglob("*.py"), *exercise.folder.glob("*.yaml"), *exercise.folder.glob("*.py")]
    files += [*exercise.reference.rglob("*.py"), exercise.folder.parent.parent / "course.yaml"]
    files += [file for file in declaring if file.parent != exercise.folder.resolve()]
    for path in sorted(files):
        sha.update(f"\0{path.name}\0".encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()


def _foreign(exercise: Exercise) -> tuple[set[str], set[Path]]:
    """Which packages declare words that the exercise uses, their versions, and in which files."""
    words = [word for task in exercise.tasks for word in task.words if word.origin]
    files = {inspect.getsourcefile(inspect.unwrap(word.function)) for word in words}
    return {word.origin for word in words}, {Path(file) for file in files if file}


class Bank:
    """Observations by key; reads its file once, writes it when it has grown."""

    def __init__(self, folder: Path, digest: str) -> None:
        self._path = folder / f"{digest}.bank"
        self._lock = threading.Lock()
        self._frames = self._read()
        self._grown = False

    def get(self, key: str) -> Observation | None:
        with self._lock:
            frame = self._frames.get(key)
        if frame is None:
            return None
        try:
            seen = decode_answer(*unpack(*_split(frame)))
        except WireError:
            return None  # half a file, from a machine that went down: as if it were not there
        return seen if isinstance(seen, Observation) else None

    def put(self, key: str, seen: Observation) -> None:
        frame = encode_observation(seen)
        with self._lock:
            self._frames[key] = frame
            self._grown = True

    def save(self) -> None:
        """Write what has been added. A folder that cannot be written costs only speed."""
        with self._lock:
            if not self._grown:
                return
            self._grown = False
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._write()
                _prune(self._path.parent)

    def _write(self) -> None:
        with tempfile.NamedTemporaryFile(dir=self._path.parent, delete=False) as file:
            for key, frame in self._frames.items():
                name = key.encode()
                file.write(HEAD.pack(len(name), len(frame)) + name + frame)
        Path(file.name).replace(self._path)

    def _read(self) -> dict[str, bytes]:
        try:
            data = memoryview(self._path.read_bytes())
            os.utime(self._path)
        except OSError:
            return {}
        frames: dict[str, bytes] = {}
        try:
            while data:
                key, size = HEAD.unpack_from(data)
                start = HEAD.size + key
                frames[bytes(data[HEAD.size : start]).decode()] = bytes(data[start : start + size])
                data = data[start + size :]
        except (struct.error, ValueError):
            return {}
        return frames


def _split(frame: bytes) -> tuple[bytes, bytes]:
    header, body = lengths(frame[: PREFIX.size])
    if len(frame) != PREFIX.size + header + body:
        raise WireError("a frame of the bank is cut off")
    return frame[PREFIX.size : PREFIX.size + header], frame[PREFIX.size + header :]


def _prune(folder: Path) -> None:
    banks = sorted(folder.glob("*.bank"), key=lambda path: path.stat().st_mtime)
    for path in banks[:-KEEP]:
        path.unlink(missing_ok=True)
