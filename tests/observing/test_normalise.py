"""Whatever a run left behind becomes plain data, without trusting anything it says of itself."""

import collections
import math

import numpy as np
import pytest
import torch

from grader.observing.normalise import MAX_LEAVES, Normaliser, plain
from grader.wire import TOO_LARGE, Opaque, Tensor, leaves


class LyingInt(int):
    def __eq__(self, other):
        return True

    def __int__(self):
        return 42

    __hash__ = int.__hash__
    __index__ = __repr__ = __int__


class LyingFloat(float):
    def __float__(self):
        return 0.0

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class LyingStr(str):
    def __str__(self):
        return "right"

    def __getitem__(self, key):
        return "right"


class LyingList(list):
    def __iter__(self):
        return iter(["right"])

    def __len__(self):
        raise SystemExit


class LyingDict(dict):
    def items(self):
        return [("right", 1)]


class LyingTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.ones(3)

    @property
    def requires_grad(self):
        return "no"


class LyingScalar(np.float64):
    def item(self):
        return 42.0


class Pretender:
    __class__ = torch.Tensor


class Failing(dict):
    pass


class FailingMapping(collections.abc.Mapping):
    def __getitem__(self, key):
        raise SystemExit

    __len__ = __iter__ = __getitem__


class Metaclass(type):
    @property
    def __module__(cls):
        raise SystemExit


class FailingType(metaclass=Metaclass):
    pass


def numbers(*values: float, requires_grad: bool = False) -> Tensor:
    return Tensor("float32", (len(values),), np.array(values, "<f4").tobytes(), requires_grad)


@pytest.mark.parametrize(
    ("live", "value"),
    [
        (LyingInt(7), 7),
        (LyingFloat(0.5), 0.5),
        (LyingStr("wrong"), "wrong"),
        (LyingList(["wrong"]), ("wrong",)),
        (LyingDict(wrong=0), {"wrong": 0}),
        (torch.zeros(3).as_subclass(LyingTensor), numbers(0, 0, 0)),
        (LyingScalar(0.5), 0.5),
    ],
    ids=lambda item: type(item).__name__,
)
def test_subclasses_that_lie_are_taken_at_their_content(live, value):
    """Their own methods are not asked."""
    found = plain(live)

    assert repr(found) == repr(value)
    assert type(found) is type(value)


@pytest.mark.parametrize("live", [Pretender(), FailingMapping(), FailingType(), object(), len])
def test_objects_whose_methods_fail_are_known_by_their_type(live):
    """Nothing that they raise gets any further."""
    assert isinstance(plain(live), Opaque)


def test_an_opaque_object_names_its_bases():
    """By module and name, so that a right type is recognised."""
    assert plain(Failing) == Opaque("builtins.type", ("builtins.type", "builtins.object"))
    assert plain(torch.nn.MSELoss()).type_name == "torch.nn.modules.loss.MSELoss"


@pytest.mark.parametrize(
    ("live", "value"),
    [
        (np.float64(0.5), 0.5),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.float16("nan"), math.nan),
    ],
    ids=lambda item: type(item).__name__,
)
def test_numpy_scalars_are_numbers(live, value):
    """A mean by numpy is as good as one by hand."""
    assert repr(plain(live)) == repr(value)


@pytest.mark.parametrize("array", [np.array([1.0, 2.0]), np.array(1.0)])
def test_a_numpy_array_is_no_tensor(array):
    """Where a tensor or a number is asked for, an array is something else, also with no axes."""
    assert plain(array).type_name == "numpy.ndarray"


@pytest.mark.parametrize(
    "live",
    [
        np.array(["a"]),
        np.array([object()]),
        np.array([1], ">f4"),
        np.longdouble(1),
        np.datetime64("2024"),
    ],
    ids=["text", "objects", "other byte order", "long double", "date"],
)
def test_what_numpy_has_and_torch_has_not_is_opaque(live):
    """It has no place in an exercise about torch, and does no harm."""
    assert isinstance(plain(live), Opaque)


def test_a_tensor_is_its_bytes():
    """Dtype, shape, elements, and whether it requires grad."""
    assert plain(torch.tensor([1.0, 2.0], requires_grad=True)) == numbers(1, 2, requires_grad=True)
    assert plain(torch.tensor([[True], [False]])) == Tensor("bool", (2, 1), b"\1\0")
    assert plain(torch.tensor(3)) == Tensor("int64", (), b"\3" + bytes(7))


def test_a_tensor_is_copied():
    """What is changed later does not change what was observed."""
    live = torch.tensor([1.0])
    found = plain(live)

    live.fill_(9)

    assert found == numbers(1)


@pytest.mark.parametrize(
    "live",
    [
        torch.tensor([9.0, 1, 2, 3])[1:],
        torch.tensor([[1.0, 2, 3]]).T.flatten(),
        torch.nn.Parameter(torch.tensor([1.0, 2, 3]), requires_grad=False),
        torch._neg_view(torch.tensor([-1.0, -2, -3])),
    ],
    ids=["slice", "transposed", "parameter", "lazy negative"],
)
def test_every_layout_is_read(live):
    """In the order of the elements."""
    assert plain(live) == numbers(1, 2, 3)


def test_inference_tensors_are_read():
    """They cannot be part of a graph, but they have values."""
    with torch.inference_mode():
        live = torch.tensor([1.0])

    assert plain(live) == numbers(1)


def test_complex_and_half_precision_are_read():
    """Also bfloat16, which numpy does not know, and a lazy conjugate."""
    conjugate = torch.tensor([1 + 2j]).conj()

    assert plain(conjugate).array().tolist() == [1 - 2j]
    assert plain(torch.tensor([1.5]).bfloat16()).array().tolist() == [1.5]
    assert plain(torch.tensor([1.5]).half()).array().tolist() == [1.5]


@pytest.mark.parametrize(
    "live",
    [
        torch.ones(2).to_sparse(),
        torch.ones(2, device="meta"),
        torch.ones(2, dtype=torch.float8_e4m3fn),
        torch.ones(1).expand(2**40),
        torch.ones(2**24),
    ],
    ids=["sparse", "meta", "eight bits", "endless", "huge"],
)
def test_tensors_that_cannot_be_sent_are_opaque(live):
    """They are described; nothing of their size is allocated."""
    found = plain(live)

    assert isinstance(found, Opaque)
    assert "tensor" in found.type_name


def test_containers_that_contain_themselves_end():
    """Nested as deep as anything may be."""
    live: list[object] = [1]
    live.append(live)
    named = {"self": live}
    live.append(named)

    found = plain(named)

    assert any(isinstance(leaf, Opaque) for _, leaf in leaves(found))


@pytest.mark.parametrize(
    "live",
    [
        [0] * 10**6,
        {n: n for n in range(10**6)},
        [["x" * 10**4] * 10**3] * 10,
        [torch.zeros(())] * 10**5,
        [object()] * 10**6,
    ],
    ids=["list", "dict", "texts", "tensors", "objects"],
)
def test_large_containers_are_cut(live):
    """An answer has an end, and takes a moment."""
    assert sum(1 for _ in leaves(plain(live))) <= MAX_LEAVES + 2


def test_huge_whole_numbers_are_opaque():
    """Python cannot even print them."""
    assert plain(10**1000) == 10**1000
    assert isinstance(plain(10**5000), Opaque)


def test_odd_keys_are_told_apart():
    """1 and "1" are two keys, and so are two tuples."""
    found = plain({1: "a", "1": "b", (1, 2): "c", (3, 4): "d", None: "e", LyingStr("f"): "g"})

    assert list(found.values()) == list("abcdeg")
    assert list(found) == ["1", "1 (key 2)", "tuple", "tuple (key 4)", "None", "f"]


def test_keys_are_as_they_can_be_shown():
    """A key is no longer than it may be on the wire, and two stay two."""
    found = plain({"\x1b": 1, "\\x1b": 2, "\U000e0001" * 300: 3, "\U000e0001" * 200: 4})

    assert list(found)[:2] == ["\\x1b", "\\x1b (key 2)"]
    assert [len(key) for key in found][2:] == [200, 208]
    assert list(found.values()) == [1, 2, 3, 4]


def test_a_made_up_key_takes_no_other_ones_place():
    """Also where somebody has written it just so."""
    found = plain({"1 (key 3)": "a", "1": "b", 1: "c"})

    assert list(found.values()) == ["a", "b", "c"]


def test_long_numbers_count_as_texts():
    """Twenty thousand numbers of a thousand digits are more than an answer can hold."""
    assert len(plain([10**1000] * 20_000)) < 1_000


def test_modules_are_their_state():
    """Parameters, gradients, buffers, and the mode of every layer."""
    model = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.BatchNorm1d(1))
    model[1].training = "yes"  # type: ignore[assignment]

    found = plain(model)

    assert list(found["parameters"]) == ["0.weight", "0.bias", "1.weight", "1.bias"]
    assert found["gradients"]["0.weight"] is None
    assert "1.running_mean" in found["buffers"]
    assert found["training"] == {".": True, "0": True, "1": "yes"}


def test_optimizers_are_their_state():
    """What they remember of each parameter, and their options."""
    weight = torch.nn.Parameter(torch.ones(1))
    weight.grad = torch.ones(1)
    optimizer = torch.optim.SGD([weight], lr=0.5, momentum=0.9)
    optimizer.step()

    found = plain(optimizer)

    assert found["state"]["0"]["momentum_buffer"] == numbers(1)
    assert found["param_groups"][0]["lr"] == 0.5


def test_what_holds_itself_is_cut_there():
    """Once and for all: it is not unrolled as often as it holds itself."""
    cycle = [1]
    cycle.extend([cycle, {"inside": cycle}])
    into = Normaliser()

    assert into.plain(cycle) == (1, TOO_LARGE, {"inside": TOO_LARGE})
    assert into.plain([cycle[:1], cycle[:1]]) == ((1,), (1,))
    assert into.leaves < 20
