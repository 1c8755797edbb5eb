"""A course full of secrets, a judge that is grading, and whatever else a worker might reach."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import secrets
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from grader.isolation import Zygote

HUNTER = Path(__file__).parent / "hunter.py"
MASK = 0x5A  # as in the hunter
TEXT = b"ZqMark"  # how every planted text begins
FLOAT = b"\xd3\x91\x7e\xa5"  # and every planted number, in memory
IPC_PRIVATE, IPC_CREAT, IPC_RMID, SHM_SIZE = 0, 0o1000, 0, 4096
ADD_KEY, KEYCTL, UNLINK, USER_KEYRING = 248, 250, 9, -4

EXERCISE = """\
id: x
title: X
module: x.py
limits: {time_s: 120, submission_s: 300, memory_mb: 2048}
tasks:
  - name: hunt
    given:
      x: {one_of: [0.25, 0.5]}
    cases: 1
    run: |
      answer = hunt(x)
      done = True
      if hunters := globals().get("HUNTERS"):
          here = dict(__name__="hunter")
          exec(compile(hunters.pop(), "hunter.py", "exec"), here)
          print(here["everything"]())
    observe: [done, answer]
    checks:
      - matches_reference: {of: done}
"""
REFERENCE = "SECRET = {source!r}\n\n\ndef hunt(x):\n    return {answer!r}\n"
STUB = 'def hunt(x):\n    raise NotImplementedError("hunt is yours to write")\n'
HONEST = "def hunt(x):\n    return 0.0\n"


def text() -> str:
    return TEXT.decode() + secrets.token_hex(6)


def number() -> float:
    """Between 0.5 and 1."""
    found: float = struct.unpack("<d", FLOAT + secrets.token_bytes(2) + b"\xe7\x3f")[0]
    return found


def masked(data: bytes) -> str:
    return bytes(byte ^ MASK for byte in data).hex()


@dataclass
class Secrets:
    """What is planted, by name, in every form that it may be found in."""

    cases: tuple[float, ...] = field(default_factory=lambda: (number(), number(), number()))
    answer: float = field(default_factory=number)
    seed: int = field(default_factory=lambda: secrets.randbits(60) | 1 << 59)
    texts: dict[str, str] = field(
        default_factory=lambda: {
            name: text()
            for name in (
                "source", "course", "report", "variable", "process", "segment", "socket", "key"
            )
        }
    )  # fmt: skip

    def sought(self) -> list[tuple[str, str, str]]:
        """As the hunter is told."""
        numbers = {"answer": self.answer}
        numbers |= {f"case {index}": case for index, case in enumerate(self.cases)}
        forms = [(name, secret.encode(), len(TEXT)) for name, secret in self.texts.items()]
        forms += [(name, struct.pack("<d", one), len(FLOAT)) for name, one in numbers.items()]
        forms += [(name, repr(one).encode(), 8) for name, one in numbers.items()]
        forms += [("seed", str(self.seed).encode(), 8), ("seed", digits(self.seed), 4)]
        return [(name, data[:head].hex(), masked(data[head:])) for name, data, head in forms]


def digits(number: int) -> bytes:
    """A whole number as Python keeps it."""
    return struct.pack("<2I", number & (1 << 30) - 1, number >> 30)


@dataclass
class World:
    """Everything that is planted, while it lasts."""

    secrets: Secrets
    course: Path
    address: bytes  # of an abstract socket, and behind its first byte the name of a key
    has_key: bool = False

    @property
    def report(self) -> Path:
        return self.course.parent / f"{self.secrets.texts['report']}.json"

    def hunter(self) -> str:
        """A submission that brings the hunter, told what to look for and where."""
        repository = Path(__file__).parents[2]
        places = [self.course, self.course.parent, self.report, repository / "reference"]
        known = [masked(str(place).encode()) for place in places] + [masked(self.address)]
        filled = HUNTER.read_text().replace("SOUGHT = []", f"SOUGHT = {self.secrets.sought()}")
        return f"{HONEST}HUNTERS = [{filled.replace('PLACES = []', f'PLACES = {known}')!r}]\n"

    def grade(self, submission: str, report: Path) -> dict[str, Any]:
        """Hand something in, by the command; its report."""
        (self.course / "anna.py").write_text(submission)
        command = [sys.executable, "-c", "from grader.cli import main; main()", "x"]
        command += ["--submission", "anna.py", "--json", str(report)]
        command += ["--seed", str(self.secrets.seed)]
        cache = self.course.parent / "cache"
        variable = {"ZEROGRAD_TOKEN": self.secrets.texts["variable"], "XDG_CACHE_HOME": str(cache)}
        subprocess.run(
            command, cwd=self.course, env=os.environ | variable, check=False, capture_output=True
        )
        document: dict[str, Any] = json.loads(report.read_text())
        return document


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A course that was graded once, and what lies about beside it."""
    planted = Secrets()
    course = tmp_path_factory.mktemp("secrecy") / planted.texts["course"]
    _write(course, "course.yaml", "title: Tiny\nexercises: [x]\n")
    _write(
        course,
        "exercises/x/exercise.yaml",
        EXERCISE.replace("[0.25, 0.5]", str(list(planted.cases))),
    )
    _write(course, "exercises/x/x.py", STUB)
    reference = REFERENCE.format(source=planted.texts["source"], answer=planted.answer)
    _write(course, "reference/x/x.py", reference)
    made = World(planted, course, b"\0zerograd-secrecy-" + secrets.token_hex(4).encode())
    with contextlib.ExitStack() as stack:
        stack.enter_context(_process(planted.texts["process"], str(course), str(made.report)))
        stack.enter_context(_segment(planted.texts["segment"].encode()))
        stack.enter_context(_listener(made.address, planted.texts["socket"].encode()))
        secret = planted.texts["key"].encode()
        made.has_key = stack.enter_context(_key(made.address[1:], secret))
        made.grade(HONEST, made.report)
        yield made


def _write(course: Path, path: str, text: str) -> None:
    file = course / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@contextlib.contextmanager
def _process(*arguments: str) -> Iterator[None]:
    """Another process of the same user, with secrets in its arguments, as the judge has them."""
    command = [sys.executable, "-c", "input()", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as other:
        yield
        other.communicate(b"\n")


@contextlib.contextmanager
def _segment(secret: bytes) -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    segment = libc.shmget(IPC_PRIVATE, SHM_SIZE, IPC_CREAT | 0o600)
    assert segment >= 0, os.strerror(ctypes.get_errno())
    ctypes.memmove(libc.shmat(segment, None, 0), secret, len(secret))
    yield
    libc.shmctl(segment, IPC_RMID, None)


@contextlib.contextmanager
def _listener(address: bytes, secret: bytes) -> Iterator[None]:
    """Who connects is told a secret."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        thread = threading.Thread(target=_tell, args=(listening, secret))
        thread.start()
        yield
        with socket.socket(socket.AF_UNIX) as last:
            last.connect(address)
            last.send(b"end")
            last.recv(64)
        thread.join()


def _tell(listening: socket.socket, secret: bytes) -> None:
    while True:
        asking, _ = listening.accept()
        with asking, contextlib.suppress(ConnectionError):
            asking.sendall(secret)
            if asking.recv(3):
                return


@contextlib.contextmanager
def _key(name: bytes, secret: bytes) -> Iterator[bool]:
    """A key of the user; whether there is one: containers may refuse to keep any."""
    libc = ctypes.CDLL(None)
    key = libc.syscall(ADD_KEY, b"user", name, secret, len(secret), USER_KEYRING)
    yield key >= 0
    if key >= 0:
        libc.syscall(KEYCTL, UNLINK, key, USER_KEYRING)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    running = Zygote()
    yield running
    running.close()
