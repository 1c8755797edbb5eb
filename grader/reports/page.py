"""What reports to authors are made of: remarks, counted things, and the way to plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

NARROWEST = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault, or a note: where it is, what does not hold, and what to do about it."""

    where: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.advice}".rstrip()


def to_text(parts: Iterable[RenderableType], width: int, colour: bool) -> str:
    """The parts as lines of at most so many columns, none ending in blanks."""
    from rich.console import Console

    out = StringIO()
    console = Console(  # every choice is made here, so that no environment variable makes one
        file=out,
        width=max(width, NARROWEST),
        color_system="standard" if colour else None,
        no_color=not colour,
        force_terminal=colour,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
    )
    for part in parts:
        console.print(part)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    return "\n".join(lines).strip("\n") + "\n"


def remarks_of(title: str, remarks: Sequence[Remark], style: str) -> Iterator[RenderableType]:
    """The title and the remarks, each place once; nothing if there are none."""
    from rich.padding import Padding
    from rich.text import Text

    if remarks:
        yield Text(f"\n{title}", style)
    for where, group in groupby(remarks, key=lambda remark: remark.where):
        yield Padding(Text(where, "bold", overflow="fold"), (0, 0, 0, 2))
        for remark in group:
            text = f"{remark.what} {remark.advice}".strip()
            yield Padding(Text(text, overflow="fold"), (0, 0, 0, 4))


def counted(number: int, noun: str) -> str:
    """`1 task`, `2 tasks`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
