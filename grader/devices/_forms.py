"""What the schema of an operator says of its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import torch

_has_kernel = torch._C._dispatch_has_kernel_for_dispatch_key


@dataclass(frozen=True, slots=True)
class Form:
    """An operator: its name without `aten::`, and its arguments by their names, in order."""

    name: str
    overload: str
    is_pointwise: bool
    names: tuple[str, ...]
    tensors: frozenset[str]  # one each, so not lists of them
    written: frozenset[str]
    outs: frozenset[str]
    is_view: bool  # of an argument: it shares memory, and be it empty


@cache
def form_of(operator: Any) -> Form:
    """The form of an overload in `torch.ops`."""
    schema = operator._schema
    arguments = schema.arguments
    return Form(
        schema.name.removeprefix("aten::"),
        schema.overload_name,
        torch.Tag.pointwise in operator.tags,
        tuple(a.name for a in arguments),
        frozenset(a.name for a in arguments if str(a.type) in ("Tensor", "Optional[Tensor]")),
        frozenset(a.name for a in arguments if a.is_write),
        frozenset(a.name for a in arguments if a.is_out),
        any(r.alias_info and not r.alias_info.is_write for r in schema.returns),
    )


@cache
def operator_named(name: str) -> Any:
    """The overload in `torch.ops` that torch's registry calls `aten::add.Tensor`."""
    packet, _, overload = name.removeprefix("aten::").partition(".")
    return getattr(getattr(torch.ops.aten, packet), overload or "default")


@cache
def cuda_name(form: Form) -> str:
    """What torch's messages call CUDA's kernel for it: the functional one, with `out=` or not."""
    overload = form.overload
    if form.outs:
        shorter = overload.removesuffix("out").removesuffix("_")
        overloads = getattr(torch.ops.aten, form.name).overloads()
        overload = shorter if shorter != overload and shorter in overloads else ""
    functional = f"aten::{form.name}" + (f".{overload}" if overload else "")
    if _has_kernel(functional, "CompositeExplicitAutogradNonFunctional"):
        return "_".join(["wrapper_CUDA", form.name, *([overload] if overload else [])])
    return f"wrapper_CUDA_{overload}_{form.name}"
