"""False rejects are counted, right ones are tried in other worlds, and margins are measured."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.auditing import finish_audit, start_audit
from grader.auditing.audit import MANY_SEEDS
from grader.course import load_course, load_exercise
from grader.vocabulary import vocabulary_for

DOUBLE = """\
id: exercise01
title: Doubling
module: work.py
tasks:
  - name: work
    dtypes: [float64]
    given:
      inputs: {tensor: {shape: [3]}}
    cases: 3
    checks:
      - matches_reference
"""
TRAIN = """\
id: exercise01
title: Training
module: work.py
tasks:
  - name: work
    dtypes: [float64]
    given:
      model: {linear: {features: 2, gradient: none}}
      loader: {loader: {features: 2, rows: 14, batch_size: 7, plain: true}}
      criterion: {criterion: mse}
      optimizer: {optimizer: {kinds: momentum}}
      device: {device: cpu}
    cases: 2
    checks:
      - matches_reference: {of: [result, model]}
      - gradients_zeroed
      - mode: {during: train}
      - call_counts: {event: update}
"""
STUB = 'def work(*args, **given):\n    raise NotImplementedError("yours")\n'
EPOCH = """\
def work(model, loader, criterion, optimizer, device):
    model.to(device).train()
    total = 0.0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
    return total / 14
"""
WRONG = '''\
def never_steps(model, loader, criterion, optimizer, device):
    """It never steps.

    What does a step do?
    """
    return 0.5
'''
OFF = '''\
def off(inputs):
    """It is off.

    By how much?
    """
    return 2 * inputs * (1 + {by})
'''
HOME = "on the simulated device"


@pytest.fixture
def audit(tmp_path, zygote):
    """Write an exercise of one task, and audit it with one seed."""

    def audited(yaml, reference, right="", wrong="", seeds=1):
        files = {
            "course.yaml": "title: A course\nexercises: [exercise01]\n",
            "exercises/exercise01/exercise.yaml": yaml,
            "exercises/exercise01/work.py": STUB,
            "reference/exercise01/work.py": reference,
            "reference/exercise01/alternatives/work.py": right,
            "reference/exercise01/misconceptions/work.py": wrong,
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        exercise = load_exercise(load_course(tmp_path, ()), "exercise01", vocabulary_for)
        with ThreadPoolExecutor(2) as pool:
            (pending,) = start_audit(exercise, zygote, pool, seeds=seeds)
            return finish_audit(pending)

    return audited


def double(audit, right=0.0, wrong=1.0, **options):
    reference = "def work(inputs):\n    return 2 * inputs\n"
    other = f"def other(inputs):\n    return 2 * inputs * (1 + {right})\n"
    return audit(DOUBLE, reference, other, OFF.format(by=wrong), **options)


def faults(audited):
    return "\n".join(map(str, audited.faults))


def notes(audited):
    return "\n".join(map(str, audited.notes))


def world(audited, name):
    return next(each for each in audited.fairness.elsewhere if each.world == name)


# False rejects ------------------------------------------------------------------------------------


def test_runs_are_counted(audit):
    """Each right implementation with each seed; the bound is on seeds that were met in full."""
    few, many = (double(audit, seeds=seeds).fairness for seeds in (3, MANY_SEEDS))

    assert (few.implementations, few.seeds, few.runs, few.rejected) == (2, 3, 6, 0)
    assert few.bound == pytest.approx(0.95)
    assert (many.seeds, many.runs) == (MANY_SEEDS, 2 * MANY_SEEDS)
    assert many.bound == pytest.approx(0.2589, abs=1e-4)


def test_a_rejected_right_one_counts_once_a_seed(audit):
    """Two seeds, and both reject one of the two."""
    fairness = double(audit, right=1.0, seeds=2).fairness

    assert (fairness.rejected, fairness.runs, fairness.bound) == (2, 4, 1.0)


# Margins ------------------------------------------------------------------------------------------


def test_margins_have_both_sides(audit):
    """The largest of right ones, the smallest of wrong ones, and what is allowed there."""
    (margin,) = double(audit, right=1e-12, wrong=1e-3).fairness.margins

    assert margin.check == "matches_reference"
    assert margin.right_by == "other, seed 0"
    assert 1e-4 < margin.right < 1e-3
    assert margin.wrong_by == "off"
    assert 1e5 < margin.wrong < 1e6
    assert 1e-9 < margin.allowed < 1e-8


def test_wide_margins_are_not_noted(audit):
    """Nothing to know about a check that tells right from wrong clearly."""
    assert "of what is allowed" not in notes(double(audit, right=1e-12, wrong=1e-3))


def test_right_ones_that_are_nearly_rejected_are_noted(audit):
    """More than half of what is allowed is used by one that is right."""
    audited = double(audit, right=1.4e-9)

    assert faults(audited) == ""
    assert "Check matches_reference: a right one (other, seed 0) is off by 0." in notes(audited)
    assert "Another seed may reject it: leave it more room." in notes(audited)


def test_wrong_ones_that_nearly_pass_are_noted(audit):
    """Less than ten times what is allowed tells one that is wrong."""
    audited = double(audit, wrong=1e-8)

    assert faults(audited) == ""
    assert "Check matches_reference: off is off by only 6" in notes(audited)
    assert "Give it a case on which that mistake is larger." in notes(audited)


def test_another_form_has_no_margin(audit):
    """A wrong one that returns nothing is infinitely far."""
    reference = "def work(inputs):\n    return 2 * inputs\n"
    audited = audit(DOUBLE, reference, wrong="def nothing(inputs):\n    return None\n")

    (margin,) = audited.fairness.margins

    assert margin.right == 0
    assert margin.wrong == math.inf


# Other worlds -------------------------------------------------------------------------------------


def test_right_ones_do_the_same_in_every_world(audit):
    """On the simulated device with all its events, and in every rewrite."""
    audited = audit(TRAIN, EPOCH, EPOCH.replace("work", "other"), WRONG)

    assert "The reference fails" not in faults(audited)
    assert "Alternative" not in faults(audited)
    assert (world(audited, HOME).same, world(audited, HOME).tried) == (2, 2)
    assert [(e.same, e.tried) for e in audited.fairness.elsewhere if not e.is_device] == [
        (1, 1)
    ] * 4


def test_a_right_one_that_stays_on_the_cpu(audit):
    """It gets full points on the CPU, and is a fault on a device."""
    stays = EPOCH.replace("work", "stays").replace(", targets.to(device)", ", targets")
    audited = audit(TRAIN, EPOCH, stays, WRONG)

    assert (world(audited, HOME).same, world(audited, HOME).tried) == (1, 2)
    assert "alternatives/work.py:1: Alternative stays fails" in faults(audited)
    assert "on the simulated device, with seed 0 on case 1" in faults(audited)
    assert "Expected all tensors to be on the same device" in faults(audited)


def test_what_a_device_lacks_is_skipped(audit):
    """No fault: torch says that it cannot be done there, and the report says why."""
    sparse = EPOCH.replace("model(inputs)", "model(inputs.to_sparse().to_dense())")
    audited = audit(TRAIN, sparse, sparse.replace("work", "other"), WRONG)

    assert "simulated" not in faults(audited)
    assert world(audited, HOME).tried == 0
    assert "NotImplementedError" in world(audited, HOME).reasons[0]


def test_a_device_that_is_missing_is_named(audit):
    """With the reason, as in grading."""
    (cuda,) = (e for e in audit(TRAIN, EPOCH, wrong=WRONG).fairness.elsewhere if "CUDA" in e.world)

    assert cuda.tried == 0
    assert "CUDA" in cuda.reasons[0]


def test_a_check_that_does_not_survive_rounding(audit):
    """The last bits of a weight are no contract: the reference itself fails, in another order."""
    last_bits = EPOCH.replace("total / 14", "hash(tuple(model[0].weight.flatten().tolist()))")
    audited = audit(TRAIN, last_bits, wrong=WRONG)

    words = "The reference fails matches_reference with the samples of each batch permuted, with"
    assert words in faults(audited)
    assert "That changes rounding only: so would a right solution." in faults(audited)


def test_tasks_without_a_loop_have_no_other_worlds(audit):
    """Where nothing can be moved, permuted, cut or stepped otherwise, nothing is told."""
    assert double(audit).fairness.elsewhere == ()
