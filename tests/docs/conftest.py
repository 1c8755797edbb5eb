"""Follow a page of the documents as a reader does: write its files, type its commands.

What a page may hold: a path in backquotes on a line of its own, then a block: that file. If the
block is a diff, that change to the file. A console block: commands with what they print, `...` for
lines that are left out. All other blocks are only shown.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

BLOCK = re.compile(
    r"^(?:`(?P<path>[\w./-]+)`\n\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
GRADE = (sys.executable, "-c", "from grader.cli import main; main(prog_name='grade')")
LEFT_OUT = "..."
COURSE = "title: What the page does not show\nexercises:\n"
COMMAND_S = 300  # wall time; a busy machine is no reason to fail


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, with the path in front of it if there is one."""

    language: str
    text: str
    path: str = ""


@dataclass(frozen=True)
class Command:
    """A line that is typed, and the lines that the page shows after it."""

    line: str
    shown: tuple[str, ...]


def blocks_of(page: str) -> list[Block]:
    return [Block(m["language"], m["text"], m["path"] or "") for m in BLOCK.finditer(page)]


def commands_of(block: Block) -> list[Command]:
    """The commands of a console block."""
    _, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    lines = [part.splitlines() for part in parts]
    return [Command(first, tuple(rest)) for first, *rest in lines]


@dataclass(frozen=True)
class Reader:
    """Whoever follows a page, in a folder that is empty at first."""

    folder: Path
    cache: Path

    def follow(self, page: str) -> Iterator[str]:
        """Do all that a page says; yield what did not come out as it shows."""
        for block in blocks_of(page):
            if block.path and block.language == "diff":
                self._change(block)
            elif block.path:
                self._write(block.path, block.text)
            elif block.language == "console":
                yield from filter(None, (self._tried(each) for each in commands_of(block)))

    def printed(self, line: str, where: Path | None = None) -> list[str]:
        """What a command prints, on either stream, at a width of 80."""
        words = shlex.split(line)
        assert words[0] == "grade", f"only grade can be tried, not {line!r}"
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        settings = {"COLUMNS": "80", "XDG_CACHE_HOME": str(self.cache), "CUDA_VISIBLE_DEVICES": ""}
        done = subprocess.run(
            [*GRADE, *words[1:]],
            cwd=where or self.folder,
            env={**kept, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )
        assert done.returncode in (0, 1, 2), done.stdout
        return done.stdout.splitlines()

    def _tried(self, command: Command) -> str:
        printed = self.printed(command.line)
        if is_shown_by(printed, command.shown):
            return ""
        return "\n".join([f"$ {command.line}", *printed, "--- but the page shows", *command.shown])

    def _write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if file.name == "exercise.yaml":
            self._name_in_course(file.parent.name)

    def _name_in_course(self, exercise: str) -> None:
        """A page need not show a course file, but what it shows stays."""
        course = self.folder / "course.yaml"
        said = course.read_text(encoding="utf-8") if course.exists() else COURSE
        if said.startswith(COURSE):
            course.write_text(f"{said}  - {exercise}\n", encoding="utf-8")

    def _change(self, block: Block) -> None:
        file = self.folder / block.path
        text = file.read_text(encoding="utf-8")
        for old, new in changes(block.text):
            assert text.count(old) == 1, f"{block.path} has not exactly once:\n{old}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")


def changes(diff: str) -> Iterator[tuple[str, str]]:
    """What is replaced by what; `...` stands between two places of a file."""
    for is_left_out, group in groupby(diff.splitlines(), lambda line: line == LEFT_OUT):
        if not is_left_out:
            lines = list(group)
            yield (
                "".join(f"{line[1:]}\n" for line in lines if line[0] in "- "),
                "".join(f"{line[1:]}\n" for line in lines if line[0] in "+ "),
            )


def is_shown_by(printed: list[str], shown: tuple[str, ...]) -> bool:
    """Whether the lines of a page are those that were printed, in order, with some left out."""
    told, rest = [plain(line) for line in shown], [plain(line) for line in printed]
    pattern = "".join(
        r"(?:.*\n)*?" if line == LEFT_OUT else f"{re.escape(line)}\\n" for line in told
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in rest)) is not None


def plain(line: str) -> str:
    """A line without what differs from machine to machine: times, and the columns they widen."""
    return " ".join(re.sub(r"\d+\.\d s\b", "# s", line).split())


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    (tmp_path / "course").mkdir()
    return Reader(tmp_path / "course", tmp_path / "cache")


@pytest.fixture
def blocks() -> Callable[[str], list[Block]]:
    return blocks_of


@pytest.fixture
def commands() -> Callable[[Block], list[Command]]:
    return commands_of
