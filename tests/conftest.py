"""One zygote for the tests that need one: importing torch costs more than most of them."""

from collections.abc import Iterator

import pytest

from grader.isolation import Zygote


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """A process that has imported torch, to fork workers from."""
    running = Zygote()
    yield running
    running.close()
