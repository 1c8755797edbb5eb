"""A third lock: the grader's modules let nobody but the grader in.

The text of a submission is looked through for ways to them, and computed names are refused as the
code runs. Whoever finds another way to `sys.modules` all the same finds modules there that give
nothing to a submission's code, and let nothing be put in its place.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from grader.observing.refusing import is_own
from grader.observing.unpickled import is_given

ROOT = f"{Path(__file__).parent.parent}/"  # of the package
IMPORTERS = "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>"
OPEN = "grader.devices._torch_sim"  # what torch hands out as the module of the simulated device
NAMING = frozenset({"__class__", "__name__"})

_frame = sys._getframe
_get, _set, _delete = ModuleType.__getattribute__, ModuleType.__setattr__, ModuleType.__delattr__


class Sealed(ModuleType):
    """A module of the grader; its own code reads its names past this, from their dict."""

    def __getattribute__(self, name: str) -> Any:
        found = _get(self, name)
        if is_own(_frame(1)) and name not in NAMING and not is_given(found):
            raise AttributeError(f"{name!r} is the grader's, and closed to other code")
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        _for_the_grader(_frame(1), name)
        _set(self, name, value)

    def __delattr__(self, name: str) -> None:
        _for_the_grader(_frame(1), name)
        _delete(self, name)


def seal() -> None:
    """From now on, for everything of the grader that has been imported in this process."""
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] == "grader" and name != OPEN and type(module) is ModuleType:
            module.__class__ = Sealed


def _for_the_grader(frame: FrameType, name: str) -> None:
    file = frame.f_code.co_filename
    if not file.startswith(ROOT) and file not in IMPORTERS:
        raise AttributeError(f"{name!r} is the grader's, and cannot be replaced")
