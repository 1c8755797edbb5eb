"""What decoding an exercise needs at hand, whatever part of it is decoded."""

from __future__ import annotations

import builtins
from dataclasses import dataclass

from grader.course.reference import Reference
from grader.course.words import Vocabulary
from grader.yamlfile import Document

BUILT_IN_ERRORS = frozenset(
    name
    for name, item in vars(builtins).items()
    if isinstance(item, type) and issubclass(item, BaseException)
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where mistakes are noted, the words that may be used, and what the reference defines.

    `reference` is None if it cannot be read: what it would define is not missed then.
    """

    document: Document
    vocabulary: Vocabulary
    points: float
    reference: Reference | None

    def errors(self) -> frozenset[str] | None:
        """The names of all error types that a submission may raise."""
        if self.reference is None:
            return None
        return BUILT_IN_ERRORS | {name for name, item in self.reference.items() if item.is_class}
