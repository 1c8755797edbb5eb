"""Rows of text for a terminal: a head, and a body whose further lines hang below its first.

rich takes 100 ms to import, so that is done where something is drawn.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

COLOURING = re.compile(r"\x1b\[[\d;]*m")
COMMAND = re.compile(r"^((?:\s|\x1b\[[\d;]*m)*)::", re.MULTILINE)
MARKED_COMMAND = re.compile(r"##(?=\w*\[)")
LONGEST = 2000  # characters of one text, such as an error message of the student's own
MOST_LINES = 30  # of one text


@dataclass(frozen=True, slots=True)
class Row:
    """A head and a body beside it; the body's further lines hang below its first."""

    head: str = ""
    body: str = ""
    style: str = ""  # of the head
    body_style: str = ""
    indent: int = 0


def draw(rows: Iterable[Row], width: int, colour: bool) -> str:
    """Return the rows as lines of at most `width` columns, each ended."""
    from rich.console import Console

    out = StringIO()
    console = Console(  # every choice is made here, so that no environment variable makes one
        file=out,
        width=width,
        color_system="standard" if colour else None,
        no_color=not colour,
        force_terminal=colour,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
    )
    for row in rows:
        for line in _lines(row, width):
            console.print(line, soft_wrap=True)
    return _without_commands(out.getvalue())


def _without_commands(text: str) -> str:
    """The text with nothing that a runner of GitHub or Azure would take from a log as a command.

    They obey a line that begins with two colons, whatever blanks stand before, and `##[`, `##vso[`
    and `##teamcity[` anywhere.
    """
    return MARKED_COMMAND.sub(r"#\\x23", COMMAND.sub(r"\g<1>\\x3a:", text))


def _lines(row: Row, width: int) -> Iterator[Text]:
    """The row as lines; a Text takes no markup, so a student's [red] stays as it is."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    head = Text(_plain(row.head).replace("\n", " "), row.style)
    body = Text(_plain(row.body), row.body_style)
    hang = row.indent + head.cell_len
    longest = max((cell_len(word) for word in body.plain.split()), default=0)
    if hang > width // 2 or hang + longest > width:  # no room beside the head: one text
        head, body, hang = Text(), head + body, row.indent + 2
    lines = body.wrap(Console(file=StringIO(), width=width), width - hang, overflow="fold")
    for number, line in enumerate(lines):
        shift = Text(" " * (row.indent if number == 0 else hang))
        joined = shift + head + line if number == 0 else shift + line
        joined.rstrip()
        yield joined


def _plain(text: str) -> str:
    """The text with nothing in it that could steer a terminal, and no longer than is readable."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} (and {len(text) - LONGEST} more characters)"
    text = COLOURING.sub("", text)  # libraries colour their messages
    lines = text.replace("\r\n", "\n").expandtabs(4).split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"(and {len(lines) - MOST_LINES} more lines)"]
    return "\n".join("".join(map(_shown, line)) for line in lines)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":  # the many widths of a space
        return " "
    return character.encode("unicode_escape").decode("ascii")
