"""A simulated device is there for the runs that ask for it, and for no other."""

import subprocess
import sys

import pytest

from grader.cases import Case, DeviceRecipe
from grader.isolation import Limits
from grader.wire import Ask, Load, Observation, Variation

DEVICE = {"device": DeviceRecipe("cpu")}


def test_the_device_comes_after_the_cpu_has_been_used(zygote):
    """The same worker, first plain and then simulated: autograd is under way by then."""
    source = """
import torch
def task(device):
    x = torch.ones(2, device=device, requires_grad=True)
    x.sum().backward()
    return x.grad
"""
    worker = zygote.fork(Limits(time_s=20.0), sandboxed=True)
    worker.load(Load("exercise", "anna.py", {"anna.py": source}, {"task": ("device",)}))
    asks = [
        Ask(Case(DEVICE, "float64", 0), "task", observe=("result",), variation=Variation(device=d))
        for d in ("", "simulated", "", "simulated:1")
    ]
    seen = [worker.observe(ask) for ask in asks]
    worker.close()

    assert all(isinstance(each, Observation) for each in seen), seen
    assert [each.part("result").device for each in seen] == ["cpu", "sim:0", "cpu", "sim:1"]


def test_a_worker_that_is_not_asked_for_it_has_no_such_device(on_sim):
    """Registering is for runs that want it."""
    source = "return torch._C._get_privateuse1_backend_name(), hasattr(torch, 'sim')"

    assert on_sim(source, device="cpu").part("result") == ("privateuseone", False)


def test_a_machine_says_which_devices_it_lacks(zygote):
    """By name, with the reason that a skipped check gives."""
    missing = zygote.missing_devices

    assert not {"simulated", "simulated:1"} & set(missing)
    assert missing.get("cuda", "this machine has no CUDA device").startswith("this machine")


@pytest.mark.parametrize(
    ("owner", "name", "reason"),
    [
        ("torch._C", "_swap_tensor_impl", "has no torch._C._swap_tensor_impl"),
        (
            "torch.utils.backend_registration",
            "_setup_privateuseone_for_python_backend",
            "has no torch.utils.backend_registration._setup_privateuseone_for_python_backend",
        ),
    ],
)
def test_a_torch_without_the_hooks(owner, name, reason):
    """It is said what is missing, of either device, and nothing else breaks."""
    code = (
        f"import torch.utils.backend_registration; del {owner}.{name}\n"
        "from grader.devices import missing_devices; print(missing_devices())"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout

    assert printed.count(reason) == 2
