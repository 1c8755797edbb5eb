"""Frames: a JSON header and raw tensor bytes. Never pickle.

    frame  = magic (4) | header length (4, big-endian) | body length (8) | header | body
    header = {"message": ..., "tensors": [[dtype, shape, offset, nbytes], ...]}

Tensors in the message stand as {"$tensor": index, ...}. Everything that is read is checked before
it is used: lengths before anything is allocated, dtypes against a list, shapes against the bytes
that are there. Whatever does not fit raises `WireError`.
"""

from __future__ import annotations

import functools
import json
import math
import struct
from collections.abc import Mapping
from typing import Any

from grader.wire.values import DTYPES, MAX_ELEMENTS, Opaque, Tensor, Value, is_possible

MAGIC = b"GRD1"
PREFIX = struct.Struct(">4sIQ")
MAX_HEADER = 16 * 2**20
MAX_BODY = 64 * 2**20
MAX_TENSORS = 20_000
SCALARS = frozenset({bool, int, float, str})
MAX_DEPTH = 64
MAX_TEXT = 100_000
MAX_NAME = 1_000
# Of a header, lists and objects counted twice: up to 250 bytes each, for 2 in the text. The judge
# looks at each value several times, and nobody counts that as the submission's time.
MAX_VALUES = 250_000


class WireError(Exception):
    """What came over the wire is not a frame, or not a value that may travel."""


def pack(message: Any, tensors: list[Tensor]) -> bytes:
    """A frame from a JSON-able message and the tensors that it refers to by index."""
    table, offset = [], 0
    for tensor in tensors:
        table.append([tensor.dtype, list(tensor.shape), offset, len(tensor.data)])
        offset += len(tensor.data)
    header = json.dumps({"message": message, "tensors": table}, separators=(",", ":")).encode()
    body = b"".join(tensor.data for tensor in tensors)
    return PREFIX.pack(MAGIC, len(header), len(body)) + header + body


def lengths(prefix: bytes, trusted: bool = False) -> tuple[int, int]:
    """Header and body length from a frame's first bytes, checked before anything is allocated.

    `trusted`: the judge's own orders, which hold all the sources of a submission, may be larger.
    """
    if len(prefix) != PREFIX.size:
        raise WireError("the answer is cut off")
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("the answer is not a frame")
    if not trusted and (header > MAX_HEADER or body > MAX_BODY):
        raise WireError(f"the answer is too large: {header} + {body} bytes")
    return header, body


def unpack(header: bytes, body: bytes, trusted: bool = False) -> tuple[Any, dict[int, Tensor]]:
    """The message of a frame, and its tensors by number."""
    if not trusted and _values(header) > MAX_VALUES:
        raise WireError("the header holds too many values")
    try:
        document = json.loads(
            header.decode("ascii"),  # as `pack` writes it: other text takes four times the memory
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicate_keys,
        )
    except (ValueError, RecursionError) as error:
        raise WireError(f"the header is not JSON: {str(error)[:200]}") from error
    if not isinstance(document, dict) or document.keys() != {"message", "tensors"}:
        raise WireError("the header has other keys than message and tensors")
    table = document["tensors"]
    if not isinstance(table, list) or len(table) > MAX_TENSORS:
        raise WireError("the table of tensors is not a list, or too long")
    return document["message"], _tensors(table, body)


def fits(frame: bytes) -> bool:
    """Whether a frame is small enough for a judge to read it."""
    _, header, body = PREFIX.unpack_from(frame)
    small = header <= MAX_HEADER and body <= MAX_BODY
    return small and _values(frame[PREFIX.size : PREFIX.size + header]) <= MAX_VALUES


def _values(header: bytes) -> int:
    """How many values there are at most; brackets and commas in texts count too."""
    return header.count(b"[") + header.count(b"{") + header.count(b",")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _no_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key appears twice")
    return found


def _tensors(table: list[Any], body: bytes) -> dict[int, Tensor]:
    """The tensors, which lie one after the other: no byte is read twice, none is left over."""
    tensors, end = {}, 0
    for index, row in enumerate(table):
        tensors[index] = _tensor(row, body, end)
        end += len(tensors[index].data)
    if end != len(body):
        raise WireError("bytes that belong to no tensor")
    return tensors


def _tensor(row: Any, body: bytes, start: int) -> Tensor:
    try:
        dtype, shape, offset, nbytes = row
    except (TypeError, ValueError) as error:
        raise WireError("a tensor's entry is malformed") from error
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise WireError("a tensor of unknown dtype")
    if not isinstance(shape, list) or not all(map(_is_size, shape)):
        raise WireError("a tensor's shape is malformed")
    if not is_possible(shape):
        raise WireError("a tensor's shape is too large")
    if not _is_size(nbytes) or math.prod(shape) * DTYPES[dtype][1] != nbytes:
        raise WireError("a tensor's bytes do not fit its shape")
    if not _is_size(offset) or offset != start or start + nbytes > len(body):
        raise WireError("a tensor lies outside its place")
    data = body[start : start + nbytes]
    if dtype == "bool" and data.strip(b"\0\1"):
        raise WireError("a bool is neither 0 nor 1")
    return Tensor(dtype, tuple(shape), data)


def _is_size(number: Any) -> bool:
    return type(number) is int and 0 <= number <= MAX_ELEMENTS


def to_json(value: Value, tensors: list[Tensor]) -> Any:
    """A value as JSON; tensors are appended to the list and stand as their index."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$float": repr(value)}
    if isinstance(value, Tensor):
        tensors.append(value)
        return {"$tensor": len(tensors) - 1, "grad": value.requires_grad, "on": value.device}
    if isinstance(value, Opaque):
        return {"$object": value.type_name, "bases": list(value.bases), "text": value.text}
    if isinstance(value, Mapping):
        return {"$map": [[key, to_json(item, tensors)] for key, item in value.items()]}
    return [to_json(item, tensors) for item in value]


def from_json(data: Any, tensors: dict[int, Tensor], depth: int = 0) -> Value:
    """The value that `to_json` wrote, every field checked.

    A tensor is taken out of `tensors`: a frame of some bytes must not stand for more of them.
    """
    if data is None or type(data) in SCALARS:  # most of what there is: first
        if type(data) is str and len(data) > MAX_TEXT:
            raise WireError("a text is too long")
        if type(data) is float and not math.isfinite(data):
            raise WireError("a number that no float holds")  # such as 1e999
        return data  # type: ignore[no-any-return]
    if depth > MAX_DEPTH:
        raise WireError("a value is nested too deeply")
    if isinstance(data, list):
        return tuple([from_json(item, tensors, depth + 1) for item in data])
    match data:
        case {"$float": "nan" | "inf" | "-inf" as name, **rest} if not rest:
            return float(name)
        case {"$tensor": int(index), "grad": bool(grad), "on": str(device), **rest} if not rest:
            return _reference(tensors, index, grad, device)
        case {"$object": str(name), "bases": list(bases), "text": str(text), **rest} if not rest:
            return Opaque(_kind(name), tuple(map(_kind, bases)), _shortened(text, MAX_TEXT))
        case {"$map": list(pairs), **rest} if not rest:
            return _mapping(pairs, tensors, depth)
    raise WireError("an object of unknown form")


def _reference(tensors: dict[int, Tensor], index: int, grad: bool, device: str) -> Tensor:
    if isinstance(index, bool) or index not in tensors:
        raise WireError("a tensor that is not there, or not any more")
    plain = tensors.pop(index)
    return Tensor(plain.dtype, plain.shape, plain.data, grad, _shortened(device, 40))


def _mapping(pairs: list[Any], tensors: dict[int, Tensor], depth: int) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            raise WireError("a mapping's entry is malformed")
        key = _name(pair[0])
        if key in found:
            raise WireError("a mapping has a key twice")
        found[key] = from_json(pair[1], tensors, depth + 1)
    return found


def _kind(data: Any) -> str:
    """The name of a type: as long as its author likes."""
    return _name(_shortened(data, MAX_NAME) if isinstance(data, str) else data)


def _name(data: Any) -> str:
    """A name as it is shown; what was accepted once is accepted, and the same, when sent on."""
    if not isinstance(data, str):
        raise WireError(f"a name was expected, not {type(data).__name__}")
    if len(data) > MAX_NAME or len(name := visible(data)) > MAX_NAME:
        raise WireError("a name is too long")
    return name


def _shortened(text: str, most: int) -> str:
    return visible(text[:most])[:most]


@functools.lru_cache(1024)  # names of events, parameters and devices come again and again
def visible(text: str) -> str:
    """Text with every control character made visible: it may reach a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else _escape(c) for c in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode()
