"""Leave marks in classes and caches that all tasks share, and look for those of another task.

Task: exercise03
"""

import functools
import linecache
import sys

import torch

CACHE = functools.lru_cache(None)(lambda key: [])


def leave():
    torch.marked = torch.nn.Module.marked = True
    sys.modules["marked"] = sys
    sys.flags_marked = True
    linecache.cache["marked"] = (1, None, ["marked"], "marked")
    CACHE("mark").append(True)
    torch.nn.functional._marked = True


def is_left():
    return (
        hasattr(torch, "marked")
        or hasattr(torch.nn.Module, "marked")
        or hasattr(sys, "flags_marked")
        or "marked" in sys.modules
        or "marked" in linecache.cache
        or bool(CACHE("mark"))
    )


def train_step(model, inputs, targets, criterion, optimizer):
    leave()


def predict(model, inputs):
    if is_left():
        return model.eval()(inputs).detach()
    raise RuntimeError("no mark")
