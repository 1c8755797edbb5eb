"""Mutants of a reference must lose points; those that do not are shown, or are equivalent."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.auditing import finish_mutants, start_mutants
from grader.course import load_course, load_exercise
from grader.reports import render_mutation
from grader.vocabulary import vocabulary_for

YAML = """\
id: exercise01
title: Steps
module: steps.py
tasks:
  - name: step
    given:
      x: {tensor: {shape: [3], values: [1, 2]}}
    cases: 3
    checks:
      - matches_reference: {id: value, of: result}
      - unchanged: {of: x}
"""
REFERENCE = """\
def step(x):
    return x - 0.25
"""
SQUARE = """\
def step(x):
    return (x - 1.5).square()
"""
SWAPPED = """\
equivalent:
  - task: step
    mutant: "swap-operands: return (1.5 - x).square()"
    reason: A square forgets the sign.
"""
LOOP = """\
def step(x):
    number = 0
    while number < 3:
        number += 1
    return x + number
"""
SOMETIMES = """\
def step(number):
    return 2 * number if number % 5 == 3 else number
"""
SOMETIMES_YAML = """\
id: exercise01
title: Steps
module: steps.py
tasks:
  - name: step
    given:
      number: {integers: [1, 40]}
    cases: 1
    checks:
      - matches_reference: {id: value, of: result}
"""


@pytest.fixture
def tried(tmp_path, zygote):
    """Write an exercise and try the mutants of its reference."""

    def tried(reference=REFERENCE, yaml=YAML, equivalent="equivalent: []\n", seeds=2):
        files = {
            "course.yaml": "title: A course\nexercises: [exercise01]\n",
            "exercises/exercise01/exercise.yaml": yaml,
            "exercises/exercise01/steps.py": reference,
            "reference/exercise01/steps.py": reference,
            "reference/exercise01/equivalent.yaml": equivalent,
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        exercise = load_exercise(load_course(tmp_path, ()), "exercise01", vocabulary_for)
        with ThreadPoolExecutor(2) as pool:
            (hunt,) = start_mutants(exercise, zygote, pool, seeds=seeds)
            return finish_mutants(hunt)

    return tried


def test_all_killed(tried):
    """Every mutant fails a check: the score is full, and each check says how many it kills."""
    found = tried()

    assert found.holds
    assert (found.mutants, found.killed, found.equivalent) == (7, 7, 0)
    assert [(each.check, each.kills, each.alone) for each in found.checks] == [
        ("value", 6, 6),
        ("unchanged", 1, 1),
    ]
    assert (found.tried[0].name, found.tried[0].came_to) == (
        "in-place: return x.sub_(0.25)",
        "fails unchanged",
    )


def test_a_survivor(tried):
    """It is shown with its place, its diff and the entry that says that it is equivalent."""
    (survivor,) = tried(SQUARE).survivors

    assert survivor.claim == "The two sides of a difference or of a quotient are swapped."
    assert survivor.place == "reference/exercise01/steps.py:2"
    assert survivor.diff[-2:] == (
        "-    return (x - 1.5).square()",
        "+    return (1.5 - x).square()",
    )
    assert "mutant: 'swap-operands: return (1.5 - x).square()'" in survivor.entry
    assert survivor.file == "reference/exercise01/equivalent.yaml"


def test_an_equivalent_one(tried):
    """With an entry it is equivalent, and does not count."""
    found = tried(SQUARE, equivalent=SWAPPED)

    assert found.holds
    assert (found.killed, found.equivalent) == (found.mutants - 1, 1)
    assert "100 %" in render_mutation([found])


def test_an_entry_that_is_wrong(tried):
    """An entry whose mutant a check tells apart is a fault, at its place."""
    entry = SWAPPED.replace("(1.5 - x).square()", "(x - 1.5)").replace(
        "swap-operands", "drop-function"
    )
    found = tried(SQUARE, equivalent=entry)

    (fault,) = found.faults
    assert fault.where.endswith("reference/exercise01/equivalent.yaml:2:5")
    assert fault.what.endswith("is told apart: with seed 0 it fails value.")
    assert found.equivalent == 0


def test_one_that_hangs(tried):
    """A mutant gets a second or so, not the whole time of a task: never ending is losing points."""
    found = tried(LOOP)

    came_to = {each.name: each.came_to for each in found.tried}
    assert came_to["drop-statement: number += 1"] == "fails value (timeout), unchanged (timeout)"
    assert found.seconds < 30


def test_luck(tried):
    """A mutant that only some seeds kill is shown with the seed that does: a case is missing."""
    found = tried(SOMETIMES, SOMETIMES_YAML, seeds=8)

    first = found.survivors[0]
    assert first.luck == (
        "Only some seeds tell it apart: with seed 1 it fails value. Add the case that does."
    )
    assert first.entry == ""
    assert not found.holds


def test_a_reference_that_does_not_pass(tried):
    """If the reference itself fails, its mutants prove nothing."""
    found = tried("import time\n\n\ndef step(x):\n    return x * (time.time_ns() % 1000003)\n")

    (fault,) = found.faults
    assert "the reference itself does not pass: fails value" in fault.what
    assert (found.killed, found.equivalent, found.survivors) == (0, 0, ())


def test_a_reference_that_cannot_be_imported(tried):
    """Why it cannot is said once."""
    found = tried("import nonsense_that_is_not_there\n\n\ndef step(x):\n    return x + 1\n")

    (fault,) = found.faults
    assert "The file cannot be imported" in fault.what


def test_checks_without_points(tried):
    """A check that is worth nothing kills nothing."""
    found = tried(yaml=YAML.replace("of: x}", "of: x, points: 0}"))

    assert [each.check for each in found.checks] == ["value"]
    (survivor,) = found.survivors
    assert survivor.claim == "What was given is changed in place."


def test_a_check_that_is_skipped(tried):
    """What this machine cannot ask is told apart from what kills nothing."""
    device = "      - agrees_across_devices: {devices: [cpu, cuda]}\n"
    yaml = YAML.replace("    cases: 3", "      device: {device: cpu}\n    cases: 3")
    found = tried(REFERENCE.replace("(x)", "(x, device)"), yaml + device)

    assert "CUDA" in found.checks[-1].skipped
