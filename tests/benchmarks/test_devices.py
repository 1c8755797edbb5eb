"""`benchmarks/devices.py` as a command: what it prints, writes, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from devices import too_old

REPOSITORY = Path(__file__).parents[2]
SCRIPT = REPOSITORY / "benchmarks" / "devices.py"
PAGE = REPOSITORY / "docs" / "devices.md"


@pytest.fixture
def measure(tmp_path):
    """Run the command on a machine without a GPU."""

    def run(*arguments):
        hidden = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}
        return subprocess.run(
            [sys.executable, str(SCRIPT), *arguments],
            capture_output=True,
            text=True,
            env=hidden,
            cwd=tmp_path,
        )

    return run


def test_without_a_gpu_it_says_so_and_changes_nothing(measure, tmp_path):
    """What was last measured stays recorded."""
    page = tmp_path / "devices.md"
    page.write_bytes(PAGE.read_bytes())

    done = measure("--device", "cuda", "--write", str(page))

    said = "skipped: cuda is not measured here: this machine has no CUDA device\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    assert page.read_bytes() == PAGE.read_bytes()


def test_it_writes_what_it_prints_into_the_page(measure, tmp_path):
    """Between the markers of the device, as Markdown."""
    page = tmp_path / "devices.md"
    page.write_text("<!-- measured: simulated -->\n<!-- end of simulated -->\n", encoding="utf-8")
    options = "--device", "simulated", "--cases", "1", "--rounds", "1", "--write", str(page)

    done = measure(*options, "exercise01", "--task", "mae_loss")

    head, *_, end = page.read_text(encoding="utf-8").splitlines()
    assert (done.returncode, head, end) == (
        0,
        "<!-- measured: simulated -->",
        "<!-- end of simulated -->",
    )
    assert done.stdout.strip() in page.read_text(encoding="utf-8")
    assert "| measured | exercise01 mae_loss |" in done.stdout
    assert "| options | --device simulated --cases 1 --rounds 1 --jobs 2 |" in done.stdout
    assert "| exercise01 mae_loss | placed | 8 | " in done.stdout
    assert "| all | 8 of 8 | 25 of 25 |" in done.stdout


def test_a_page_without_markers_is_told_before_anything_is_measured(measure, tmp_path):
    """Rather than after minutes."""
    page = tmp_path / "devices.md"
    page.write_text("# Devices\n", encoding="utf-8")

    done = measure("--device", "simulated", "--write", str(page))

    assert (done.returncode, done.stdout) == (2, "")
    assert "devices.md has no one place for simulated: add a line" in done.stderr


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["exercise99"], "no exercise 'exercise99' in this course"),
        (["exercise01", "--task", "fit"], "exercise01 has no task 'fit', only: mse_loss, mae_loss"),
    ],
)
def test_a_name_that_is_not_there_is_told(measure, names, said):
    """With those that are."""
    done = measure("--device", "simulated", *names)

    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("version", "device", "reason"),
    [
        ("2.11.0+cu130", "cuda", ""),
        ("3.0.0", "cuda", ""),
        ("2.6.0", "simulated", ""),
        ("2.9.1+cu128", "cuda", "it takes torch 2.11 or later, and this is 2.9.1+cu128"),
        ("strange", "cuda", "it takes torch 2.11 or later, and this is strange"),
    ],
)
def test_figures_of_cuda_are_taken_from_torch_2_11_on(version, device, reason):
    """2.9 is older than 2.11."""
    assert too_old(version, device) == reason


@pytest.mark.parametrize("device", ["cuda", "simulated", "simulated:1"])
def test_the_page_has_a_place_for_every_device(device):
    """Where `--write` puts what was measured."""
    page = PAGE.read_text(encoding="utf-8")

    assert page.count(f"<!-- measured: {device} -->") == 1
    assert page.index(f"<!-- measured: {device} -->") < page.index(f"<!-- end of {device} -->")
