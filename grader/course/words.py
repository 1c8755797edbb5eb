"""What an exercise may name: strategies and properties.

This folder only reads their signatures; the functions themselves live further up.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.errors import CourseError, Mistake
from grader.yamlfile import Document, Key, did_you_mean, typo_of

# Beside exercise.yaml, each kind of word in a file of its own.
OWN_WORDS = {"properties.py": "property", "strategies.py": "strategy"}


@dataclass(frozen=True, slots=True)
class Word:
    """One strategy or property: its function, whose signature is the schema of its options.

    `meaning` is what those work with who draw or judge. `like` is the built-in strategy that gives
    the same kind of thing. `origin` says who declares it: nothing if it is built in.
    """

    function: Callable[..., Any]
    meaning: Any
    like: str = ""
    origin: str = ""


def nothing_more() -> Mapping[str, Word]:
    """No words from elsewhere."""
    return {}


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of word (`strategy` or `property`), by name.

    `check` is called with a word and its options, each of them right by itself; it raises
    ValueError where they do not go together. `more` are words that cost something to find: it is
    called for a name that is not known, and raises CourseError if one of those who declare them is
    at fault. Not `is_whole` are words of which some cannot be read, which has been said. `lacks`
    says in words what a word looks for in vain among givens from these strategies.
    """

    kind: str
    known: Mapping[str, Word]
    check: Callable[[Word, Mapping[str, Any]], None] | None = None
    more: Callable[[], Mapping[str, Word]] = field(default=nothing_more, compare=False)
    is_whole: bool = True
    lacks: Callable[[Word, frozenset[str]], Sequence[str]] | None = None

    @property
    def listing(self) -> str:
        """The command that shows all of them."""
        return "grade properties" if self.kind == "property" else "grade strategies"

    def find(self, name: object, document: Document, at: Key) -> Word | None:
        """The word of this name; if there is none, that is noted."""
        try:
            word = self._word(name) if isinstance(name, str) else None
        except CourseError as error:
            document.note_all(error.mistakes)
            return None
        if word is None and self.is_whole:
            advice = did_you_mean(name, self.known) or f"{self.listing} lists them."
            document.mistake(at, f"unknown {self.kind} {name!r}", advice, on_key=True)
        return word

    def guess(self, name: object) -> Word | None:
        """The word that a misspelt name surely means: what is said to it can be checked."""
        meant = typo_of(name, self.known) if isinstance(name, str) else None
        return None if meant is None else self.known[meant]

    def kinds(self, name: str) -> frozenset[str]:
        """What a given from this strategy counts as, where one from certain strategies is asked.

        If there is no such strategy, that is noted elsewhere: it could be any.
        """
        try:
            word = self._word(name)
        except CourseError:
            word = None
        return frozenset(self.known if word is None else filter(None, (name, word.like)))

    def _word(self, name: str) -> Word | None:
        return self.known.get(name) or self.more().get(name)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that an exercise may use; `mistakes` are those in the files that declare them."""

    strategies: Words
    properties: Words
    mistakes: tuple[Mistake, ...] = ()


def options_of(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """The keyword-only parameters of a function, in order."""
    parameters = inspect.signature(function).parameters
    keyword = inspect.Parameter.KEYWORD_ONLY
    return {name: p for name, p in parameters.items() if p.kind is keyword}
