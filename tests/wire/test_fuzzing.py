"""Whatever bytes a worker sends, the judge has an answer, a refusal, or the end of the stream.

The examples are the same on every run. ZEROGRAD_FUZZ=100000 tries as many others, each time new.
"""

import copy
import json
import os
import socket

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.cases import Case
from grader.isolation.channel import Allowance, Closed, receive
from grader.wire import (
    PREFIX,
    Event,
    Frame,
    Loaded,
    Observation,
    Opaque,
    Raised,
    Tensor,
    WireError,
    decode_answer,
    encode_evaluate,
    encode_loaded,
    encode_losses,
    encode_observation,
    leaves,
    lengths,
    unpack,
)

MANY = int(os.environ.get("ZEROGRAD_FUZZ", "0"))
fuzzed = settings(max_examples=MANY or 200, derandomize=not MANY, deadline=None, database=None)

SEEN = Observation(
    values={
        "result": (Tensor("float32", (2,), bytes(8)), 0.5, {"a": None}, "text", float("nan")),
        "model": {"parameters": {"0.weight": Tensor("bool", (1, 2), b"\0\1", True)}, "buffers": {}},
        "criterion": Opaque("torch.nn.modules.loss.MSELoss", ("builtins.object",), "text"),
    },
    before={"inputs": Tensor("int64", (), bytes(8))},
    raised=Raised(("ValueError", "Exception"), "message", (Frame("a.py", 1, "f", "x"),)),
    events=(Event("forward", "loader", {"mode": "train", "rows": 2, "grad": True}),),
    globals_changed=("the default dtype",),
    warnings=("w",),
    output="printed",
)
LOADED = Loaded(SEEN.raised, {"task": "is missing"}, ("landlock",), {"seccomp": "not here"})
HONEST = [encode_observation(SEEN), encode_loaded(LOADED), encode_losses((0.5, float("inf")))]

DEEP = json.loads("[" * 70 + "]" * 70)
ODD = st.sampled_from(
    [
        None, True, False, 0, -1, 1, 2**60, -(2**63), 10**4000, 0.5, -0.0, float("nan"),
        float("inf"), "", "a", "\x1b[2J", "\ud800", "\U000e0001" * 900, "x" * 200_000, [], {}, DEEP,
        [[]], ["float32", [2], 0, 8], ["float64", [0, 2**60], 0, 0], {"$tensor": 0},
        {"$tensor": 0, "grad": False, "on": "cpu"}, {"$tensor": 1, "grad": True, "on": "\x00" * 50},
        {"$float": "nan"}, {"$float": "1"}, {"$map": [["a", 1], ["a", 2]]}, {"$map": [["\x1b", 1]]},
        {"$object": "x" * 5_000, "bases": ["\ud800" * 500], "text": "\x00" * 90_000},
    ]
).map(copy.deepcopy)  # fmt: skip
PIECES = st.sampled_from(
    [
        b"1e999",
        b"NaN",
        b"-Infinity",
        b"1" * 5000,
        b"[" * 2000,
        b'"a":1,',
        b"\xff",
        b"\xc3\xa9",
        b"\0",
    ]
)


def parts_of(frame: bytes) -> tuple[bytes, bytes]:
    header, _ = lengths(frame[: PREFIX.size])
    start = PREFIX.size + header
    return frame[PREFIX.size : start], frame[start:]


def answer(frame: bytes):
    """What the judge makes of a frame."""
    try:
        return decode_answer(*unpack(*parts_of(frame)))
    except WireError as error:
        return error


def framed(header: bytes, body: bytes) -> bytes:
    return PREFIX.pack(b"GRD1", len(header), len(body)) + header + body


def places(document) -> list[tuple]:
    """Every place in a document: the list or dict that holds it, and its index or key there."""
    inside = document.items() if isinstance(document, dict) else enumerate(document)
    found = []
    for key, item in inside:
        found.append((document, key))
        found += places(item) if isinstance(item, dict | list) else []
    return found


@st.composite
def damaged_documents(draw) -> bytes:
    """A right answer with some of its JSON replaced, removed, repeated or exchanged."""
    header, body = parts_of(draw(st.sampled_from(HONEST)))
    document = json.loads(header)
    for _ in range(draw(st.integers(1, 4))):
        holder, key = draw(st.sampled_from(places(document)))
        other, at = draw(st.sampled_from(places(document)))
        match draw(st.integers(0, 4)):
            case 0:
                holder[key] = draw(ODD)
            case 1:
                del holder[key]
            case 2 if isinstance(holder, list):
                holder.insert(key, holder[key])
            case 3 if isinstance(holder, dict):
                holder[draw(st.sampled_from(["more", "", "$map", "\x1b"]))] = draw(ODD)
            case _:
                holder[key], other[at] = json.loads(json.dumps([other[at], holder[key]]))
        if not places(document):
            break
    if draw(st.booleans()):
        body = draw(st.sampled_from([body + b"\0", body[:-1], b"\2" * len(body), b""]))
    return framed(json.dumps(document).encode(), body)


@st.composite
def damaged_texts(draw) -> bytes:
    """A right answer with pieces of its header's text cut out, repeated or put in."""
    header, body = parts_of(draw(st.sampled_from(HONEST)))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(header)))
        end = min(len(header), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from([b"", header[start:end] * 2]) | PIECES)
        header = header[:start] + piece + header[end:]
    return framed(header, body)


FRAMES = damaged_documents() | damaged_texts() | st.binary(max_size=200).map(
    lambda header: framed(header, b"")
)  # fmt: skip


@fuzzed
@given(FRAMES)
def test_a_damaged_answer_is_an_answer_or_refused(frame):
    """Nothing but WireError is raised, whose message is short and can be printed."""
    found = answer(frame)

    assert isinstance(found, WireError | Observation | Loaded | tuple)
    assert not isinstance(found, WireError) or (len(str(found)) < 300 and str(found).isprintable())


@fuzzed
@given(FRAMES)
def test_what_was_accepted_can_be_sent_on(frame):
    """The judge hands values to trusted workers: what it took, they must take, and alike."""
    found = answer(frame)
    seen = found if isinstance(found, Observation) else SEEN

    again = answer(encode_observation(seen))
    sent, _ = unpack(
        *parts_of(encode_evaluate(Case({}, "float64", 0), tuple(seen.values.values())))
    )

    assert repr(again) == repr(seen)
    assert sent["do"] == "evaluate"


@fuzzed
@given(FRAMES)
def test_texts_of_an_answer_can_be_printed(frame):
    """Names and words of a submission reach a terminal; only strings it returned stay raw."""
    found = answer(frame)
    seen = found if isinstance(found, Observation) else SEEN
    events = [(e.kind, e.source, *e.facts, *map(str, e.facts.values())) for e in seen.events]
    named = [(path, getattr(leaf, "type_name", "")) for path, leaf in leaves(seen.values)]

    texts = [seen.output, *seen.warnings, *seen.calls, *sum(events, ()), *sum(named, ())]

    assert all(c.isprintable() or c in "\n\t" for text in texts for c in text)


@fuzzed
@given(
    st.lists(FRAMES | st.binary(max_size=40), min_size=1, max_size=3),
    st.lists(st.integers(1, 4000), max_size=8),
    st.integers(0, 3),
)
@example([framed(b"{}", b"")], [1] * 8, 0)
def test_a_stream_ends_in_a_message_a_refusal_or_its_end(frames, cuts, number):
    """In whatever pieces it comes; what is left over stays in the socket."""
    stream = b"".join(number.to_bytes(8, "big") + frame for frame in frames)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        for cut in [*cuts, len(stream)]:
            stream = stream[theirs.send(stream[:cut]) :]
        theirs.close()

        outcome = first_of(ours, 0)

    assert isinstance(outcome, WireError | Closed | Observation | Loaded | tuple)


def first_of(channel: socket.socket, number: int):
    try:
        return decode_answer(*receive(channel, number, allowance=Allowance()))
    except (WireError, Closed) as error:
        return error
