"""The vocabulary of properties: pure functions of what was observed."""

from grader.properties import behaviour, training, values
from grader.properties._show import show
from grader.properties.behaviour import at, told
from grader.properties.model import Evidence, Finding, Property, prop

BUILT_IN = {
    name: item
    for module in (values, training, behaviour)
    for name, item in vars(module).items()
    if isinstance(item, Property)
}

__all__ = ["BUILT_IN", "Evidence", "Finding", "Property", "at", "prop", "show", "told"]
