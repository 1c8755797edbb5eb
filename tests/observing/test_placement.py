"""What is noted on a run on a device that was asked for: where things were, and what code chose."""

import pytest
import torch

from grader.cases import ModelRecipe, TensorRecipe
from grader.wire import Observation

from .conftest import TRAINING

DROPPING = {**TRAINING, "model": ModelRecipe("mlp", 2, 1, "float64", dropout=0.5)}
STEP = """
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
return [p.tolist() for p in model.parameters()]
"""


def facts(seen: Observation, kind: str, *names: str) -> list[tuple]:
    assert seen.raised is None, seen.raised
    return [tuple(e.facts.get(name) for name in names) for e in seen.events if e.kind == kind]


def asked(seen: Observation) -> dict[str, str]:
    return {e.source: e.facts["place"] for e in seen.events if e.kind == "asked"}


def test_a_pass_says_where_it_took_place(run):
    """The inputs, and the first parameter or buffer that is elsewhere."""
    seen = run("model(torch.ones(1, 2, dtype=torch.float64))", source="import torch", device="cpu")

    assert facts(seen, "forward", "model", "inputs", "weights") == [("model", "cpu", "cpu")]


@pytest.mark.parametrize("what", ["weight", "bias"])
def test_a_parameter_elsewhere_is_seen(run, what):
    """Whichever it is: a pass fails then, and the event says why."""
    body = f"""
layer = model[-1]
layer.{what} = torch.nn.Parameter(layer.{what}.to("meta"))
try:
    model(torch.ones(1, 2, dtype=torch.float64))
except Exception:
    pass
"""
    seen = run(body, source="import torch", device="cpu")

    assert facts(seen, "forward", "inputs", "weights") == [("cpu", "meta")]


def test_a_buffer_elsewhere_is_seen(run):
    """It belongs to the model."""
    given = {**TRAINING, "model": ModelRecipe("mlp", 2, 1, "float64", batch_norm=True)}
    body = """
model[1].running_var = model[1].running_var.to("meta")
try:
    model(torch.ones(2, 2, dtype=torch.float64))
except Exception:
    pass
"""
    seen = run(body, given, source="import torch", device="cpu")

    assert facts(seen, "forward", "weights") == [("meta",)]


def test_a_copy_is_not_the_model_that_was_given(run):
    """However it was made."""
    body = """
x = torch.ones(1, 2, dtype=torch.float64)
copy.deepcopy(model)(x)
model(x)
"""
    seen = run(body, source="import copy, torch", device="cpu")

    assert facts(seen, "forward", "model") == [("",), ("model",)]


def test_what_the_exercise_computes_itself_is_not_looked_at(run):
    """Its own lines may use the CPU before they call the task, which is deeper down."""
    given = {**TRAINING, "x": TensorRecipe((1, 2), "float64")}
    by = "criterion(model(x), x)\nresult = task(model, None, criterion, None, x)"

    seen = run("return criterion(model(x), x)", given, by=by, device="cpu")

    assert facts(seen, "forward", "model") == [(None,), ("model",)]
    assert facts(seen, "criterion", "outputs") == [(None,), ("cpu",)]


@pytest.mark.parametrize(
    "call", ["criterion(a, b)", "criterion(input=a, target=b)", "criterion(target=b, input=a)"]
)
def test_a_loss_says_where_its_arguments_are(run, call):
    """And whether it is one of training."""
    body = (
        f"a, b = torch.ones(2, requires_grad=True), torch.ones(2)\n{call}\na = a.detach()\n{call}"
    )

    seen = run(body, source="import torch", device="cpu")

    assert facts(seen, "criterion", "outputs", "targets", "differentiated") == [
        ("cpu", "cpu", True),
        ("cpu", "cpu", False),
    ]


def test_a_plain_run_has_none_of_it(run):
    """Nobody asks there, and looking takes time."""
    seen = run(STEP + "\ntorch.cuda.is_available()", source="import torch")

    assert asked(seen) == {}
    assert facts(seen, "forward", "inputs") == [(None,), (None,)]
    assert facts(seen, "criterion", "outputs") == [(None,), (None,)]


def test_what_code_asks_the_machine_is_noted(run):
    """With the line of the first time."""
    body = """
torch.cuda.is_available()
torch.accelerator.current_accelerator()
torch.ones(1).get_device()
torch.cuda.is_available()
try:
    model.cuda()
except Exception:
    pass
"""
    seen = run(body, source="import torch", device="cpu")

    assert asked(seen) == {
        "torch.cuda.is_available()": "anna.py:4",
        "torch.accelerator.current_accelerator()": "anna.py:5",
        ".get_device()": "anna.py:6",
        ".cuda()": "anna.py:9",
    }


@pytest.mark.parametrize(
    "source",
    [
        "import torch\nHAS = torch.cuda.is_available()",
        "from helper import HAS",
        "import torch\nfrom torch.cuda import is_available\n",
    ],
)
def test_what_is_asked_while_loading_is_noted(run, source):
    """In each file of a submission; and a function that was kept is still seen."""
    late = "is_available()" if "import is_available" in source else "HAS"
    helper = "import torch\n\nHAS = torch.cuda.is_available()"

    seen = run(late, source=source, device="cpu", helper=helper)

    assert list(asked(seen)) == ["torch.cuda.is_available()"]
    assert asked(seen)["torch.cuda.is_available()"].split(":")[0] in ("anna.py", "helper.py")


def test_what_torch_asks_itself_is_not_noted(run):
    """Its data loader looks for an accelerator when it is to pin memory."""
    body = "list(torch.utils.data.DataLoader(torch.ones(2), pin_memory=True))"

    assert asked(run(body, source="import torch.utils.data", device="cpu")) == {}


def test_torch_is_as_it_was_afterwards(run):
    """No wrapper stays."""
    before = torch.cuda.is_available, torch.nn.Module.cuda, torch.Tensor.cuda

    run("torch.cuda.is_available()", source="import torch", device="cpu")

    assert (torch.cuda.is_available, torch.nn.Module.cuda, torch.Tensor.cuda) == before
    assert "cuda" not in vars(torch.Tensor)


def test_the_answer_is_the_machines_own(run):
    """Asking is noted, not answered."""
    body = "return torch.cuda.is_available(), torch.ones(1).get_device()"

    seen = run(body, source="import torch", device="cpu")

    assert seen.values["result"] == (torch.cuda.is_available(), -1)


def test_without_dropout_the_seed_decides_nothing(run):
    """So that another random stream gives the same."""
    one, other = (run(STEP, DROPPING, rewrite="no dropout", seed=seed) for seed in (1, 2))
    plain, again = (run(STEP, DROPPING, seed=seed) for seed in (1, 2))

    assert one.values["result"] == other.values["result"]
    assert plain.values["result"] != again.values["result"]


def test_on_a_device_steps_are_taken_one_parameter_after_the_other(run):
    """As on the CPU: all at once, torch's Nesterov momentum changes the gradients."""
    body = """
seen = []
optimizer.register_step_pre_hook(lambda it, *_: seen.append(it.param_groups[0]["foreach"]))
optimizer.step()
return seen
"""
    assert run(body, device="cpu").values["result"] == (False,)
    assert run(body).values["result"] == (None,)
