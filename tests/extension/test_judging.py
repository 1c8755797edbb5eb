"""A word that breaks is its author's error: it is told so, and costs no submission a point."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.auditing import finish_audit, start_audit
from grader.drawing import draw_cases
from grader.errors import WordError
from grader.grading import grade, prepare

RIGHT = "def rates(lr, epochs):\n    return [lr * (1 + n) for n in range(epochs)]\n"
WRONG = "def rates(lr, epochs):\n    return [lr / (1 + n) for n in range(epochs)]\n"
NOTHING = "def rates(lr, epochs):\n    pass\n"
MISCONCEPTION = '''\
def falls(lr, epochs):
    """It falls.

    Which way is up?
    """
    return [lr / (1 + n) for n in range(epochs)]
'''
NO_TENSE = "property 'monotone' raised TypeError: 'NoneType' object is not subscriptable"


def test_a_submission_is_judged_by_a_property_of_ones_own(folder):
    """It passes where the property holds, and fails with its finding on the smallest case."""
    passed, report = folder.grade(RIGHT)

    assert (passed.exit_code, report["score"]) == (0, 3.0)

    failed, report = folder.grade(WRONG)
    (check,) = report["tasks"][0]["checks"]

    assert (failed.exit_code, check["status"], check["message"]) == (1, "failed", "it turns")
    assert check["counterexample"]["given"] == {"lr": "0.1", "epochs": "2"}


def test_a_property_that_breaks_on_a_submission(folder):
    """No grade: the reason is the author's file, line and column, with the check and the error."""
    result, report = folder.grade(NOTHING)

    assert result.exit_code == 2
    assert report["status"] == "could_not_grade"
    assert "score" not in report
    assert report["reason"] == (
        f"exercises/x/properties.py:8:24: rates, check 'monotone': {NO_TENSE}\n  A submission may "
        "leave anything: look at what is there before you reckon with it."
    )
    assert "has neither earned nor lost any points" in result.stdout
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        ("True", "returned True, which is no Finding"),
        ("(yield)", "returned <generator object monotone at "),
        ("Finding('off', 1.5)", "returned a Finding whose 'expected' is 1.5, which is no text"),
        ("Finding('off', given={})", "returned a Finding whose 'given' is no tuple of pairs"),
        ("exit('now')", "raised SystemExit: now"),
        ("seen.expected[0].part('loss')", "raised NoSuchPart: loss"),
    ],
)
def test_what_a_property_must_not_return(folder, zygote, returned, said):
    """It is told, with what it returned or raised, and is no verdict."""
    folder.replace(
        "exercises/x/properties.py", "    return Finding(", f"    return {returned}  # ("
    )

    with pytest.raises(WordError) as caught:
        grade(prepare(folder.exercise(), zygote, banked=False), folder.write("anna.py", WRONG))

    assert f"rates, check 'monotone': property 'monotone' {said}" in str(caught.value)


def test_a_strategy_that_breaks(folder):
    """Before anything is run: no submission is judged on cases that nobody could draw."""
    folder.replace("exercises/x/strategies.py", "return Choices(lambda pick: 2", DIVIDES)

    result, report = folder.grade(RIGHT)

    assert result.exit_code == 2
    assert report["status"] == "could_not_grade"
    assert report["reason"] == (
        "exercises/x/strategies.py:9:33: rates, given 'epochs': strategy 'even' raised "
        "ZeroDivisionError: division by zero"
    )


DIVIDES = "return Choices(lambda pick: 1 / 0"


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("lambda pick: [1, 2]", "strategy 'even' drew [1, 2], which cannot be given"),
        ("lambda pick: (1, {2})", "strategy 'even' drew {2}, which cannot be given"),
        ("max", "strategy 'even' raised TypeError: 'RandomPick' object is not iterable"),
    ],
)
def test_what_a_strategy_must_not_draw(folder, drawn, said):
    """What no run could build, told with the given that it was drawn for."""
    folder.replace("exercises/x/strategies.py", "Choices(lambda pick: 2", f"Choices({drawn})  # ")

    with pytest.raises(WordError) as caught:
        draw_cases(folder.exercise().tasks[0], {}, 3, seed=0)

    assert f"5:5: rates, given 'epochs': {said}" in str(caught.value)


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        ("5", "strategy 'even' returned 5, which is no Choices"),
        ("Choices(5)", "returned Choices that hold something else than functions of a pick"),
        ("Choices(max, {1: max})", "returned Choices with an edge called 1, which is no text"),
    ],
)
def test_what_a_strategy_must_not_return(folder, returned, said):
    """It is called when the exercise is read, and told then."""
    folder.replace("exercises/x/strategies.py", "return Choices", f"return {returned}  # ")

    assert said in folder.mistakes()


def test_a_property_that_breaks_in_the_search_for_the_smallest_case(folder):
    """On a case that only the search has come to."""
    breaks = 'if seen.case.given["lr"] == 0.1: raise RuntimeError("never planned")\n    return'
    folder.replace("exercises/x/properties.py", "return Finding", f"{breaks} Finding")
    folder.replace("exercises/x/exercise.yaml", "floats: [0.1, 1]", "nearly: {}")
    source = (folder.root / "exercises/x/strategies.py").read_text()
    folder.write("exercises/x/strategies.py", f"{source}\n\n{NEARLY}")

    result, report = folder.grade(WRONG)

    assert result.exit_code == 2
    assert "property 'monotone' raised RuntimeError: never planned" in report["reason"]


NEARLY = '''\
@strategy
def nearly(scope: Scope) -> Choices:
    """Mostly 0.2, hardly ever 0.1: only a search comes to that."""
    return Choices(lambda pick: 0.2 if pick.integer(0, 10**9) else 0.1)
'''


def test_a_strategy_that_breaks_in_the_search_for_the_smallest_case(folder):
    """So it is with what is drawn there."""
    folder.replace("exercises/x/exercise.yaml", "floats: [0.1, 1]", "nearly: {}")
    source = (folder.root / "exercises/x/strategies.py").read_text()
    folder.write("exercises/x/strategies.py", f"{source}\n\n{NEARLY.replace('0.1)', '1 / 0)')}")

    result, report = folder.grade(WRONG)

    assert result.exit_code == 2
    assert "given 'lr': strategy 'nearly' raised ZeroDivisionError" in report["reason"]


def test_the_audit_tells_what_a_property_breaks_on(folder, zygote):
    """Of misconceptions, and of what submissions might leave though nobody wrote it."""
    folder.write("reference/x/misconceptions/rates.py", MISCONCEPTION)

    with ThreadPoolExecutor(2) as pool:
        (pending,) = start_audit(folder.exercise(), zygote, pool, seeds=1)
        audit = finish_audit(pending)

    said = [str(fault) for fault in audit.faults]
    place = "exercises/x/properties.py:8:24: rates, check 'monotone'"
    assert any(f"answered with doing nothing: {place}: {NO_TENSE}" in fault for fault in said)
    assert audit.degenerate.good < audit.degenerate.tried


def test_a_strategy_that_is_not_steady(folder):
    """One that takes chance from elsewhere gives each student other cases: nobody is graded."""
    other = "itertools.count().__next__"
    folder.replace(
        "exercises/x/strategies.py",
        "@strategy",
        f"import itertools\n\nnext_one = {other}\n\n\n@strategy",
    )
    folder.replace("exercises/x/strategies.py", "2 * pick.integer(1, most // 2)", "2 + next_one()")

    result, report = folder.grade(RIGHT)

    assert result.exit_code == 2
    assert report["status"] == "could_not_grade"
    assert "'epochs' of rates is another one when it is drawn again" in report["reason"]
