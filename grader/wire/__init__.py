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
)
from grader.wire.frames import PREFIX, WireError, lengths, pack, unpack
from grader.wire.observation import Event, Frame, Lost, Observation, Raised
from grader.wire.values import (
    DTYPES,
    FLOATING,
    NoSuchPart,
    Opaque,
    Tensor,
    Value,
    leaves,
    part,
)

__all__ = [
    "DTYPES",
    "FLOATING",
    "PREFIX",
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
    "leaves",
    "lengths",
    "pack",
    "part",
    "unpack",
]
