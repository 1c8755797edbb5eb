"""How many workers a GPU takes, who waits, and how CUDA is started. With numbers, without a GPU."""

import os
from pathlib import Path

import pytest

from grader.errors import InfrastructureError
from grader.isolation.gpu import MOST, Gpu, Places, cuda_environment, places_for
from grader.isolation.resident import counted_kb

BIG = Gpu("H100", 80_000, 70_000)
SMALL = Gpu("laptop", 4_000, 900)


@pytest.mark.parametrize(
    ("gpu", "worker_mb", "taken", "places"),
    [
        (BIG, 1_024, 1, 44),  # 43 more fit into what is free
        (BIG, 1_024, 30, MOST),
        (SMALL, 1_024, 1, 1),  # the one that is there
        (SMALL, 200, 1, 2),
        (SMALL, 1_024, 3, 3),  # as many as there are, though no more fit
        (Gpu("none", 0, 0), 1_024, 0, 1),  # one at least
    ],
)
def test_memory_decides_how_many_fit(gpu, worker_mb, taken, places):
    """Those that are there, and as many more as there is free memory for."""
    assert places_for(gpu, worker_mb, taken) == places


def test_a_number_that_is_asked_for_comes_first():
    """An instructor knows what else runs on the GPU."""
    assert places_for(BIG, 1_024, 1, asked="3") == 3
    assert places_for(BIG, 1_024, 1, asked="1000") == MOST


@pytest.mark.parametrize("asked", ["0", "-1", "many", "1.5"])
def test_what_is_no_number_of_workers_is_said(asked):
    """A slip in the environment stops the run and names the variable."""
    with pytest.raises(InfrastructureError) as raised:
        places_for(BIG, 1_024, 1, asked)

    message = f"ZEROGRAD_CUDA_WORKERS={asked!r} is not a number of workers from 1 on"
    assert str(raised.value) == message


def test_a_place_is_taken_once(tmp_path: Path):
    """Two judges of the same user count in the same folder; a place that is given back is free."""
    one, other = Places(tmp_path / "gpu"), Places(tmp_path / "gpu")

    first = one.take(2)
    second = other.take(2)

    assert (first.number, second.number) == (0, 1)
    assert one.take(2) is None
    assert one.taken() == other.taken() == 2
    first.give_back()
    assert other.take(2).number == 0


def test_places_that_cannot_be_counted_are_said(tmp_path: Path):
    """Where the folder cannot be made, the reason names it."""
    with pytest.raises(InfrastructureError) as raised:
        Places(tmp_path / "no" / "gpu").take()

    assert str(raised.value).startswith("workers on the GPU cannot be counted: [Errno 2]")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a folder of another user")
def test_places_of_another_user_are_not_used(tmp_path: Path):
    """Who made the folder first could keep everybody from the GPU, or lead us elsewhere."""
    folder = tmp_path / "gpu"
    folder.mkdir()
    os.chown(folder, 1, 1)

    with pytest.raises(InfrastructureError, match="where workers on the GPU are counted, is ano"):
        Places(folder).take()


def test_cuda_starts_as_the_judge_was_told():
    """The choice of GPUs is passed on; what would weaken a worker is not."""
    judge = {"CUDA_VISIBLE_DEVICES": "1", "PYTORCH_ALLOC_CONF": "x", "CUDA_LAUNCH_BLOCKING": "1"}

    environment = cuda_environment(judge)

    assert environment["CUDA_VISIBLE_DEVICES"] == "1"
    assert environment["NVIDIA_TF32_OVERRIDE"] == "0"
    assert not {"PYTORCH_ALLOC_CONF", "CUDA_LAUNCH_BLOCKING"} & environment.keys()


def test_a_choice_that_was_not_made_is_taken_away():
    """The zygote hides all GPUs; where the judge hides none, a worker sees all of them."""
    assert cuda_environment({})["CUDA_VISIBLE_DEVICES"] is None


def test_a_gpu_is_read_field_by_field():
    """What a worker says of its GPU is checked like everything that it says."""
    told = {"name": "H100", "total_mb": 80, "free_mb": 70, "why_not": ""}

    assert Gpu.from_message(told) == Gpu("H100", 80, 70)


@pytest.mark.parametrize(
    "message",
    [
        None,
        {"name": "H100"},
        {"name": "H100", "total_mb": "80", "free_mb": 70, "why_not": ""},
        {"name": "H100", "total_mb": True, "free_mb": 70, "why_not": ""},
    ],
)
def test_what_is_no_gpu_is_refused(message):
    """Fields that are missing, or of another type, are the worker's mistake."""
    with pytest.raises(InfrastructureError, match=r"a worker said .* of the GPU"):
        Gpu.from_message(message)


def test_libraries_are_no_memory_of_the_worker():
    """Private and shared memory counts; what is mapped from files does not."""
    status = "VmRSS:\t 900 kB\nRssAnon:\t     120 kB\nRssFile:\t 700 kB\nRssShmem:\t      80 kB\n"

    assert counted_kb(status) == 200
