"""Properties of how a run trains: modes, gradients, losses, order."""

from __future__ import annotations

import math
from typing import Literal

from grader.cases import CriterionRecipe, ModelRecipe
from grader.course import Amount, Count, NotNegative
from grader.properties.model import PLAIN, Evidence, Finding, LoaderName, TrainedName, prop
from grader.wire import Event, Observation, Value, Variation, leaves

Kind = Literal["batch", "forward", "criterion", "backward", "step", "update", "zero"]


def _zeroed(*, at: str = "step", of: str = "") -> tuple[Variation, ...]:
    if at == "end" and not of:
        raise ValueError("`at: end` needs the option 'of'")
    return PLAIN


@prop(variations=_zeroed)
def gradients_zeroed(
    seen: Evidence, *, at: Literal["step", "end"] = "step", of: TrainedName = ""
) -> Finding | None:
    """No gradient of earlier work leaks into a step.

    `at: step`: what each optimizer step uses is the gradient of its own batch alone, whatever lay
    in .grad before. `at: end`: the gradients of the given named by `of` are cleared when the run
    ends (None or zeros).
    """
    if at == "end":
        return _cleared(seen.actual[0], of)
    if seen.expected[0].count("update") and not seen.actual[0].count("update"):
        return Finding("no update is made at all", "an update of the parameters", "none")
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


@prop
def mode(
    seen: Evidence, *, during: Literal["train", "eval"], over: LoaderName = ""
) -> Finding | None:
    """The model is in the right mode during every pass.

    `during: train` looks at the passes that are trained on (those that a backward pass went
    through), `during: eval` at all. `over`: only passes over the data of this loader.
    """
    passes = _forwards(seen.actual[0], over)
    if not passes and _forwards(seen.expected[0], over):
        return _never_run(over)
    trained = [event for event in passes if event.facts.get("backward") is True]
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


@prop
def no_grad(seen: Evidence, *, over: LoaderName = "") -> Finding | None:
    """Gradients are disabled while the model runs.

    `over`: only passes over the data of this loader.
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


@prop(
    variations=_repeated,
    recomputes=True,
    numeric=True,
    needs=(("a model", ModelRecipe), ("a criterion", CriterionRecipe)),
)
def loss_decreases(seen: Evidence, *, repeat: Count = 20, factor: Amount = 0.9) -> Finding | None:
    """The loss on the training data goes down over repeated calls.

    `repeat` calls on the same model and optimizer; the loss after them is at most `factor` times
    the loss before. Both are recomputed by the grader from the model's parameters.
    """
    before, after = seen.losses
    if after <= factor * before:
        return None
    return Finding(
        f"the loss does not go down over {repeat} calls",
        f"at most {factor * before:.4g} (before: {before:.4g})",
        f"{after:.4g}" if math.isfinite(after) else str(after),
    )


@prop
def call_counts(
    seen: Evidence, *, event: Kind, times: NotNegative = 1, per: Literal["batch", "run"] = "batch"
) -> Finding | None:
    """Each thing happens as often as it should.

    `event`: batch, forward, criterion, backward, step (of the optimizer), update (of the
    parameters, however it is made) or zero (of the gradients).
    """
    of = seen.actual[0].count("batch") if per == "batch" else 1
    found = seen.actual[0].count(event)
    if found == times * of:
        return None
    what = f"{event} {times} time(s) a {per}" if per == "batch" else f"{event} {times} time(s)"
    return Finding(f"{what}: the count is off", f"{times * of}", f"{found}")


@prop
def call_order(seen: Evidence, *, first: Kind, then: Kind) -> Finding | None:
    """Things happen in the right order.

    Between two events `then` there is at least one `first`.
    """
    ready = False
    for event in seen.actual[0].events:
        if event.kind == then:
            if not ready:
                message = f"a {then} came without a {first} before it"
                return Finding(message, f"{first}, then {then}", f"{then} first")
            ready = False
        ready = ready or event.kind == first
    return None


@prop(negative=True)
def graphs_released(seen: Evidence, *, at_most: NotNegative = 0) -> Finding | None:
    """Nothing that the run leaves behind keeps its computation graphs alive."""
    alive = seen.actual[0].live_graphs
    if alive <= at_most:
        return None
    return Finding("computation graphs are still alive after the run", f"{at_most}", f"{alive}")
