"""Any operator on simulated tensors, computed by the CPU's kernel on the same memory."""

from __future__ import annotations

from numbers import Number
from typing import Any

import torch
from torch import Tensor

from grader.devices._forms import Form, form_of
from grader.devices._generators import drawing_for
from grader.devices._memory import as_cpu, as_sim, follow, view_like
from grader.devices._mixing import refuse_generator, refuse_mixing
from grader.devices._names import CPU, CURRENT, NAME, placed


def compute(operator: Any, *args: Any, **kwargs: Any) -> Any:
    """The kernel for whatever operator torch has no better one for."""
    call = _Call(form_of(operator))
    given = [call.lower(value, name) for value, name in zip(args, call.form.names, strict=False)]
    named = {name: call.lower(value, name) for name, value in kwargs.items()}
    if call.is_mixed:
        refuse_mixing(call.form, call.tensors)
    if call.generator is not None:
        refuse_generator(call.generator, call.device)
    if call.has_numbers:
        given = [call.as_tensor(*each) for each in zip(given, call.form.names, strict=False)]
    result = operator(*given, **named)
    for tensor, twin in call.written:
        follow(tensor, twin)
    return call.lift(result)


class _Call:
    """One call of an operator: where it happens, and which CPU tensor stands for which other."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.place: torch.device | None = None
        self.generator: torch.Generator | None = None
        self.is_mixed = False
        self.has_numbers = False
        self.tensors: list[tuple[str, Tensor]] = []
        self.twins: list[tuple[Tensor, Tensor]] = []
        self.written: list[tuple[Tensor, Tensor]] = []

    @property
    def device(self) -> torch.device:
        """Where the result will be."""
        return self.place or torch.device(NAME, CURRENT)

    def lower(self, value: Any, name: str) -> Any:
        """An argument, by its name, as the CPU's kernel takes it."""
        if isinstance(value, Tensor):
            return self._lower_tensor(value, name)
        if isinstance(value, list | tuple):
            return [self.lower(item, name) for item in value]
        if isinstance(value, torch.device) and value.type == NAME:
            self.place = placed(value)
            return CPU
        if isinstance(value, torch._C.Generator):
            self.generator = drawing_for(value)
        elif isinstance(value, Number) and name in self.form.tensors:
            self.has_numbers = True
        elif name == "pin_memory" and value:
            raise RuntimeError("Only dense CPU tensors can be pinned")
        return value

    def _lower_tensor(self, tensor: Tensor, name: str) -> Tensor:
        device = tensor.device
        self.tensors.append((name, tensor))
        self.is_mixed |= device != self.tensors[0][1].device
        if device.type != NAME:
            return tensor
        if self.place is None:
            self.place = device
        # Kernels may grow what they fill, and borrowed memory cannot grow.
        is_out = name in self.form.outs
        twin = torch.empty(0, dtype=tensor.dtype, device=CPU) if is_out else as_cpu(tensor)
        self.twins.append((tensor, twin))
        if name in self.form.written:
            self.written.append((tensor, twin))
        return twin

    def as_tensor(self, value: Any, name: str) -> Any:
        """A number that stands for a tensor, which torch hands over as a number."""
        if not isinstance(value, Number) or name not in self.form.tensors:
            return value
        number: Any = value
        dtype = torch.result_type(self.tensors[0][1], number) if self.tensors else None
        return torch.scalar_tensor(number, dtype=dtype, device=CPU)

    def lift(self, result: Any) -> Any:
        """What came out, on the simulated device: an argument, a view of one, or something new."""
        if isinstance(result, list | tuple):
            return type(result)(self.lift(item) for item in result)
        if not isinstance(result, Tensor):
            return result
        for tensor, twin in self.twins:
            if result is twin:
                return tensor
        if result.layout == torch.strided:
            place = result.untyped_storage().data_ptr()
            shares = place or self.form.is_view  # what is empty has no place
            for tensor, twin in self.twins:
                if shares and place == twin.untyped_storage().data_ptr():
                    return view_like(tensor, result)
        return as_sim(result, self.device.index)
