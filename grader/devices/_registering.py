"""Tell torch of the simulated devices, once in a process and for good."""

from __future__ import annotations

from typing import Any

import torch
from torch.utils import backend_registration

from grader.devices import _torch_sim
from grader.devices._accelerator import keep_accelerator
from grader.devices._autograd import stay_on_thread
from grader.devices._computing import compute
from grader.devices._generators import offer_generators
from grader.devices._kernels import AUTOCAST, kernels
from grader.devices._moving import move_in_place
from grader.devices._names import NAME
from grader.devices._storing import make_storages


def register() -> list[Any]:
    """The libraries of kernels: what they register goes when they are freed."""
    keep_accelerator()
    setup: Any = backend_registration._setup_privateuseone_for_python_backend
    setup(NAME, backend_module=_torch_sim)
    stay_on_thread()
    library: Any = torch.library.Library  # which is not typed
    everything = library("_", "IMPL", "PrivateUse1")
    everything.fallback(compute)
    uncast = library("_", "IMPL", AUTOCAST)  # for CUDA torch does this itself
    uncast.fallback(torch.library.fallthrough_kernel)
    found = kernels()
    libraries = {key: library("aten", "IMPL", key) for key in {key for _, key in found}}
    for (name, key), kernel in found.items():
        libraries[key].impl(name, kernel)
    move_in_place()
    make_storages()
    offer_generators()
    return [everything, uncast, *libraries.values()]
