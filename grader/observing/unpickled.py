"""What may be unpickled in a submission's process: what data is made of.

A pickle names classes and functions, and has them called: any module's, and through a name with
dots those of modules that it has imported. So only those are let through by which tensors, models,
optimizers, arrays and Python's own values are stored.

Through `torch.load` more is let through: whether code refuses to load a file that runs something is
what an exercise may ask, and it must not be we who refuse. What leads out is refused there too.
"""

from __future__ import annotations

import sys
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from types import ModuleType
from typing import Any

from torch import nn
from torch.amp import GradScaler
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torch.utils.data import DataLoader, Dataset, Sampler


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Of these modules, what has no underscore in front.
OPEN = _words("""
    collections datetime decimal fractions numpy numpy.random numpy.random.bit_generator pathlib
    random torch torch.nn.functional torch.optim.lr_scheduler uuid
""")
# And of these and those below them, classes alone.
OPEN_BELOW = _words(
    "numpy. torch.amp. torch.distributions. torch.nn. torch.optim. torch.utils.data."
)
OPEN_PARTS = {
    "_codecs": _words("encode"),
    "argparse": _words("Namespace"),
    "builtins": _words("""
        abs all any bool bytearray bytes complex dict enumerate filter float frozenset int len list
        map max min object range repr reversed round set slice sorted str sum tuple zip
    """),
    "copyreg": _words("_reconstructor __newobj__ __newobj_ex__"),
    "functools": _words("partial"),
    "numpy.random._pickle": _words("__bit_generator_ctor __generator_ctor"),
    "torch._C": _words("Generator Size device dtype"),
    "torch.amp.grad_scaler": _words("_refresh_per_optimizer_state"),
    "torch.serialization": _words("_get_layout"),
    "torch.storage": _words("TypedStorage UntypedStorage _load_from_bytes"),
    "torch.utils.data._utils.collate": _words("default_collate default_convert"),
    "types": _words("SimpleNamespace"),
}
# Of these modules, the functions that make an object again.
REBUILDING = _words("""
    numpy._core.multiarray numpy._core.numeric numpy.core.multiarray numpy.core.numeric
    torch._tensor torch._utils
""")
STARTS = "_rebuild", "_reconstruct", "_frombuffer", "_set_obj_state", "scalar"

# By these a loaded file could get or set anything.
CLOSED = _words("""
    _ctypes _operator _pickle _thread argparse code codeop copyreg ctypes dill enum functools gc
    importlib inspect linecache marshal operator optparse pdb pickle pkgutil pydoc runpy string sys
    threading timeit types unittest weakref
""")
CLOSED_BUILTINS = _words("""
    __import__ compile delattr eval exec getattr globals locals memoryview open setattr super type
    vars
""")

GIVEN = nn.Module, Dataset, DataLoader, Sampler, Optimizer, LRScheduler, GradScaler

_modules = sys.modules
_own: set[str] = set()  # the files of what is loaded


def own_data(files: set[str]) -> None:
    """From now on, let what these files define be unpickled."""
    _own.update(files)


def is_data(module: Any, name: Any) -> bool:
    """Whether a name that a pickle holds is one by which data is stored."""
    module, name = _today(module, name)
    if name in OPEN_PARTS.get(module, ()):
        return True
    if module in REBUILDING:
        return name.startswith(STARTS) and "." not in name
    found = _found(module, name)
    if getattr(_modules.get(module), "__file__", None) in _own:
        return found is not None and "__" not in name
    if any(part.startswith("_") for part in name.split(".")):
        return False
    if module == "builtins" or module.partition(".")[0] == "grader":
        return isinstance(found, type) and _is_theirs(found, module)
    is_below = f"{module}.".startswith(tuple(OPEN_BELOW)) and isinstance(found, type)
    return found is not None and (module in OPEN or is_below)


def leads_out(module: Any, name: Any) -> bool:
    """Whether a name in a file that is loaded leads out of the submission's own code."""
    if is_data(module, name):
        return False
    module, name = _today(module, name)
    root = module.partition(".")[0]
    if root in CLOSED or root == "grader" or "__" in f"{module}.{name}":
        return True
    if module == "builtins" and name in CLOSED_BUILTINS:
        return True
    is_hidden = any(part.startswith("_") for part in f"{module}.{name}".split("."))
    return is_hidden or ("." in name and _found(module, name) is None)


def _today(module: Any, name: Any) -> tuple[str, str]:
    """A name as Python 3 has it: old pickles hold those of Python 2."""
    module, name = NAME_MAPPING.get((str(module), str(name)), (str(module), str(name)))
    return IMPORT_MAPPING.get(module, module), name


def is_given(found: Any) -> bool:
    """Whether it is a class of which objects are given to tasks."""
    return isinstance(found, type) and issubclass(found, GIVEN)


def _is_theirs(found: type, module: str) -> bool:
    """Of Python's own the errors, of the grader's the classes of what it gives."""
    kinds = (Exception,) if module == "builtins" else GIVEN
    return found.__module__ == module and issubclass(found, kinds)


def _found(module: str, name: str) -> Any:
    """What is meant; None if there is nothing, or if a module that was imported lies on the way."""
    found: Any = _modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
        if isinstance(found, ModuleType):
            return None
    return found
