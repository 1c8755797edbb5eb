"""All words that an exercise may use, gathered from wherever they are declared."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from grader.course import OWN_WORDS, Vocabulary, Word, Words
from grader.errors import CourseError, Mistake
from grader.vocabulary.beside import declared_beside
from grader.vocabulary.built_in import BUILT_IN
from grader.vocabulary.installed import words_of_packages


def vocabulary_for(folder: Path) -> Vocabulary:
    """The words of an exercise in this folder: those built in, its own, and those of packages."""
    strategies, wrong = _gathered(BUILT_IN.strategies, folder)
    properties, also_wrong = _gathered(BUILT_IN.properties, folder)
    return Vocabulary(strategies, properties, (*wrong, *also_wrong))


def _gathered(built_in: Words, folder: Path) -> tuple[Words, tuple[Mistake, ...]]:
    more = functools.cache(functools.partial(words_of_packages, built_in.kind, built_in.known))
    words = replace(built_in, more=more)
    file = folder / next(name for name, kind in OWN_WORDS.items() if kind == built_in.kind)
    if not file.is_file():
        return words, ()
    installed: Mapping[str, Word] = {}
    with suppress(CourseError):  # it is told when an exercise needs a word of a package
        installed = more()
    own = declared_beside(file, built_in.kind, {**built_in.known, **installed})
    known = {**built_in.known, **own.words}
    return replace(words, known=known, is_whole=not own.mistakes), own.mistakes
