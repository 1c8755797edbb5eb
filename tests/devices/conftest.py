"""Run lines on the simulated device, in a worker: registering one changes a process for good."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cases import Case, DeviceRecipe
from grader.isolation import Limits
from grader.wire import Ask, Load, Observation, Variation

LIMITS = Limits(time_s=20.0, memory_mb=768)
DEVICE = {"device": DeviceRecipe("cpu")}
PRELUDE = """
import copy, gc, io, pickle, threading, warnings, weakref
import torch
from torch import nn
from torch.nn import functional as F
from comparing import *
"""
COMPARING = (Path(__file__).parent / "on_worker" / "comparing.py").read_text()


def pytest_collection_modifyitems(items):
    """Workers are Linux's."""
    if sys.platform != "linux":
        here = Path(__file__).parent
        for item in items:
            if here in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="workers are Linux's"))


@pytest.fixture
def on_sim(zygote) -> Callable[..., Observation]:
    """Run the body of `def task(device, ...)` in a worker of its own, on a simulated device."""

    def observed(body: str, given=DEVICE, device: str = "simulated") -> Observation:
        indented = "\n".join(f"    {line}" for line in body.strip().splitlines())
        source = f"{PRELUDE}\ndef task({', '.join(given)}):\n{indented}\n"
        sources = {"anna.py": source, "comparing.py": COMPARING}
        worker = zygote.fork(LIMITS, sandboxed=True)
        worker.load(Load("exercise", "anna.py", sources, {"task": tuple(given)}))
        case = Case(given, "float64", 0)
        seen = worker.observe(
            Ask(case, "task", observe=("result",), variation=Variation(device=device))
        )
        worker.close()
        assert isinstance(seen, Observation), seen
        return seen

    return observed


@pytest.fixture
def result(on_sim) -> Callable[..., object]:
    """What a body returns that raises nothing."""

    def returned(body: str, *args, **kwargs):
        seen = on_sim(body, *args, **kwargs)
        assert seen.raised is None, seen.raised
        return seen.part("result")

    return returned
