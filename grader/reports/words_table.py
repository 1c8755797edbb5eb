"""Strategies and properties for who looks them up: all of them in a list, or one in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from grader.course import OptionText, WordText, terms_of
from grader.reports.page import to_text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

PLURAL = {"strategy": "strategies", "property": "properties"}


def render_words(words: Sequence[WordText], width: int = 80, colour: bool = False) -> str:
    """A line a word, by family, with what each of them claims."""
    return to_text(_list(words), width, colour)


def render_word(word: WordText, width: int = 80, colour: bool = False) -> str:
    """All that there is to know of one word."""
    return to_text(_entry(word), width, colour)


def _list(words: Sequence[WordText]) -> Iterator[RenderableType]:
    longest = max(len(word.name) for word in words)
    for family, members in groupby(words, key=lambda word: word.family):
        yield _styled(family, "bold")
        yield _grid([(word.name, word.claim) for word in members], longest, "cyan")
        yield ""
    yield f"One in full: grade {PLURAL[words[0].kind]} {words[0].name}"


def _entry(word: WordText) -> Iterator[RenderableType]:
    yield _styled(f"{word.kind} {word.name}", "bold")
    for paragraph in (word.claim, *word.details):
        yield _padded(_styled(paragraph))
        yield ""
    if word.options:
        yield _styled("Options", "bold")
        longest = max(len(option.name) for option in word.options)
        rows = [(option.name, f"{_takes(option)}\n{option.meaning}") for option in word.options]
        yield _grid(rows, longest, "cyan")
        yield ""
        if terms := terms_of([word]):
            yield _padded(_styled(" ".join(terms), "dim"))
            yield ""
    if word.example:
        yield _styled("Example", "bold")
        yield _padded(_styled(word.example.rstrip(), "green"))


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
