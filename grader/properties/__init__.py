"""The vocabulary of properties: pure functions of what was observed.

Who writes a property needs `prop`, `Evidence` and `Finding`. `numbers`, `leaves` and `part` look
into what was observed (`Tensor` and plain values), `tolerance` says what rounding may do, `show`
puts a value into words. `Part` and the other names of parts and givens are types of options.
"""

from grader.properties import behaviour, devices, precision, training, values
from grader.properties._placement import is_misplaced
from grader.properties._raised import at, told, uses_cuda
from grader.properties._show import show
from grader.properties.model import (
    ChangingName,
    Distance,
    Evidence,
    Finding,
    GivenName,
    GivenPart,
    LoaderName,
    Part,
    Parts,
    Property,
    TensorName,
    TrainedName,
    prop,
)
from grader.properties.reckoning import numbers, tolerance
from grader.wire import NoSuchPart, Observation, Tensor, Value, Variation, leaves, part

BUILT_IN = {
    name: item
    for module in (values, training, behaviour, devices, precision)
    for name, item in vars(module).items()
    if isinstance(item, Property)
}

__all__ = [
    "BUILT_IN",
    "ChangingName",
    "Distance",
    "Evidence",
    "Finding",
    "GivenName",
    "GivenPart",
    "LoaderName",
    "NoSuchPart",
    "Observation",
    "Part",
    "Parts",
    "Property",
    "Tensor",
    "TensorName",
    "TrainedName",
    "Value",
    "Variation",
    "at",
    "is_misplaced",
    "leaves",
    "numbers",
    "part",
    "prop",
    "show",
    "told",
    "tolerance",
    "uses_cuda",
]
