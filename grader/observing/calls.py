"""Watch for calls of forbidden names while a submission runs.

By name, at run time: whatever way a function was imported or wrapped, it is called in the end.
Three places see it: Python's profile hook (Python and built-in functions of torch), the dispatcher
(the operators that they reach, also from compiled code), and the overload packets of torch.ops.

All three see one thread, so that there is another one is noted; and that the profile hook was
changed, which an audit hook sees. Whoever rewrites our memory is not seen: this is testimony.
"""

from __future__ import annotations

import contextlib
import fnmatch
import re
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode

REMOVED = "(the watch was removed)"
THREAD = "(something in another thread)"
THREADS = ("start_new_thread", "start_new", "start_joinable_thread")
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
    mode = _Operators(watch)
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
    def __init__(self, names: frozenset[str], found: list[str]) -> None:
        self.found = found
        self.forbidden = re.compile("|".join(fnmatch.translate(name) for name in sorted(names)))

    def note(self, name: str) -> None:
        if self.forbidden.match(name):
            _note(self.found, name)

    def profile(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and _is_torch(frame.f_globals.get("__name__")):
            self.note(frame.f_code.co_name)
            if frame.f_code.co_name == "__call__":  # a packet of torch.ops, or one of its overloads
                owner = frame.f_locals.get("self")
                for attribute in ("_qualified_op_name", "_name"):
                    name = str(getattr(owner, attribute, "")).rpartition("::")[2]
                    self.note(name.partition(".")[0])
        elif event == "c_call" and getattr(argument, "__name__", "") in THREADS:
            _note(self.found, THREAD)
        elif event == "c_call" and _is_torch(getattr(argument, "__module__", None) or "torch"):
            self.note(getattr(argument, "__name__", ""))


def _is_torch(module: Any) -> bool:
    return isinstance(module, str) and module.partition(".")[0] == "torch"


class _Operators(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees every operator below autograd; `aten::mse_loss.out` counts as mse_loss."""

    def __init__(self, watch: _Watch) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.watch = watch

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = str(func).split(".")[1] if "." in str(func) else str(func)
        self.watch.note(name)
        self.watch.note(name.removesuffix("_forward").removesuffix("_backward"))
        return func(*args, **(kwargs or {}))
