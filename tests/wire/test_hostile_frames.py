"""Whatever a worker sends, the judge gets a value or a WireError, and allocates little."""

import json
import struct
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.isolation.channel import HEADER_WEIGHT
from grader.wire import (
    PREFIX,
    TOO_LARGE,
    Event,
    Observation,
    Opaque,
    Tensor,
    WireError,
    decode_answer,
    encode_observation,
    lengths,
    unpack,
)

EMPTY = {
    "values": {"$map": []},
    "before": {"$map": []},
    "raised": None,
    "events": [],
    "globals_changed": [],
    "rng_used": False,
    "live_graphs": 0,
    "calls": [],
    "warnings": [],
    "output": "",
}
ENTRY = ["float32", [2], 0, 8]
REFERENCE = {"$tensor": 0, "grad": False, "on": "cpu"}
DEEP = 100_000


def received(header: bytes, body: bytes = b""):
    return decode_answer(*unpack(header, body))


def observation(value, table=(), body: bytes = b""):
    """An answer in which this JSON stands for the result."""
    message = {**EMPTY, "values": {"$map": [["result", value]]}}
    document = {"message": {"observation": message}, "tensors": list(table)}
    return received(json.dumps(document).encode(), body)


def answer(**fields):
    """An answer with some fields replaced."""
    document = {"message": {"observation": {**EMPTY, **fields}}, "tensors": []}
    return received(json.dumps(document).encode())


def peak_bytes(act) -> int:
    tracemalloc.start()
    try:
        act()
    except WireError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    "prefix",
    [
        PREFIX.pack(b"HTTP", 10, 10),
        PREFIX.pack(b"GRD1", 2**32 - 1, 0),
        PREFIX.pack(b"GRD1", 10, 2**63),
        PREFIX.pack(b"GRD1", 10, 10)[:-1],
        b"",
    ],
    ids=["other magic", "huge header", "huge body", "cut off", "empty"],
)
def test_a_false_prefix_is_refused(prefix):
    """Before anything of the announced length is allocated."""
    with pytest.raises(WireError):
        lengths(prefix)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"message": NaN, "tensors": []}',
        b'{"message": 1, "tensors": [], "more": 1}',
        b'{"message": 1, "message": 2, "tensors": []}',
        b'{"message": {"losses": [], "losses": []}, "tensors": []}',
        b'{"message": {"losses": [1]}, "tensors": []}',
        b'{"message": {"losses": [true]}, "tensors": []}',
        b'{"message": {"losses": {}}, "tensors": []}',
        b'{"message": {}, "tensors": {}}',
        b'{"message": {}, "tensors": [7]}',
        b'{"message": {}, "tensors": [[1, 2, 3, 4, 5]]}',
        b'{"message": ' + b"9" * 500_000 + b', "tensors": []}',
        '{"message": {"losses": []}, "tensors": [], "\u00e9": 1}'.encode(),
        '{"message": {"losses": []}, "tensors": []}'.encode("utf-16"),
        b"[" * DEEP,
        b'{"message": ' + b"[" * DEEP + b"]" * DEEP + b', "tensors": []}',
        b'{"message": ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b', "tensors": []}',
    ],
    ids=lambda header: header[:40].decode("latin-1") + (" ..." if len(header) > 40 else ""),
)
def test_a_malformed_header_is_refused(header):
    """Also one that another parser would make sense of."""
    with pytest.raises(WireError):
        received(header)


@pytest.mark.parametrize(
    "row",
    [
        ["float31", [2], 0, 8],
        ["object", [1], 0, 8],
        [["float32"], [2], 0, 8],
        [{}, [2], 0, 8],
        ["float32", 2, 0, 8],
        ["float32", [3], 0, 8],
        ["float32", [-2], 0, 8],
        ["float32", [2.0], 0, 8],
        ["float32", [True, 2], 0, 8],
        ["float32", [1] * 17, 0, 4],
        ["float32", [2**20] * 16, 0, 8],
        ["float32", [0, 2**40, 2**40], 0, 0],
        ["float32", [2], -8, 8],
        ["float32", [2], 4, 8],
        ["float32", [2], 2**40, 8],
        ["float32", [2], 0.0, 8],
        ["float32", [2], False, 8],
        ["float32", [4], 0, 16],
        ["float32", [1], 0, 4],
        ["bool", [8], 0, 8],
    ],
    ids=str,
)
def test_a_malformed_tensor_is_refused(row):
    """Unknown dtype, a shape that its bytes do not fit, bytes that are not its own."""
    with pytest.raises(WireError):
        observation(REFERENCE, [row], b"\2" * 8)


def test_overlapping_tensors_are_refused():
    """A small frame could stand for terabytes."""
    with pytest.raises(WireError):
        observation(REFERENCE, [ENTRY, ENTRY], bytes(8))


def test_a_tensor_is_taken_once():
    """A reference costs a few bytes, each look at the tensor behind it megabytes."""
    with pytest.raises(WireError, match="not any more"):
        observation([REFERENCE, REFERENCE], [ENTRY], bytes(8))


def test_bytes_of_no_tensor_are_refused():
    """Nothing may travel beside what is checked."""
    with pytest.raises(WireError, match="no tensor"):
        observation(None, [], bytes(8))


@pytest.mark.parametrize(
    "value",
    [
        {"$tensor": 1, "grad": False, "on": "cpu"},
        {"$tensor": -1, "grad": False, "on": "cpu"},
        {"$tensor": False, "grad": False, "on": "cpu"},
        {"$tensor": 0, "grad": 0, "on": "cpu"},
        {"$tensor": 0, "grad": False, "on": None},
        {"$tensor": 0, "grad": False},
        {**REFERENCE, "more": 1},
        {"$float": "1.0"},
        {"$float": "nan", "more": 1},
        {"$map": {}},
        {"$map": [["a"]]},
        {"$map": [[1, 2]]},
        {"$map": [["a", 1], ["a", 2]]},
        {"$map": [["a", 1]], "more": 1},
        {"$object": "x", "bases": [], "text": 1},
        {"$object": "x", "bases": [["y"]], "text": ""},
        {"$object": "x", "bases": [None], "text": ""},
        {"$other": 1},
        {},
    ],
    ids=str,
)
def test_a_malformed_value_is_refused(value):
    """Unknown keys, missing keys, a bool as an index, a key twice."""
    with pytest.raises(WireError):
        observation(value, [ENTRY], bytes(8))


@pytest.mark.parametrize(
    "fields",
    [
        {"rng_used": 1},
        {"live_graphs": True},
        {"live_graphs": 1.0},
        {"output": None},
        {"warnings": "text"},
        {"warnings": [1]},
        {"values": []},
        {"values": {"$float": "nan"}},
        {"raised": []},
        {"raised": [["E"], "m", [["f.py", True, "g", ""]], "call"]},
        {"raised": [["E"], "m", [["f.py", 1, "g"]], "call"]},
        {"raised": [["E"], "m", [["f.py", 0, "g", ""]], "call"]},
        {"raised": [["E"], "m", [["f.py", 10**4000, "g", ""]], "call"]},
        {"raised": ["E", "m", {}, "call"]},
        {"events": [["step", ""]]},
        {"events": [["step", "", []]]},
        {"events": [["forward", "", {"inputs": "cpu"}]]},
        {"events": [["criterion", "", {"differentiated": True}]]},
        {"events": [["asked", "", {}]]},
        {"more": 1},
    ],
    ids=str,
)
def test_a_malformed_observation_is_refused(fields):
    """Every field is checked, and there are no others."""
    with pytest.raises(WireError):
        answer(**fields)


@pytest.mark.parametrize("field", EMPTY)
def test_an_incomplete_observation_is_refused(field):
    """No field has a default that a worker could choose by silence."""
    fields = {name: value for name, value in EMPTY.items() if name != field}
    document = {"message": {"observation": fields}, "tensors": []}

    with pytest.raises(WireError):
        received(json.dumps(document).encode())


def test_a_value_is_nested_only_so_deep():
    """What a parser bears need not be what every later step bears."""
    value = json.loads("[" * 100 + "]" * 100)

    with pytest.raises(WireError, match="deeply"):
        observation(value)


@pytest.mark.parametrize("place", ["dtype", "base", "key"])
def test_nesting_where_text_belongs_is_refused(place):
    """The message of the error does not show it, for that could fail in turn."""
    deep = json.loads("[" * 800 + "]" * 800)
    rows = {"dtype": [[deep, [2], 0, 8]]}
    values = {"base": {"$object": "x", "bases": [deep], "text": ""}, "key": {"$map": [[deep, 1]]}}

    with pytest.raises(WireError):
        observation(values.get(place, REFERENCE), rows.get(place, [ENTRY]), bytes(8))


@pytest.mark.parametrize("literal", ["1e999", "-1e999", "Infinity", "-Infinity", "NaN"])
def test_numbers_that_are_no_floats_are_refused(literal):
    """1e999 is JSON, but infinity has one form on the wire, as every value has."""
    document = json.dumps({"message": {"losses": []}, "tensors": []})

    with pytest.raises(WireError):
        received(document.replace("[]", f"[{literal}]", 1).encode())


def test_zeros_keep_their_sign():
    """As numbers, and as the bytes of a tensor."""
    found = observation([REFERENCE, -0.0], [ENTRY], struct.pack("<ff", -0.0, 0.0))

    assert repr(found.part("result.1")) == "-0.0"
    assert found.part("result.0").data == b"\0\0\0\x80\0\0\0\0"


def test_payloads_of_nan_arrive_bit_by_bit():
    """A tensor is bytes, whatever numbers they make."""
    quiet = struct.pack("<II", 0x7FC0BEEF, 0xFF800001)

    found = observation(REFERENCE, [ENTRY], quiet)

    assert found.part("result") == Tensor("float32", (2,), quiet)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("\x1b[2Jcleared", "\\x1b[2Jcleared"),
        ("\u202egnirts", "\\u202egnirts"),
        ("a\rb\x00", "a\\rb\\x00"),
        ("\ud800", "\\ud800"),
        ("kept\n\té", "kept\n\té"),
    ],
)
def test_control_characters_are_made_visible(sent, shown):
    """Wherever a text of the submission can reach a terminal, it is text only."""
    row = [[sent], sent, [[sent, 1, sent, sent]], sent]

    found = answer(
        output=sent,
        warnings=[sent],
        raised=row,
        events=[[sent, sent, {sent: sent}]],
        values={"$map": [[sent, {"$object": sent, "bases": [sent], "text": sent}]]},
    )

    assert (found.output, found.warnings) == (shown, (shown,))
    assert found.raised.message == found.raised.kind == found.raised.frames[0].source == shown
    assert found.values == {shown: Opaque(shown, (shown,), shown)}
    assert found.events == (Event(shown, shown, {shown: shown}),)


@pytest.mark.parametrize("character", ["x", "\0", "\U000e0001"])
def test_long_texts_are_cut(character):
    """A hundred thousand characters are enough for anyone who reads them, as they are shown."""
    found = answer(
        output=character * 300_000,
        values={"$map": [["x", {"$object": "y", "bases": [], "text": character * 300_000}]]},
        events=[["k", "s", {"fact": character * 300_000}]],
    )

    assert len(found.output) == len(found.part("x").text) == 100_000
    assert len(found.events[0].facts["fact"]) == 2_000


def test_names_that_grow_too_long_to_show_are_refused():
    """What the judge takes it sends on to trusted workers, which must take it too."""
    with pytest.raises(WireError, match="name is too long"):
        observation({"$map": [["\U000e0001" * 200, 1]]})


def test_an_observation_too_large_to_read_says_so():
    """A worker never sends what the judge must refuse: its values are left out."""
    digits = 10**1200
    seen = Observation(values={"result": (digits,) * 20_000, "model": 1.0}, output="printed")

    frame = encode_observation(seen)

    expected = Observation(values={"result": TOO_LARGE, "model": TOO_LARGE}, output="printed")
    assert whatever_comes(frame) == expected


@pytest.mark.parametrize(
    "item",
    [
        "1",
        "-7",
        "0.5",
        "1e5",
        "[]",
        "{}",
        '""',
        '"a"',
        '"ab"',
        "null",
        '{"a":1}',
        "1234567",
        '"\\u00e9"',
    ],
)
def test_a_header_costs_what_it_is_charged(item):
    """Of what an answer takes, the judge counts so many bytes for each of its header.

    Lists and objects cost more; of those there are only so many.
    """
    count = 50_000
    header = f'{{"message": [{",".join([item] * count)}], "tensors": []}}'.encode()
    containers = 250 * count * item.count("[") + 250 * count * item.count("{")

    assert peak_bytes(lambda: received(header)) < HEADER_WEIGHT * len(header) + containers


def test_more_values_than_anybody_looks_through_are_refused():
    """The judge goes through them several times: a quarter of a million are enough."""
    with pytest.raises(WireError, match="too many values"):
        observation([1] * 250_000)


def test_a_worker_leaves_too_many_values_out():
    """As it leaves out what takes too many bytes."""
    frame = encode_observation(Observation(values={"result": (1,) * 250_000}))

    assert whatever_comes(frame) == Observation(values={"result": TOO_LARGE})


def test_a_header_of_brackets_costs_little():
    """Sixteen megabytes of `[],` would become half a gigabyte of lists."""
    header = b'{"message": [' + b"[]," * 5_000_000 + b'1], "tensors": []}'

    assert peak_bytes(lambda: received(header)) < 2**20


def test_a_table_of_tensors_costs_no_more_than_its_body():
    """Twenty thousand entries for the same megabyte are refused at the second."""
    table = [["uint8", [2**20], 0, 2**20]] * 20_000
    header = json.dumps({"message": None, "tensors": table}).encode()
    body = bytes(2**20)

    assert peak_bytes(lambda: received(header, body)) < 32 * 2**20


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_frame_is_a_value_or_refused(data):
    """Any bytes of an honest frame replaced: nothing but WireError is raised."""
    values = {"result": (Tensor("float32", (2,), bytes(8)), 0.5, {"a": None}, "text")}
    frame = bytearray(encode_observation(Observation(values=values)))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))

    outcome = whatever_comes(bytes(frame))

    assert isinstance(outcome, WireError | Observation)


def whatever_comes(frame: bytes):
    try:
        header, _ = lengths(frame[: PREFIX.size])
        start = PREFIX.size + header
        return received(frame[PREFIX.size : start], frame[start:])
    except WireError as error:
        return error


def test_changes_of_global_state_are_few_words():
    """They stand in one message of a report: forged ones must not fill it."""
    seen = answer(globals_changed=["x" * 5000] * 60)

    assert len(seen.globals_changed) == 20
    assert {len(each) for each in seen.globals_changed} == {100}
