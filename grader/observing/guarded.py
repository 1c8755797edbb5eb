"""Python's ways to an attribute by a computed name, guarded against names that lead out.

The judge reads a submission's text for what reaches into the interpreter (`grader.submissions`);
names that are put together as the code runs do not stand there. So a submission's `getattr`,
`setattr`, `delattr` and `vars` refuse those that nobody needs: the insides of functions, frames and
generators, what a module keeps for itself, modules that a module has imported, and another
definition for something that is not the submission's own.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from types import (
    AsyncGeneratorType,
    CellType,
    CodeType,
    CoroutineType,
    FrameType,
    GeneratorType,
    ModuleType,
    TracebackType,
)
from typing import Any

from grader.observing.guarded_library import guard_library

INSIDES = (
    AsyncGeneratorType,
    CellType,
    CodeType,
    CoroutineType,
    FrameType,
    GeneratorType,
    TracebackType,
)
INTERPRETER = frozenset({"builtins", "ctypes", "gc", "grader", "importlib", "inspect", "sys"})
# What leads on from those, for whoever asks by way of the library: its owner is not known then.
WAYS = frozenset(
    {
        *("ag_await", "ag_frame", "cell_contents", "cr_await", "cr_frame", "gi_code", "gi_frame"),
        *("f_back", "f_builtins", "f_code", "f_globals", "f_locals", "gi_yieldfrom", "tb_frame"),
        *("tb_next", "_convert_"),
    }
)
OPEN = frozenset({"__class__", "__doc__", "__len__", "__name__", "__qualname__", "__version__"})

_getattr, _setattr, _delattr, _vars = getattr, setattr, delattr, vars
_frame, _modules = sys._getframe, sys.modules


class NotForExercises(AttributeError):
    """A name that leads out of a submission's own code."""


def guard(module: ModuleType) -> None:
    """Let the code of a module have Python's builtins with these guards, before it is executed."""
    _vars(module)["__builtins__"] = _GUARDED
    guard_library(_GUARDED["getattr"], look=_look, change=_change, is_own=_has_guards)


def _guarded_builtins() -> dict[str, Any]:
    def get(owner: Any, name: str, *default: Any) -> Any:
        _look(owner, name)
        found = _getattr(owner, name, *default)
        if isinstance(owner, ModuleType) and isinstance(found, ModuleType):
            _same_library(owner, found, name)
        return found

    def set_to(owner: Any, name: str, value: Any) -> None:
        _look(owner, name)
        _change(owner, name)
        _setattr(owner, name, value)

    def delete(owner: Any, name: str) -> None:
        _look(owner, name)
        _change(owner, name)
        _delattr(owner, name)

    def names_of(*owner: Any) -> Any:
        if not owner:
            return _frame(1).f_locals
        found = _vars(*owner)
        if not isinstance(owner[0], ModuleType):
            return found
        return {n: v for n, v in found.items() if n[:1] != "_" and not isinstance(v, ModuleType)}

    guarded: dict[str, Callable[..., Any]] = {
        "getattr": get,
        "setattr": set_to,
        "delattr": delete,
        "vars": names_of,
    }
    return {**_vars(builtins), **guarded}


def _look(owner: Any, name: Any) -> None:
    if not isinstance(name, str):
        return  # Python says what is wrong with it
    name = str.__str__(name)  # a text of the submission's own may lie about how it begins
    is_private = name.startswith("_") and isinstance(owner, ModuleType)
    is_hidden = name.startswith("__") and name.endswith("__") and name not in OPEN
    is_hook = name.startswith("_") and name.endswith("_hooks")
    if isinstance(owner, INSIDES) or name in WAYS or is_hidden or is_hook:
        raise _refused(name)
    if is_private and name not in OPEN and not name.startswith("_foreach_"):
        raise _refused(name)
    if isinstance(owner, ModuleType) and _root(owner) in INTERPRETER:
        raise _refused(name)


def _same_library(owner: ModuleType, found: ModuleType, name: str) -> None:
    if _root(owner) != _root(found):
        raise _refused(name)


def _change(owner: Any, name: str) -> None:
    """Refuse to change a module, or a class that the submission has not written."""
    if isinstance(owner, ModuleType) or (isinstance(owner, type) and not _is_theirs(owner)):
        raise _refused(name)


def _is_theirs(kind: type) -> bool:
    return _has_guards(_modules.get(kind.__module__))


def _has_guards(module: Any) -> bool:
    return module is not None and _vars(module).get("__builtins__") is _GUARDED


def _root(module: ModuleType) -> str:
    return str(_vars(module).get("__name__", "")).partition(".")[0]


def _refused(name: str) -> NotForExercises:
    return NotForExercises(f"{name!r} leads out of your own code: write it without")


_GUARDED = _guarded_builtins()
