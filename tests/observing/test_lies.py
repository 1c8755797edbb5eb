"""A lie never turns into a pass: what a worker reads is what is there, whatever was patched.

In real sandboxed workers: each source leaves something wrong, and says that it is right. The judge
would be told the truth here by an honest worker; whoever rewrites the worker's own memory can only
forge what it could have done, for what is expected is not in the process.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.cases import (
    Case,
    DeviceRecipe,
    FolderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    ParametersRecipe,
    SequencesRecipe,
)
from grader.isolation import Limits
from grader.properties._compare import Comparison
from grader.wire import Ask, Load, Lost, Observation, Tensor

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

GIVEN = {
    "model": ModelRecipe("linear", 2, 1, "float64", gradient="none"),
    "optimizer": OptimizerRecipe("momentum", 0.5),
    "params": ParametersRecipe(((2,),), "float64"),
}
TOOLS = """
import builtins, torch
from torch import nn

class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.zeros(2)
    requires_grad = property(lambda self: True, lambda self, value: None)
    is_leaf = property(lambda self: True)
    grad = property(lambda self: None, lambda self, value: None)
    shape = property(lambda self: torch.Size([2]))

def spoil(model):
    "Every weight 7, and nobody requires grad."
    for parameter in model.parameters():
        parameter.data.fill_(7.0)
        parameter.requires_grad_(False)
"""


@pytest.fixture
def seen(zygote) -> Iterator[Callable[..., Observation]]:
    """What a sandboxed worker observes of a task with this body, below these definitions."""
    workers = []

    def observed(body: str, definitions: str = "", case: Case | None = None) -> Observation:
        worker = zygote.fork(Limits(time_s=10.0), sandboxed=True)
        workers.append(worker)
        case = case or Case(GIVEN, "float64", 0)
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        source = f"{TOOLS}\n{definitions}\ndef task({', '.join(case.given)}):\n{lines}\n"
        worker.load(Load("exercise", "anna.py", {"anna.py": source}))
        answer = worker.observe(Ask(case, "task", observe=("result",)))
        assert isinstance(answer, Observation), answer
        return answer

    def close() -> None:
        while workers:
            workers.pop().close()

    observed.close = close
    yield observed
    close()


SPOILT = [[7.0, 7.0]]
LIES_ABOUT_A_MODEL = {
    "its class": """
        class Honest(type(model)):
            def named_parameters(self, *_, **__): return iter([])
            parameters = named_buffers = named_modules = named_parameters
            training = property(lambda self: True)
            __dict__ = property(lambda self: {})
        spoil(model)
        model.__class__ = Honest""",
    "nn.Module": """
        spoil(model)
        nn.Module.named_parameters = lambda *_, **__: iter([])
        nn.Module.state_dict = nn.Module.parameters = nn.Module.named_parameters
        nn.Module.__getattr__ = lambda self, name: None""",
    "torch.Tensor": """
        spoil(model)
        for name in ("detach", "cpu", "numpy", "contiguous", "as_subclass", "clone", "view"):
            setattr(torch.Tensor, name, lambda self, *_, **__: torch.zeros(1, 2))
        for name in ("shape", "dtype", "device", "requires_grad", "layout", "is_meta", "grad"):
            setattr(torch.Tensor, name, property(lambda self: True))""",
    "torch's functions": """
        spoil(model)
        for name in ("zeros", "equal", "strided", "int16", "Tensor", "_is_zerotensor"):
            setattr(torch, name, lambda *_, **__: True)""",
    "its parameters": """
        spoil(model)
        for parameter in model.parameters():
            parameter.__class__ = Liar""",
    "a mode for functions": """
        spoil(model)
        class Mode(torch.overrides.TorchFunctionMode):
            def __torch_function__(self, func, types, args=(), kwargs=None):
                return torch.zeros(1, 2)
        Mode().__enter__()""",
    "a mode for operators": """
        spoil(model)
        from torch.utils._python_dispatch import TorchDispatchMode
        class Mode(TorchDispatchMode):
            def __torch_dispatch__(self, func, types, args=(), kwargs=None):
                return torch.zeros(1, 2)
        Mode().__enter__()""",
    "the default device": """
        spoil(model)
        torch.set_default_device("meta")""",
}


def body(text: str) -> str:
    lines = text.strip("\n").splitlines()
    return "\n".join(line.removeprefix("        ") for line in lines)


@pytest.mark.parametrize("lie", LIES_ABOUT_A_MODEL.values(), ids=LIES_ABOUT_A_MODEL)
def test_a_model_is_what_its_parameters_hold(seen, lie):
    """Whatever its methods, its classes and torch itself say by then."""
    found = seen(body(lie)).part("model")

    assert found["parameters"]["0.weight"].array().tolist() == SPOILT
    assert found["requires_grad"] == {"0.weight": False, "0.bias": False}
    assert found["parameters"]["0.weight"].requires_grad is False


def test_gradients_and_flags_are_those_of_torch(seen):
    """Not those of the class that a parameter was given."""
    found = seen(
        "for p in params:\n"
        "    p.requires_grad_(False)\n"
        "    p.grad = torch.full_like(p, 7.0)\n"
        "    p.__class__ = Liar"
    ).part("params")

    assert found["gradients"][0].array().tolist() == [7.0, 7.0]
    assert (found["requires_grad"], found["leaves"]) == ((False,), (True,))


@pytest.mark.parametrize(
    "lie",
    [
        "optimizer.state_dict = lambda: {'state': {}, 'param_groups': []}",
        "torch.optim.Optimizer.state_dict = lambda self: {'state': {}, 'param_groups': []}",
        "optimizer.register_state_dict_post_hook(lambda *_: {'state': {}, 'param_groups': []})",
        "optimizer.__class__ = type('SGD', (torch.optim.SGD,), {'__dict__': {}, 'state': {}})",
    ],
)
def test_an_optimizer_is_what_it_remembers(seen, lie):
    """Not what its method returns."""
    found = seen(
        "for p in model.parameters(): p.grad = torch.full_like(p, 3.0)\n"
        f"optimizer.step()\noptimizer.param_groups[0]['lr'] = 9.0\n{lie}"
    ).part("optimizer")

    assert found["state"]["0"]["momentum_buffer"].array().tolist() == [[3.0, 3.0]]
    assert found["param_groups"][0]["lr"] == 9.0


FAKES = {
    "a class under its name": """
class MSELoss:
    __module__ = "torch.nn.modules.loss"
""",
    "a module under its name": """
class MSELoss(nn.Module):
    __module__ = "torch.nn.modules.loss"
""",
    "put in its place": """
class MSELoss(nn.Module):
    __module__ = "torch.nn.modules.loss"
nn.MSELoss = torch.nn.modules.loss.MSELoss = MSELoss
""",
    "by a metaclass": """
class Meta(type):
    def __getattribute__(cls, name): return getattr(nn.MSELoss, name)
class MSELoss(metaclass=Meta): pass
""",
    "by its own word": """
class MSELoss:
    __class__ = property(lambda self: nn.MSELoss)
""",
}


@pytest.mark.parametrize("fake", FAKES.values(), ids=FAKES)
def test_a_type_is_not_its_name(seen, fake):
    """Where an instance of torch's class is expected, its namesake is another."""
    expected = seen("return torch.nn.MSELoss()").part("result")
    found = seen("return MSELoss()", fake).part("result")

    assert Comparison(0.0).compare("result", expected, expected) is None
    assert Comparison(0.0).compare("result", expected, found) is not None


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        ("class ValueError(Exception): pass", "exercise.ValueError"),
        ("ValueError = type('ValueError', (Exception,), {})", "exercise.ValueError"),
        ("class ValueError(ValueError): pass", "exercise.ValueError"),
        ("class BadShape(ValueError): pass\nValueError = BadShape", "BadShape"),
    ],
)
def test_an_error_is_not_its_name(seen, definition, kind):
    """A class of the same name is another; what derives from Python's own is one."""
    raised = seen("raise ValueError('rows')", definition).raised

    assert raised.kind == kind
    assert ("ValueError" in raised.kinds) is ("(ValueError)" in definition)


def test_an_error_whose_type_fails_is_still_one(seen):
    """Its metaclass is not asked."""
    definition = (
        "class Meta(type):\n"
        "    def __getattribute__(cls, name): raise SystemExit\n"
        "class Failing(Exception, metaclass=Meta): pass"
    )

    assert seen("raise Failing('x')", definition).raised.kinds[:2] == ("Failing", "Exception")


def test_what_is_changed_later_was_read_before(seen):
    """A result is copied when the task ends; an alias of it is another name, not another value."""
    found = seen(
        "result = torch.zeros(3)\n"
        "alias = result[:]\n"
        "alias += 1\n"
        "result.__del__ = lambda: alias.fill_(9.0)\n"
        "return [result, alias]"
    ).part("result")

    assert [tensor.array().tolist() for tensor in found] == [[1.0] * 3, [1.0] * 3]


@pytest.mark.parametrize(
    "lie",
    [
        "pathlib.Path.rglob = pathlib.Path.iterdir = lambda *_: iter([])",
        "pathlib.Path.is_file = lambda self: False",
        "pathlib.Path.open = open = lambda *_, **__: io.BytesIO(b'forged')",
        "torch.UntypedStorage.__len__ = lambda self: 0",
        "torch.serialization._open_zipfile_reader = lambda *_: io.BytesIO()",
    ],
)
def test_files_are_what_another_process_finds(seen, lie):
    """One that has loaded nothing of the submission, whatever its own one would read."""
    case = Case({"folder": FolderRecipe(content=True)}, "float64", 0)

    found = seen(
        "(folder / 'notes').write_text('written')\n"
        f"torch.save({{'loss': 0.5}}, folder / 'last.pt')\n{lie}",
        "import io, pathlib",
        case,
    ).part("folder")

    assert found == {"last.pt": {"loss": 0.5}, "notes": "written"}


def test_no_process_is_left(zygote, seen):
    """Nor the one that reads files."""
    zygote.trusted.dismiss()
    case = Case({"folder": FolderRecipe(content=True)}, "float64", 0)

    seen("return 1", case=case)
    seen.close()

    pid = zygote._process.pid
    assert Path(f"/proc/{pid}/task/{pid}/children").read_text() == ""


def test_tensors_on_the_simulated_device_are_read_where_they_are(seen):
    """Their elements, and their device, whatever their class says."""
    case = Case({"device": DeviceRecipe("simulated")}, "float64", 0)

    found = seen("return torch.full((2,), 7.0).to(device).as_subclass(Liar)", case=case)

    assert found.part("result").array().tolist() == [7.0, 7.0]
    assert found.part("result").device == "sim:0"


def test_what_is_no_file_is_not_read(seen):
    """A pipe would have its reader wait, a device would never end."""
    case = Case({"folder": FolderRecipe(content=True)}, "float64", 0)

    found = seen(
        "os.mkfifo(folder / 'pipe')\n(folder / 'x').symlink_to('/dev/zero')", "import os", case
    )

    assert found.part("folder") == {}


def test_a_folder_that_is_gone_ends_the_run(zygote):
    """There is nowhere to read; it is the code that has removed it."""
    case = Case({"folder": FolderRecipe(content=True)}, "float64", 0)
    source = "import os, shutil\ndef task(folder):\n    shutil.rmtree(os.getcwd())\n"
    worker = zygote.fork(Limits(time_s=10.0), sandboxed=True)
    worker.load(Load("exercise", "anna.py", {"anna.py": source}))

    answer = worker.observe(Ask(case, "task"))

    assert isinstance(answer, Lost)
    assert answer.message == "Your code broke the process that it ran in (exit status 70)."
    assert worker.lost == answer


def test_sequences_hold_tensors_and_types_as_they_are(seen):
    """In an enumeration too, a wrong tensor is not the right one, nor one type another."""
    case = Case({"letters": SequencesRecipe((0.0, 1.0), 1)}, "float64", 0)

    lanes = seen("return [torch.tensor(letters), nn.L1Loss()]", case=case).part("lanes")

    tensor, loss = lanes[1]["result"]
    assert isinstance(tensor, Tensor)
    assert np.array_equal(tensor.array(), [1.0])
    assert loss.type_name == "torch.nn.modules.loss.L1Loss"
