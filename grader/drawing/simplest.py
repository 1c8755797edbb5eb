"""Find the simplest case that still fails, with Hypothesis.

Draws happen in this process, which never sees the submission: Hypothesis takes constants from the
source of imported modules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.internal.conjecture import providers
from hypothesis.internal.conjecture.providers import Constants, SortedSet, float_to_int  # type: ignore[attr-defined]
from hypothesis.strategies import SearchStrategy

from grader.cases import Case
from grader.course import Given, Task
from grader.drawing.plan import Source, draw_case

T = TypeVar("T")
RUNS = 120  # cases that are tried: the budget counts runs, so that a busy machine finds the same


class _HypothesisPick:
    """Draws through Hypothesis, which can then make each choice simpler."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        return int(self._draw(st.integers(low, high)))

    def element(self, options: Sequence[T]) -> T:
        chosen: T = self._draw(st.sampled_from(options))
        return chosen


def cases(task: Task, when: Given, source: Source) -> SearchStrategy[Case]:
    """All cases of a source, as a Hypothesis strategy."""

    @st.composite
    def case(draw: Any) -> Case:
        return draw_case(task, when, source, _HypothesisPick(draw))

    return case()


def simplest_case(
    task: Task, when: Given, source: Source, fails: Callable[[Case], bool], seed: int
) -> Case | None:
    """The simplest case that fails, without the source's pins if one can be found so."""
    _forget_local_constants()
    known: dict[str, bool] = {}  # Hypothesis asks again for what it found: the answer must stay

    def predicate(case: Case) -> bool:
        key = repr((case.given, case.seed))
        if key not in known:
            known[key] = len(known) < RUNS and fails(case)
        return known[key]

    # First with nothing pinned, then with the givens' edges but any size and dtype.
    pins = tuple(pin for pin in source.pins if pin[0] in task.given)
    for tried in (Source(source.variant), Source(source.variant, pins), source):
        try:
            return hypothesis.find(
                cases(task, when, tried),
                predicate,
                settings=_settings(RUNS // 4),
                random=Random(seed),
            )
        except NoSuchExample:
            continue
    return None


def _settings(examples: int) -> settings:
    """Every setting is given: profiles and the environment must not decide what is found."""
    return settings(
        max_examples=examples,
        phases=(Phase.generate, Phase.shrink),
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
        backend="hypothesis",
    )


def _forget_local_constants() -> None:
    """Keep Hypothesis from drawing constants out of the source of imported modules.

    Which modules are imported depends on the command and on how the grader is installed; what is
    found must depend on the seed alone.
    """
    nothing = Constants(
        integers=SortedSet(),
        floats=SortedSet(key=float_to_int),
        bytes=SortedSet(),
        strings=SortedSet(),
    )
    providers._get_local_constants = lambda: nothing
