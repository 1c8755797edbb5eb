"""Strategies and properties for who looks them up: all of them in a list, or one in full."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from grader.course import OptionText, WordText, terms_of

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

PLURAL = {"strategy": "strategies", "property": "properties"}


def render_words(words: Sequence[WordText], width: int = 80, colour: bool = False) -> str:
    """A line a word, by family, with what each of them claims."""
    longest = max(len(word.name) for word in words)
    console = _console(width, colour)
    for family, members in groupby(words, key=lambda word: word.family):
        console.print(_styled(family, "bold"))
        console.print(_grid([(word.name, word.claim) for word in members], longest, "cyan"))
        console.print()
    console.print(f"One in full: grade {PLURAL[words[0].kind]} {words[0].name}")
    return _text(console)


def render_word(word: WordText, width: int = 80, colour: bool = False) -> str:
    """All that there is to know of one word."""
    console = _console(width, colour)
    console.print(_styled(f"{word.kind} {word.name}", "bold"))
    for paragraph in (word.claim, *word.details):
        console.print(_padded(_styled(paragraph)))
        console.print()
    if word.options:
        console.print(_styled("Options", "bold"))
        longest = max(len(option.name) for option in word.options)
        rows = [(option.name, f"{_takes(option)}\n{option.meaning}") for option in word.options]
        console.print(_grid(rows, longest, "cyan"))
        console.print()
        if terms := terms_of([word]):
            console.print(_padded(_styled(" ".join(terms), "dim")))
            console.print()
    if word.example:
        console.print(_styled("Example", "bold"))
        console.print(_padded(_styled(word.example.rstrip(), "green")))
    return _text(console)


def _takes(option: OptionText) -> str:
    """What it takes; whether it is needed, or what it is without being said."""
    bare = option.type.replace("`", "")
    if option.is_needed:
        return f"{bare}; needed"
    return f"{bare}; {option.default} by default" if option.default else bare


def _grid(rows: Sequence[tuple[str, str]], longest: int, style: str) -> RenderableType:
    from rich.table import Table

    grid: Table = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=longest, no_wrap=True, style=style)
    grid.add_column()
    for name, text in rows:
        grid.add_row(name, _styled(text))
    return _padded(grid)


def _padded(inner: RenderableType) -> RenderableType:
    from rich.padding import Padding

    return Padding(inner, (0, 0, 0, 2))


def _styled(text: str, style: str = "") -> RenderableType:
    """As it stands: brackets in it are YAML, not rich's markup."""
    from rich.text import Text

    return Text(text, style=style)


def _console(width: int, colour: bool) -> Console:
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=width,
        color_system="standard" if colour else None,
        no_color=not colour,
        force_terminal=colour,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
    )


def _text(console: Console) -> str:
    file = console.file
    assert isinstance(file, StringIO)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())
