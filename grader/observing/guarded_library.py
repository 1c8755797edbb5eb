"""Functions of Python's library that get or set attributes by a computed name, guarded as well.

Whoever cannot use `getattr` has `operator.attrgetter`, a `string.Formatter`, the copying of names
by `functools.wraps`, an `argparse` parser that fills any object, and enums that put their members
into a module. They do as before, but for names that lead out of a submission's code.
"""

from __future__ import annotations

import argparse
import enum
import functools
import operator
import re
import string
import sys
from collections.abc import Callable, Sequence
from typing import Any

Look = Callable[[Any, Any], None]

_is_guarded = False
_modules = sys.modules
_attrgetter, _methodcaller = operator.attrgetter, operator.methodcaller
_get_field, _update_wrapper = string.Formatter.get_field, functools.update_wrapper
_global_enum = enum.global_enum
_parse_known_args = argparse.ArgumentParser.parse_known_args
_USUAL = frozenset(
    {
        *functools.WRAPPER_ASSIGNMENTS,
        *functools.WRAPPER_UPDATES,
        "__annotations__",
        "__signature__",
        "__type_params__",
    }
)


def guard_library(look: Look, change: Look, is_own: Callable[[Any], bool]) -> None:
    """From now on; for everybody in this process. The three say what is refused, and raise."""
    global _is_guarded
    if _is_guarded:
        return
    _is_guarded = True

    class attrgetter:  # noqa: N801  a class, as that of Python: torch's compiler looks
        def __new__(cls, *names: Any) -> Any:
            for name in names:
                _look_at_each(look, name)
            return _attrgetter(*names)

    class methodcaller:  # noqa: N801
        def __new__(cls, name: Any, /, *args: Any, **kwargs: Any) -> Any:
            look(None, name)
            return _methodcaller(name, *args, **kwargs)

    def get_field(self: Any, field_name: str, args: Any, kwargs: Any) -> Any:
        _look_at_each(look, field_name)
        return _get_field(self, str.__str__(field_name), args, kwargs)

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

    changes: list[tuple[Any, str, Any]] = [
        (operator, "attrgetter", attrgetter),
        (operator, "methodcaller", methodcaller),
        (string.Formatter, "get_field", get_field),
        (functools, "update_wrapper", update_wrapper),
        (enum, "global_enum", global_enum),
        (argparse.ArgumentParser, "parse_known_args", parse_known_args),
    ]
    for owner, name, guarded in changes:
        setattr(owner, name, guarded)


def _look_at_each(look: Look, names: Any) -> None:
    """Of a dotted name, or a field of a format, every part but those in brackets."""
    if isinstance(names, str):
        for name in re.split(r"[.\[\]]", str.__str__(names)):
            look(None, name)
