"""Functions of Python's library that get or set attributes by a computed name, guarded as well.

Whoever cannot use `getattr` has `operator.attrgetter`, a `string.Formatter`, the copying of names
by `functools.wraps`, an `argparse` parser that fills any object, enums that put their members
into a module, `contextlib` that swaps a part of `sys`, and copies that set what they like on
whatever is made. They do as before, but for names that lead out of a submission's code.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import enum
import functools
import operator
import string
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

Get = Callable[[Any, str], Any]
Look = Callable[[Any, Any], None]

_is_guarded = False
_modules = sys.modules
_attrgetter, _methodcaller = operator.attrgetter, operator.methodcaller
_split: Callable[[str], Any] = vars(string)["_string"].formatter_field_name_split
_update_wrapper = functools.update_wrapper
_global_enum = enum.global_enum
_parse_known_args = argparse.ArgumentParser.parse_known_args
_Redirect: Any = vars(contextlib)["_RedirectStream"]
_redirect = _Redirect.__enter__
_reconstruct: Callable[..., Any] = vars(copy)["_reconstruct"]
_STREAMS = "stderr", "stdin", "stdout"
_USUAL = frozenset(
    {
        *functools.WRAPPER_ASSIGNMENTS,
        *functools.WRAPPER_UPDATES,
        "__annotations__",
        "__signature__",
        "__type_params__",
    }
)


def guard_library(get: Get, look: Look, change: Look, is_own: Callable[[Any], bool]) -> None:
    """From now on; for everybody in this process. The four say what is refused, and raise."""
    global _is_guarded
    if _is_guarded:
        return
    _is_guarded = True

    class attrgetter:  # noqa: N801  a class, as that of Python: torch's compiler looks
        def __init__(self, *names: Any) -> None:
            self._plain = _attrgetter(*names)  # says what is no name
            self._ways = [str.__str__(name).split(".") for name in names]
            for part in (part for way in self._ways for part in way):
                look(None, part)

        def __call__(self, owner: Any) -> Any:
            found = tuple(functools.reduce(get, way, owner) for way in self._ways)
            return found if len(found) > 1 else found[0]

        def __repr__(self) -> str:
            return repr(self._plain)

    class methodcaller:  # noqa: N801
        def __new__(cls, name: Any, /, *args: Any, **kwargs: Any) -> Any:
            look(None, name)
            return _methodcaller(name, *args, **kwargs)

    def get_field(self: Any, field_name: str, args: Any, kwargs: Any) -> Any:
        first, rest = _split(str.__str__(field_name))
        found = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            found = get(found, name) if is_attribute else found[name]
        return found, first

    def update_wrapper(
        wrapper: Any,
        wrapped: Any,
        assigned: Sequence[str] = functools.WRAPPER_ASSIGNMENTS,
        updated: Sequence[str] = functools.WRAPPER_UPDATES,
    ) -> Any:
        names = [*assigned], [*updated]
        for name in (*names[0], *names[1]):
            if type(name) is not str or name not in _USUAL:
                look(wrapped, name)
                change(wrapper, name)
        return _update_wrapper(wrapper, wrapped, *names)

    def global_enum(cls: Any, update_str: bool = False) -> Any:
        if not is_own(_modules.get(cls.__module__)):
            look(None, "__module__")
        return _global_enum(cls, update_str)

    def parse_known_args(self: Any, args: Any = None, namespace: Any = None) -> Any:
        if namespace is not None:
            change(namespace, "namespace")
        return _parse_known_args(self, args, namespace)

    def redirect(self: Any) -> Any:
        if type(self._stream) is not str or self._stream not in _STREAMS:
            look(None, "__dict__")
        return _redirect(self)

    def reconstruct(x: Any, memo: Any, func: Any, args: Any, *more: Any, **named: Any) -> Any:
        def made(*given: Any) -> Any:
            found = func(*given)
            if isinstance(found, type | ModuleType):
                change(found, "__dict__")
            return found

        return _reconstruct(x, memo, made, args, *more, **named)

    changes: list[tuple[Any, str, Any]] = [
        (operator, "attrgetter", attrgetter),
        (operator, "methodcaller", methodcaller),
        (string.Formatter, "get_field", get_field),
        (functools, "update_wrapper", update_wrapper),
        (enum, "global_enum", global_enum),
        (argparse.ArgumentParser, "parse_known_args", parse_known_args),
        (_Redirect, "__enter__", redirect),
        (copy, "_reconstruct", reconstruct),
    ]
    for owner, name, guarded in changes:
        setattr(owner, name, guarded)
