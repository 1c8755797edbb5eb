"""Compare an enumeration: every sequence of a state machine, shortest first.

The first sequence on which the two differ is already the smallest.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from grader.cases import Case, SequencesRecipe
from grader.properties._compare import Compared, Comparison, misfit
from grader.properties._show import show
from grader.properties.model import Finding
from grader.wire import Value


def compared_lanes(case: Case, expected: Value, actual: Value) -> Iterator[Compared]:
    """Each sequence whose outcome is not the reference's to the last bit."""
    wanted: Any = expected
    found: Any = actual
    if not isinstance(found, tuple) or len(found) != len(wanted):
        yield misfit(Finding("not every sequence was answered", f"{len(wanted)}", show(found, 3)))
        return
    for index, (one, other) in enumerate(zip(wanted, found, strict=True)):
        if repr(one) == repr(other):  # NaN is not equal to itself, and True is equal to 1
            continue
        compared = Comparison(1e-12).compared("", one, other)
        if compared.finding is not None:
            name, letters = sequence_at(case, index)
            shown = show(letters, 40)
            finding = Finding(
                f"{name} = {shown} ends differently",
                show(one, 40),
                show(other, 40),
                given=((name, shown),),
            )
            compared = replace(compared, finding=finding)
        yield compared


def sequence_at(case: Case, index: int) -> tuple[str, tuple[float, ...]]:
    """The given that is enumerated, and its index-th sequence."""
    name = case.first(SequencesRecipe) or ""
    recipe = case.given[name]
    assert isinstance(recipe, SequencesRecipe)
    return name, next(itertools.islice(recipe.all(), index, None))
