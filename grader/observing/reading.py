"""Read a live tensor, whatever its class says of it: its bytes, or why there are none to read.

Everything is bound before a submission is loaded, and is asked of torch's own class: attributes and
methods that a subclass or a submission puts in front are not seen. Neither are modes that it has
left on. A tensor that holds no memory of its own is not read at all: what comes out would be
whatever lies at that place, another time something else.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from grader.wire import DTYPES, Opaque, Tensor, is_possible

_base: Any = torch._C.TensorBase
_no_functions = torch._C.DisableTorchFunction
_no_dispatch: Any = torch._C._DisableTorchDispatch
_in_transform: Callable[[Any], bool] = torch._C._functorch.is_functorch_wrapped_tensor
_is_functional: Callable[[Any], bool] = torch._is_functional_tensor
_is_zeros: Callable[[Any], bool] = torch._is_zerotensor
_equal, _zeros = torch.equal, torch.zeros
_storage: Any = torch._C.StorageBase
_storage_bytes, _storage_place = _storage.nbytes, _storage.data_ptr
_storage_device = vars(_storage)["device"].__get__
_PLAIN = torch.Tensor, torch.nn.Parameter
_STRIDED, _JAGGED = torch.strided, torch.jagged
_SPARSE = frozenset(
    {torch.sparse_coo, torch.sparse_csr, torch.sparse_csc, torch.sparse_bsr, torch.sparse_bsc}
)
_SIXTEEN_BITS = torch.int16
_DTYPES: dict[torch.dtype, str] = {getattr(torch, name): name for name in DTYPES}


def _attribute(name: str) -> Callable[[Any], Any]:
    """How torch itself reads an attribute of a tensor."""
    found: Callable[[Any], Any] = vars(_base)[name].__get__
    return found


_device = _attribute("device")
_dtype = _attribute("dtype")
_gradient = _attribute("grad")
_is_leaf = _attribute("is_leaf")
_is_meta = _attribute("is_meta")
_is_nested = _attribute("is_nested")
_is_quantized = _attribute("is_quantized")
_layout = _attribute("layout")
_requires_grad = _attribute("requires_grad")
_shape = _attribute("shape")


def read(live: torch.Tensor, most: int) -> Tensor | Opaque:
    """A tensor of at most so many bytes as data; any other one as what it is, in words."""
    with _no_functions(), _no_dispatch():
        described = _without_form(live)
        if described:
            return Opaque(described)
        shape, dtype = tuple(map(int, _shape(live))), _DTYPES[_dtype(live)]
        size = math.prod(shape) * DTYPES[dtype][1]
        if size > most or not is_possible(shape):
            return Opaque(f"a tensor of shape {shape}, too large to be compared")
        described = "" if size == 0 else _without_memory(live)
        if described:
            return Opaque(described)
        data = _bytes(live, dtype) if size else b""
        return Tensor(dtype, shape, data, bool(_requires_grad(live)), str(_device(live)))


def numbers(live: torch.Tensor) -> NDArray[np.float64]:
    """All of its numbers in a row, in double precision."""
    with _no_functions(), _no_dispatch():
        plain = _base.double(_base.cpu(_base.detach(live)))
        found: NDArray[np.float64] = _base.numpy(_base.flatten(plain))
        return found


def copied(live: torch.Tensor) -> torch.Tensor:
    """As it is now, apart from any graph."""
    with _no_functions():
        kept: torch.Tensor = _base.clone(_base.detach(live))
        return kept


def is_zero(live: torch.Tensor) -> bool:
    """Whether there is nothing but zeros in it."""
    with _no_functions():
        return not _base.item(_base.any(live))


def is_same(old: torch.Tensor, new: torch.Tensor) -> bool:
    """Equal to the last bit; NaN is the same as NaN, and another dtype is a change."""
    with _no_functions():
        if _dtype(old) != _dtype(new) or _is_meta(new):
            return False
        if _device(old) == _device(new) and _equal(old, new):
            return True  # most often: all parameters are looked at after each event
        if _shape(old) != _shape(new):
            return False
        new = _base.to(new, _device(old))  # a move changes no number
        both = _base.logical_and(_base.isnan(old), _base.isnan(new))
        return bool(_base.item(_base.all(_base.logical_or(_base.eq(old, new), both))))


def requires_grad(live: torch.Tensor) -> bool:
    """Whether gradients of it are computed, whatever its class says."""
    with _no_functions(), _no_dispatch():
        return bool(_requires_grad(live))


def is_leaf(live: torch.Tensor) -> bool:
    """Whether no graph leads to it, whatever its class says."""
    with _no_functions(), _no_dispatch():
        return bool(_is_leaf(live))


def gradient(live: torch.Tensor) -> Any:
    """What lies in its .grad, whatever its class says."""
    with _no_functions(), _no_dispatch():
        return _gradient(live)


def _without_form(live: torch.Tensor) -> str:
    """What it is instead of a dense tensor with numbers of a known kind; empty if it is one."""
    layout, dtype = _layout(live), _dtype(live)
    if layout in _SPARSE:
        return f"a sparse tensor ({layout})"
    if _is_nested(live) or layout is _JAGGED:
        return "a nested tensor"
    if layout is not _STRIDED:
        return f"a tensor in the layout {layout}"
    if _in_transform(live) or _is_functional(live):
        return "a tensor that was kept from inside torch.func, and has no values outside"
    if _is_quantized(live):
        return f"a quantized tensor ({dtype})"
    if _is_meta(live):
        return "a tensor on the device meta, which holds no values"
    return "" if dtype in _DTYPES else f"a tensor of {dtype}, which cannot be compared"


def _without_memory(live: torch.Tensor) -> str:
    """Why what should be its memory is not; empty if it is."""
    if _is_zeros(live):
        return ""
    kind = type(live)
    try:
        storage = _base.untyped_storage(live)
        reach = sum(
            (n - 1) * step for n, step in zip(_shape(live), _base.stride(live), strict=True)
        )
        last = (_base.storage_offset(live) + reach + 1) * _base.element_size(live)
        is_there = _storage_device(storage).type != "meta" and _storage_place(storage)
        if is_there and last <= _storage_bytes(storage):
            return ""
    except (RuntimeError, NotImplementedError):  # only a wrapper around others
        pass
    if kind in _PLAIN:
        return "a tensor whose memory was given back"
    return f"a tensor of class {_class_name(kind)}, which holds no values of its own"


def _bytes(live: torch.Tensor, dtype: str) -> bytes:
    if _is_zeros(live):  # what autograd keeps in the place of zeros
        live = _zeros(_shape(live), dtype=_dtype(live))
    flat = _base.resolve_neg(_base.resolve_conj(_base.cpu(_base.detach(live))))
    flat = _base.contiguous(flat)
    if dtype == "bfloat16":
        flat = _base.view(flat, _SIXTEEN_BITS)
    data: bytes = _base.numpy(flat).tobytes()
    return data


def _class_name(kind: type) -> str:
    return str(type.__dict__["__name__"].__get__(kind))
