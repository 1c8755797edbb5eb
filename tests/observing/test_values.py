"""For each kind of value: what the judge sees of it, and what the student reads.

The words are those of the report, and none where the value is as good as the one expected.
"""

import collections
import dataclasses
import enum
import fractions
import types
import warnings

import numpy as np
import pytest
import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode

from grader.observing.normalise import plain
from grader.properties._compare import Comparison
from grader.wire import Opaque, Tensor

ONES = torch.ones(3)
OF_A_TENSOR = "; a plain dense one is expected"
KEPT = "result is a tensor that was kept from inside torch.func, and has no values outside"


class Wrapper(torch.Tensor):
    """Holds nothing of its own; computes with what it wraps."""

    @staticmethod
    def __new__(cls, inside):
        return torch.Tensor._make_wrapper_subclass(cls, inside.shape, dtype=inside.dtype)

    def __init__(self, inside):
        self.inside = inside

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        return torch.ones(3)


class Dispatching(torch.Tensor):
    """Answers every operator itself."""

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        return torch.ones(3)


class Overriding(torch.Tensor):
    """Answers every function and method itself."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.ones(3)

    requires_grad = is_sparse = property(lambda self: False)
    shape = property(lambda self: torch.Size([3]))
    dtype = property(lambda self: torch.float32)
    layout = property(lambda self: torch.strided)
    __class__ = property(lambda self: torch.Tensor)

    def numpy(self):
        return np.ones(3, np.float32)

    def tolist(self):
        return [1.0, 1.0, 1.0]

    detach = clone = contiguous = cpu = lambda self, *_: torch.ones(3)


class Number(float):
    """Equal to everything, and 0.5 to whoever asks."""

    def __eq__(self, other):
        return True

    def __float__(self):
        return 0.5

    def __abs__(self):
        return Number(0.0)

    __hash__ = float.__hash__
    __sub__ = __rsub__ = lambda self, other: Number(0.0)


class Hanging(float):
    """A number that keeps a tensor alive."""

    def __init__(self, _):
        self.loss = torch.ones(1)


class Whole(int):
    """0.5 to whoever asks."""

    __index__ = __int__ = lambda self: 0

    def __float__(self):
        return 0.5

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Indexed:
    """Not a number, but it can be made one."""

    def __float__(self):
        return 0.5

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__
    __class__ = property(lambda self: float)


class Items(list):
    """[0.5, 1.5] to whoever looks."""

    def __iter__(self):
        return iter([0.5, 1.5])

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return [0.5, 1.5][index]

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


class Row(tuple):
    """The same, of a tuple."""

    def __iter__(self):
        return iter([0.5, 1.5])

    def __len__(self):
        return 2


class Unknowable:
    """Does not even say what class it is of."""

    @property
    def __class__(self):
        raise SystemExit


class Choice(enum.Enum):
    HALF = 0.5


class Half(float, enum.Enum):
    HALF = 0.5


@dataclasses.dataclass
class Record:
    loss: float = 0.5


Point = collections.namedtuple("Point", "x y")


def kept_from(transform):
    """What a function under a transform of torch.func saw."""
    kept = []
    transform(lambda x: kept.append(x) or (x * 2).sum())(torch.ones(3))
    return kept[0]


def freed():
    live = torch.ones(3)
    live.untyped_storage().resize_(0)
    return live


def quantized():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.quantize_per_tensor(ONES, 0.1, 0, torch.quint8)


def nested(layout):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.nested.nested_tensor([torch.ones(1), torch.ones(2)], layout=layout)


def csr():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.eye(2).to_sparse_csr()


def named():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.ones(3).refine_names("rows") if hasattr(ONES, "refine_names") else ONES


def in_inference_mode():
    with torch.inference_mode():
        return torch.ones(3)


def later_changed():
    live = torch.ones(3)
    view = live[:]
    live.mul_(2).div_(2)
    return view


TENSORS = {
    # as good as a tensor of three ones
    "a tensor": (lambda: ONES, ""),
    "a view": (lambda: torch.ones(9)[3:6], ""),
    "a view of a view, changed": (later_changed, ""),
    "every other element": (lambda: torch.tensor([1.0, 2, 1, 2, 1])[::2], ""),
    "expanded, stride 0": (lambda: torch.ones(1).expand(3), ""),
    "a lazy negative": (lambda: torch._neg_view(-ONES), ""),
    "the imaginary part of a lazy conjugate": (lambda: torch.tensor([-1j] * 3).conj().imag, ""),
    "a parameter": (lambda: nn.Parameter(torch.ones(3)), ""),
    "with a graph": (lambda: torch.ones(3, requires_grad=True) * 1, ""),
    "with names": (named, ""),
    "an inference tensor": (in_inference_mode, ""),
    "zeros that autograd keeps, plus one": (lambda: torch._efficientzerotensor(3) + 1, ""),
    "a subclass that tells the truth": (lambda: ONES.as_subclass(Dispatching), ""),
    # tensors, but not that one
    "two elements": (lambda: torch.ones(2), "result has another shape"),
    "no elements": (lambda: torch.ones(0), "result has another shape"),
    "no dimensions": (lambda: torch.ones(()), "result has another shape"),
    "more of them": (lambda: torch.ones(1, 3), "result has another shape"),
    "seventeen dimensions": (
        lambda: torch.ones([1] * 17),
        f"result is a tensor of shape {(1,) * 17}, too large to be compared" + OF_A_TENSOR,
    ),
    "float64": (lambda: ONES.double(), "result has another dtype"),
    "whole numbers": (lambda: torch.ones(3, dtype=torch.int64), "result has another dtype"),
    "truth values": (lambda: torch.ones(3, dtype=torch.bool), "result has another dtype"),
    "complex numbers": (lambda: torch.ones(3, dtype=torch.complex64), "result has another dtype"),
    "NaN": (lambda: ONES * float("nan"), "result is not what it should be"),
    "infinity": (lambda: ONES * float("inf"), "result is not what it should be"),
    "zeros that autograd keeps": (
        lambda: torch._efficientzerotensor(3),
        "result is not what it should be",
    ),
    "a subclass that lies": (
        lambda: torch.zeros(3).as_subclass(Overriding),
        "result is not what it should be",
    ),
    "a subclass whose operators lie": (
        lambda: torch.zeros(3).as_subclass(Dispatching),
        "result is not what it should be",
    ),
    "a subclass that lies about its shape": (
        lambda: torch.ones(2).as_subclass(Overriding),
        "result has another shape",
    ),
    # tensors without values of their own, or with too many
    "sparse, by coordinates": (
        lambda: ONES.to_sparse(),
        "result is a sparse tensor (torch.sparse_coo)" + OF_A_TENSOR,
    ),
    "sparse, by rows": (csr, "result is a sparse tensor (torch.sparse_csr)" + OF_A_TENSOR),
    "meta, and lying": (
        lambda: ONES.to("meta").as_subclass(Overriding),
        "result is a tensor on the device meta, which holds no values" + OF_A_TENSOR,
    ),
    "quantized": (quantized, "result is a quantized tensor (torch.quint8)" + OF_A_TENSOR),
    "nested": (lambda: nested(torch.strided), "result is a nested tensor" + OF_A_TENSOR),
    "jagged": (lambda: nested(torch.jagged), "result is a nested tensor" + OF_A_TENSOR),
    "eight bits": (
        lambda: ONES.to(torch.float8_e4m3fn),
        "result is a tensor of torch.float8_e4m3fn, which cannot be compared" + OF_A_TENSOR,
    ),
    "meta": (
        lambda: ONES.to("meta"),
        "result is a tensor on the device meta, which holds no values" + OF_A_TENSOR,
    ),
    "fake": (
        lambda: FakeTensorMode().from_tensor(ONES),
        "result is a tensor of class FakeTensor, which holds no values of its own" + OF_A_TENSOR,
    ),
    "a wrapper": (
        lambda: Wrapper(ONES),
        "result is a tensor of class Wrapper, which holds no values of its own" + OF_A_TENSOR,
    ),
    "kept from vmap": (lambda: kept_from(torch.func.vmap), KEPT + OF_A_TENSOR),
    "kept from grad": (lambda: kept_from(torch.func.grad), KEPT + OF_A_TENSOR),
    "kept from functionalize": (lambda: kept_from(torch.func.functionalize), KEPT + OF_A_TENSOR),
    "freed": (freed, "result is a tensor whose memory was given back" + OF_A_TENSOR),
    "endless": (
        lambda: torch.ones(1).expand(2**40),
        f"result is a tensor of shape ({2**40},), too large to be compared" + OF_A_TENSOR,
    ),
    "empty, but endless": (
        lambda: torch.ones(0, 2**45),
        f"result is a tensor of shape (0, {2**45}), too large to be compared" + OF_A_TENSOR,
    ),
    # no tensors
    "a list": (lambda: [1.0, 1.0, 1.0], "result is not a tensor"),
    "an array": (lambda: np.ones(3, np.float32), "result is not a tensor"),
    "a number": (lambda: 1.0, "result is not a tensor"),
    "nothing": (lambda: None, "result is not a tensor"),
    "a class": (lambda: torch.Tensor, "result is not a tensor"),
    "no class at all": (Unknowable, "result is not a tensor"),
}
NUMBERS = {
    # as good as the float 0.5
    "a float": (lambda: 0.5, ""),
    "a tensor without dimensions": (lambda: torch.tensor(0.5), ""),
    "one in float64": (lambda: torch.tensor(0.5, dtype=torch.float64), ""),
    "a number of numpy": (lambda: np.float64(0.5), ""),
    "one in float32": (lambda: np.float32(0.5), ""),
    "a float that is a choice": (lambda: Half.HALF, ""),
    # not
    "one on which something hangs": (lambda: Hanging(0.5), "result is not a number"),
    "one that requires grad": (
        lambda: torch.tensor(0.5, requires_grad=True),
        "result is a tensor that still requires grad, not a plain number",
    ),
    "one that says it does not": (
        lambda: torch.tensor(0.5, requires_grad=True).as_subclass(Overriding),
        "result is a tensor that still requires grad, not a plain number",
    ),
    "a tensor of one element": (lambda: torch.tensor([0.5]), "result is not a number"),
    "a sparse one": (
        lambda: torch.tensor(0.5).to_sparse(),
        "result is a sparse tensor (torch.sparse_coo); a number is expected",
    ),
    "an array without axes": (lambda: np.array(0.5), "result is not a number"),
    "a float that lies": (lambda: Number(7.0), "result is not what it should be"),
    "a whole number that lies": (lambda: Whole(7), "result is not what it should be"),
    "what can be made a float": (Indexed, "result is not a number"),
    "a date of numpy": (lambda: np.timedelta64(0, "ns"), "result is not a number"),
    "a fraction": (lambda: fractions.Fraction(1, 2), "result is not a number"),
    "a complex number": (lambda: 0.5 + 0j, "result is not a number"),
    "a choice": (lambda: Choice.HALF, "result is not a number"),
    "a truth value": (lambda: True, "result is not a number"),
    "a text": (lambda: "0.5", "result is not a number"),
    "a list of one": (lambda: [0.5], "result is not a number"),
    "NaN": (lambda: float("nan"), "result is not what it should be"),
    "too large for any float": (lambda: 10**400, "result is not what it should be"),
    "too large to print": (lambda: 10**500_000, "result is not a number"),
}
LISTS = {
    # as good as the list [0.5, 1.5]
    "a list": (lambda: [0.5, 1.5], ""),
    "a tuple": (lambda: (0.5, 1.5), ""),
    "a named tuple": (lambda: Point(0.5, 1.5), ""),
    "of tensors": (lambda: [torch.tensor(0.5), torch.tensor(1.5)], ""),
    "of numbers of numpy": (lambda: [np.float32(0.5), np.float64(1.5)], ""),
    # not
    "a list that lies": (lambda: Items([7.0]), "result has 1 items, not 2"),
    "a tuple that lies": (lambda: Row([7.0, 7.0]), "result is not what it should be"),
    "a tensor": (lambda: torch.tensor([0.5, 1.5]), "result is not a list or tuple"),
    "an array": (lambda: np.array([0.5, 1.5]), "result is not a list or tuple"),
    "an array of objects": (lambda: np.array([[], {}, 1], object), "result is not a list or tuple"),
    "a generator": (lambda: (x for x in (0.5, 1.5)), "result is not a list or tuple"),
    "the values of a dict": (lambda: {1: 0.5, 2: 1.5}.values(), "result is not a list or tuple"),
    "a dict": (lambda: {0: 0.5, 1: 1.5}, "result is not a list or tuple"),
    "a set": (lambda: {0.5, 1.5}, "result is not a list or tuple"),
    "a deque": (lambda: collections.deque([0.5, 1.5]), "result is not a list or tuple"),
    "a record": (Record, "result is not a list or tuple"),
    "of what requires grad": (
        lambda: [0.5, torch.tensor(1.5, requires_grad=True)],
        "result[1] is a tensor that still requires grad, not a plain number",
    ),
    "of lists": (lambda: [[0.5], [1.5]], "result[0] is not a number"),
    "too long": (lambda: [0.5] * 10**6, "result has 200000 items, not 2"),
}
DICTS = {
    # as good as {"loss": 0.5}
    "a dict": (lambda: {"loss": 0.5}, ""),
    "an ordered one": (lambda: collections.OrderedDict(loss=0.5), ""),
    "a view of one": (lambda: types.MappingProxyType({"loss": 0.5}), ""),
    "one of somebody's own": (lambda: collections.UserDict(loss=0.5), ""),
    # not
    "a key more": (lambda: {"loss": 0.5, "\x1b[2J": 1}, "result has other keys"),
    "a key that is no text": (lambda: {ONES: 0.5}, "result has other keys"),
    "a key twice, almost": (lambda: {"loss": 0.5, "loss ": 0.5}, "result has other keys"),
    "no key": (dict, "result has other keys"),
    "the pairs": (lambda: [("loss", 0.5)], "result is not a dict"),
    "a record": (Record, "result is not a dict"),
}


def told(expected, make) -> str:
    """What the report says of a result; nothing if it is as good as what is expected."""
    finding = Comparison(1e-6).compare("result", expected, plain(make()))
    assert finding is None or len(finding.actual) < 3_000
    return "" if finding is None else finding.message


@pytest.mark.parametrize(("make", "words"), TENSORS.values(), ids=TENSORS)
def test_where_a_tensor_is_expected(make, words):
    """Its elements count, wherever they lie; a tensor that holds none is said to be what it is."""
    assert told(plain(ONES), make) == words


@pytest.mark.parametrize(("make", "words"), NUMBERS.values(), ids=NUMBERS)
def test_where_a_number_is_expected(make, words):
    """A tensor or a number of numpy will do; nothing that says of itself that it is one."""
    assert told(0.5, make) == words


@pytest.mark.parametrize(("make", "words"), LISTS.values(), ids=LISTS)
def test_where_a_list_is_expected(make, words):
    """Lists and tuples by what they hold."""
    assert told((0.5, 1.5), make) == words


@pytest.mark.parametrize(("make", "words"), DICTS.values(), ids=DICTS)
def test_where_a_dict_is_expected(make, words):
    """By its keys as they can be shown."""
    assert told({"loss": 0.5}, make) == words


def test_what_has_no_values_is_equal_to_nothing():
    """Not to another such, nor to itself: a reference that returned one would accept any."""
    sparse = plain(ONES.to_sparse())

    finding = Comparison(0.0).compare("result", sparse, sparse)

    assert isinstance(sparse, Opaque)
    assert finding is not None


def test_memory_that_is_not_its_own_is_never_read():
    """It holds what others have left there, another time something else."""
    live = freed()

    assert not isinstance(plain(live), Tensor)
    assert isinstance(plain(torch.ones(0)), Tensor)
