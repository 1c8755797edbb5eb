"""Checks that a reference suggests: of what it returns, changes and leaves alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.authoring.new.calling import Call
from grader.authoring.new.draft import yaml_text
from grader.authoring.new.laboratory import Facts


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A check: its id, and its lines in exercise.yaml."""

    id: str
    yaml: str


def suggested(call: Call, facts: Facts) -> list[Suggestion]:
    """The checks that can be made of what the reference was seen to do; the best known first."""
    found = [*_results(call, facts), *_changes(call, facts)]
    if not call.run:
        found += [*_training(call, facts), *_devices(call, facts), *_unchanged(facts)]
    return found


def yaml_of(checks: Iterable[Suggestion]) -> str:
    return "".join(check.yaml for check in checks)


def gradient_check(call: Call, first: str) -> Suggestion:
    """That a gradient finds its way from the result to a given."""
    arguments = ", ".join(f"{name}={name}" for name in call.guess.given)
    more = (
        "run: |",
        f"  result = task({arguments})",
        "  result.backward()",
        f"  gradient = {first}.grad",
        "observe: gradient",
    )
    return _check("gradient", "matches_reference", f"It back-propagates to {first}.", "", more)


def _results(call: Call, facts: Facts) -> Iterator[Suggestion]:
    if not facts.returns:
        return
    of = ", ".join(call.observe) or "result"
    claim = "It does what its docstring says." if call.run else "Returns what it should."
    identity = call.observe[0] if call.observe else "result"
    yield _check(identity, "matches_reference", claim, of, points=2)


def _changes(call: Call, facts: Facts) -> Iterator[Suggestion]:
    """What is left of the givens that it changes; a model and its optimizer belong together."""
    changed = dict(facts.changed)
    optimizers = [name for name in call.guess.named("optimizer") if changed.pop(name, None)]
    for name, parts in changed.items():
        of = _part(name, parts)
        if of == name and name in call.guess.named("model") and optimizers:
            of = f"[{', '.join([name, *optimizers])}]"
            optimizers = []
        claim = f"Changes {name} as it should, in place."
        yield _check(name, "matches_reference", claim, of, points=2)
    for name in optimizers:
        claim = f"Leaves {name} in the state in which it should be."
        yield _check(name, "matches_reference", claim, name)


def _part(name: str, parts: tuple[str, ...]) -> str:
    """What of a given to compare: of a model its parameters and buffers are what nothing says."""
    if parts == ("",) or {"parameters", "buffers"} & set(parts):
        return name
    return (
        f"{name}.{parts[0]}" if len(parts) == 1 else f"[{', '.join(f'{name}.{p}' for p in parts)}]"
    )


def _training(call: Call, facts: Facts) -> Iterator[Suggestion]:
    if not call.guess.named("model"):
        return
    if facts.steps:
        yield _check("gradients_zeroed", "gradients_zeroed", "No old gradient leaks into a step.")
    if facts.trains:
        more = ("during: train",)
        yield _check("train_mode", "mode", "The model trains in train mode.", more=more)
    elif facts.returns:
        more = ("during: eval",)
        yield _check("eval_mode", "mode", "The model is asked in eval mode.", more=more)
        yield _check("no_grad", "no_grad", "Gradients are disabled while the model runs.")


def _devices(call: Call, facts: Facts) -> Iterator[Suggestion]:
    if call.guess.named("device"):
        models = [name for name in call.guess.named("model") if name in facts.changed]
        of = [*(["result"] if facts.returns else []), *models]
        claim = "Everything is moved to the device that is given."
        more = ("devices: [cpu, simulated]",)
        yield _check("placement", "agrees_across_devices", claim, f"[{', '.join(of)}]", more)


def _unchanged(facts: Facts) -> Iterator[Suggestion]:
    if facts.unchanged:
        names = ", ".join(facts.unchanged)
        claim = f"What belongs to the caller is left as it was ({names})."
        of = names if len(facts.unchanged) == 1 else f"[{names}]"
        yield _check("unchanged", "unchanged", claim, of, points=0.5)


def _check(
    identity: str,
    name: str,
    claim: str,
    of: str = "",
    more: tuple[str, ...] = (),
    points: float = 1,
) -> Suggestion:
    own = [f"id: {identity}"] if identity != name else []
    own += [f"of: {of}"] if of else []
    own += [f"points: {points:g}"] if points != 1 else []
    lines = [*own, f"claim: {yaml_text(claim)}", *more]
    inside = "\n".join(f"          {line}" for line in lines)
    return Suggestion(identity, f"      - {name}:\n{inside}\n")
