"""What is in a log: the events that TensorBoard finds in a folder, tag by tag and step by step.

TensorBoard keeps scalars in float32, whatever the dtype of the training: that much is allowed.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.properties import (
    Evidence,
    Finding,
    Observation,
    Part,
    Parts,
    Tensor,
    Value,
    prop,
    tolerance,
)

FLOAT32 = 1e-6  # of a number's size, about eight roundings
KINDS = {"scalars": "a scalar", "histograms": "a histogram"}
GRADIENTS = "Gradients/"


@dataclass(frozen=True, slots=True)
class Series:
    """What stands under one tag: its kind, and a row of numbers for each step, in order."""

    kind: str
    points: tuple[tuple[int, tuple[float, ...]], ...]

    @property
    def steps(self) -> list[int]:
        return [step for step, _ in self.points]

    def until(self, last: int) -> "Series":
        return Series(self.kind, tuple(point for point in self.points if point[0] <= last))


@prop(numeric=True)
def logs(
    seen: Evidence,
    *,
    of: Parts,
    tags: tuple[str, ...],
    partly: bool = False,
    values: bool = True,
) -> Finding | None:
    """What is logged is at the right steps, under the right tags, with the right values.

    Of a histogram the number of values, the least, the greatest and their sum are compared.

    Options:
        of: logs, such as `folder.events`.
        tags: what is looked at. `Loss/train` is that tag, `Parameters/` all that begin so.
        partly: only up to the reference's last step. What comes later does not matter.
        values: whether the values are compared, not only tags and steps.

    Example:
        - logs: {of: folder.events, tags: [Loss/train, Loss/val]}
    """
    found = (_difference(seen, log, tags, partly, values) for log in of)
    return next((finding for finding in found if finding is not None), None)


@prop(numeric=True)
def logs_gradients(
    seen: Evidence, *, of: Part = "log_dir.events", model: Part = "model"
) -> Finding | None:
    """The gradients that an epoch ends with are logged, each under its parameter's name.

    Who clears gradients after each step has none left to log: a tag may be missing if the parameter
    has no gradient when the run ends, or never learns, and zeros are fine too.

    Options:
        of: a log, such as `folder.events`.
        model: whose gradients.

    Example:
        - logs_gradients: {of: folder.events}
    """
    wanted = _series(seen.expected[0], of, (GRADIENTS,))
    got = _series(seen.actual[0], of, (GRADIENTS,))
    for tag, series in wanted.items():
        if tag in got and not _all_zero(got[tag]):
            finding = _misfit(seen, tag, series, got[tag])
        elif tag in got:
            finding = _other_steps(tag, series, got[tag])
        elif _has_gradient(seen.actual[0], model, tag.removeprefix(GRADIENTS)):
            finding = _missing(tag, series, got)
        else:
            finding = None
        if finding is not None:
            return finding
    names = _mapping(seen.expected[0], f"{model}.parameters")
    strangers = [tag for tag in got if tag.removeprefix(GRADIENTS) not in names]
    return _unwanted(strangers[0]) if strangers else None


def _has_gradient(left: Observation, model: str, name: str) -> bool:
    """Whether the parameter was left with a gradient that training made."""
    kept = {part: _mapping(left, f"{model}.{part}") for part in ("gradients", "requires_grad")}
    return kept["gradients"].get(name) is not None and kept["requires_grad"].get(name) is True


def _mapping(left: Observation, path: str) -> Mapping[str, Value]:
    """What stands there, by name; nothing if it is anything else."""
    value = left.part(path) if left.has(path) else None
    return value if isinstance(value, Mapping) else {}


def _all_zero(series: Series) -> bool:
    return all(not any(numbers[1:]) for _, numbers in series.points)


def _difference(
    seen: Evidence, log: str, tags: tuple[str, ...], partly: bool, values: bool
) -> Finding | None:
    wanted, got = _series(seen.expected[0], log, tags), _series(seen.actual[0], log, tags)
    if partly:
        last = max((step for series in wanted.values() for step in series.steps), default=-1)
        cut = {tag: series.until(last) for tag, series in got.items()}
        got = {tag: series for tag, series in cut.items() if series.points}
    for tag, series in wanted.items():
        if tag not in got:
            finding: Finding | None = _missing(tag, series, got)
        elif values:
            finding = _misfit(seen, tag, series, got[tag])
        else:
            finding = _other_steps(tag, series, got[tag])
        if finding is not None:
            return finding
    strangers = [tag for tag in got if tag not in wanted]
    return _unwanted(strangers[0]) if strangers else None


def _missing(tag: str, wanted: Series, got: Iterable[str]) -> Finding:
    there = ", ".join(got) or "none of the tags that are looked for"
    return Finding(f"{tag} is not in the log", f"{tag}, {KINDS[wanted.kind]}", there)


def _unwanted(tag: str) -> Finding:
    return Finding(f"{tag} should not be in the log", "no such tag", tag)


def _other_steps(tag: str, wanted: Series, got: Series) -> Finding | None:
    if got.kind != wanted.kind:
        return Finding(f"{tag} is something else", KINDS[wanted.kind], KINDS[got.kind])
    if got.steps != wanted.steps:
        return Finding(f"{tag} is at other steps", str(wanted.steps), str(got.steps))
    return None


def _misfit(seen: Evidence, tag: str, wanted: Series, got: Series) -> Finding | None:
    """How two series of one tag differ, if they do."""
    finding = _other_steps(tag, wanted, got)
    if finding is not None:
        return finding
    for (step, right), (_, found) in zip(wanted.points, got.points, strict=True):
        if not _agree(seen, right, found):
            message = f"{tag} at step {step} is not what it should be"
            return Finding(message, _shown(right), _shown(found))
    return None


def _agree(seen: Evidence, wanted: tuple[float, ...], got: tuple[float, ...]) -> bool:
    if len(wanted) != len(got):
        return False
    size = max((abs(number) for number in wanted if math.isfinite(number)), default=0.0)
    if len(wanted) > 1:  # a histogram: how many, least, greatest, sum
        if wanted[0] != got[0]:
            return False
        size = wanted[0] * max(abs(wanted[1]), abs(wanted[2]))
    allowed = tolerance(seen, [size]) + FLOAT32 * size
    pairs = zip(wanted, got, strict=True)
    return all(w == g or abs(w - g) <= allowed or (w != w and g != g) for w, g in pairs)


def _shown(numbers: tuple[float, ...]) -> str:
    if len(numbers) == 1:
        return f"{numbers[0]:.6g}"
    count, least, greatest, total = numbers
    return f"{count:.0f} numbers from {least:.5g} to {greatest:.5g}, their sum {total:.5g}"


def _series(left: Observation, log: str, tags: tuple[str, ...]) -> dict[str, Series]:
    """By tag, what a log holds of these."""
    found: dict[str, Series] = {}
    for kind in KINDS:
        for tag, rows in _mapping(left, f"{log}.{kind}").items():
            points = _points(rows)
            if points and any(tag == t or (t[-1:] == "/" and tag.startswith(t)) for t in tags):
                found[tag] = Series(kind, points)
    return found


def _points(rows: Value) -> tuple[tuple[int, tuple[float, ...]], ...]:
    """Step and numbers of each event, in the order of the steps."""
    if not isinstance(rows, Mapping):
        return ()
    steps, values = rows.get("steps"), rows.get("values")
    if not isinstance(steps, tuple) or not isinstance(values, Tensor) or not steps:
        return ()
    if not values.shape or values.shape[0] != len(steps):
        return ()
    columns = values.array().reshape(len(steps), -1).tolist()
    whole = [step if isinstance(step, int) else -1 for step in steps]
    return tuple(sorted((step, tuple(row)) for step, row in zip(whole, columns, strict=True)))
