"""For all tests: no settings of who runs them, and one zygote: importing torch costs more."""

import os
from collections.abc import Iterator

import pytest

from grader.isolation import Zygote


@pytest.fixture(scope="session", autouse=True)
def no_settings() -> None:
    """Whoever runs the tests may have settings for `grade`, such as GRADE_COURSE."""
    for name in ("GRADE_COURSE", "GRADE_SEED", "GRADE_ISOLATION", "GRADE_REQUIRE"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """A process that has imported torch, to fork workers from."""
    running = Zygote()
    yield running
    running.close()
