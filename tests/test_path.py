"""The path through the bundled course: every lesson ends with what it needs and what comes next."""

from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.vocabulary import vocabulary_for

REPOSITORY = Path(__file__).parents[1]
COURSE = load_course(REPOSITORY)


def link(name: str) -> str:
    return f"[{name}](../{name}/README.md)"


def ending(name: str) -> str:
    """The last two items of a lesson, in one line each."""
    text = (REPOSITORY / "exercises" / name / "README.md").read_text(encoding="utf-8")
    return " ".join(text[text.rindex("\n\n* Needs: ") :].split()).replace(" * Next:", "\n* Next:")


@pytest.mark.parametrize("name", COURSE.exercises)
def test_a_lesson_ends_with_its_place_in_the_course(name):
    """What `needs` and course.yaml say, and nothing behind it."""
    needs = load_exercise(COURSE, name, vocabulary_for).needs
    following = [*COURSE.exercises[COURSE.exercises.index(name) + 1 :], ""][0]

    assert ending(name) == (
        f"* Needs: {', '.join(map(link, needs)) or 'nothing before it'}\n"
        f"* Next: {link(following) if following else 'nothing, this is the last one'}"
    )


def test_every_exercise_but_the_first_needs_another():
    """The course is one path."""
    alone = [n for n in COURSE.exercises if not load_exercise(COURSE, n, vocabulary_for).needs]

    assert alone == [COURSE.exercises[0]]
