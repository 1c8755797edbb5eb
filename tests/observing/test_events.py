"""The trace of a training run: recorded by its effects, however the code brings them about."""

from dataclasses import replace

import pytest

from grader.cases import OptimizerRecipe
from grader.wire import Observation

from .conftest import TRAINING

STEP = """
for inputs, targets in loader:
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
"""
ONE_STEP = """
inputs, targets = next(iter(loader))
criterion(model(inputs), targets).backward()
optimizer.step()
"""
STALE = {**TRAINING, "model": replace(TRAINING["model"], gradient="stale")}
ZEROING = {
    "optimizer, to None": "optimizer.zero_grad()",
    "optimizer, to zeros": "optimizer.zero_grad(set_to_none=False)",
    "model, to None": "model.zero_grad()",
    "model, to zeros": "model.zero_grad(set_to_none=False)",
    "each to None": "for p in model.parameters(): p.grad = None",
    "each to zeros": "for p in model.parameters(): p.grad.zero_()",
    "each by fill": "for p in model.parameters(): p.grad.fill_(0)",
    "each replaced": "import torch\nfor p in model.parameters(): p.grad = torch.zeros_like(p)",
    "through data": "for p in model.parameters(): p.grad.data *= 0",
}


def kinds(seen: Observation) -> list[str]:
    return [event.kind for event in seen.events]


def facts(seen: Observation, kind: str, name: str) -> list[object]:
    return [event.facts[name] for event in seen.events if event.kind == kind]


def test_a_training_step_is_seen_whole(run):
    """Batch, forward, criterion, backward, update, step; the gradients go with the next step."""
    seen = run(STEP)

    step = ["batch", "forward", "criterion", "backward", "update", "step"]
    assert kinds(seen) == [*step, step[0], "zero", *step[1:], "end"]


@pytest.mark.parametrize("zeroing", ZEROING.values(), ids=ZEROING)
def test_every_way_of_zeroing_is_one_event(run, zeroing):
    """What counts is that the gradients are gone."""
    seen = run(f"{zeroing}\n{ONE_STEP}", STALE)

    assert seen.count("zero") == 1
    assert facts(seen, "step", "leaked") == [0]


def test_stale_gradients_that_leak_are_counted(run):
    """A step whose gradients hold something from before, by how many parameters."""
    seen = run(ONE_STEP, STALE)

    assert facts(seen, "step", "leaked") == [4]
    assert seen.count("zero") == 0


def test_gradients_of_the_last_step_that_leak_are_counted(run):
    """The first step is clean, the second adds up."""
    seen = run(STEP.replace("optimizer.zero_grad()", "pass"))

    assert facts(seen, "step", "leaked") == [0, 4]


def test_zeroing_in_part_is_a_leak(run):
    """The parameters that were left out are those that leak."""
    seen = run(f"next(model.parameters()).grad = None\n{ONE_STEP}", STALE)

    assert facts(seen, "step", "leaked") == [3]


def test_accumulating_over_two_batches_is_no_leak(run):
    """Two backward passes for one step are a legitimate way to train."""
    body = """
optimizer.zero_grad()
for inputs, targets in loader:
    (criterion(model(inputs), targets) / 2).backward()
optimizer.step()
"""
    seen = run(body, STALE)

    assert seen.count("backward") == 2
    assert facts(seen, "step", "leaked") == [0]


def test_gradients_that_are_made_smaller_are_no_leak(run):
    """Whoever clips what autograd returns, and puts it over old gradients, has none left."""
    body = """
import torch

inputs, targets = next(iter(loader))
held = list(model.parameters())
for p, gradient in zip(held, torch.autograd.grad(criterion(model(inputs), targets), held)):
    p.grad = 0.5 * gradient
optimizer.step()
"""
    seen = run(body, STALE)

    assert facts(seen, "step", "leaked") == [0]


def test_a_backward_pass_that_is_thrown_away_is_no_leak(run):
    """What was cleared before the last backward pass does not matter."""
    body = f"""
inputs, targets = next(iter(loader))
criterion(model(inputs), targets).backward()
optimizer.zero_grad()
{ONE_STEP}"""
    seen = run(body, STALE)

    assert facts(seen, "step", "leaked") == [0]


def test_gradients_set_by_hand_are_no_leak(run):
    """torch.autograd.grad leaves .grad alone; what is put there replaces what was."""
    body = """
import torch
inputs, targets = next(iter(loader))
parameters = list(model.parameters())
grads = torch.autograd.grad(criterion(model(inputs), targets), parameters)
for p, grad in zip(parameters, grads):
    p.grad = grad
optimizer.step()
"""
    seen = run(body, STALE)

    assert facts(seen, "step", "leaked") == [0]


def test_infinite_gradients_raise_nothing_of_ours(run):
    """Also where the code has made errors of warnings: the reckoning with them is not its own."""
    body = """
import torch, warnings
warnings.simplefilter("error")
inputs, targets = next(iter(loader))
criterion(model(inputs), targets).backward()
for p in model.parameters():
    p.grad = torch.full_like(p, float("inf"))
optimizer.step()
"""
    seen = run(body, STALE)

    assert seen.raised is None
    assert facts(seen, "step", "leaked") == [4]


def test_a_closure_is_one_step(run):
    """The step is recorded once it has been taken, after the closure's own passes."""
    body = """
inputs, targets = next(iter(loader))
def closure():
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    return loss
optimizer.step(closure)
"""
    seen = run(body, STALE)

    order = ["batch", "zero", "forward", "criterion", "backward", "update", "step", "end"]
    assert kinds(seen) == order
    assert facts(seen, "step", "leaked") == [0]


def test_an_update_by_hand_is_an_update(run):
    """Without an optimizer there is no step, but the parameters move."""
    body = """
import torch
inputs, targets = next(iter(loader))
criterion(model(inputs), targets).backward()
with torch.no_grad():
    for p in model.parameters():
        p -= 0.1 * p.grad
"""
    seen = run(body)

    assert (seen.count("update"), seen.count("step")) == (1, 0)


def test_parameters_that_are_nan_do_not_move(run):
    """NaN is not equal to itself, and yet nothing has changed."""
    body = "list(model.parameters())[0].data.fill_(float('nan'))\nfor x, _ in loader: model(x)"

    assert run(body).count("update") == 1


@pytest.mark.parametrize("change", ["model.float()", "model.half()"])
def test_parameters_of_another_kind_are_an_update(run, change):
    """Another dtype is a change, not an error of the grader."""
    seen = run(f"{change}\nreturn 1")

    assert seen.count("update") == 1
    assert seen.part("result") == 1


@pytest.mark.parametrize(
    ("switch", "mode"),
    [
        ("model.train()", "train"),
        ("model.eval()", "eval"),
        ("model[0].eval()", "mixed"),
        ("model.eval(); model.training = True", "mixed"),
    ],
)
def test_the_mode_is_that_of_every_layer(run, switch, mode):
    """A model of which only a part was switched is in neither mode."""
    seen = run(f"{switch}\nfor inputs, _ in loader: model(inputs)")

    assert facts(seen, "forward", "mode") == [mode, mode]


def test_passes_say_whether_they_record_a_graph(run):
    """And whether a backward pass went through them."""
    body = """
import torch
inputs, targets = next(iter(loader))
with torch.no_grad():
    model(inputs)
model(inputs)
criterion(model(inputs), targets).backward()
"""
    seen = run(body)

    assert facts(seen, "forward", "grad") == [False, True, True]
    assert facts(seen, "forward", "backward") == [False, False, True]


def test_passes_belong_to_the_loader_that_yielded(run):
    """Training and validation data are told apart by the given's name."""
    given = {**TRAINING, "val_loader": replace(TRAINING["loader"], batch_size=4)}

    seen = run("for l in (loader, val_loader):\n    for x, _ in l: model(x)", given)

    assert (seen.count("forward", "loader"), seen.count("forward", "val_loader")) == (2, 1)


def test_a_copy_of_the_model_is_recorded_too(run):
    """Whoever deep-copies or pickles the model does not lose the trace."""
    body = "import copy, io, torch\nmodel = copy.deepcopy(model)\nfor x, _ in loader: model(x)"

    assert run(body).count("forward") == 2


def test_a_long_trace_is_cut(run):
    """Two thousand events are enough to judge by, of every kind."""
    body = """
import torch
with torch.no_grad():
    for _ in range(1500):
        next(model.parameters()).add_(1)
        model(torch.zeros(1, 2).double())
"""
    assert len(run(body).events) == 2000


@pytest.mark.parametrize(
    ("kept", "graphs"),
    [("losses.append(loss)", 2), ("losses.append(loss.item())", 0), ("losses[:] = [loss]", 1)],
    ids=["every loss", "numbers", "the last loss"],
)
def test_graphs_that_are_kept_are_counted(run, kept, graphs):
    """A list of losses keeps every graph alive; their numbers keep none."""
    body = f"for x, y in loader:\n    loss = criterion(model(x), y)\n    {kept}\ndel loss"

    assert run(body, source="losses = []").live_graphs == graphs


def test_graphs_in_unreachable_cycles_are_not_counted(run):
    """What nobody can reach is not kept, only not collected yet."""
    body = """
for x, y in loader:
    box = [criterion(model(x), y)]
    box.append(box)
"""
    assert run(body).live_graphs == 0


def test_graphs_that_are_returned_are_not_counted(run):
    """The caller lets go of a result; that it requires grad is another check's business."""
    body = "x, y = next(iter(loader))\nreturn criterion(model(x), y)"

    seen = run(body)

    assert seen.part("result").requires_grad
    assert seen.live_graphs == 0


def test_repeated_calls_share_their_objects(run):
    """The second call finds the model and the optimizer as the first one left them."""
    seen = run(STEP, repeat=3)

    assert seen.count("step") == 6


def test_calls_that_are_watched_for_are_found(run):
    """By name, whatever way they were imported; others are not reported."""
    body = "import torch.nn.functional as F\nx, y = next(iter(loader))\nF.mse_loss(x, x)"

    seen = run(body, watch=("mse_loss", "l1_loss"))

    assert "mse_loss" in seen.calls
    assert "l1_loss" not in seen.calls


def test_a_broken_batch_is_the_submissions_error(run):
    """An error inside a probe is raised through the student's line."""
    seen = run("model([1.0])")

    assert seen.raised.frames[-1].source == "model([1.0])"
    assert len(seen.raised.frames) == 1


@pytest.mark.parametrize("kind", ["sgd", "momentum", "adam", "adamw", "rmsprop", "adagrad"])
def test_every_optimizer_is_probed(run, kind):
    """A step is a step, whoever takes it."""
    seen = run(STEP, {**TRAINING, "optimizer": OptimizerRecipe(kind, 0.1)})

    assert seen.count("step") == 2


def test_graphs_that_hang_on_results_are_alive(run):
    """As attributes of something that has no graph itself; a result that has one may."""
    lines = ["import torch", "class Found(list): pass", "found = Found([1.0])"]
    lines += ["loss = model(torch.ones(2, 2).double()).sum()", "found.loss = loss"]

    hanging = run("\n".join([*lines, "return found"]))
    own = run("\n".join([*lines, "return loss"]))

    assert hanging.values["result"] == (1.0,)
    assert hanging.live_graphs == 1
    assert own.live_graphs == 0
