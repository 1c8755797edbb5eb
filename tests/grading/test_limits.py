"""Time and memory of a submission, as its report tells of them."""

from grader.reports import Report, Status

PREDICT = """
import torch

def predict(model, inputs):
    model.eval()
    with torch.no_grad():
        return model(inputs)
"""
# Each call takes a fifth of a second, then the process ends: nobody gets further than that.
CRASHES_LATE = """
import os, time

def predict(model, inputs):
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    os.abort()
"""
# Wrong on all cases; on the simplest ones, which are tried to explain that, it hangs as well.
HANGS_WHEN_EXPLAINED = """
import time

def predict(model, inputs):
    if len(inputs) == 1:
        time.sleep(600)
    return model(inputs) + 1
"""
HUNGRY = """
def predict(model, inputs):
    return [bytes(2**20) for _ in range(10**6)]
"""
HANGS = """
import time

def validate(model, loader, criterion, device):
    time.sleep(600)

def predict(model, inputs):
    time.sleep(600)
"""
TIME_S = 0.5


def messages(report: Report) -> list[str]:
    return [check.message for task in report.tasks for check in task.checks]


def places(report: Report) -> set[str]:
    return {check.place for task in report.tasks for check in task.checks}


def test_a_crash_says_what_it_was_and_where(graded):
    """In one sentence, and the student is sent to the line."""
    report = graded(
        "import os\n\ndef predict(model, inputs):\n    os.abort()\n", "exercise03", "predict"
    )

    assert "It crashed with an abort (SIGABRT) at anna.py:4." in messages(report)
    assert "anna.py:4" in places(report)
    assert report.tasks[0].status is Status.ERROR


def test_too_much_memory_says_how_much_there_was_and_where(graded):
    """The line is shown as of any other error."""
    report = graded(HUNGRY, "exercise03", "predict", memory_mb=256)

    assert messages(report)[0] == (
        "it raised MemoryError: it asked for more than its 256 MB of memory at anna.py:3: "
        "return [bytes(2**20) for _ in range(10**6)]"
    )
    assert places(report) == {"anna.py:3"}


def test_an_exit_is_said(graded):
    """It is an error, not a wrong answer."""
    report = graded(
        "import os\n\ndef predict(model, inputs):\n    os._exit(0)\n", "exercise03", "predict"
    )

    assert "Your code ended the process (exit status 0)." in messages(report)
    assert report.tasks[0].status is Status.ERROR


def test_workers_of_a_task_share_its_time(graded):
    """A crash costs its process, and a new one goes on with what is left of the time."""
    report = graded(CRASHES_LATE, "exercise03", "predict", time_s=TIME_S)

    said = messages(report)
    assert said[0] == "It crashed with an abort (SIGABRT) at anna.py:8."
    assert "It was not run: an earlier run of this task took too long." in said


def test_tasks_share_the_time_of_the_submission(graded):
    """When it is used up the tasks after that are not run, and it is said why."""
    report = graded(HANGS, "exercise03", "validate", "predict", time_s=1.0, submission_s=0.4)

    first, second = report.tasks
    assert first.checks[0].message.startswith("It was still waiting after 0.4 s at anna.py:")
    assert {check.message for check in second.checks if check.message} == {
        "It was not run: the submission has used up its 0.4 s."
    }
    assert (first.status, second.status) == (Status.TIMEOUT, Status.TIMEOUT)


def test_to_explain_a_failure_takes_no_more_time_than_there_is(graded):
    """A submission that hangs on the simplest cases is shown with the case that it failed on."""
    report = graded(HANGS_WHEN_EXPLAINED, "exercise03", "predict", time_s=TIME_S)

    shown = [check for task in report.tasks for check in task.checks if check.counterexample]
    assert report.score == 0
    assert not any(check.counterexample.smallest for check in shown)


def test_the_next_submission_is_graded_as_ever(graded):
    """Whatever became of the one before it."""
    graded(CRASHES_LATE, "exercise03", "predict", time_s=TIME_S)

    assert graded(PREDICT, "exercise03", "predict").passed
