"""What is sent is what arrives: values, observations, asks, orders."""

import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.cases import Case, OptimizerRecipe, ScriptRecipe, TensorRecipe
from grader.wire import (
    DTYPES,
    PREFIX,
    Ask,
    Event,
    Frame,
    Load,
    Loaded,
    Observation,
    Opaque,
    Raised,
    Tensor,
    Variation,
    decode_answer,
    encode_ask,
    encode_load,
    encode_loaded,
    encode_losses,
    encode_observation,
    lengths,
    unpack,
)
from grader.wire.codec import decode_ask, decode_load

TEXTS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=12)


def sized(dtype: str, shape: list[int]) -> st.SearchStrategy[Tensor]:
    size = math.prod(shape) * DTYPES[dtype][1]
    data = st.just(b"\1" * size) if dtype == "bool" else st.binary(min_size=size, max_size=size)
    return st.builds(Tensor, st.just(dtype), st.just(tuple(shape)), data, st.booleans())


TENSORS = st.tuples(
    st.sampled_from(sorted(DTYPES)), st.lists(st.integers(0, 3), max_size=3)
).flatmap(lambda form: sized(*form))

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**200), 2**200),
    st.floats(),
    TEXTS,
    TENSORS,
    st.builds(Opaque, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=12,
)
FACTS = st.dictionaries(TEXTS, st.booleans() | st.integers() | TEXTS, max_size=3)
MAPPINGS = st.dictionaries(TEXTS, VALUES, max_size=3)
TUPLES = st.lists(TEXTS, max_size=3).map(tuple)
FRAMES = st.builds(Frame, TEXTS, st.integers(1, 999), TEXTS, TEXTS)
RAISED = st.builds(Raised, TUPLES, TEXTS, st.lists(FRAMES, max_size=2).map(tuple), TEXTS)
OBSERVATIONS = st.builds(
    Observation,
    values=MAPPINGS,
    before=MAPPINGS,
    raised=st.none() | RAISED,
    events=st.lists(st.builds(Event, TEXTS, TEXTS, FACTS), max_size=3).map(tuple),
    globals_changed=TUPLES,
    rng_used=st.booleans(),
    live_graphs=st.integers(0, 9),
    calls=TUPLES,
    warnings=TUPLES,
    output=TEXTS,
)


def opened(frame: bytes):
    header, body = lengths(frame[: PREFIX.size])
    start = PREFIX.size + header
    assert len(frame) == start + body
    return unpack(frame[PREFIX.size : start], frame[start:])


def exactly(value) -> str:
    """NaN is not equal to itself, and True is equal to 1: compare how they are written."""
    return repr(value)


@settings(max_examples=60, deadline=None)
@given(OBSERVATIONS)
def test_observations_arrive_as_they_were_sent(seen):
    """Every value, event, error and text, NaN and infinities included."""
    message, tensors = opened(encode_observation(seen))

    found = decode_answer(message, tensors)

    assert exactly(found) == exactly(seen)
    assert tensors == {}


@settings(max_examples=30, deadline=None)
@given(
    st.builds(
        Loaded,
        st.none() | RAISED,
        st.dictionaries(TEXTS, TEXTS, max_size=2),
        TUPLES,
        st.dictionaries(TEXTS, TEXTS, max_size=2),
        TUPLES,
    )
)
def test_what_became_of_a_load_arrives_as_it_was_sent(loaded):
    """The error, the problems of each task, the layers, what was changed for everything."""
    found = decode_answer(*opened(encode_loaded(loaded)))

    assert found == loaded


def test_losses_arrive_as_they_were_sent():
    """Also those that are no finite numbers."""
    found = decode_answer(*opened(encode_losses((0.1, math.inf, math.nan))))

    assert exactly(found) == "(0.1, inf, nan)"


def test_asks_arrive_as_they_were_sent():
    """With the case's recipes, whose numbers need not be finite."""
    recipes = {
        "inputs": TensorRecipe((2, 3), "float32", seed=7),
        "criterion": ScriptRecipe((0.5, math.inf), 2),
        "optimizer": OptimizerRecipe("adam", 0.1),
        "losses": (1.0, (True, None, "x")),
    }
    case = Case(recipes, "float32", 3, "lr: 0.1")
    variation = Variation(3, "cpu", ("mse_loss",), 1, "permuted")
    ask = Ask(case, "fit", "x = 1", ("x",), variation, before=True, draw=True)
    ask = replace(ask, keep_files=True, read_files=False)

    message, _ = opened(encode_ask(ask))

    assert decode_ask(message) == ask


def test_orders_to_load_arrive_as_they_were_sent():
    """Sources, parameters and overlay."""
    load = Load("m", "m.py", {"m.py": "é = 1\n"}, {"f": ("x",)}, "y = 2", "o.py", {"f": "g"})

    message, _ = opened(encode_load(load))

    assert decode_load(message) == load
