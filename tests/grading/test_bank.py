"""The bank keeps what trusted code left behind, and never gives back anything else."""

from pathlib import Path

import pytest

from grader.grading.bank import Bank
from grader.wire import Observation, Tensor

SEEN = Observation(values={"result": Tensor("float32", (2,), bytes(8))}, output="x")


@pytest.fixture
def saved(tmp_path):
    """A folder with the bank `digest`, which holds one observation."""
    bank = Bank(tmp_path, "digest")
    bank.put("key", SEEN)
    bank.save()
    return tmp_path


def test_what_was_put_is_found(saved):
    """By another process too, and only under its own key."""
    bank = Bank(saved, "digest")

    assert bank.get("key") == SEEN
    assert bank.get("other") is None


def test_another_digest_finds_nothing(saved):
    """What an observation depends on has changed."""
    assert Bank(saved, "other").get("key") is None


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.5, 0.99])
def test_half_a_file_is_as_good_as_none(saved, share):
    """From a machine that went down while it was written."""
    path = saved / "digest.bank"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])

    assert Bank(saved, "digest").get("key") is None


def test_a_folder_that_cannot_be_written_costs_only_speed(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    bank = Bank(tmp_path / "file", "digest")

    bank.put("key", SEEN)
    bank.save()

    assert bank.get("key") == SEEN


def test_a_bank_that_cannot_be_kept_costs_nothing_else():
    """Where no folder can be made, it holds what it is given until the process ends."""
    bank = Bank(Path("/dev/null/zerograd"), "digest")

    bank.put("key", SEEN)
    bank.save()

    assert bank.get("key") == SEEN
