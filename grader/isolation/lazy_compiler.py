"""Put off importing torch's compiler until something compiles.

The first optimizer that is made imports `torch._dynamo` (with sympy and 800 modules: a second) only
to call `disable` and `graph_break`, which mean nothing while nothing is being compiled. A stand-in
answers those two; whatever else is asked of it, `torch.compile` for one, imports the real module,
which then takes its place. Nothing is taken away: what would have been paid always is paid when
it is used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

NAME = "torch._dynamo"


class _StandIn(ModuleType):
    def disable(self, fn: Any = None, *_: Any, **__: Any) -> Any:
        """As torch._dynamo.disable where nothing compiles: the function itself."""
        return fn if fn is not None else lambda function: function

    def graph_break(self, *_: Any, **__: Any) -> None:
        """As torch._dynamo.graph_break where nothing compiles: nothing."""

    def __getattr__(self, name: str) -> Any:
        if name in ("__spec__", "__file__", "__wrapped__"):  # asked of every module by importers
            raise AttributeError(name)
        return getattr(_real(), name)


def defer_compiler() -> None:
    """Stand in for torch._dynamo, if it is not imported yet."""
    sys.modules.setdefault(NAME, _StandIn(NAME))


def _real() -> ModuleType:
    if isinstance(sys.modules.get(NAME), _StandIn):
        del sys.modules[NAME]
        torch = sys.modules["torch"]
        vars(torch).pop("_dynamo", None)
        importlib.import_module(NAME)
    return sys.modules[NAME]
