"""Which tensors of two devices CUDA lets meet, and its words where it does not.

torch makes elementwise kernels for CUDA with one class (TensorIterator), which takes one 0-dim CPU
tensor for a number; every other kernel compares the devices of its arguments, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from grader.devices._forms import Form, cuda_name
from grader.devices._names import CPU

SAME = "Expected all tensors to be on the same device, but"
INDEXING = "index", "index_put", "index_put_", "_index_put_impl_", "_unsafe_index_put"
# Elementwise for CUDA, though torch's tag does not say so.
ALSO_POINTWISE = (
    "mse_loss",
    "smooth_l1_loss",
    "huber_loss",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "floor_divide",
    "floor_divide_",
    "fill_",
    "bernoulli_",
)
COMPARED_FIRST = ("equal",)  # tagged elementwise, but no TensorIterator
Given = Sequence[tuple[str, Tensor]]


def refuse_mixing(form: Form, given: Given) -> None:
    """Raise what CUDA raises if these arguments, by their names, may not meet in this operator."""
    if form.name in INDEXING:
        _check_indexing(given)
    elif form.name.startswith("masked_fill"):
        _check_masking(given)
    elif "convolution" in form.name:
        _check_convolution(given)
    elif form.name.startswith("_foreach"):
        _check_elements([tensor for _, tensor in given], numbers=len(given))
    elif form.name == "where":
        _check_elements([tensor for _, tensor in given], numbers=2)
    elif form.name not in COMPARED_FIRST and (form.is_pointwise or form.name in ALSO_POINTWISE):
        _check_elements([tensor for _, tensor in given], numbers=1)
    else:
        _check_arguments(given, cuda_name(form))


def _is_number(tensor: Tensor) -> bool:
    return tensor.dim() == 0 and tensor.device == CPU


def _check_elements(tensors: Sequence[Tensor], numbers: int) -> None:
    common = next(tensor.device for tensor in tensors if tensor.device != CPU)
    for tensor in tensors:
        if tensor.device == common:
            continue
        if not _is_number(tensor):
            raise RuntimeError(f"{SAME} found at least two devices, {common} and {tensor.device}!")
        numbers -= 1
        if numbers < 0:
            raise RuntimeError("Trying to pass too many CPU scalars to non-CPU kernel!")


def _check_arguments(given: Given, method: str) -> None:
    common = given[0][1].device
    for name, tensor in given:
        if tensor.device != common:
            raise RuntimeError(
                f"{SAME} got {name} is on {tensor.device}, different from other tensors on "
                f"{common} (when checking argument in method {method})"
            )


def _check_indexing(given: Given) -> None:
    indexed = given[0][1]
    for name, tensor in given:
        if name == "indices" and tensor.device not in (CPU, indexed.device):
            raise RuntimeError(
                "indices should be either on cpu or on the same device as the indexed tensor "
                f"({indexed.device})"
            )
    values = [tensor for name, tensor in given if name != "indices"]
    if any(tensor.device != CPU for tensor in values):
        _check_elements(values, numbers=1)


def _check_masking(given: Given) -> None:
    where = {name: tensor.device for name, tensor in given}
    if where["self"] != where["mask"]:
        raise RuntimeError(
            "expected self and mask to be on the same device, but got mask on "
            f"{where['mask']} and self on {where['self']}"
        )
    _check_elements([tensor for _, tensor in given], numbers=1)


def _check_convolution(given: Given) -> None:
    inputs = given[0][1]
    for name, tensor in given[1:]:
        if tensor.device.type != inputs.device.type:
            raise RuntimeError(
                f"Input type ({inputs.type()}) and {name} type ({tensor.type()}) should be the same"
            )
    _check_arguments(given, "wrapper_CUDA__cudnn_convolution")


def refuse_layers(inputs: Tensor, hidden: Tensor | list[Tensor], weights: list[Tensor]) -> None:
    """Raise what recurrent layers raise if the inputs are on the device, and another is not."""
    hiddens = [hidden] if isinstance(hidden, Tensor) else hidden
    named = [("hidden", each) for each in hiddens] + [("parameter", each) for each in weights]
    for name, tensor in named:
        if inputs.device != CPU and tensor.device != inputs.device:
            raise RuntimeError(
                f"Input and {name} tensors are not at the same device, found input tensor at "
                f"{inputs.device} and {name} tensor at {tensor.device}"
            )


def refuse_generator(generator: torch.Generator, device: torch.device) -> None:
    """Raise what CUDA raises if this generator does not draw for this device."""
    if generator.device.type != device.type:
        raise RuntimeError(
            f"Expected a '{device.type}' device type for generator but found "
            f"'{generator.device.type}'"
        )
