"""Operators: small changes of a reference that make it wrong, as people do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TypeAlias

from grader.mutation.code import Edit
from grader.mutation.part import Part

Change: TypeAlias = Edit | tuple[Edit, ...]
Changes: TypeAlias = Iterator[Change]


@dataclass(frozen=True, slots=True)
class Operator:
    """A kind of mistake: its name, what is wrong then, in a sentence, and each way to make it."""

    name: str
    claim: str
    changes: Callable[[Part], Changes]

    def edits(self, part: Part) -> Iterator[tuple[Edit, ...]]:
        """The edits that make one mutant each."""
        for change in self.changes(part):
            yield (change,) if isinstance(change, Edit) else change


def operator(changes: Callable[[Part], Changes]) -> Operator:
    """Declare an operator. Its docstring is the claim: what is wrong with the mutant."""
    name = changes.__name__.replace("_", "-")
    if not changes.__doc__:
        raise TypeError(f"operator {name!r} needs a one-sentence docstring")
    return Operator(name, changes.__doc__.strip(), changes)


def operators_in(module: ModuleType) -> tuple[Operator, ...]:
    """The operators of a family, in source order."""
    return tuple(item for item in vars(module).values() if isinstance(item, Operator))
