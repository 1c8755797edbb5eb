"""Properties of how a run trains: modes, gradients, losses, order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from grader.cases import CriterionRecipe, ModelRecipe
from grader.course import Amount, Count, NotNegative
from grader.properties._compare import Compared, farthest, first_finding, times
from grader.properties.model import (
    PLAIN,
    Distance,
    Evidence,
    Finding,
    LoaderName,
    TrainedName,
    prop,
)
from grader.wire import Event, Observation, Value, Variation, leaves

Kind = Literal[
    "batch",
    "forward",
    "criterion",
    "backward",
    "step",
    "update",
    "zero",
    "scheduler_step",
    "shown",
]


def _zeroed(*, at: str = "step", of: str = "") -> tuple[Variation, ...]:
    if at == "end" and not of:
        raise ValueError("`at: end` needs the option 'of'")
    return PLAIN


MADE = {"update": "update of the parameters", "step": "step of the optimizer"}


@prop(variations=_zeroed, testimony="alone")
def gradients_zeroed(
    seen: Evidence, *, at: Literal["step", "end"] = "step", of: TrainedName = ""
) -> Finding | None:
    """No gradient of earlier work leaks into a step.

    Beside it: `matches_reference` of the model. `at: step` sees only steps of a given `optimizer`.
    Several passes may feed one step: their gradients add up, and only what lay in `.grad` before
    the first of them is old. Gradients that are scaled, as by a clip, are no old ones.

    Options:
        at: `step`: each optimizer step uses the gradient of its own batch alone, whatever lay in
            `.grad` before. `end`: no gradient is left when the run ends (None or zeros).
        of: whose gradients, with `at: end`; needed there.

    Example:
        - gradients_zeroed: {hint: "What is in .grad when the second batch arrives?"}
    """
    if at == "end":
        return _cleared(seen.actual[0], of)
    for kind, what in MADE.items():
        if seen.expected[0].count(kind) and not seen.actual[0].count(kind):
            return Finding(f"no {what} is made at all", f"every {what}", "none")
    steps = [event for event in seen.actual[0].events if event.kind == "step"]
    for number, event in enumerate(steps, 1):
        if event.facts.get("leaked") not in (0, None):
            return Finding(
                f"step {number} of {len(steps)} used gradients that were left from before",
                "the gradients of this batch alone",
                "old and new gradients added up",
            )
    return None


def _cleared(seen: Observation, of: str) -> Finding | None:
    gradients = seen.part(f"{of}.gradients") if seen.has(f"{of}.gradients") else None
    for path, leaf in leaves(gradients, f"{of}.gradients"):
        if leaf is not None and not _all_zero(leaf):
            return Finding(f"{path} still holds a gradient", "None or zeros", "a gradient")
    return None


def _all_zero(leaf: Value) -> bool:
    array = getattr(leaf, "array", None)
    return array is not None and not array().any()


def _shows_mode(*, during: str, over: str = "") -> Variation:
    return Variation(rewrite="no modes", shows=(during, over))


@prop(testimony="witnessed", witness=_shows_mode)
def mode(
    seen: Evidence, *, during: Literal["train", "eval"], over: LoaderName = ""
) -> Finding | None:
    """The model is in the right mode during every pass.

    Alone: code that never calls the model passes. Beside it: a check of the result.

    Options:
        during: `train` looks at the passes that a backward pass went through, `eval` at all.
        over: only at passes over the data of this loader.

    Example:
        - mode: {during: eval, over: val_loader}
    """
    passes = _forwards(seen.actual[0], over)
    if not passes and _forwards(seen.expected[0], over):
        return _never_run(over)
    trained = _trained(passes)
    if during == "train" and not trained and _trained(_forwards(seen.expected[0], over)):
        return Finding("no backward pass is made at all", "a pass that is trained on", "none")
    looked_at = trained or passes if during == "train" else passes
    for number, event in enumerate(looked_at, 1):
        if event.facts.get("mode") != during:
            where = f" over {over}" if over else ""
            found = event.facts.get("mode")
            actual = "only some of its layers are" if found == "mixed" else f"{found} mode"
            return Finding(
                f"the model is not in {during} mode in pass {number} of {len(looked_at)}{where}",
                f"{during} mode, every layer",
                str(actual),
            )
    return None


def _trained(passes: list[Event]) -> list[Event]:
    return [event for event in passes if event.facts.get("backward") is True]


def _shows_no_grad(*, over: str = "") -> Variation:
    return Variation(shows=("no_grad", over))


@prop(testimony="witnessed", witness=_shows_no_grad)
def no_grad(seen: Evidence, *, over: LoaderName = "") -> Finding | None:
    """Gradients are disabled while the model runs.

    Alone: code that never calls the model passes. Beside it: a check of the result.

    Options:
        over: only passes over the data of this loader.

    Example:
        - no_grad: {over: val_loader}
    """
    passes = _forwards(seen.actual[0], over)
    if not passes and _forwards(seen.expected[0], over):
        return _never_run(over)
    for number, event in enumerate(passes, 1):
        if event.facts.get("grad") is not False:
            return Finding(
                f"pass {number} records a graph for gradients",
                "an output that does not require grad",
                "an output that requires grad",
            )
    return None


def _never_run(over: str) -> Finding:
    where = f" on the data of {over}" if over else ""
    return Finding(f"the model is never run{where}", "a pass through the model", "none")


def _forwards(seen: Observation, over: str) -> list[Event]:
    return [e for e in seen.events if e.kind == "forward" and over in ("", e.source)]


def _repeated(*, repeat: int = 20, factor: float = 0.9) -> tuple[Variation, ...]:
    return (Variation(repeat=repeat),)


def _after_and_before(
    seen: Evidence, *, repeat: Count = 20, factor: Amount = 0.9
) -> Iterator[Compared]:
    before, after = seen.losses
    goal = factor * before
    reached = after <= goal  # which no NaN is
    finding = Finding(
        f"the loss does not go down over {repeat} calls",
        f"at most {goal:.4g} (before: {before:.4g})",
        f"{after:.4g}" if math.isfinite(after) else str(after),
    )
    of_goal = times(max(after, 0.0), goal) if goal > 0 else 0.0 if reached else math.inf
    yield Compared(None if reached else finding, Distance(of_goal, goal, chosen=True))


@prop(
    variations=_repeated,
    recomputes=True,
    numeric=True,
    needs=(("a model", ModelRecipe), ("a criterion", CriterionRecipe)),
    measure=farthest(_after_and_before),
)
def loss_decreases(seen: Evidence, *, repeat: Count = 20, factor: Amount = 0.9) -> Finding | None:
    """The loss on the training data goes down over repeated calls.

    The grader recomputes both losses from the parameters. The task needs a given `linear` or `mlp`,
    a `criterion`, and a `loader` (or tensors called `inputs` and `targets`).

    Alone: whatever brings the loss down passes, also with wrong gradients. Give it benign cases, as
    in the example, and put `matches_reference` of the model beside it.

    Options:
        repeat: how often the run is executed, on the same model and optimizer.
        factor: the loss afterwards is at most this times the loss before.

    Example:
        - loss_decreases:
            repeat: 20
            when:
              model: {linear: {features: F, mode: train, gradient: none}}
              loader: {loader: {kind: line, features: F, plain: true}}
              optimizer: {optimizer: {kinds: sgd, lr: 0.1}}
            cases: 1
    """
    return first_finding(_after_and_before(seen, repeat=repeat, factor=factor))


@prop(testimony="alone")
def call_counts(
    seen: Evidence, *, event: Kind, times: NotNegative = 1, per: Literal["batch", "run"] = "batch"
) -> Finding | None:
    """Each thing happens as often as it should.

    Alone: with `per: batch`, code that reads no batch passes. Use it only where the contract speaks
    of a number; beside it: `matches_reference`.

    Options:
        event: what is counted. `step` is the optimizer's, `update` any change of parameters, `zero`
            the clearing of gradients, however it is done, `scheduler_step` that of a given
            `scheduler`, `shown` that matplotlib was told to show something on screen.
        times: how often.
        per: in each batch, or in the whole run.

    Example:
        - call_counts: {event: step, times: 1, per: batch}
    """
    of = seen.actual[0].count("batch") if per == "batch" else 1
    found = seen.actual[0].count(event)
    if found == times * of:
        return None
    what = f"{event} {times} time(s) a {per}" if per == "batch" else f"{event} {times} time(s)"
    return Finding(f"{what}: the count is off", f"{times * of}", f"{found}")


@prop(testimony="alone")
def call_order(seen: Evidence, *, first: Kind, then: Kind) -> Finding | None:
    """Things happen in the right order.

    Where the reference does something, code that does nothing of it fails. Beside it:
    `matches_reference`.

    Options:
        first: what comes before. The events are those of `call_counts`.
        then: what comes after: between two of these there is at least one `first`.

    Example:
        - call_order: {first: backward, then: step}
    """
    if seen.expected[0].count(then) and not seen.actual[0].count(then):
        return Finding(f"there is no {then} at all", f"{first}, then {then}", "none")
    ready = False
    for event in seen.actual[0].events:
        if event.kind == then:
            if not ready:
                message = f"a {then} came without a {first} before it"
                return Finding(message, f"{first}, then {then}", f"{then} first")
            ready = False
        ready = ready or event.kind == first
    return None


@prop(negative=True, testimony="alone")
def graphs_released(seen: Evidence, *, at_most: NotNegative = 0) -> Finding | None:
    """Nothing that the run leaves behind keeps its computation graphs alive.

    Alone: code that makes no graph passes. Beside it: a check of the result.

    Options:
        at_most: how many graphs may live on.

    Example:
        - graphs_released
    """
    alive = seen.actual[0].live_graphs
    if alive <= at_most:
        return None
    return Finding("computation graphs are still alive after the run", f"{at_most}", f"{alive}")
