"""How torch computes during a run is settled anew before each one."""

import pytest
import torch

from grader.observing.numerics import settled


@pytest.mark.parametrize("device", ["", "simulated", "cuda"])
def test_float32_is_computed_in_float32(device):
    """Whatever an earlier run has left; on any device."""
    torch.set_float32_matmul_precision("medium")
    torch.backends.cudnn.allow_tf32 = True

    with settled(device):
        found = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32

    assert found == ("highest", False)


def test_the_newer_way_to_ask_for_less_is_undone_too():
    """It has a switch for all of torch, which others inherit."""
    torch.backends.fp32_precision = "tf32"

    with settled(""):
        found = torch.backends.fp32_precision, torch.backends.cudnn.conv.fp32_precision

    assert found == ("ieee", "ieee")


def test_on_cuda_algorithms_are_deterministic():
    """Where there are any: an operator that has none only warns."""
    torch.backends.cudnn.benchmark = True

    with settled("cuda"):
        assert torch.are_deterministic_algorithms_enabled()
        assert torch.is_deterministic_algorithms_warn_only_enabled()
        assert (torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic) == (False, True)
    assert not torch.are_deterministic_algorithms_enabled()


def test_elsewhere_they_are_left_alone():
    """On the CPU they are so anyhow."""
    with settled("simulated"):
        assert not torch.are_deterministic_algorithms_enabled()


def test_an_error_puts_them_back():
    """The next run is another one's."""
    with pytest.raises(ValueError, match="mine"), settled("cuda"):
        raise ValueError("mine")

    assert not torch.are_deterministic_algorithms_enabled()


def test_a_submission_may_not_compute_less_exactly_in_its_next_run(run):
    """What it sets in one run is gone in the next."""
    body = """
before = torch.get_float32_matmul_precision()
torch.set_float32_matmul_precision("medium")
return before
"""
    assert run(body, source="import torch").values["result"] == "highest"
    assert run(body, source="import torch").values["result"] == "highest"
