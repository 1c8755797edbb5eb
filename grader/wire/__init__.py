"""What crosses between judge and worker, and how: plain values in checked frames."""

from grader.wire.asks import Ask, Load, Loaded, Rewrite, Variation
from grader.wire.codec import (
    decode_answer,
    encode_ask,
    encode_evaluate,
    encode_load,
    encode_loaded,
    encode_losses,
    encode_observation,
    encode_read,
)
from grader.wire.frames import PREFIX, WireError, lengths, pack, unpack, visible
from grader.wire.observation import Event, Frame, Lost, Observation, Raised
from grader.wire.places import place_of
from grader.wire.values import (
    DTYPES,
    FLOATING,
    TOO_LARGE,
    NoSuchPart,
    Opaque,
    Tensor,
    Value,
    is_possible,
    leaves,
    part,
)

__all__ = [
    "DTYPES",
    "FLOATING",
    "PREFIX",
    "TOO_LARGE",
    "Ask",
    "Event",
    "Frame",
    "Load",
    "Loaded",
    "Lost",
    "NoSuchPart",
    "Observation",
    "Opaque",
    "Raised",
    "Rewrite",
    "Tensor",
    "Value",
    "Variation",
    "WireError",
    "decode_answer",
    "encode_ask",
    "encode_evaluate",
    "encode_load",
    "encode_loaded",
    "encode_losses",
    "encode_observation",
    "encode_read",
    "is_possible",
    "leaves",
    "lengths",
    "pack",
    "part",
    "place_of",
    "unpack",
    "visible",
]
