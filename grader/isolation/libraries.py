"""Libraries that are slow to import, and that a course may use: imported once, where workers fork.

Only such as start no thread and compute nothing when they are imported: who has, cannot fork.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterable

# What a source imports begins so; what is imported ahead for it.
_SLOW = {
    "matplotlib": "matplotlib.pyplot",
    "torch.utils.tensorboard": "torch.utils.tensorboard",
    "tensorboard": "torch.utils.tensorboard",
}


def slow_among(imported: Iterable[str]) -> frozenset[str]:
    """What is worth importing ahead for a source that imports these modules."""
    return frozenset(
        module
        for name in imported
        for start, module in _SLOW.items()
        if f"{name}.".startswith(f"{start}.")
    )


def import_ahead(modules: Iterable[str]) -> None:
    """Import them, if they are installed and work: if not, the code that imports them says so."""
    for module in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
