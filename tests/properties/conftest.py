"""Evidence by hand: what a submission and the reference left behind on a small case."""

import numpy as np
import pytest

from grader.cases import Case, TensorRecipe
from grader.properties import Evidence
from grader.wire import Event, Observation, Tensor

NUMPY = {"float64": "<f8", "float32": "<f4", "int64": "<i8", "bool": "?", "complex64": "<c8"}


def tensor(numbers, dtype: str = "float64", requires_grad: bool = False) -> Tensor:
    """A tensor of these (nested) numbers."""
    array = np.array(numbers, NUMPY[dtype])
    return Tensor(dtype, array.shape, array.tobytes(), requires_grad)


def event(kind: str, source: str = "loader", **facts) -> Event:
    return Event(kind, source, facts)


@pytest.fixture
def evidence():
    """Evidence of a result beside the expected one; any other field by its name."""

    def made(actual=None, expected=None, *, given=None, losses=(), before=None, **fields):
        case = Case(given or {"inputs": TensorRecipe((2, 3), "float64")}, "float64", 0)
        seen = fields.pop("seen", None) or (Observation(values={"result": actual}, **fields),)
        wanted = Observation(values={"result": expected}, before=before or {})
        return Evidence(case, seen, (wanted,) * len(seen), ("result",), losses)

    return made
