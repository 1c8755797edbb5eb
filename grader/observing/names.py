"""What types are called, whatever they call themselves.

A class can take the name of another, and a metaclass can answer any question about it. So names are
asked of `type` itself, and a class under the name of one that is known is said not to be it.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import torch

MAX_NAME = 100
MAX_BASES = 20


def _attribute(name: str) -> Callable[[type], Any]:
    """How Python itself reads an attribute of a type, which may lack it."""
    found = vars(type)[name].__get__

    def read(kind: type) -> Any:
        try:
            return found(kind)
        except AttributeError:
            return None

    return read


_mro: Callable[[type], tuple[type, ...]] = vars(type)["__mro__"].__get__
_module = _attribute("__module__")
_qualname = _attribute("__qualname__")
_name = _attribute("__name__")
_modules = sys.modules


def _of(module: ModuleType) -> dict[tuple[str, str], type]:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type)]
    return {(kind.__module__, kind.__qualname__): kind for kind in kinds}


# What a submission is asked for by type; it could put another in the place where it is looked up.
_KNOWN: Mapping[tuple[str, str], type] = {
    **_of(builtins),
    **_of(torch.nn),
    **_of(torch.optim),
    **_of(torch.optim.lr_scheduler),
    **_of(torch.utils.data),
}
_BUILTIN = dict(vars(builtins))


def type_names(kind: type) -> tuple[str, ...]:
    """The name of a type and of all that it derives from, with their modules."""
    return tuple(_full(each) for each in _mro(kind)[:MAX_BASES])


def error_names(kind: type) -> tuple[str, ...]:
    """The short names of a type of error and of its bases; of Python's own, only theirs."""
    return tuple(_short(each) for each in _mro(kind)[:-1][:MAX_BASES])


def _full(kind: type) -> str:
    module, qualname = _text(_module(kind)), _text(_qualname(kind))
    found = _found(module, qualname)
    suffix = ", but only by its name" if found is not None and found is not kind else ""
    return f"{module}.{qualname}{suffix}"


def _found(module: str, qualname: str) -> Any:
    """What is there under this name, or nothing."""
    if (module, qualname) in _KNOWN:
        return _KNOWN[module, qualname]
    found: Any = _modules.get(module)
    for part in qualname.split("."):
        found = vars(found).get(part) if isinstance(found, type | ModuleType) else None
    return found


def _short(kind: type) -> str:
    name = _text(_name(kind))
    own = _BUILTIN.get(name, kind)
    return name if own is kind else f"{_text(_module(kind))}.{name}"


def _text(name: Any) -> str:
    return name[:MAX_NAME] if type(name) is str else "(no name)"
