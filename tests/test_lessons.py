"""The lessons of the bundled course: what their examples print is what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
LESSONS = sorted(REPOSITORY.glob("exercises/*/README.md"))
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:(?!^```).)*?^```text\n(.*?)^```$", re.M | re.S)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.parent.name)
def test_the_example_of_a_lesson(lesson, tmp_path):
    """It runs as it stands, and prints the numbers that the lesson shows."""
    example = EXAMPLE.search(lesson.read_text(encoding="utf-8"))
    assert example is not None
    code, shown = example.groups()

    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)

    assert ran.stdout.rstrip() == shown.rstrip(), ran.stderr


def test_every_lesson_is_found():
    """Each exercise has one."""
    assert len(LESSONS) == len(list(REPOSITORY.glob("exercises/*/exercise.yaml")))
