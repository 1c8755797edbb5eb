"""Properties of how a run behaves: errors, forbidden calls, repetition, global state."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, Literal

from grader.cases import TensorRecipe
from grader.course import ErrorName, FunctionName, Some
from grader.properties._compare import (
    SMALLEST_SCALE,
    Compared,
    Comparison,
    farthest,
    first_finding,
    largest,
    rounding,
    size_of,
)
from grader.properties._lanes import compared_lanes
from grader.properties._raised import at, told
from grader.properties.model import Evidence, Finding, Parts, prop
from grader.wire import Variation


@prop(expects_error=True, negative=True)
def raises(
    seen: Evidence,
    *,
    error: ErrorName = "ValueError",
    mentions: tuple[str, ...] = (),
    naming: Literal["either", "value"] = "either",
) -> Finding | None:
    """Bad arguments raise the right error, whose message gives the argument's name or its value.

    The reference must raise on every case of it, so a `when` is nearly always needed.

    Alone: code that always raises passes. Beside it: a check on good arguments, the boundary
    included.

    Options:
        error: a type of Python's or of the reference; a subclass will do.
        mentions: one of these must be in the message; by default the names and values of all givens
            (of tensors: their shapes).
        naming: `value`: without `mentions`, only the values count.

    Example:
        - raises: {when: {lr: {one_of: [-0.1, -1.0]}}, cases: 1}
    """
    raised = seen.actual[0].raised
    if raised is None:
        return Finding(f"no {error} is raised", error, "no error")
    if error not in raised.kinds:
        return Finding(
            f"another error than {error} is raised", error, told(raised), place=at(raised)
        )
    words = mentions or tuple(_words(seen, names=naming == "either"))
    if any(word.lower() in raised.message.lower() for word in words):
        return None
    shown = " or ".join(repr(word) for word in words[:4])
    return Finding(
        "the error's message names neither the argument nor its value",
        f"a message with {shown}",
        told(raised),
        place=at(raised),
    )


def _words(seen: Evidence, names: bool) -> list[str]:
    words = list(seen.case.given) if names else []
    for recipe in seen.case.given.values():
        if isinstance(recipe, TensorRecipe):
            words += [str(recipe.shape), str(list(recipe.shape))]
        else:
            words.append(f"{recipe:g}" if isinstance(recipe, float) else str(recipe))
    return words


def _watched(*, names: tuple[str, ...], instead: str = "") -> tuple[Variation, ...]:
    return (Variation(watch=names),)


@prop(variations=_watched, negative=True, testimony="alone")
def forbids(seen: Evidence, *, names: Some[FunctionName], instead: str = "") -> Finding | None:
    """The work is done by hand: ready-made functions are not called.

    They are watched for in every run of the task on the CPU, whichever check asks for the run. What
    the lines of another check call themselves is not held against a submission.

    Alone: doing nothing passes. Beside it: `matches_reference`. Forbid what the lesson is about,
    not more: a name such as `sum` is called in many ways.

    Options:
        names: plain names of torch's functions, `*` for anything. They are seen when they are
            called, however they were imported.
        instead: what to use, for the report.

    Example:
        - forbids: {names: ["*_loss", "*cross_entropy*"], instead: tensor operations}
    """
    calls = [call for call in seen.actual[0].calls if _is_forbidden(call, names)]
    if not calls:
        return None
    return Finding(f"it calls {', '.join(calls[:3])}", instead or "your own formula", "a call")


def _is_forbidden(call: str, names: tuple[str, ...]) -> bool:
    """Another check of the task may watch for other names; in brackets: the watch was evaded."""
    return call.startswith("(") or any(fnmatchcase(call, name) for name in names)


def _twice(**_: Any) -> tuple[Variation, ...]:
    return Variation(), Variation(again=1)


@prop(variations=_twice, negative=True, testimony="witnessed")
def deterministic(seen: Evidence, *, of: Parts = ()) -> Finding | None:
    """The same inputs and the same seed give the same result, to the last bit.

    Two runs in one process, seeded alike: what it finds is state that is kept from run to run, and
    randomness from elsewhere.

    Alone: a constant passes. Beside it: `matches_reference`.

    Options:
        of: what is compared; by default all that is observed.

    Example:
        - deterministic: {of: [result, model]}
    """
    first, second = seen.actual
    if second.raised is not None:
        place = at(second.raised)
        return Finding("the second run fails", "the same as before", told(second.raised), "", place)
    for name in of or seen.observed:
        if first.has(name):
            again = second.part(name) if second.has(name) else None
            finding = Comparison(0.0).compare(name, first.part(name), again)
            if finding is not None:
                return Finding(
                    f"{name} differs from run to run",
                    finding.expected, finding.actual, finding.difference,
                )  # fmt: skip
    return None


def _side_by_side(seen: Evidence) -> Iterator[Compared]:
    actual, expected = seen.actual[0], seen.expected[0]
    if expected.has("lanes"):
        yield from compared_lanes(seen.case, expected.part("lanes"), actual.values.get("lanes"))
        return
    tolerance = rounding(seen.case.dtype, size_of(seen.case))
    for name in seen.observed:
        wanted = expected.part(name)
        found = actual.part(name) if actual.has(name) else None
        reach = max(largest([wanted]), SMALLEST_SCALE[seen.case.dtype])
        yield Comparison(tolerance * reach).compared(name, wanted, found)


@prop(numeric=True, measure=farthest(_side_by_side))
def independent_instances(seen: Evidence) -> Finding | None:
    """Two instances that are used side by side know nothing of each other.

    Its `run` makes two instances, uses them in turn, and observes both; they must come out as the
    reference's do.

    Alone: it compares numbers with the reference, as `matches_reference` does.

    Example:
        - independent_instances:
            when: {losses: {sequences: {alphabet: [0, 0.5, 1], length: 3}}}
            cases: 1
            run: |
              one, other = EarlyStopping(patience=2), EarlyStopping(patience=3)
              for loss in losses:
                  one(loss)
                  other(1 - loss)
              first, second = one.counter, other.counter
            observe: [first, second]
    """
    return first_finding(_side_by_side(seen))


@prop(negative=True, testimony="alone")
def globals_restored(seen: Evidence) -> Finding | None:
    """The global state of torch is left as it was (grad mode, default dtype, ...).

    Also inference mode, autocast, default device, number of threads, deterministic algorithms,
    anomaly detection, flushing of denormals, modes and hooks that concern everything.

    Alone: doing nothing passes. Beside it: a check of the result.

    Example:
        - globals_restored: {points: 0.5}
    """
    changed = seen.actual[0].globals_changed
    if not changed:
        return None
    message = f"it {' and '.join(changed)}, for everything that runs afterwards"
    return Finding(message, "no change", "changed")
