"""Grading a submission end to end, with the bundled course."""

import zipfile
from dataclasses import replace
from pathlib import Path

from grader.reports import Report, Status, to_json

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "reference" / "exercise03" / "training_models.py"
STUB = ROOT / "exercises" / "exercise03" / "training_models.py"
SAMPLES = ROOT / "samples" / "exercise03"

PREDICT = """
import torch

def predict(model, inputs):
    model.eval()
    with torch.no_grad():
        return model(inputs)
"""

NEVER_MOVES = """
import torch

@torch.no_grad()
def validate(model, loader, criterion, device):
    model.eval()
    total = count = 0
    for inputs, targets in loader:
        total += criterion(model(inputs), targets).item() * len(inputs)
        count += len(inputs)
    return total / count
"""


def statuses(report: Report) -> set[Status]:
    return {check.status for task in report.tasks for check in task.checks}


def messages(report: Report) -> str:
    return "\n".join(check.message for task in report.tasks for check in task.checks)


def test_the_reference_gets_every_point(graded):
    """A right submission passes every check that can run here."""
    report = graded(REFERENCE, "exercise03", "validate")

    assert report.passed
    assert report.score == report.max_score > 0


def test_the_untouched_stub_is_not_started(graded):
    """A task whose stub raises its own NotImplementedError is not started, and has no points."""
    report = graded(STUB, "exercise03", "EarlyStopping")

    assert report.tasks[0].status is Status.NOT_STARTED
    assert report.score == 0


def test_another_notimplementederror_is_a_failure(graded):
    """Only the stub's own line means "not started"."""
    report = graded(
        "def predict(model, inputs):\n    raise NotImplementedError('soon')\n",
        "exercise03",
        "predict",
    )

    assert report.tasks[0].status is Status.FAILED


def test_a_misconception_is_named(graded):
    """A submission that behaves like a known misconception gets its name and its hint."""
    forgetful = PREDICT.replace("    model.eval()\n", "")

    report = graded(forgetful, "exercise03", "predict")

    failed = [check for check in report.tasks[0].checks if check.status is Status.FAILED]
    assert {check.misconception for check in failed} == {"never-switches-to-eval-mode"}
    assert all(check.hint for check in failed)


def test_two_mistakes_are_no_known_misconception(graded):
    """A submission that is wrong in another way as well is not mistaken for a misconception."""
    odd = PREDICT.replace("    model.eval()\n", "").replace("model(inputs)", "model(inputs) + 1")

    report = graded(odd, "exercise03", "predict")

    assert {check.misconception for check in report.tasks[0].checks} == {None}


def test_a_misconception_may_lack_what_a_property_reads(graded):
    """It is another one then: one returns no pair, and a course's own word looks for its parts."""
    source = (ROOT / "reference/exercise10/clipping.py").read_text()
    in_eval_mode = source.replace("    model.train()\n", "    model.eval()\n", 1)

    report = graded(in_eval_mode, "exercise10", "clipped_train_step")

    assert in_eval_mode != source
    assert 0 < report.score < report.max_score
    assert not report.reason


def test_the_first_failure_has_its_smallest_case(graded):
    """The case that is shown is the smallest that fails: one row here, in float64."""
    report = graded(PREDICT.replace("model(inputs)", "model(inputs) + 1"), "exercise03", "predict")

    example = report.tasks[0].checks[0].counterexample
    assert example.smallest
    assert example.given["model"].startswith("mlp 1 to 1")
    assert example.difference.startswith("differs in result[0, 0], by 1 ")


def test_a_failure_on_another_device_says_which_devices_were_given(graded):
    """The case says that the check put others in the place of the CPU."""
    report = graded(NEVER_MOVES, "exercise03", "validate")

    (example,) = [check.counterexample for check in report.tasks[0].checks if check.counterexample]
    assert example.given["device"] == "cpu, then simulated, then simulated:1"


def test_equal_submissions_get_equal_reports(graded):
    """Same submission and seed: the same report, byte for byte, but for the time it took."""
    wrong = PREDICT.replace("model(inputs)", "model(inputs) * 1.01")

    first, second = (replace(graded(wrong, "exercise03", "predict"), duration_s=0.0) for _ in "ab")

    assert to_json(first, details=True) == to_json(second, details=True)


def test_another_seed_has_other_cases(graded):
    """The seed decides the cases."""
    one = graded(PREDICT, "exercise03", "predict", seed=1)
    other = graded(PREDICT, "exercise03", "predict", seed=2)

    assert one.bank_digest != other.bank_digest


def test_a_syntax_error_is_graded_with_its_place(graded):
    """A file that cannot be parsed has no points; every task says where the fault is."""
    report = graded("def predict(model, inputs:\n    pass\n", "exercise03", "predict")

    assert statuses(report) == {Status.ERROR}
    assert "anna.py:1" in report.message


def test_a_file_that_is_not_utf8_is_graded_with_its_place(graded, tmp_path):
    """A file that cannot be read as text has no points, and the message gives the line."""
    path = tmp_path / "bad.py"
    path.write_bytes(b"x = 1\ny = '\xff'\n")

    report = graded(path, "exercise03", "predict")

    assert statuses(report) == {Status.ERROR}
    assert "bad.py:2" in report.message


def test_an_import_error_gives_the_students_line(graded):
    """An error at import is shown with the line of the student's file that caused it."""
    report = graded("import torch\nimport nosuchmodule\n", "exercise03", "predict")

    assert "ModuleNotFoundError" in report.message
    assert "anna.py:2" in report.message
    assert report.tasks[0].place == "anna.py:2"  # where to go on, not where the task stands


def test_what_only_running_the_file_does_costs_nothing(graded):
    """Students try things out below; an import does not run that."""
    tried = "import unittest\n    globals()\n    unittest.main()\n    undefined"
    source = f"{PREDICT}\n\nif __name__ == '__main__':\n    {tried}\n"

    assert graded(source, "exercise03", "predict").passed


def test_a_missing_function_costs_its_own_task(graded):
    """A file without the function says so."""
    report = graded("import torch\n", "exercise03", "predict")

    assert report.tasks[0].status is Status.ERROR
    assert "defines no predict" in report.tasks[0].message


def test_other_parameters_are_told_with_their_place(graded):
    """A function that cannot take the contract's parameters says where it is, and what it has."""
    report = graded("\n\ndef predict(net):\n    return net\n", "exercise03", "predict")

    assert "anna.py:3" in report.tasks[0].message
    assert "predict(model, inputs)" in report.tasks[0].message


def test_a_hang_costs_its_own_task_only(graded):
    """A loop that never ends is stopped, and the report gives its line."""
    report = graded(SAMPLES / "hanging.py", "exercise03", "train_one_epoch")

    assert report.tasks[0].status is Status.TIMEOUT
    assert "hanging.py:" in messages(report)


def test_the_end_of_the_process_costs_what_it_costs(graded):
    """A submission that ends the process has lost those checks, and the report says why."""
    report = graded(
        "import os\n\ndef predict(model, inputs):\n    os._exit(0)\n", "exercise03", "predict"
    )

    assert report.score == 0
    assert "ended the process" in messages(report)


def test_a_folder_brings_its_helpers(graded, tmp_path):
    """Helper modules of a folder can be imported by the exercise's module."""
    folder = tmp_path / "anna"
    folder.mkdir()
    (folder / "helpers.py").write_text(PREDICT.replace("predict", "work"))
    (folder / "training_models.py").write_text("from helpers import work as predict\n")

    report = graded(folder, "exercise03", "predict")

    assert report.passed


def test_a_zip_is_read_like_its_folder(graded, tmp_path):
    """A zip is graded without being unpacked."""
    path = tmp_path / "anna.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("work/training_models.py", PREDICT)

    report = graded(path, "exercise03", "predict")

    assert report.passed


def test_ready_made_losses_cost_their_own_check_only(graded):
    """A forbidden call loses the check that forbids it; the values are right and keep theirs."""
    report = graded(
        "from torch.nn.functional import nll_loss as nll\n\n"
        "def nll_loss(log_probs, targets):\n    return nll(log_probs, targets)\n",
        "exercise01",
        "nll_loss",
    )

    lost = {check.property for check in report.tasks[0].checks if check.score < check.max_score}
    assert lost == {"forbids"}


def test_a_check_without_its_device_is_skipped(graded, zygote):
    """Where there is no CUDA, its check says so, and neither earns nor costs."""
    report = graded(REFERENCE, "exercise03", "validate")

    check = next(c for c in report.tasks[0].checks if c.id.endswith("/cuda"))
    assert (check.status is Status.SKIPPED) == ("cuda" in zygote.missing_devices)
    assert check.score == check.max_score


def test_doing_nothing_earns_nothing(graded):
    """That nothing is changed or left behind counts only beside a check that takes some doing."""
    report = graded("def predict(model, inputs):\n    return 0.0\n", "exercise03", "predict")

    assert report.score == 0
    assert any("counts with another check" in check.message for check in report.tasks[0].checks)


def test_an_enumeration_shows_the_sequence_that_breaks_it(graded):
    """Of a state machine the report shows the shortest sequence, not that all were tried."""
    ties = REFERENCE.read_text().replace("val_loss < self.best_loss", "val_loss <= self.best_loss")

    report = graded(ties, "exercise03", "EarlyStopping")

    example = report.tasks[0].checks[0].counterexample
    assert example.smallest
    assert example.given["losses"] == "[0, 0]"


def test_a_submission_has_one_budget_for_all_its_tasks(graded):
    """What is left when the time of the whole submission is used up is not run, and says so."""
    source = "def validate(model, loader, criterion, device):\n    while True:\n        pass\n"

    report = graded(source + PREDICT, "exercise03", "validate", "predict", submission_s=1.0)

    assert [task.status for task in report.tasks] == [Status.TIMEOUT, Status.TIMEOUT]
    assert "has used up its 1 s" in report.tasks[1].checks[0].message
