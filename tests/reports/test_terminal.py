"""What a student reads at midnight: plain words, the first failure in full, one next step."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from grader.reports import (
    CheckReport,
    Counterexample,
    PlotReport,
    Report,
    Status,
    TaskReport,
    render_terminal,
)

PASSED = CheckReport("fit/a", "a", "The weights agree.", Status.PASSED, 3.0, 3.0)
FAILED = CheckReport(
    "fit/b",
    "b",
    "Gradients are zero before every backward pass.",
    Status.FAILED,
    0.0,
    0.5,
    message="the second gradient still holds the first\nsecond line of it",
    hint="What is in .grad when the second batch arrives?",
    misconception="never_zeroes-gradients",
    counterexample=Counterexample(
        given={"loader": "batches of 2, 1 rows", "lr": "0.1"},
        run="for x in loader:\n    step(x)",
        expected="[0.2425]",
        actual="[0.7071]",
        difference="1 of 1 differ",
        smallest=True,
    ),
    place="training_models.py:31",
)
LATER = replace(
    FAILED, id="fit/c", claim="The mode is train.", message="it was eval\nmore", hint="later hint"
)
HIDDEN = replace(
    FAILED, id="fit/h", claim="secret claim", message="secret", hint="secret", visibility="hidden"
)
SKIPPED = CheckReport(
    "fit/s", "s", "CPU and CUDA agree.", Status.SKIPPED, 0, 0, message="no CUDA device here"
)
UNWRITTEN = CheckReport("es/a", "a", "The counter restarts.", Status.NOT_STARTED, 0.0, 2.0)

FIT = TaskReport("fit", Status.FAILED, (PASSED, FAILED, LATER), place="training_models.py:25")
STOPPER = TaskReport("Stopper", Status.NOT_STARTED, (UNWRITTEN,), place="training_models.py:90")
DONE = TaskReport("predict", Status.PASSED, (PASSED,))


def report(*tasks: TaskReport, **changes: object) -> Report:
    usual = Report(
        exercise="exercise03",
        title="Training models",
        submission="anna.py",
        sha256="ab" * 32,
        tasks=tasks,
        versions={"grader": "0.1"},
        seed_digest="3f2a9c04d1e77b20aa",
        bank_digest="cd",
        isolation=("process", "rlimits"),
        isolation_level="standard",
    )
    return replace(usual, **changes)


def test_whole_picture():
    """The report as a student sees it."""
    assert render_terminal(report(DONE, FIT, STOPPER)) == (
        """\
exercise03 · Training models  6 of 9 points

predict  passed  3/3
  passed    3/3  The weights agree.

fit  failed  3/4
  passed    3/3  The weights agree.
  failed  0/0.5  Gradients are zero before every backward pass.
    the second gradient still holds the first
    second line of it
    case        the smallest that shows it:
                loader  batches of 2, 1 rows
    code        for x in loader:
                    step(x)
    expected    [0.2425]
    actual      [0.7071]
    difference  1 of 1 differ
    looks like  never zeroes gradients
    hint        What is in .grad when the second batch arrives?
  failed  0/0.5  The mode is train.
    it was eval

Stopper  not started  0/2

Next: training_models.py:31  correct fit

anna.py · isolation standard · seed 3f2a9c04d1e7
"""
    )


def test_a_case_that_passes_by_itself_is_shown_with_the_call_before_it():
    """What was given then, and what happens without it."""
    example = Counterexample(
        given={"lr": "0.1"},
        expected="[1]",
        actual="[2]",
        alone="It passes by itself.",
        after={"lr": "0.2"},
    )
    check = replace(FAILED, counterexample=example, misconception="depends-on-earlier-calls")

    assert """
    case        lr  0.1
    after       lr  0.2
    expected    [1]
    actual      [2]
    alone       It passes by itself.
    looks like  depends on earlier calls
""" in render_terminal(report(replace(FIT, checks=(check,))))


def test_failures_come_before_what_is_not_written():
    """A task not started is the next step only when nothing that is written fails."""
    assert "Next: training_models.py:31  correct fit\n" in render_terminal(report(STOPPER, FIT))
    assert "Next: training_models.py:90  write Stopper\n" in render_terminal(report(STOPPER, DONE))


def test_what_is_to_be_written_next_is_shown_with_its_checks():
    """Of the tasks that are not started the next one says what is asked; the others wait."""
    later = replace(STOPPER, name="evaluate_all")

    assert """
predict  passed  3/3
  passed       3/3  The weights agree.

Stopper  not started  0/2
  not started  0/2  The counter restarts.

evaluate_all  not started  0/2
another       not started  0/2

Next: training_models.py:90  write Stopper
""" in render_terminal(report(DONE, STOPPER, later, replace(later, name="another")))


def test_there_is_exactly_one_next_step():
    """However much fails, one thing is next."""
    assert render_terminal(report(FIT, FIT, STOPPER)).count("Next:") == 1


def test_hidden_checks_say_nothing():
    """A hidden check shows its points and that it is hidden."""
    text = render_terminal(report(replace(FIT, checks=(HIDDEN,))))

    assert "  failed  0/0.5  hidden check\n" in text
    assert "secret" not in text
    assert "never zeroes" not in text
    assert "batches of 2" not in text
    assert "Next: training_models.py:25  read the text of fit once more; a hidden check" in text


def test_other_visibilities_are_hidden_too():
    """A check for after the due date is no concern of this report, which knows no date."""
    later = replace(HIDDEN, visibility="after_due_date")

    assert "secret" not in render_terminal(report(replace(FIT, checks=(later,))))


def test_visible_failure_is_shown_rather_than_a_hidden_one():
    """What can be explained comes first, also if a hidden check fails before it."""
    text = render_terminal(report(replace(FIT, checks=(HIDDEN, FAILED))))

    assert "looks like  never zeroes gradients" in text
    assert "Next: training_models.py:31  correct fit" in text


def test_skipped_checks_say_why():
    """A check that could not run tells the reason."""
    text = render_terminal(report(replace(DONE, checks=(PASSED, SKIPPED))))

    assert "  skipped  0/0  CPU and CUDA agree.\n    no CUDA device here\n" in text
    assert "Everything that could be checked here passes. Well done!" in text


def test_all_passed_ends_warmly():
    """Who has everything right needs no next step."""
    text = render_terminal(report(DONE))

    assert "\nEverything passes. Well done!\n" in text
    assert "Next:" not in text


def test_notes_and_output_belong_to_the_first_failure():
    """Of everything that was printed, only what may explain the first failure is shown."""
    first = replace(FIT, output="loss 0.3\n[red]x[/red]\x1b[31m\n", notes=("It ran twice.",))
    second = replace(FIT, output="other output", notes=("Other note.",))

    text = render_terminal(report(first, second))

    assert "  note  It ran twice.\n" in text
    assert "  Your code printed:\n    loss 0.3\n    [red]x[/red]\n" in text
    assert "other" not in text.lower()


def test_what_was_not_read_is_told_where_something_fails():
    """It may be what is missing; where everything passes, nobody misses it."""
    note = "helper.py: a link, which is not read"

    assert f"\n\nnote  {note}\n\nNext: " in render_terminal(report(FIT, notes=(note,)))
    assert note not in render_terminal(report(DONE, notes=(note,)))


def test_long_output_is_cut():
    """The first ten lines are shown, the others counted."""
    text = render_terminal(report(replace(FIT, output="line\n" * 25)))

    assert text.count("    line\n") == 10
    assert "    (and 15 more lines)\n" in text


def test_task_message_is_told_once():
    """What stops a whole task is not repeated for each of its checks."""
    late = replace(FAILED, status=Status.TIMEOUT, message="did not end within 5 s")
    task = TaskReport("fit", Status.TIMEOUT, (late, late), message="did not end within 5 s")

    text = render_terminal(report(task))

    assert "fit  timeout  0/1\n  did not end within 5 s\n" in text
    assert text.count("did not end") == 1


def test_a_file_that_cannot_be_run_leaves_one_line_a_task():
    """What keeps the file from being run stays on the screen, above the points."""
    why = "it raised NameError: name 'x' is not defined at anna.py:3: x"
    error = replace(FAILED, status=Status.ERROR, message=why, hint="", counterexample=None)
    task = TaskReport("fit", Status.ERROR, (error, SKIPPED), message=why, place="anna.py:3")

    text = render_terminal(report(task, replace(task, name="predict"), message=why))

    assert (
        f"""
{why}

fit      error  0/0.5
predict  error  0/0.5

Next: anna.py:3  correct what keeps anna.py from being run, see above
"""
        in text
    )


def test_what_is_wrong_with_tasks_of_their_own_stands_below_each():
    """A task that the file does not define; a sentence that is the same is told once."""
    absent = replace(FAILED, status=Status.ERROR, message="anna.py defines no fit")
    task = TaskReport("fit", Status.ERROR, (absent,), message=absent.message)
    given = replace(STOPPER, message="It has a bug to find.")

    assert """
fit      error  0/0.5
  anna.py defines no fit
Stopper  not started  0/2
  It has a bug to find.
again    not started  0/2
""" in render_terminal(report(task, given, replace(given, name="again")))


def test_a_long_message_is_not_told_twice_in_a_row():
    """What every check met is told by the first; of short ones nobody knows that they are one."""
    met = "it raised NameError: name 'weights' is not defined at anna.py:118: return weights"
    checks = (replace(FAILED, message=met), replace(LATER, message=met), LATER, LATER)

    text = render_terminal(report(replace(FIT, checks=checks)))

    assert text.count("The mode is train.\n    as above\n") == 1
    assert text.count("The mode is train.\n    it was eval\n") == 2


def test_as_above_is_the_line_above():
    """After another message a long one is told again: nobody has to guess which is meant."""
    met = "it raised NameError: name 'weights' is not defined at anna.py:118: return weights"
    again = replace(LATER, message=met)

    text = render_terminal(
        report(replace(FIT, checks=(replace(FAILED, message=met), LATER, again)))
    )

    assert "as above" not in text


def test_message_about_the_whole_submission():
    """A syntax error stands above everything, and is what to correct next."""
    text = render_terminal(report(STOPPER, message="anna.py:12: '(' was never closed"))

    assert "\n\nanna.py:12: '(' was never closed\n\n" in text
    assert "correct what keeps anna.py from being run, see above" in text.replace("\n     ", "")


def test_what_is_told_above_is_not_repeated_for_each_task():
    """A file that cannot be imported is why no task of it can be run."""
    why = "anna.py:12: '(' was never closed"
    error = replace(FAILED, status=Status.ERROR, message=why)
    task = TaskReport("fit", Status.ERROR, (error,), message=why)

    text = render_terminal(report(task, replace(task, name="predict"), message=why))

    assert text.count("was never closed") == 1


def test_could_not_be_graded():
    """Without a grade there are no points, and nobody is blamed."""
    text = render_terminal(report(FIT, reason="no process could be started"))

    assert text.startswith("exercise03 · Training models  not graded\n")
    assert "anna.py could not be graded: no process could be started\n" in text
    assert "neither earned nor lost any points" in text
    assert "0/" not in text


def test_nothing_to_check():
    """An exercise whose checks were all skipped neither praises nor blames."""
    skipped = TaskReport("fit", Status.SKIPPED, (SKIPPED,))

    assert "Nothing here could be checked" in render_terminal(report(skipped))


def test_missing_layers_are_named():
    """What the machine could not do stands in the last line."""
    text = render_terminal(report(DONE, isolation_missing={"seccomp": "old kernel"}))

    assert text.endswith("anna.py · isolation standard, without seccomp · seed 3f2a9c04d1e7\n")


def test_nothing_ran():
    """Where no code of the student's ran, nothing kept it apart."""
    text = render_terminal(report(DONE, isolation=(), isolation_level=""))

    assert text.endswith("anna.py · nothing was run · seed 3f2a9c04d1e7\n")


def test_long_texts_hang_below_themselves():
    """A wrapped text continues where it began, and words stay whole."""
    text = render_terminal(report(replace(FIT, checks=(replace(FAILED, hint="word " * 30),))))

    assert f"    hint        {'word ' * 12}word\n                {'word ' * 12}word\n" in text


def test_long_place_keeps_its_line_of_its_own():
    """A path that fits on a line is never broken: editors make links of paths."""
    place = f"exercises/{'x' * 60}.py:31"

    text = render_terminal(report(replace(FIT, checks=(replace(FAILED, place=place),))))

    assert f"Next:\n  {place}\n  correct fit\n" in text


def test_colour_repeats_the_words():
    """Without its escape sequences, the coloured report is the plain one."""
    coloured = render_terminal(report(FIT, STOPPER), colour=True)

    assert "\x1b[32mpassed" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render_terminal(report(FIT, STOPPER))


BROKEN_WORDS = " ".join("a" * count + "::set-env::x" for count in range(68, 84))


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("printed", ["::error::all is lost", " \t::stop-commands::x", BROKEN_WORDS])
def test_no_line_commands_a_runner(printed, colour):
    """GitHub's obeys lines of a log that begin with two colons, and Azure's has its own marks."""
    task = replace(FIT, output=f"{printed}\na ##[group] torch::nn ##vso[x] ###teamcity[y]\n")

    text = render_terminal(report(task), colour=colour)

    lines = re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()
    assert not [line for line in lines if line.lstrip().startswith("::")]
    assert "a #\\x23[group] torch::nn #\\x23vso[x] ##\\x23teamcity[y]" in text
    assert "\\x3a:" in text


def test_environment_changes_nothing(monkeypatch):
    """The report is a function of its arguments."""
    plain, coloured = (render_terminal(report(FIT), colour=colour) for colour in (False, True))
    for name, value in {"NO_COLOR": "1", "COLUMNS": "50", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)

    assert render_terminal(report(FIT)) == plain
    assert render_terminal(report(FIT), colour=True) == coloured


def test_door_does_not_import_rich():
    """rich costs 100 ms, which `grade --help` does not have."""
    code = "import sys, grader.reports; sys.exit('rich' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], check=True)


texts = st.text(max_size=60) | st.text(
    alphabet="a \n\t[]/é漢👍🏽\u0301\u200d\ufe0f\x1b", max_size=200
)
scores = st.floats(0, 100)
statuses = st.sampled_from(Status)
counterexamples = st.builds(
    Counterexample,
    given=st.dictionaries(texts, texts, max_size=3),
    run=texts,
    expected=texts,
    actual=texts,
    difference=texts,
    smallest=st.booleans(),
    alone=texts,
    after=st.dictionaries(texts, texts, max_size=3),
)
checks = st.builds(
    CheckReport,
    id=texts,
    property=texts,
    claim=texts,
    status=statuses,
    score=scores,
    max_score=scores,
    visibility=st.sampled_from(["visible", "hidden"]),
    message=texts,
    hint=texts,
    misconception=st.none() | texts,
    counterexample=st.none() | counterexamples,
    place=texts,
)
tasks = st.builds(
    TaskReport,
    name=texts,
    status=statuses,
    checks=st.lists(checks, max_size=3).map(tuple),
    message=texts,
    place=texts,
    output=texts,
    notes=st.lists(texts, max_size=2).map(tuple),
)
reports = st.builds(
    report,
    exercise=texts,
    title=texts,
    submission=texts,
    tasks=st.lists(tasks, max_size=2).map(tuple),
    isolation=st.lists(texts, max_size=2).map(tuple),
    isolation_missing=st.dictionaries(texts, texts, max_size=2),
    seed_digest=texts,
    reason=st.just("") | texts,
    message=texts,
)


@settings(deadline=None)
@given(reports, st.integers(0, 120))
def test_any_text_is_rendered_within_the_width(any_report, width):
    """No text raises, steers the terminal, or makes a line wider than asked (40 at least)."""
    text = render_terminal(any_report, width=width)

    lines = text.removesuffix("\n").split("\n")
    assert max(map(cell_len, lines)) <= max(width, 40)
    assert all(line.isprintable() and line == line.rstrip() for line in lines)
    assert text.endswith("\n")


def test_figures_are_named_behind_the_tasks():
    """Where each of them is, or in a line why it is not drawn."""
    drawn = PlotReport("curves", "Two curves.", "figures/x_fit_curves.png")
    failed = PlotReport("waves", "A wave.", message="it raised ValueError: no waves at anna.py:3")

    shown = render_terminal(report(replace(DONE, plots=(drawn, failed))))

    assert (
        """
Figures of your code
  figures/x_fit_curves.png
    Two curves.
  predict waves  not drawn: it raised ValueError: no waves at anna.py:3

Everything passes. Well done!
"""
        in shown
    )
