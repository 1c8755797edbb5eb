"""The valid name that is nearest to a mistyped one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

LONGEST = 12  # a longer list of names helps nobody
SURE = 0.75
NEAR = 0.6  # how alike two names must be; below it, advice misleads more than it helps

# What the same thing is called elsewhere: in other graders, in torch, in workflows.
ELSEWHERE = {
    "answer": ("of", "result"),
    "args": ("given",),
    "arguments": ("given",),
    "assert": ("matches_reference",),
    "boolean": ("booleans",),
    "choice": ("one_of",),
    "choices": ("one_of",),
    "dataloader": ("loader",),
    "description": ("claim", "title"),
    "double": ("float64",),
    "equal": ("matches_reference",),
    "equals": ("matches_reference",),
    "exception": ("error",),
    "feedback": ("hint",),
    "file": ("module",),
    "function": ("name",),
    "given": ("when",),
    "half": ("float16",),
    "hidden": ("visibility",),
    "in_features": ("features",),
    "inputs": ("given",),
    "int": ("integers",),
    "learning_rate": ("lr",),
    "long": ("int64",),
    "loss": ("criterion",),
    "marks": ("points",),
    "message": ("claim",),
    "name": ("names", "id"),
    "net": ("model",),
    "out_features": ("outputs",),
    "parameters": ("given",),
    "randint": ("integers",),
    "randn": ("tensor",),
    "same": ("matches_reference",),
    "sampled_from": ("one_of",),
    "score": ("points",),
    "script": ("run",),
    "setup": ("run",),
    "steps": ("run",),
    "test": ("checks",),
    "tests": ("checks",),
    "timeout": ("time_s",),
    "uniform": ("floats",),
    "weight": ("points",),
    "zero_grad": ("gradients_zeroed",),
}


def did_you_mean(name: object, valid: Iterable[object]) -> str:
    """Advice for people: the nearest valid name, or all of a few if none is near."""
    names = [str(one) for one in valid]
    near = nearest(name, names)
    if near is not None:
        return f"Did you mean {near!r}?"
    return f"Known here: {', '.join(names)}." if 0 < len(names) <= LONGEST else ""


def nearest(name: object, valid: Iterable[object]) -> str | None:
    """The valid name that was probably meant: alike but for capitals, or what it is called here."""
    names = {_plain(str(one)): str(one) for one in valid}
    asked = _plain(str(name).rpartition(".")[2])
    known = [asked, *ELSEWHERE.get(asked, ())]
    known += [one for one in names if _number(one) == _number(asked)]
    known += [one for one in names if sorted(one) == sorted(asked)]
    known += difflib.get_close_matches(asked, names, n=1, cutoff=NEAR)
    known += sorted((one for one in names if _is_part(one, asked)), key=len, reverse=True)
    return next((names[one] for one in known if one in names), None)


def is_other_word(name: str, valid: str) -> bool:
    """Whether the one is what the other is called elsewhere, not only spelt like it."""
    return _plain(valid) in ELSEWHERE.get(_plain(name), ())


def typo_of(name: str, valid: Iterable[str]) -> str | None:
    """The valid name that this one surely is, a slip of the fingers apart."""
    names = {_plain(one): one for one in valid}
    asked = _plain(name)
    close = difflib.get_close_matches(asked, names, n=1, cutoff=SURE)
    turned = [one for one in names if sorted(one) == sorted(asked)]
    return names[(close or turned)[0]] if close or turned else None


def _is_part(name: str, asked: str) -> bool:
    """`MSELoss` for mse, `mode=train` for mode, `bce` for bce_with_logits."""
    return asked.startswith(name) if len(name) < len(asked) else name.startswith(asked + "_")


def _number(name: str) -> str:
    """`exercise3` for exercise03."""
    return re.sub(r"_?0*(\d+)", r"\1", name)


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_").strip("_")
