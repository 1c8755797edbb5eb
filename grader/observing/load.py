"""Load an implementation from its sources, in memory.

The sources never touch this machine's file system: helper modules of a submission are found by an
importer that comes last, so that a file named torch.py shadows nothing.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import inspect
import linecache
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import PurePosixPath
from types import CodeType, ModuleType
from typing import Any

from grader.observing.placement import choosing
from grader.observing.raising import describe
from grader.observing.surroundings import surroundings
from grader.wire import Load, Loaded


def load(order: Load) -> tuple[ModuleType, Loaded]:
    """The module of an implementation and what is wrong with it."""
    sources = dict(order.sources)
    for path, text in [*sources.items(), (order.overlay_path, order.overlay)]:
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    module = _new_module(order.module, order.main, sources)
    sys.meta_path.append(_InMemory(sources, order.main))
    sys.modules[order.module] = module
    with surroundings(0), choosing({*sources, order.overlay_path}, module):
        try:
            _execute(sources[order.main], order.main, module)
            if order.overlay:
                _lay_over(module, order)
            return module, Loaded(problems=_problems(module, order))
        except BaseException as error:  # whatever a submission raises is its own
            return module, Loaded(raised=describe(error, module, during="import"))


def _execute(source: str, path: str, module: ModuleType) -> None:
    """As an import would: our own `from __future__ import annotations` is not the student's."""
    exec(compile(source, path, "exec", dont_inherit=True), vars(module))  # noqa: S102


def _new_module(name: str, path: str, sources: dict[str, str]) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = path
    vars(module)["__sources__"] = sources  # which frames of a traceback are the student's
    return module


def _lay_over(module: ModuleType, order: Load) -> None:
    """Execute the overlay, which may import the module, and bind its names in the module."""
    vars(module)["__sources__"] = {**order.sources, order.overlay_path: order.overlay}
    overlay = _new_module("overlay", order.overlay_path, {})
    sys.modules["overlay"] = overlay  # dataclasses look their module up here
    _execute(order.overlay, order.overlay_path, overlay)
    for task, name in order.bind.items():
        setattr(module, task, getattr(overlay, name))


def _problems(module: ModuleType, order: Load) -> dict[str, str]:
    """What keeps each task from being called: it is missing, or takes other parameters."""
    found = {}
    for task, parameters in order.parameters.items():
        implementation = getattr(module, task, None)
        if implementation is None:
            found[task] = f"{order.main} defines no {task}"
        elif not callable(implementation):
            found[task] = f"{task} in {order.main} cannot be called"
        elif parameters and (problem := _misfit(implementation, parameters)):
            found[task] = f"{_place(implementation, order.main)}: {task} {problem}"
    return found


def _misfit(implementation: Any, parameters: tuple[str, ...]) -> str:
    try:
        signature = inspect.signature(implementation)
    except (TypeError, ValueError):
        return ""  # a built-in says nothing of its parameters; the call will
    try:
        signature.bind(**dict.fromkeys(parameters))
    except TypeError as error:
        wanted = ", ".join(parameters)
        return f"is called as {_name(implementation)}({wanted}), but has {signature}: {error}"
    return ""


def _name(implementation: Any) -> str:
    return str(getattr(implementation, "__name__", "it"))


def _place(implementation: Any, main: str) -> str:
    plain = inspect.unwrap(implementation) if callable(implementation) else implementation
    owner = getattr(plain, "__init__", plain) if isinstance(plain, type) else plain
    code: CodeType | None = getattr(owner, "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}" if code else main


class _InMemory(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the other modules of a submission by name, after every other finder."""

    def __init__(self, sources: dict[str, str], main: str) -> None:
        root = PurePosixPath(main).parent
        self.paths = {}
        for path in sources:
            if PurePosixPath(path).is_relative_to(root):
                parts = PurePosixPath(path).relative_to(root).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                self.paths[name] = path
        self.sources = sources

    def find_spec(
        self, name: str, _: Sequence[str] | None, __: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self.paths and not any(n.startswith(f"{name}.") for n in self.paths):
            return None
        is_package = self.paths.get(name, "__init__.py").endswith("__init__.py")
        return importlib.util.spec_from_loader(name, self, is_package=is_package)

    def exec_module(self, module: ModuleType) -> None:
        path = self.paths.get(module.__name__)
        if path is not None:
            module.__file__ = path
            _execute(self.sources[path], path, module)
