"""`grade try` is the author's first feedback: cases, what the reference leaves, what is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.reports import Remark, TriedCase, TriedScenario, TriedTask, render_tryout

YAML = """\
id: x
title: Doubling
module: doubling.py
tasks:
  - name: double
    given:
      inputs: {tensor: {shape: [2], values: [1, 2]}}
      by: {one_of: [2, 3]}
    cases: 1
    checks:
      - matches_reference
      - raises:
          error: ValueError
          when: {by: 0}
          cases: 1
          run: result = task(inputs, by)
  - name: grow
    given: {params: {parameters: {shapes: [[1]], without_gradient: false, forms: list}}}
    cases: 1
    checks: [matches_reference: {of: params.values}]
"""
REFERENCE = """\
import torch


def double(inputs, by):
    if by == 0:
        raise ValueError("by nothing")
    return by * inputs


def grow(params):
    with torch.no_grad():
        for parameter in params:
            parameter.add_(1)
"""
SCENARIO = TriedScenario(
    checks=("value", "unchanged"),
    run="",
    edges={"N": ("1", "6")},
    cases=(TriedCase(1, "N: 1", {"x": "[1]"}, {"result": "2.0"}), TriedCase(2, "", {}, {})),
    seconds=0.25,
)


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write an exercise that is sound but for what is given here, and try it."""

    def run(*arguments: str, yaml: str = YAML, reference: str = REFERENCE):
        files = {
            "course.yaml": "title: A course\nexercises: [x]\n",
            "exercises/x/exercise.yaml": yaml,
            "exercises/x/doubling.py": REFERENCE,
            "reference/x/doubling.py": reference,
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return CliRunner().invoke(main, ["try", "x", *arguments])

    return run


def test_a_sound_exercise(tried):
    """A line a scenario, and one that sums up."""
    result = tried()

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("x · Doubling\n\nchecks on the same cases  cases  at edges")
    assert "\n  matches_reference           5         4  " in result.stdout
    assert "The reference does what the checks ask: 11 cases in 2 tasks" in result.stdout


def test_every_case(tried):
    """Givens as in a report, and what the reference leaves: results, and what it changed."""
    result = tried("--task", "double", "--show-cases")

    assert "  edges met  by: option " in result.stdout
    assert "\n  case 1  by: option " in result.stdout
    assert "    inputs  tensor([1." in result.stdout
    assert "    leaves result  tensor([" in result.stdout
    assert "  run  result = task(inputs, by)" in result.stdout
    assert (
        "    leaves an error  ValueError: by nothing (reference/x/doubling.py:6)" in result.stdout
    )
    assert "leaves inputs" not in result.stdout


def test_a_given_that_is_changed(tried):
    """It is said in which parts."""
    result = tried("--task", "grow", "--show-cases")

    assert "leaves params  changed in values" in result.stdout


def test_the_seed_decides(tried):
    """The same seed shows the same cases, another one others."""
    first, again, other = (
        tried("--show-cases", "--task", "double", "--seed", seed).stdout.split("checks on")[0]
        for seed in ("1", "1", "2")
    )

    assert first == again
    assert first != other


def test_a_reference_that_raises(tried):
    """The error is told with its place and the case."""
    result = tried(reference=REFERENCE.replace("by == 0", "by == 3"))

    assert result.exit_code == 1
    squeezed = " ".join(result.stdout.split())
    assert "1 problem" in squeezed
    assert (
        "Check matches_reference: the reference raises ValueError: by nothing at "
        "reference/x/doubling.py:6 on case" in squeezed
    )
    assert "Check raises: the reference raises no error on case 1" in squeezed


def test_a_reference_that_hangs(tried):
    """It is told on which case, and that the rest was not run."""
    yaml = YAML.replace("tasks:", "limits: {time_s: 1}\ntasks:")

    result = tried(
        "--task",
        "double",
        yaml=yaml,
        reference=REFERENCE.replace("by == 0", "by == 2").replace("raise", "while True: pass #"),
    )

    assert result.exit_code == 1
    assert "Check matches_reference: " in result.stdout
    assert "(case " in result.stdout


def test_a_reference_that_is_not_the_same_twice(tried):
    """What chance decides, no student could pass."""
    lucky = REFERENCE.replace("by * inputs", "by * inputs * (__import__('time').time_ns() % 1009)")

    result = tried("--task", "double", reference=lucky)

    assert result.exit_code == 1
    squeezed = " ".join(result.stdout.split())
    assert "Check matches_reference: the reference does not pass on case 1" in squeezed


def test_a_reference_that_cannot_be_imported(tried):
    """It is said once, and nothing else."""
    result = tried(reference=f"import nonsense_that_is_not_there\n{REFERENCE}")

    assert result.exit_code == 1
    assert "The reference cannot be run: The file cannot be imported" in result.stdout


def test_a_part_that_is_not_there(tried):
    """A misspelt part shows here, not first in front of a student."""
    result = tried("--task", "grow", yaml=YAML.replace("params.values", "params.values.x"))

    assert result.exit_code == 1
    assert "the reference leaves no params.values.x" in " ".join(result.stdout.split())


def test_an_unknown_task(tried):
    """The nearest one is named."""
    result = tried("--task", "dubble")

    assert result.exit_code == 2
    assert result.stderr == "Error: x has no task 'dubble'. Did you mean 'double'?\n"


def test_rendering():
    """Problems stand below the table; the summary counts them."""
    problem = Remark("f", "Check value: it raises.", "Correct it.")
    note = Remark("f", "Check cuda was skipped: there is none.")
    scenario = replace(SCENARIO, problems=(problem,), notes=(note,))

    text = render_tryout([TriedTask("x", "f", (scenario,))], title="x · F")

    assert (
        text
        == """\
x · F

checks on the same cases  cases  at edges   time
f
  value, unchanged            2         1  0.2 s  1 problem

What does not hold
  f
    Check value: it raises. Correct it.

Worth knowing
  f
    Check cuda was skipped: there is none.

1 problem on 2 cases in 1 task, 0.2 s.
"""
    )
