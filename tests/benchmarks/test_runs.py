"""The same implementations on the CPU and on the simulated device."""

import pytest
from device_lane.measure import Options, measure, measured
from device_lane.runs import why_not
from device_lane.verdicts import FOUND, LACKS, STOPPED, UNKNOWN, UNPLACED, verdicts

GIVEN = """\
    given:
      inputs: {tensor: {shape: [3]}}
      device: {device: cpu}
    checks:
      - matches_reference
      - unchanged: {of: inputs}
"""
PLACEMENT = """\
      - agrees_across_devices: {devices: [cpu, simulated], of: result}
"""
PLACED = """\
    given:
      inputs: {tensor: {shape: [3]}}
    checks:
      - matches_reference
      - unchanged: {of: inputs}
"""
WEIGHTS = """\
    given:
      params: {parameters: {shapes: [[2], []]}}
    checks:
      - matches_reference: {of: params.values}
      - unchanged: {of: params.requires_grad}
"""
TRAINED = """\
    given:
      model: {mlp: {features: 2}}
      loader: {loader: {features: 2}}
      optimizer: {optimizer: {kinds: momentum}}
    checks:
      - matches_reference: {of: [result, model, optimizer]}
"""
MODES = """\
    given:
      model: {mlp: {features: 2, dropout: 0.5}}
      loader: {loader: {features: 2}}
    checks:
      - mode: {during: train}
"""
PASSES = """\
def work(model, loader):
    with_dropout = [model.train()(inputs).sum().item() for inputs, _ in loader]
    return [model.eval()(inputs).sum().item() for inputs, _ in loader] + with_dropout
"""
NUMBERS = """\
    given: {count: {integers: [1, 5]}}
    checks:
      - matches_reference
"""
MOVES = "def work(inputs, device):\n    return (2 * inputs.to(device)).cpu()\n"
DOUBLES = "def work(inputs):\n    return 2 * inputs\n"
HINT = '    """It is wrong.\n\n    Why?\n    """\n'


def differing(runs):
    """Of each implementation that comes to something else, the reason."""
    return {v.who: v.reason for v in verdicts("exercise01", runs) if v.changed}


def relatives(runs):
    return {a.way: (a.relative, a.runs) for a in measured("exercise01", runs).agreements}


def test_a_function_is_given_the_device(run):
    """It moves things itself, and what it does comes to the same."""
    runs = run(GIVEN, MOVES)

    assert (differing(runs), relatives(runs)) == ({}, {"given": (0.0, 1)})


def test_a_run_without_modes_has_no_double_there(run):
    """On the device the modes stay: what is moved is rewritten instead."""
    runs = run(MODES, PASSES)

    assert [relative for relative, _ in relatives(runs).values()] == [0.0]


def test_what_a_function_is_given_is_put_on_the_device(run):
    """Where there is no device among the givens: the result is there, too."""
    runs = run(PLACED, DOUBLES)

    (seen,) = runs.pairs[0].runs.values()
    assert seen.part("result").device == "sim:0"
    assert (differing(runs), relatives(runs)) == ({}, {"placed": (0.0, 1)})


@pytest.mark.parametrize("form", ["list", "tuple", "generator"])
def test_parameters_are_put_there_with_their_gradients(run, form):
    """They stay the objects that the function is given, in the form in which it is given them."""
    reference = f"""\
import torch

@torch.no_grad()
def work(params):
    assert type(params).__name__ == {"list_iterator" if form == "generator" else form!r}
    for p in params:
        assert (p.device.type == "sim") == (p.grad.device.type == "sim")
        p -= p.grad
"""
    runs = run(WEIGHTS.replace("shapes:", f"forms: [{form}], shapes:"), reference)

    (seen,) = runs.pairs[0].runs.values()
    assert seen.part("params.values.0").device == "sim:0"
    assert (differing(runs), relatives(runs)) == ({}, {"placed": (0.0, 1)})


def test_models_and_data_are_put_there(run):
    """The optimizer goes on with the parameters of the model that was moved."""
    reference = """\
def work(model, loader, optimizer):
    for inputs, targets in loader:
        optimizer.zero_grad()
        (model(inputs) - targets).square().mean().backward()
        optimizer.step()
"""
    runs = run(TRAINED, reference)

    (seen,) = runs.pairs[0].runs.values()
    assert seen.part("model.parameters.0.weight").device == "sim:0"
    assert (differing(runs), relatives(runs)) == ({}, {"placed": (0.0, 1)})


def test_wrong_placement_is_told_by_the_check_that_finds_it(run):
    """The verdict differs, but without the device too the implementation loses points."""
    wrong = f"def other(inputs, device):\n{HINT}    return inputs.to(device) + inputs\n"

    assert differing(run(GIVEN + PLACEMENT, MOVES, wrong=wrong)) == {"other": FOUND}


def test_a_difference_without_a_reason_is_not_explained(run):
    """A right one whose result depends on the device must be looked at."""
    right = """\
def other(inputs, device):
    return (2 if device.type == "cpu" else 3) * inputs
"""
    runs = run(GIVEN, MOVES, right)

    assert differing(runs) == {"other": UNKNOWN}
    assert measured("exercise01", runs).agreements[0].relative == pytest.approx(0.5)


def test_who_makes_a_tensor_on_the_cpu_is_excused_where_no_device_is_given(run):
    """The contract of such a function promises nothing."""
    right = "import torch\ndef other(inputs):\n    return inputs * torch.full((3,), 2.0).double()\n"

    assert differing(run(PLACED, DOUBLES, right)) == {"other": UNPLACED}


def test_what_a_device_cannot_do_is_told_from_a_difference(run):
    """torch says so with an error of its own type."""
    right = """\
def other(inputs, device):
    if device.type == "sim":
        raise NotImplementedError("no kernel for sim")
    return 2 * inputs
"""
    assert differing(run(GIVEN, MOVES, right)) == {"other": LACKS}


def test_a_process_that_ends_on_the_device_is_told(run):
    """What is then not run has no verdict of its own."""
    wrong = f"""\
import os
def other(inputs, device):
{HINT}    if device.type == "sim":
        os._exit(3)
    return 2 * inputs
"""
    assert differing(run(GIVEN, MOVES, wrong=wrong)) == {"other": STOPPED}


def test_a_wrong_one_that_loses_points_on_the_cpu_alone_escapes(run):
    """Then the device would accept what the CPU rejects."""
    wrong = f"""\
def other(inputs, device):
{HINT}    return inputs if device.type == "cpu" else 2 * inputs.to(device).cpu()
"""
    (verdict,) = (v for v in verdicts("exercise01", run(GIVEN, MOVES, wrong=wrong)) if v.changed)

    assert (verdict.who, verdict.escapes) == ("other", True)


def test_a_reference_that_makes_tensors_on_the_cpu_cannot_be_moved(run):
    """Of the function that is given no device; the line is told, and nobody is measured there."""
    reference = "import torch\ndef work(inputs):\n    return inputs * torch.ones(3).double()\n"

    (unmoved,) = measured("exercise01", run(PLACED, reference, DOUBLES)).unmoved

    place = "reference/exercise01/work.py:3"
    assert unmoved.reason == f"something else is made on the CPU, and met at {place}"
    assert unmoved.runs == 1


def test_lines_that_make_tensors_on_the_cpu_cannot_be_moved(run):
    """The instructor's own, in the exercise file."""
    lines = PLACED + "    run: result = work(inputs) * torch.ones(3).double()\n"

    (unmoved,) = measured("exercise01", run(lines, DOUBLES)).unmoved

    assert unmoved.reason == "something else is made on the CPU, by the lines that are run"


def test_a_reference_that_a_device_cannot_run_is_told(run):
    """With what it raised."""
    reference = """\
def work(inputs, device):
    if device.type == "sim":
        raise NotImplementedError("no kernel")
    return 2 * inputs
"""
    (unmoved,) = measured("exercise01", run(GIVEN, reference)).unmoved

    assert unmoved.reason == "the device cannot do it: NotImplementedError: no kernel"


def test_a_reference_that_cannot_be_loaded_is_told(run):
    """Nothing else of the task can be measured then."""
    runs = run(PLACED, f"raise ValueError('not today')\n{DOUBLES}")

    (unmoved,) = measured("exercise01", runs).unmoved
    assert "ValueError: not today" in unmoved.reason


def test_givens_that_are_only_numbers_stay(exercise, zygote):
    """There is nothing that could be on a device, and that is said."""
    task = exercise(NUMBERS, "def work(count):\n    return 2 * count\n")

    first, *_ = measure(task, zygote, Options("simulated", 1, 0, 1))

    assert first.unmoved[0].reason == "nothing that it is given could be on a device"


def test_times_are_taken_a_round_at_a_time(exercise, zygote):
    """For each round a pair, cold and warm."""
    *_, last = measure(exercise(GIVEN, MOVES), zygote, Options("simulated", 1, 2, 1))

    (times,) = last.times
    assert times.runs == 1
    sides = times.cold_here, times.cold_there, times.warm_here, times.warm_there
    assert [len(seconds) for seconds in sides] == [2, 2, 2, 2]
    assert min(min(seconds) for seconds in sides) > 0


def test_runs_that_fail_on_the_device_are_not_timed(exercise, zygote):
    """To fail at once is no speed."""
    reference = """\
def work(inputs, device):
    if device.type == "sim":
        raise ValueError("not here")
    return 2 * inputs
"""
    *_, last = measure(exercise(GIVEN, reference), zygote, Options("simulated", 1, 1, 1))

    reason = "a run of the submission fails there alone: ValueError: not here"
    assert (last.times, last.no_times) == ((), f"exercise01 work: {reason}")


def test_a_device_says_what_it_is_called(zygote):
    """It is found by computing on it."""
    assert why_not(zygote, "simulated") == ("sim:0", "")


def test_a_device_that_is_not_there_says_why(zygote):
    """In the words of whoever tried."""
    called, reason = why_not(zygote, "nowhere")

    assert called == ""
    assert reason.startswith("RuntimeError: Expected one of cpu, cuda")
