"""What of a source leads out of it, into the interpreter or the grader, and what does not."""

import importlib
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

from grader.submissions import Reach, first_reach
from grader.submissions.insides import OPEN_STARS

ROOT = Path(__file__).parents[2]
OUT = {
    "a module by its name": "import sys\nfound = sys.modules['x']",
    "under another name": "import sys as system\nfound = system.modules",
    "a part of it": "from sys import _getframe",
    "through a module that has imported it": "import torch\nfound = torch.sys.argv",
    "through another name for that": "import torch as t\nu = t.utils\nfound = u.sys",
    "all objects": "import gc\nfound = gc.get_objects()",
    "all names of a module": "from os import *",
    "memory by address": "import ctypes",
    "memory by strides": "from numpy.lib.stride_tricks import as_strided",
    "a descriptor": "import os\nos.write(3, b'')",
    "a descriptor, another way there": "import os\nos.path.os.write(3, b'')",
    "the grader": "from grader.observing import probes",
    "the grader in a text": "where = 'grader.observing.probes'",
    "text that is run": "exec('x = 1')",
    "text that is read as code": "x = eval('1')",
    "the module's own names": "found = globals()",
    "names at the top": "found = locals()",
    "names of a class": "class A:\n    locals()['x'] = 1",
    "the names of a function's module": "def f(): pass\nfound = f.__globals__",
    "the same, by a text": "found = getattr(print, '__self__')",
    "the same, in a text": "found = '{0.__globals__}'.format(print)",
    "the same, by a pattern": "match print:\n    case object(__self__=found):\n        pass",
    "the same, by attrgetter": "import operator\nfound = operator.attrgetter('f_back')",
    "computed attrgetter": "import operator\nfound = operator.attrgetter('f_' + 'back')",
    "a frame of an error": "try:\n    pass\nexcept ValueError as e:\n    found = e.__traceback__",
    "a frame of a generator": "g = (x for x in ())\nfound = g.gi_frame",
    "subclasses": "found = object.__subclasses__()",
    "hooks of a tensor": "def f(p): return p._backward_hooks",
    "torch below its names": "import torch\nfound = torch._C._autograd",
    "a loss that another calls": "import torch\nfound = map(torch._C._nn.l1_loss, [], [])",
    "a compiler": "import torch\n@torch.jit.script\ndef f(x): return x",
    "an overload's other ways": "import torch\nf = torch.ops.aten.l1_loss.default.decompose",
    "a replaced function": "import torch\ntorch.allclose = lambda *a: True",
    "replaced in passing": "import torch\nfor torch.allclose in [print]: pass",
    "replaced by setattr": "import torch\nsetattr(torch, 'allclose', print)",
    "a deleted function": "import torch\ndel torch.allclose",
    "a replaced method": "def f(model): type(model).forward = print",
    "of one that was given": "def f(model): model.forward = lambda x: x",
    "with others": "def f(a, b): a.forward, b = lambda x: x, 1",
    "another class for it": "def f(model): model.__class__ = int",
    "the name of a given loader": "def f(loader): loader.given_name = 'x'",
    "a module in a list": "import sys\nmodules = [sys]",
    "a module handed on": "import torch\ndef f(x): pass\nf(torch)",
    "a module kept in a class": "import os\nclass A:\n    o = os",
    "imported into a class": "class A:\n    import os as o",
    "how a copy is made": "class A:\n    def __reduce__(self): return print, ()",
    "what NumPy takes for memory": "class A:\n    __array_interface__ = {}",
    "what torch calls instead": "class A:\n    def __torch_function__(self): pass",
    "a class with computed names": "A = type('A', (), {})",
    "tensors of one's own": "import torch\nclass A(torch.Tensor): pass",
    "parameters of one's own": "from torch import nn\nclass A(nn.Parameter): pass",
    "whatever something is": "def f(x):\n    class A(type(x)): pass",
    "by its attribute": "def f(x):\n    class A(x.__class__): pass",
    "options read from a module": "import optparse",
    "quoted annotations": "def f(x: \"eval('1')\"): pass",
    "threads": "import threading",
    "a graph's notes": "def f(y): y.grad_fn.metadata.clear()",
    "many names in a row": "x = a" + ".a" * 100,
    "deep nesting": "x = " + "a(" * 80 + ")" * 80 + ".b" * 1500,
    "other settings of torch": "import torch\ntorch.backends.cudnn.is_available = print",
    "a setting that is deleted": "import torch\ndel torch.backends.cudnn.benchmark",
    "more than a comparison": "from numpy.testing import measure",
    "all of a module for tests": "from torch.testing import *",
    "a module for tests as a whole": "import torch.testing as t\nf(t)",
    "a getter under a name": "from operator import attrgetter as g\nfound = g('s' + 'ys')",
    "a class under a name": "def f(model):\n    kind = type(model)\n    kind.modules = print",
    "that, by its attribute": "def f(model):\n    kind = model.__class__\n    kind.modules = print",
    "a class of classes": "import torch\n"
    "super(type(torch.Tensor), torch.Tensor).__setattr__('max', print)",
    "names that nobody sees": "from ast import *",
    "a variable called self": "import torch\nself = torch.ones(1)\ntype(self).max = print",
    "an argument called self": "def f(self): self.forward = lambda x: x",
    "an import called self": "import torch as self\nclass A:\n"
    "    def f(self): type(self).max = print",
    "self by its keyword": "class A:\n    def f(*, self): self.forward = lambda x: x",
    "a method of what was given": "class A:\n    def f(self): self.forward = lambda x: x\n"
    "def g(model): A.f(model)",
    "that by another name": "class A:\n    def f(self): self.forward = lambda x: x\nB = A\ng = B.f",
    "that by its names": "class A:\n    def f(self): self.forward = lambda x: x\n"
    "def g(model): vars(A)['f'](model)",
    "a method without self": "class A:\n    @staticmethod\n"
    "    def f(self): self.forward = lambda x: x",
    "a method in other hands": "def grab(method): ...\nclass A:\n    @grab\n"
    "    def f(self): self.forward = lambda x: x",
    "a name of one's own, bound anew": "def f(): ...\ndef g(model):\n    f = model\n"
    "    f.forward = lambda x: x",
    "no Python": "def",
    "too much of it": "x = 1\n" * 50_000,
}
IN = {
    "imports of a course": "import copy, math, os, sys, time\nimport numpy as np\nimport torch\n"
    "import torch.nn.functional as F\nfrom torch import nn, optim",
    "output": "import sys\nprint('x', file=sys.stderr)",
    "one's own hidden names": "class A:\n    def __init__(self): self._x = 1\n"
    "    def f(self, other): return other._x",
    "one's own dict": "class A:\n    def f(self): self.__dict__.update(x=1)",
    "what names are there": "def f(self): return vars(self)",
    "attributes by name": "import torch\ndef f(name): return getattr(torch.optim, name.upper())",
    "attributes in a loop": "def f(self):\n    for n in 'ab': setattr(self, n, 1)",
    "frozen ones": "class A:\n    def __init__(self): object.__setattr__(self, 'x', 1)",
    "modules of torch with a set": "class A:\n    def __setattr__(self, n, v):\n"
    "        super().__setattr__(n, v)",
    "parts of models": "def f(m): return m._parameters, m._buffers, m._modules",
    "several at a time": "import torch\ntorch._foreach_mul_([], 2)",
    "losses from below, which the watch sees": "import torch\ny = torch._C._nn.mse_loss(1, 2)",
    "operators, which it sees": "import torch\ny = torch.ops.aten.mse_loss.default(1, 2)",
    "gradients and modes": "def f(p, model):\n    p.grad = None\n    p.data = p\n"
    "    model.training = False",
    "counters": "class A: pass\ndef f(s):\n    s.step = 0\n    s.step += 1\n    s.sum = s.step * 2",
    "models of one's own": "from torch import nn\nclass A(nn.Module): pass",
    "tuples with names": "from collections import namedtuple\nclass A(namedtuple('A', 'b')): pass",
    "one's own methods": "class A:\n    def __init__(self): self.forward = lambda x: x",
    "one's own methods, set by another": "import torch\nclass A:\n    @torch.no_grad()\n"
    "    def f(self): self.forward = lambda x: x\nclass B(A):\n"
    "    def f(self):\n        A.f(self)\n        super().f()\n"
    "        type(self).count = 1",
    "the older form of super": "from torch import nn\nclass A(nn.Module):\n"
    "    def __setattr__(self, n, v): super(A, self).__setattr__(n, v)",
    "another object of a class": "def f(model):\n    kind = type(model)\n    return kind(1)",
    "a function's own attributes": "def f(): ...\nf.step = f",
    "all names of harmless modules": "from math import *\nfrom .helper import *",
    "a class's name": "def f(x): return type(x).__name__, x.__class__.__name__",
    "another name for a module": "import torch\nF = torch.nn.functional\ny = F.relu",
    "memory that is freed": "import gc\ngc.collect()",
    "copies by pickle": "import pickle\ndef f(m): return pickle.loads(pickle.dumps(m))",
    "signatures": "import inspect\ndef f(x): return inspect.signature(x)",
    "quoted annotations": "def f(x: 'torch.Tensor', y: 'list[int]') -> 'A': pass",
    "words in a docstring": '"""Not with sys.modules, __globals__ or eval."""',
    "eval mode": "def f(model): model.eval()",
    "private names of another file": "from anna import _helper",
    "the same numbers in every run": "import torch\ntorch.backends.cudnn.deterministic = True\n"
    "torch.backends.cudnn.benchmark = torch.backends.cuda.matmul.allow_tf32 = False",
    "bases with a hidden name": "from torch.optim.lr_scheduler import _LRScheduler\n"
    "from torch.nn.modules import loss\nclass A(loss._Loss): pass",
    "comparisons of one's own tests": "import torch\nimport numpy.testing as npt\n"
    "def f(a, b):\n    torch.testing.assert_close(a, b)\n    npt.assert_allclose(a, b)",
}


# Of the modules whose names may all be imported at once.
PUBLIC = [importlib.import_module(name) for name in sorted(OPEN_STARS)]


def found(source: str, **others: str) -> Reach | None:
    files = {"anna.py": source, **{f"{name}.py": text for name, text in others.items()}}
    return first_reach(files)


@pytest.mark.parametrize("source", OUT.values(), ids=OUT)
def test_what_leads_out(source):
    """By whatever name it is called."""
    assert found(source) is not None


@pytest.mark.parametrize("source", IN.values(), ids=IN)
def test_what_does_not(source):
    """Python and torch as they are taught."""
    assert found(source) is None


@pytest.mark.parametrize(
    ("source", "what", "line"),
    [
        ("import copy, math, threading, gc, queue", "import threading", 1),
        ("from torch import (\n    nn,\n    jit as j,\n)", "from torch import jit as j", 3),
    ],
)
def test_one_name_of_many(source, what, line):
    """Of an import of many modules, the one that may not be used."""
    assert found(source) == Reach(what, f"anna.py:{line}")


@pytest.mark.parametrize("module", PUBLIC, ids=lambda module: module.__name__)
def test_names_of_harmless_modules(module: ModuleType):
    """None that a star brings along is a module, or leads out."""
    brought = getattr(module, "__all__", [n for n in vars(module) if n[0] != "_"])
    source = "\n".join(f"from {module.__name__} import {name}" for name in brought)

    assert found(source) is None
    assert not any(isinstance(getattr(module, name, None), ModuleType) for name in brought)


def test_it_is_shown_with_its_line():
    """The first one, as it stands there, in one line that is not long."""
    source = "x = 1\ny = [\n    f.__globals__\n]\nz = eval('1')\n"

    assert found(source) == Reach("f.__globals__", "anna.py:3")
    assert found(f"x = 'grader.{'x' * 100}'") == Reach(f"'grader.{'x' * 52}...", "anna.py:1")


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (f"type(0x{'f' * 6_000}, 1, 2)", "an expression"),
        ("a.__x__.__y__.__z__", "a.__x__"),
        ("getattr(f.__x__, '__y__')", "getattr(f.__x__, '__y__')"),
    ],
    ids=["a giant number", "nested", "in another"],
)
def test_what_stands_first_is_shown(source, what):
    """The shortest of what begins there; what Python does not write out again has no text."""
    assert found(source) == Reach(what, "anna.py:1")


@pytest.mark.parametrize(
    "source",
    [
        "from anna import a\nprint(a" + ".x" * 39 + ")",
        "from anna import a as b, b as c, c as a\nprint(a" + ".x" * 39 + ")",
    ],
    ids=["itself", "in a circle"],
)
def test_names_that_lead_to_themselves(source):
    """Each way is gone once, however many lead to the same name."""
    assert found(source) is None


def test_a_name_that_stands_for_too_much():
    """Nobody imports twenty-one things as one: whatever that is, it is not for exercises."""
    source = "".join(f"from b{number} import a\n" for number in range(21))

    assert found(f"{source}a.x") == Reach("a.x", "anna.py:22")


def test_classes_in_classes():
    """Whatever is inside is gone through once, and its attributes are known."""
    deep = "".join(f"{' ' * depth}class A:\n" for depth in range(90))

    assert found(f"{deep}{' ' * 90}_b = 1\nA._b") is None


@pytest.mark.parametrize(
    ("use", "others"),
    [
        ("from helper import s\ns.modules", {"helper": "import sys as s"}),
        ("import helper\nhelper.s.modules", {"helper": "import sys as s"}),
        ("from .helper import s\ns.modules", {"helper": "import sys as s"}),
        ("from helper import *\ns.modules", {"helper": "import sys as s"}),
        ("import helper", {"helper": "import gc\ngc.get_objects()"}),
        ("import sys\nsys.modules", {"sys": "modules = {}"}),
    ],
)
def test_all_files_of_a_submission_are_looked_at(use, others):
    """Also for what one imports for the other; a file of a library's name is not that library."""
    assert found(use, **others) is not None


def test_a_file_may_use_its_own_module():
    """Whatever the file is called: it is imported under the name that the exercise gives."""
    source = "import losses\n\ndef f(x):\n    return losses._g(x)\n\ndef _g(x):\n    return x\n"

    assert first_reach({"anna.py": source}, "losses.py") is None


@pytest.mark.parametrize(
    "path",
    sorted(
        path.relative_to(ROOT)
        for folder in ("reference/*", "reference/*/alternatives", "samples/*", "exercises/*")
        for path in ROOT.glob(f"{folder}/*.py")
        if path.name != "properties.py"
    ),
    ids=str,
)
def test_right_code_does_not_lead_out(path):
    """References, alternatives, samples, stubs."""
    source = (ROOT / path).read_text(encoding="utf-8")

    assert first_reach({path.name: source}) is None


NAMES = "".join(f"from anna import x{n} as x{m}\n" for n in range(20) for m in range(20))
EVERY = ", ".join(["a.x"] * 4_000)


@pytest.mark.parametrize(
    "source",
    [NAMES + "x0\n" * 10_000, f"{EVERY} = {EVERY}"],
    ids=["names of names", "pairs"],
)
def test_nothing_is_looked_at_twice(source):
    """Each name is followed once, and of what stands side by side no pairs are made."""
    assert found(source) is None


@pytest.mark.parametrize(
    "line", ["x = a.b.c.d", "f(g(1), [2], x=3)", "x = 'a' + \"b\"", "self.x, y = f, 1"]
)
def test_looking_takes_time_in_proportion(line):
    """As many lines as are looked at are looked at: more are refused at once."""
    assert found(textwrap.dedent(f"{line}\n") * 4_000) is None
    assert found(f"{line}\n" * 40_000) == Reach("more text than can be looked through", "anna.py")
