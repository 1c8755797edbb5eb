"""Load an implementation from its sources, in memory.

The sources never touch this machine's file system: helper modules of a submission are found by an
importer that comes last, so that a file named torch.py shadows nothing.
"""

from __future__ import annotations
import __future__

import importlib.abc
import importlib.util
import inspect
import linecache
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.machinery import ModuleSpec
from pathlib import PurePosixPath
from types import CodeType, ModuleType
from typing import Any

from grader.observing.guarded import guard
from grader.observing.placement import choosing
from grader.observing.raising import describe
from grader.observing.refusing import refuse_insides
from grader.observing.surroundings import surroundings
from grader.wire import Load, Loaded, place_of


def load(order: Load) -> tuple[ModuleType, Loaded]:
    """The module of an implementation and what is wrong with it."""
    sources = dict(order.sources)
    for path, text in [*sources.items(), (order.overlay_path, order.overlay)]:
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    _forget_earlier()
    module = _new_module(order.module, order.main, sources)
    modules = {path: text for path, text in sources.items() if path not in order.cells}
    sys.meta_path.append(_InMemory(modules, order.main))
    sys.modules[order.module] = module
    refuse_insides({*sources})
    with surroundings(0) as around, choosing({*sources, order.overlay_path}, module):
        try:
            _execute_main(order, module)
            if order.overlay:
                _lay_over(module, order)
            loaded = Loaded(problems=_problems(module, order))
        except BaseException as error:  # whatever a submission raises is its own
            loaded = Loaded(raised=describe(error, module, during="import"))
    return module, replace(loaded, globals_changed=around.globals_changed)


def _forget_earlier() -> None:
    """What was loaded before is not there for this one: trusted code shares workers."""
    for finder in [each for each in sys.meta_path if isinstance(each, _InMemory)]:
        sys.meta_path.remove(finder)
        for name in finder.paths:
            found = sys.modules.get(name)
            if found is not None and found.__spec__ and found.__spec__.loader is finder:
                del sys.modules[name]


def _execute_main(order: Load, module: ModuleType) -> None:
    """The file that holds the tasks, or a notebook: its cells in their order, as Jupyter would."""
    future = 0
    for path in order.cells or (order.main,):
        future |= _execute(order.sources[path], path, module, future)


def _execute(source: str, path: str, module: ModuleType, future: int = 0) -> int:
    """As an import would: our own `from __future__ import annotations` is not the student's.

    Returns what it says itself of the future: in a notebook that holds of the next cells too.
    """
    guard(module)
    code = _compiled(source, path, future)
    exec(code, vars(module))  # noqa: S102
    return int(code.co_flags & __future__.annotations.compiler_flag)


@lru_cache(maxsize=8)
def _compiled(source: str, path: str, future: int) -> CodeType:
    """Kept, since the misconceptions of a task stand in one file, as its alternatives do."""
    code: CodeType = compile(source, path, "exec", future, dont_inherit=True)
    return code


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
    return place_of(code.co_filename, code.co_firstlineno) if code else main


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
