"""equivalent.yaml: which mutants nobody can tell from the reference, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course import equivalent_entry, read_equivalent
from grader.errors import CourseError

if TYPE_CHECKING:
    from tests.course.conftest import Folder

FILE = "reference/x/equivalent.yaml"
MUTANTS = {"step": ("drop-step: optimizer.step()", "drop-statement: g(x) #2"), "other": ()}
ENTRY = """\
equivalent:
  - task: step
    mutant: "drop-step: optimizer.step()"
    reason: Nobody sees it.
"""


def mistakes(folder: Folder, text: str) -> str:
    folder.write(FILE, text)
    with pytest.raises(CourseError) as caught:
        read_equivalent(folder.exercise(), MUTANTS)
    return str(caught.value)


def test_without_a_file(folder: Folder) -> None:
    """No file: nothing is said to be equivalent."""
    assert read_equivalent(folder.exercise(), MUTANTS) == ()


def test_an_entry(folder: Folder) -> None:
    """An entry is read with its place."""
    folder.write(FILE, ENTRY)

    (entry,) = read_equivalent(folder.exercise(), MUTANTS)

    assert (entry.task, entry.mutant) == ("step", "drop-step: optimizer.step()")
    assert entry.reason == "Nobody sees it."
    assert entry.place == f"{FILE}:2:5"


def test_an_entry_to_paste(folder: Folder) -> None:
    """What is shown of a survivor is an entry that names it; its reason is still to be written."""
    entry = equivalent_entry("step", "drop-statement: g(x) #2")

    told = mistakes(folder, f"equivalent:\n{entry}")

    assert told == (
        f"{FILE}:4:11: the reason is empty\n"
        "  Say why no caller can tell this mutant from the reference."
    )


def test_all_mistakes_at_once(folder: Folder) -> None:
    """Each is told with its place and the nearest name."""
    told = mistakes(
        folder,
        """\
equivalent:
  - {task: stepp, mutant: "drop-step: optimizer.step()", reason: Nobody sees it.}
  - {task: step, mutant: "drop-step: optimiser.step()", reason: Nobody sees it.}
  - {task: other, mutant: "anything else", reason: Nobody sees it.}
  - {task: step, mutant: "drop-step: optimizer.step()", reason: " "}
  - {task: step, mutant: "drop-step: optimizer.step()", reason: Nobody sees it.}
  - {task: step, mutand: "drop-step: optimizer.step()", reason: Nobody sees it.}
""",
    )

    assert told == (
        f"{FILE}:2:12: unknown task 'stepp'\n"
        "  Did you mean 'step'?\n"
        f"{FILE}:3:26: step has no mutant 'drop-step: optimiser.step()'\n"
        "  Did you mean 'drop-step: optimizer.step()'?\n"
        f"{FILE}:4:27: other has no mutant 'anything else'\n"
        "  To list them: grade audit x --mutants -v\n"
        f"{FILE}:5:65: the reason is empty\n"
        "  Say why no caller can tell this mutant from the reference.\n"
        f"{FILE}:6:26: 'drop-step: optimizer.step()' is listed twice\n"
        f"{FILE}:7:18: unknown key 'mutand'\n"
        "  Did you mean 'mutant'?"
    )
