"""The time left is told once there is something to tell it by."""

import pytest

from grader.cli.progress import time_left


@pytest.mark.parametrize(
    ("done", "jobs", "seconds", "told"),
    [
        (1, 100, 3.0, ""),
        (50, 100, 60.0, ", about 60 s left"),
        (10, 100, 60.0, ", about 9 min left"),
        (99, 100, 990.0, ", about 10 s left"),
        (100, 100, 60.0, ""),
    ],
)
def test_the_rest_takes_as_long_as_what_is_done(done, jobs, seconds, told):
    """Nothing at the very beginning, and nothing at the end."""
    assert time_left(done, jobs, seconds) == told
