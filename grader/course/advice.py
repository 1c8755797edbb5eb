"""How each key of the files is written, for advice where one is missing, wrong or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grader.yamlfile import did_you_mean, is_other_word, nearest

EXAMPLES = {
    "also_given": "also_given: [{lr: 0.5}]",
    "cases": "cases: 6",
    "checks": "checks: [matches_reference]",
    "claim": "claim: The loss goes down",
    "defaults": "defaults: {points: 2}",
    "dtypes": "dtypes: [float64, float32]",
    "exercises": "exercises: [exercise01, exercise02]",
    "given": "given: {lr: {floats: [0, 1]}}",
    "hint": "hint: Which loss is it, before or after the step?",
    "id": "id: exercise01",
    "limits": "limits: {time_s: 5}",
    "memory_mb": "memory_mb: 1024",
    "module": "module: training.py",
    "name": "name: train_step",
    "needs": "needs: [exercise01]",
    "observe": "observe: [result]",
    "plots": "plots: [{id: curves, title: The loss curves, run: figure = task()}]",
    "points": "points: 2",
    "resume": "resume: result = task(folder)",
    "run": "run: result = task(x)",
    "seed": "seed: 7",
    "shapes": "shapes: {S: [[N], [N, 2]]}",
    "sizes": "sizes: {N: [1, 7], C: 3}",
    "submission_s": "submission_s: 40",
    "tasks": "tasks: [{name: train_step, checks: [matches_reference]}]",
    "time_s": "time_s: 5",
    "title": "title: Training models",
    "visibility": "visibility: hidden",
    "when": "when: {lr: 0.5}",
}


def such_as(key: object, is_needed: bool = True) -> str:
    """An example of a key; one that is not needed can also be left out."""
    example = EXAMPLES.get(str(key))
    if example is None:
        return ""
    return f"Such as {example}" if is_needed else f"Such as {example}, or leave it out"


def of_unknown(key: str, valid: Iterable[str], elsewhere: Mapping[str, Iterable[str]]) -> str:
    """Advice for an unknown key: the nearest one, or where it belongs.

    `elsewhere` are other keys by what they belong to.
    """
    valid = list(valid)
    near = nearest(key, valid)
    if near is None or not is_other_word(key, near):  # the key of another place is no slip
        for place, keys in elsewhere.items():
            if key in keys:
                return f"It belongs to {place}: {EXAMPLES[key]}"
    return did_you_mean(key, valid)
