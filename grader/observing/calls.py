"""Watch for calls of forbidden names while a submission runs.

By name, at run time: whatever way a function was imported or wrapped, it is called in the end.
Three places see it: Python's profile hook (Python and built-in functions of torch), the dispatcher
(the operators that they reach, also from compiled code: it is slow, and asked only where an
operator has such a name), and the overload packets of torch.ops.

All three see one thread, so that there is another one is noted; and that the profile hook was
changed, which an audit hook sees. Whoever rewrites our memory is not seen: this is testimony.
"""

from __future__ import annotations

import contextlib
import fnmatch
import re
import sys
from collections.abc import Iterator
from types import CodeType, FrameType
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

REMOVED = "(the watch was removed)"
THREAD = "(something in another thread)"
THREADS = ("start_new_thread", "start_new", "start_joinable_thread")
# Without the private ones, which only their own functions call, and those are seen.
_OPERATORS = frozenset(
    overload.partition("::")[2].partition(".")[0]
    for overload in torch._C._dispatch_get_all_op_names()
    if "::_" not in overload
)
_audits: list[list[str] | None] = []  # one entry for ever: what the hook adds to, if anything


@contextlib.contextmanager
def watching(names: tuple[str, ...]) -> Iterator[list[str]]:
    """Collect which of these names (`*` stands for anything) are called inside.

    That the watch itself was removed, or got round in a thread, is noted too.
    """
    found: list[str] = []
    if not names:
        yield found
        return
    watch = _Watch(frozenset(names), found)
    mode = _Operators(watch) if watch.may_be_operators else contextlib.nullcontext()
    if len(sys._current_frames()) > 1:
        found.append(THREAD)
    sys.setprofile(watch.profile)
    hook = watch.profile
    _audit_into(found)
    try:
        with mode:
            yield found
            if sys.getprofile() != hook:
                _note(found, REMOVED)
    finally:
        _audit_into(None)
        sys.setprofile(None)


def _audit_into(found: list[str] | None) -> None:
    if not _audits:
        sys.addaudithook(_audit)
    _audits[:] = [found]


def _audit(event: str, _: tuple[Any, ...]) -> None:
    if event == "sys.setprofile" and _audits[0] is not None:
        _note(_audits[0], REMOVED)


def _note(found: list[str], what: str) -> None:
    if what not in found:
        found.append(what)


class _Watch:
    """Looks at each piece of code and each name once: it is asked of every call."""

    def __init__(self, names: frozenset[str], found: list[str]) -> None:
        self.found = found
        self.forbidden = re.compile("|".join(fnmatch.translate(name) for name in sorted(names)))
        # Functions that need not be looked at again; by identity, since code that reads alike is
        # equal.
        self._codes: dict[int, CodeType] = {}
        self._names: set[str] = set()

    @property
    def may_be_operators(self) -> bool:
        """Whether any operator has such a name."""
        return any(map(self.forbidden.match, _OPERATORS))

    def note(self, name: str) -> None:
        if name in self._names:
            return
        self._names.add(name)
        if self.forbidden.match(name):
            _note(self.found, name)

    def profile(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            code = frame.f_code
            if id(code) not in self._codes:
                self._enter(code, frame)
        elif event == "c_call":
            name = getattr(argument, "__name__", "")
            if name in THREADS:
                _note(self.found, THREAD)
            elif name not in self._names and _is_torch(_module_of(argument)):
                self.note(name)

    def _enter(self, code: CodeType, frame: FrameType) -> None:
        is_packet = code.co_name == "__call__"  # of torch.ops, or one of its overloads
        if not is_packet:
            self._codes[id(code)] = code
        if not _is_torch(frame.f_globals.get("__name__")):
            return
        self.note(code.co_name)
        if is_packet:
            owner = frame.f_locals.get("self")
            for attribute in ("_qualified_op_name", "_name"):
                name = str(getattr(owner, attribute, "")).rpartition("::")[2]
                self.note(name.partition(".")[0])


def _module_of(function: Any) -> Any:
    return getattr(function, "__module__", None) or "torch"


def _is_torch(module: Any) -> bool:
    return isinstance(module, str) and module.partition(".")[0] == "torch"


class _Operators(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees every operator below autograd; `aten::mse_loss.out` counts as mse_loss."""

    def __init__(self, watch: _Watch) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.watch = watch
        self._seen: dict[int, Any] = {}  # by identity: to hash one of them is slow

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Not told to the compiler at every operator, which costs more than all else here."""
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if id(func) not in self._seen:
            self._seen[id(func)] = func
            name = str(func).split(".")[1] if "." in str(func) else str(func)
            self.watch.note(name)
            self.watch.note(name.removesuffix("_forward").removesuffix("_backward"))
        return func(*args, **(kwargs or {}))
