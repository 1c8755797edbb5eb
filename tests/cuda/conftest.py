"""Tests on a machine with a GPU. Elsewhere each is skipped, with the reason.

pytest -m cuda
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.isolation import Limits, Zygote

FOLDER = Path(__file__).parent
LIMITS = Limits(time_s=30.0, memory_mb=1024, submission_s=120.0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a CUDA device."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.cuda)


@pytest.fixture(scope="session")
def why_no_cuda(zygote: Zygote) -> str:
    """Why this machine cannot run CUDA in the sandbox, found by trying; or nothing."""
    return zygote.missing_devices.get("cuda", "") or zygote.cuda.why_not(LIMITS)


@pytest.fixture(autouse=True)
def cuda(why_no_cuda: str, zygote: Zygote) -> Iterator[None]:
    """Skip where there is no CUDA; leave no worker of a test on the GPU."""
    if why_no_cuda:
        pytest.skip(f"no CUDA: {why_no_cuda}")
    yield
    workers = zygote.cuda
    for owner in {post.owner for post in workers._posts if not post.is_busy}:
        workers.dismiss(owner)
