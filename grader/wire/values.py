"""The plain values that cross between judge and worker.

A value is None, a bool, int, float or str, a `Tensor`, an `Opaque` (anything else, by its type), a
tuple of values, or a mapping from str to values. Nothing here needs torch: the judge compares with
numpy and never imports it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# name -> (numpy's name, bytes an element); numpy has no bfloat16, it travels as its upper 16 bits
DTYPES = {
    "bool": ("?", 1),
    "uint8": ("u1", 1),
    "int8": ("i1", 1),
    "int16": ("<i2", 2),
    "int32": ("<i4", 4),
    "int64": ("<i8", 8),
    "float16": ("<f2", 2),
    "bfloat16": ("<u2", 2),
    "float32": ("<f4", 4),
    "float64": ("<f8", 8),
    "complex64": ("<c8", 8),
    "complex128": ("<c16", 16),
}
FLOATING = ("float16", "bfloat16", "float32", "float64")
MAX_DIMENSIONS = 16
MAX_ELEMENTS = 2**40  # of an empty tensor too: numpy multiplies the other sizes


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor as data: row-major, little-endian bytes."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    requires_grad: bool = False
    device: str = "cpu"

    def array(self) -> NDArray[np.generic]:
        """The elements as numpy sees them; bfloat16 widened to float32."""
        import numpy as np  # not before it is needed: the zygote should be started first

        flat = np.frombuffer(self.data, dtype=np.dtype(DTYPES[self.dtype][0]))
        if self.dtype == "bfloat16":
            flat = (flat.astype(np.uint32) << 16).view(np.float32)
        return flat.reshape(self.shape)

    @property
    def is_floating(self) -> bool:
        return self.dtype in FLOATING


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that is no plain value: its type, and the types that it derives from.

    Without any of these it is no object of a type but what the words say, such as "a sparse
    tensor", and equal to nothing. `text` says more, of a file that cannot be read for example.
    """

    type_name: str
    bases: tuple[str, ...] = ()
    text: str = ""


TOO_LARGE = Opaque("too much to be compared: nested too deeply, or too many values")


Value: TypeAlias = (
    "bool | int | float | str | Tensor | Opaque | tuple[Value, ...] | Mapping[str, Value] | None"
)


def is_possible(shape: Sequence[int]) -> bool:
    """Whether a tensor of this shape may travel, if its bytes fit."""
    sizes = (max(size, 1) for size in shape)
    return len(shape) <= MAX_DIMENSIONS and math.prod(sizes) <= MAX_ELEMENTS


class NoSuchPart(LookupError):
    """A dotted path names a part that the value does not have."""


def part(value: Value, path: str) -> Value:
    """The part of a value that a dotted path names: `model.parameters.0.weight`, `result.0`."""
    rest = path.split(".")
    while rest:
        value, used = _step(value, rest, path)
        rest = rest[used:]
    return value


def _step(value: Value, keys: list[str], path: str) -> tuple[Value, int]:
    """One step down, and how many keys it took: the names of parameters hold dots themselves."""
    if isinstance(value, Mapping):
        for used in range(len(keys), 0, -1):
            if ".".join(keys[:used]) in value:
                return value[".".join(keys[:used])], used
    if isinstance(value, tuple) and keys[0].lstrip("-").isdigit():
        index = int(keys[0])
        if -len(value) <= index < len(value):
            return value[index], 1
    raise NoSuchPart(path)


def leaves(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    """Every value inside that holds no others, with its dotted path, in order."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value
