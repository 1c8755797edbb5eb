"""Show a value in one short line, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.wire import Opaque, Tensor, Value

MOST_ELEMENTS = 12
MOST_KEYS = 20
MOST_CHARACTERS = 2_000  # whatever a submission returns, a report stays small


def show(value: Value, most: int = MOST_ELEMENTS) -> str:
    """`[0.5, 1.25]`, `tensor([[0.5, 1.25]])`, `{train_loss: [...]}`."""
    text = _shown(value, most)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}..."


def show_keys(value: Mapping[str, Value]) -> str:
    """The names of a dict's entries."""
    more = ", ..." if len(value) > MOST_KEYS else ""
    return ", ".join(list(value)[:MOST_KEYS]) + more or "no keys"


def _shown(value: Value, most: int) -> str:
    if isinstance(value, Tensor):
        return _tensor(value, most)
    if isinstance(value, Opaque):
        return _opaque(value)
    if isinstance(value, Mapping):
        shown = ", ".join(f"{k}: {_shown(v, most)}" for k, v in list(value.items())[:most])
        return f"{{{shown}{', ...' if len(value) > most else ''}}}"
    if isinstance(value, tuple):
        shown = ", ".join(_shown(item, most) for item in value[:most])
        return f"[{shown}{', ...' if len(value) > most else ''}]"
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


def _opaque(value: Opaque) -> str:
    if value.bases:
        return f"an object of {value.type_name.removeprefix('builtins.')}"
    return f"{value.type_name} ({value.text})" if value.text else value.type_name


def _tensor(value: Tensor, most: int) -> str:
    grad = ", requires_grad" if value.requires_grad else ""
    array = value.array()
    if array.size > most:
        return f"tensor of shape {value.shape}{grad}"
    return f"tensor({_nested(array.tolist())}{grad})"


def _nested(item: Any) -> str:
    if isinstance(item, list):
        return f"[{', '.join(_nested(i) for i in item)}]"
    return f"{item:.4g}" if isinstance(item, float) else str(item)
