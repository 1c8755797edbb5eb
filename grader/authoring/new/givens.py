"""Guess what a function is given, from the names and annotations of its parameters.

A guess is a set of lines for `given`. Several come for one function, the most likely first: which
of them is right, the reference says when it is run on them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from grader.authoring.new.solved import Parameter

INTEGERS = {
    "epochs|num_epochs|n_epochs|steps|num_steps|n_steps": "{integers: [1, 3]}",
    "patience|warmup|warmup_steps|every|interval|step_size": "{integers: [1, 4]}",
    "k|top_k|topk": "{integers: [1, 2]}",
    "dim|axis": "{one_of: [-1, 0]}",
    "num_classes|n_classes|classes|out_features|output_size|out_dim|outputs": "2",
    "in_features|input_size|input_dim|in_dim|features|n_features|num_features": "3",
    "hidden|hidden_size|hidden_dim|hidden_features|width|d_model": "4",
    "batch_size": "{integers: [1, 4]}",
    "seed": "{integers: [0, 99]}",
}
FLOATS = {
    "lr|learning_rate|step": "{floats: [0.01, 0.1]}",
    "momentum|beta\\d?|decay|alpha|gamma|rate|p|dropout|smoothing|ratio|threshold|tau|rho":
        "{one_of: [0.5, 0.9, 0.1]}",
    "weight_decay|l2|lambda_?|min_delta|tol|tolerance": "{one_of: [0.1, 0, 0.25]}",
    "eps|epsilon": "{one_of: [1.0e-6, 0.001]}",
}  # fmt: skip
WORDS = {
    "model": "model|net|network|module|classifier|regressor|teacher|student|average|averaged|"
    "ema|ema_model|target_model",
    "loader": ".*loader",
    "criterion": "criterion|loss_fn|loss_func|loss_function|objective",
    "optimizer": "optimizer|optim|opt",
    "parameters": "params|parameters",
    "stopper": "early_stopping|stopper|stopping",
    "tensor": "predictions?|preds?|y_pred|y_hat|outputs?|inputs?|x|xs|features|images?|batch|"
    "targets?|y|ys|y_true|labels?|logits|scores|log_probs|log_probabilities|probs|probabilities|"
    "weights?|bias|w|b|mask|tensor|data|errors?|a|values?",
    "numbers": "losses|numbers|history|val_losses",
    "shape": "shape|size",
}
ANNOTATIONS = {  # of an annotation that ends like this; the first that fits
    "loader": r"DataLoader(\[.*\])?",
    "optimizer": r"Optimizer|SGD|AdamW?",
    "criterion": r"_Loss|\w+Loss",
    "parameters": r"(Iterable|Iterator|[lL]ist|Sequence|tuple)\[([\w.]+\.)?(Tensor|Parameter).*\]",
    "numbers": r"(Iterable|list|List|Sequence|tuple)\[float(, \.\.\.)?\]",
    "model": r"Module|Sequential",
    "tensor": r"(Float|Long)?Tensor",
    "device": r"torch\.device|device",
    "bool": "bool",
    "int": "int",
    "float": r"float|float \| int|int \| float",
}
Words: TypeAlias = Mapping[str, Sequence[str]]
NO_WORDS: Words = MappingProxyType({})
LABELS = re.compile("labels?|classes|class_indices|indices")
MAYBE_LABELS = re.compile("targets?|y|y_true")
PER_CLASS = re.compile("logits|scores|log_probs|log_probabilities")
SCALARS = re.compile("w|b|weight|bias|slope|intercept")
PLAIN_DEFAULT = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?|True|False")


@dataclass(frozen=True, slots=True)
class Guess:
    """Givens as YAML, each on one line; the names of those that nothing speaks of."""

    given: Mapping[str, str]
    shapes: str = ""
    unknown: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def sizes(self) -> str:
        """The sizes that the givens name."""
        text = f"{self.shapes} {' '.join(self.given.values())}"
        ranges = {"N": "[1, 6]", "C": "[2, 4]", "F": "[1, 4]"}
        used = [
            f"{name}: {span}" for name, span in ranges.items() if re.search(rf"\b{name}\b", text)
        ]
        return f"{{{', '.join(used)}}}" if used else ""

    def named(self, *roles: str) -> tuple[str, ...]:
        return tuple(name for name, role in self.roles.items() if role in roles)


def role_of(parameter: Parameter) -> str:
    """What a parameter is, if its annotation or its name tells; else nothing."""
    plain = re.sub(r"^Optional\[(.*)\]$", r"\1", parameter.annotation).removesuffix(" | None")
    name = parameter.name.lower()
    by_name = next((role for role, words in WORDS.items() if re.fullmatch(words, name)), "")
    for role, pattern in ANNOTATIONS.items():
        if re.search(rf"(^|\.)({pattern})$", plain):
            return "criterion" if role == "model" and by_name == "criterion" else role
    if plain and by_name not in ("criterion", "stopper", "model", "loader"):
        return ""
    return by_name or _role_without_annotation(name, parameter.default)


def _role_without_annotation(name: str, default: str) -> str:
    if name == "device":
        return "device"
    if default in ("True", "False"):
        return "bool"
    if any(re.fullmatch(words, name) for words in INTEGERS) or re.fullmatch(r"-?\d+", default):
        return "int"
    if any(re.fullmatch(words, name) for words in FLOATS) or PLAIN_DEFAULT.fullmatch(default):
        return "float"
    return ""


def guesses(parameters: Sequence[Parameter], words: Words = NO_WORDS) -> Iterator[Guess]:
    """What these may be given, the most likely first. Parameters with a default are left out.

    `words`: by parameter the texts that its function asks for.
    """
    needed = [each for each in parameters if not each.default]
    roles = {each.name: role_of(each) for each in needed}
    fixed = {name: _fixed(name, role, roles) for name, role in roles.items()}
    for name in roles.keys() & words.keys():
        fixed[name] = f"{{one_of: {json.dumps(words[name], ensure_ascii=False)}}}"
    unknown = tuple(
        name for name, text in fixed.items() if text is None and roles[name] != "tensor"
    )
    for variant, shapes in _tensors([n for n, role in roles.items() if role == "tensor"], roles):
        given = {**{n: text or "null" for n, text in fixed.items()}, **variant}
        yield Guess({name: given[name] for name in roles}, shapes, unknown, roles)
        if "criterion" in roles.values() and "loader" in roles.values():
            yield Guess(
                {n: _classifying(given[n], roles[n]) for n in roles}, shapes, unknown, roles
            )


def guess_default(parameter: Parameter) -> str | None:
    """A given for a parameter that has a default: that value, and others like it."""
    role = role_of(parameter)
    if role == "bool":
        return "{booleans: {}}"
    if role not in ("int", "float") or not PLAIN_DEFAULT.fullmatch(parameter.default):
        return None
    number = float(parameter.default)
    if role == "int":
        known = _by_name(parameter.name, INTEGERS, "")
        others = [number + 1, number + 2]
    else:
        known = ""
        listed = re.findall(r"\d[\d.e-]*", _by_name(parameter.name, FLOATS, ""))
        others = [float(each) for each in listed] or [number * 2, number / 2 or 0.5]
    shown = [f"{each:g}" for each in dict.fromkeys([number, *others])]
    return known or f"{{one_of: [{', '.join(map(_as_yaml, shown))}]}}"


def _as_yaml(number: str) -> str:
    """1e-05 is text in YAML, 1.0e-05 a number."""
    return re.sub(r"^(-?\d+)e", r"\1.0e", number)


def _fixed(name: str, role: str, roles: Mapping[str, str]) -> str | None:
    """A given that does not depend on the shapes that are tried; None if nothing is known."""
    match role:
        case "model":
            is_trained = {"loader", "criterion"} & set(roles.values())
            alone = not is_trained and list(roles.values()).count("tensor") < 2
            return "{mlp: {features: F, outputs: 3}}" if alone else "{mlp: {features: F}}"
        case "loader":
            return "{loader: {kind: regression, features: F}}"
        case "criterion":
            return "{criterion: [mse, l1]}"
        case "optimizer":
            owner = next((n for n, r in roles.items() if r in ("model", "parameters")), None)
            over = "" if owner == "model" else f", over: {owner}"
            return f"{{optimizer: {{kinds: [sgd, momentum, adam]{over}}}}}" if owner else None
        case "parameters":
            return "{parameters: {}}"
        case "stopper":
            return "{early_stopping: {after: [1, 4]}}"
        case "device":
            return "{device: cpu}"
        case "shape":
            return "[2, 3]"
        case "numbers":
            return "{lists: {of: {floats: [0, 2]}, min_size: 1, max_size: 8}}"
        case "bool":
            return "{booleans: {}}"
        case "int":
            return _by_name(name, INTEGERS, "{integers: [1, 5]}")
        case "float":
            return _by_name(name, FLOATS, "{floats: [0.1, 2]}")
    return None


def _by_name(name: str, known: Mapping[str, str], otherwise: str) -> str:
    found = (text for words, text in known.items() if re.fullmatch(words, name.lower()))
    return next(found, otherwise)


def _classifying(given: str, role: str) -> str:
    """The same given where classes are learnt."""
    return {
        "model": "{mlp: {features: F, outputs: 3}}",
        "loader": "{loader: {kind: classification, features: F, outputs: 3}}",
        "criterion": "{criterion: cross_entropy}",
    }.get(role, given)


def _tensors(
    names: Sequence[str], roles: Mapping[str, str]
) -> Iterator[tuple[dict[str, str], str]]:
    """Shapes for all tensors of a call, and the line of `shapes` that they need."""
    if not names:
        yield {}, ""
        return
    if "model" in roles.values():
        yield _beside_a_model(names), ""
        yield {**_beside_a_model(names), **_all(names[1:], "[N]", "classes: 3")}, ""
    labels = _labels(names)
    if labels:
        others = [name for name in names if name not in labels]
        yield {**_all(others, "[N, C]"), **_all(labels, "[N]", "classes: C")}, ""
    scalars = [name for name in names if SCALARS.fullmatch(name.lower())]
    if scalars and len(scalars) < len(names):
        others = [name for name in names if name not in scalars]
        yield {**_all(others, "[N]"), **_all(scalars, "[]")}, ""
    yield _all(names, "S"), "{S: [[N], [N, C], [N, 1]]}"
    for shape in ("[N, C]", "[N]", "[3, 3]", "[]"):
        yield _all(names, shape), ""
    if len(names) > 1:
        yield {**_all(names[:1], "[N, C]"), **_all(names[1:], "[C]")}, ""
        yield (
            {**_all(names[:1], "[N, F]"), **_all(names[1:2], "[F, C]"), **_all(names[2:], "[C]")},
            "",
        )


def _labels(names: Sequence[str]) -> list[str]:
    per_class = any(PER_CLASS.fullmatch(name.lower()) for name in names)
    found = [n for n in names if LABELS.fullmatch(n.lower())]
    return found or [n for n in names if per_class and MAYBE_LABELS.fullmatch(n.lower())]


def _beside_a_model(names: Sequence[str]) -> dict[str, str]:
    """Inputs and targets of a model with one output."""
    return {**_all(names[:1], "[N, F]"), **_all(names[1:], "[N, 1]")}


def _all(names: Sequence[str], shape: str, more: str = "") -> dict[str, str]:
    return {name: f"{{tensor: {{shape: {shape}{_values(name, more)}}}}}" for name in names}


def _values(name: str, more: str) -> str:
    if more:
        return f", {more}"
    if re.fullmatch("log_prob.*", name.lower()):
        return ", log_probs: true"
    if re.fullmatch("prob.*", name.lower()):
        return ", values: [0.01, 0.99]"
    if name.lower() == "mask":
        return ", choice: [0, 1], dtype: bool"
    return ""
