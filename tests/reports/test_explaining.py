"""Of a failure the student reads what helps; the report for programs has all of it."""

from dataclasses import replace

from grader.reports import CheckReport, Counterexample, Report, Status, TaskReport, render_terminal

SHOWN = Counterexample(expected="[0.5]", actual="[0.7]", difference="1 of 1 differ")
CHECK = CheckReport(
    "fit/a",
    "a",
    "The losses are right.",
    Status.FAILED,
    0.0,
    1.0,
    message="result is not what it should be",
    hint="How much does each batch count?",
    counterexample=SHOWN,
)
CRASH = "it raised NameError: name 'torch' is not defined at anna.py:9: torch.zeros(1)"
CRASHED = replace(CHECK, message=CRASH, counterexample=Counterexample(expected="no error"))


def shown(*checks: CheckReport, task: str = "fit") -> str:
    tasks = (TaskReport(task, Status.FAILED, checks),)
    return render_terminal(Report("e1", "Losses", "anna.py", "", tasks, {}, "", "", ()))


def test_givens_that_the_lines_do_not_name_play_no_part():
    """Only what the lines of the run use is shown as the case."""
    given = {"patience": "2", "model": "None"}
    case = replace(SHOWN, given=given, run="result = Stopper(patience=patience)")

    text = shown(replace(CHECK, counterexample=case))

    assert "    case        patience  2\n    code        result" in text


def test_a_plain_call_takes_every_given():
    """Without lines of its own, a run calls the task with all that is given."""
    case = replace(SHOWN, given={"patience": "2", "model": "None"})

    assert "patience  2\n                model     None\n" in shown(
        replace(CHECK, counterexample=case)
    )


def test_a_call_by_role_is_shown_by_name():
    """Lines that serve several tasks call each of them `task`; a student knows the name."""
    case = replace(SHOWN, run="result = task(x, multitask(x))")

    assert "code        result = fit(x, multitask(x))\n" in shown(
        replace(CHECK, counterexample=case)
    )


def test_of_many_lines_those_that_use_the_task_are_shown():
    """What only prepares or looks at it is cut; a call is shown to its end."""
    before = [f"a{number} = {number}" for number in range(9)]
    run = "\n".join([*before, "result = fit(", "    a1,", ")", "seen = look(result)"])

    assert """
    code        ...
                result = fit(
                    a1,
                )
                ...
    expected""" in shown(replace(CHECK, counterexample=replace(SHOWN, run=run)))


def test_a_task_that_is_never_called_directly_is_found_by_its_name():
    """It may be handed to another function."""
    run = "\n".join(["result = list(map(fit, x))", *(f"a{n} = {n}" for n in range(12))])

    assert "code        result = list(map(fit, x))\n                ...\n" in shown(
        replace(CHECK, counterexample=replace(SHOWN, run=run))
    )


def test_of_a_class_the_lines_that_use_its_instances_are_shown_too():
    """What is done with an object is the case as much as how it is made."""
    run = "\n".join(
        ["tracker = Tracker()", *(f"a{n} = {n}" for n in range(12)), "tracker.update(a1)"]
    )

    assert """
    code        tracker = Tracker()
                ...
                tracker.update(a1)
    expected""" in shown(replace(CHECK, counterexample=replace(SHOWN, run=run)), task="Tracker")


def test_lines_that_never_name_the_task_are_shown_as_they_are():
    """There is nothing to choose by."""
    run = "\n".join(f"a{number} = {number}" for number in range(13))

    text = shown(replace(CHECK, counterexample=replace(SHOWN, run=run)))

    assert "code        a0 = 0\n" in text
    assert "a12 = 12\n" in text


def test_an_error_that_most_checks_meet_gets_no_hint_of_one_of_them():
    """A name that is not defined has nothing to do with what the first check asks."""
    assert "hint" not in shown(CRASHED, CRASHED, CHECK)


def test_an_error_of_one_check_keeps_its_hint():
    """It may be just what the check is about: an argument that is refused, say."""
    other = replace(CRASHED, message="it raised KeyError: 'SGD' at anna.py:3: raise KeyError(name)")

    assert "hint        How much does each batch count?" in shown(other, CRASHED, CRASHED)


def test_the_hint_of_a_misconception_always_fits():
    """It was chosen by what the code does."""
    known = replace(CRASHED, misconception="forgets-super")

    assert "hint        How much does each batch count?" in shown(known, CRASHED, CRASHED)


def test_a_missing_return_is_named():
    """None in the place of a result says more than the check's own hint."""
    nothing = replace(
        CHECK,
        message="result is not a number",
        counterexample=Counterexample(expected="0.5", actual="None"),
    )

    assert "hint        A function that ends without a return gives None.\n" in shown(nothing)


def test_none_that_is_right_is_no_missing_return():
    """Nor is None in another place than the result."""
    counterexample = Counterexample(expected="0.5", actual="None")
    stored = replace(CHECK, message="best_loss is not a number", counterexample=counterexample)

    assert "hint        How much does each batch count?" in shown(stored)


def test_a_difference_that_the_digits_do_not_show_is_explained():
    """Equal texts of numbers that differ would puzzle everybody."""
    same = replace(SHOWN, actual=SHOWN.expected, difference="differs in result, by 2.8e-09")

    text = shown(replace(CHECK, counterexample=same)).replace("\n                ", " ")

    assert "by 2.8e-09. So small a difference comes from rounding: is something" in text
