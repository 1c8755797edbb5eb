"""A solved module becomes an exercise: marked, guessed, tried out, and audited."""

import ast
import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.auditing import finish_audit, start_audit
from grader.authoring import draft_from_solved, make_stub, place
from grader.authoring.new.copying import copied, preamble
from grader.authoring.new.givens import guess_default, guesses, role_of
from grader.authoring.new.literals import words_in
from grader.authoring.new.marking import marked
from grader.authoring.new.solved import Parameter, read_solved
from grader.cli import main
from grader.course import load_course, load_exercise
from grader.errors import UsageError
from grader.vocabulary import vocabulary_for

LOSS = '''\
"""Robust losses."""

import torch
from torch import Tensor


def huber(predictions: Tensor, targets: Tensor, delta: float = 1.0) -> Tensor:
    """Return the mean Huber loss, a 0-dim tensor."""
    error = _error(predictions, targets)
    large = delta * (error - 0.5 * delta)
    return torch.where(error <= delta, 0.5 * error**2, large).mean()


def _error(predictions: Tensor, targets: Tensor) -> Tensor:
    return (predictions - targets).abs()
'''
LOOP = '''\
import torch


def train_epoch(model, loader, criterion, optimizer, device):
    """Train for an epoch, and return the mean loss."""
    model.to(device)
    model.train()
    total, rows = 0.0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        rows += len(inputs)
    return total / rows
'''
STATEFUL = '''\
class EarlyStopping:
    """Say stop when the loss has not improved for `patience` calls.

    Attributes: counter, best and stop.
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.counter = 0
        self.best = None
        self.stop = False

    def __call__(self, loss: float) -> None:
        """Take note of one more loss."""
        if self.best is None or loss < self.best - self.min_delta:
            self.best, self.counter = loss, 0
            return
        self.counter += 1
        self.stop = self.counter >= self.patience
'''
MODULE = '''\
import torch
from torch import Tensor, nn


class Affine(nn.Module):
    """y = a x + b, feature by feature."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.ones(features))
        self.b = nn.Parameter(torch.zeros(features))

    def forward(self, x: Tensor) -> Tensor:
        return self.a * x + self.b
'''
UNTOLD = """\
def lookup(vault, size=3):
    return vault["secret"] * size
"""
COURSE = "title: A course\nexercises: []\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty course, in which commands are run."""
    (tmp_path / "course.yaml").write_text(COURSE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def drafted(zygote, tmp_path_factory):
    """The draft that a source text makes, made once."""

    @functools.cache
    def make(source: str, *chosen: str, title: str = "", module: str = ""):
        folder = tmp_path_factory.mktemp("course")
        (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
        path = solved(folder, source)
        return draft_from_solved(path, load_course(folder), "x", chosen, title, module, zygote)

    return make


@pytest.fixture
def audited(course, zygote):
    """The faults that the audit of an exercise finds."""

    def audit(name: str) -> list[str]:
        exercise = load_exercise(load_course(course), name, vocabulary_for)
        with ThreadPoolExecutor(2) as pool:
            audits = [finish_audit(each) for each in start_audit(exercise, zygote, pool, seeds=1)]
        return [str(fault) for each in audits for fault in each.faults]

    return audit


def solved(folder: Path, source: str, name: str = "solved.py") -> Path:
    path = folder / name
    path.write_text(source, encoding="utf-8")
    return path


def stub_of(folder: Path, source: str, *chosen: str) -> str:
    """The stub of a source text, marked."""
    found = read_solved(solved(folder, source), chosen)
    return make_stub(marked(found, "x", "Title"), "solved.py", found.names)


@pytest.mark.parametrize(
    "source", [LOSS, LOOP, STATEFUL, MODULE], ids=["loss", "loop", "class", "module"]
)
def test_the_audit_accepts_what_is_made(course, drafted, audited, source):
    """An ordinary function, training loop or class needs no hand."""
    made = drafted(source)
    place(made, course)

    assert audited("x") == []
    assert [r for task in made.tasks for r in task.remarks if r.startswith("audit:")] == []


def test_a_loss_function(drafted):
    """Its value, its gradient and what belongs to the caller are checked; defaults are varied."""
    (task,) = drafted(LOSS).tasks

    assert task.remarks == ()
    assert "predictions: {tensor: {shape: S, requires_grad: true}}" in task.yaml
    assert "delta: {one_of: [1, 2, 0.5]}" in task.yaml
    assert "gradient = predictions.grad" in task.yaml
    assert "of: [predictions, targets]" in task.yaml
    assert "from solved import _error, huber" in task.misconceptions


def test_a_training_loop(drafted):
    """What every training loop must do is checked too."""
    (task,) = drafted(LOOP).tasks

    assert "optimizer: {optimizer: {kinds: [sgd, momentum, adam]}}" in task.yaml
    assert "of: [model, optimizer]" in task.yaml
    assert "- gradients_zeroed" in task.yaml
    assert "during: train" in task.yaml
    assert "devices: [cpu, simulated]" in task.yaml
    assert '"""Gradients are never set to zero.' in task.misconceptions


def test_a_class(drafted):
    """An object is fed one number after the other, and asked what its docstring names."""
    (task,) = drafted(STATEFUL).tasks

    assert task.remarks == ()
    assert "it = task(patience=patience, min_delta=min_delta)" in task.yaml
    assert "          it(number)\n" in task.yaml
    assert "history.append((it.counter, it.best, it.stop))" in task.yaml


def test_what_cannot_be_told(drafted):
    """It is said, and marked in exercise.yaml; the files are made all the same."""
    (task,) = drafted(UNTOLD).tasks

    assert "vault: null # TODO: neither its name nor its annotation says what it is" in task.yaml
    assert "# TODO: on these the reference raises on 2 of 2 cases TypeError" in task.yaml
    assert task.remarks[0] == "nothing tells what vault may be: see the TODO in exercise.yaml."
    assert task.remarks[1].startswith("no guess fits: the reference raises on 2 of 2 cases Type")
    assert not any(remark.startswith("audit:") for remark in task.remarks)


def test_only_some_functions(drafted):
    """What is not chosen stays in the stub as it is."""
    two = f"{UNTOLD}\n\ndef answer() -> int:\n    '''Return 42.'''\n    return 42\n"

    made = drafted(two, "answer", title="Numbers", module="numbers_exercise.py")

    assert (made.title, made.module, made.task_names) == (
        "Numbers",
        "numbers_exercise.py",
        ("answer",),
    )
    assert 'return vault["secret"]' in make_stub(made.reference, "solved.py", made.task_names)


def test_the_command(course):
    """Files are written, and what is left to the author is said."""
    path = solved(course, "def answer():\n    return 42\n")

    result = CliRunner().invoke(main, ["new", "x", "--from", str(path)])

    assert (result.exit_code, result.stderr) == (0, "")
    assert "What is left to you\n  answer: it has no docstring, and that is the" in result.stdout
    assert load_course(course).exercises == ("x",)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def f(:\n", r"solved.py:1:7: is not Python: invalid syntax"),
        ("x = 1\n\n\ndef _f():\n    pass\n", r"solved.py defines no public function or class"),
        ("def f():\n    pass\n\n\ndef sum():\n    pass\n", r"'sum' means something else already"),
    ],
)
def test_modules_that_make_no_exercise(drafted, source, told):
    """Each is told before anything is run."""
    with pytest.raises(UsageError, match=told):
        drafted(source)


def test_a_function_that_is_not_there(drafted):
    """The nearest one is named."""
    with pytest.raises(UsageError, match=r"defines no public 'hubert'. Did you mean 'huber'\?"):
        drafted(LOSS, "hubert")


def test_a_module_that_is_not_there(tmp_path):
    """It is told."""
    with pytest.raises(UsageError, match=r"solved.py: cannot be read: No such file"):
        read_solved(tmp_path / "solved.py", ())


def test_a_module_in_another_encoding(tmp_path):
    """It is told."""
    (tmp_path / "solved.py").write_bytes(b"# \xff\n")

    with pytest.raises(UsageError, match=r"solved.py: is not UTF-8: save it as UTF-8"):
        read_solved(tmp_path / "solved.py", ())


def test_bodies_helpers_and_imports_are_marked(tmp_path):
    """The stub keeps contracts and what they speak of, and nothing else of the solution."""
    source = '''\
#!/usr/bin/env python
import math
import torch
from torch.nn.functional import log_softmax

_TINY = 1e-8
LIMIT = 3


@torch.no_grad()
def clipped(
    x: torch.Tensor,
) -> torch.Tensor:
    """Return x, at most LIMIT.

    >>> clipped(torch.tensor(math.inf))
    """

    # the comment goes
    return _help(x)
    # and so does this one


def one(x): return log_softmax(x, 0) + _TINY


def _help(x):
    return x.clamp(max=LIMIT)


class Box:
    def __init__(self, x): self.x = x

    @property
    def double(self):
        """Return twice x."""
        return self._twice()

    def _twice(self):
        return 2 * self.x


class Empty(dict):
    """Holds things."""


if __name__ == "__main__":
    print(one(torch.ones(1)))
'''
    expected = '''\
#!/usr/bin/env python
"""Title. Read README.md first. When ready: grade x"""

import math
import torch

LIMIT = 3


def clipped(
    x: torch.Tensor,
) -> torch.Tensor:
    """Return x, at most LIMIT.

    >>> clipped(torch.tensor(math.inf))
    """

    # TODO (about one line): what does the docstring promise?
    raise NotImplementedError("clipped is yours to write")


def one(x):
    """TODO: the contract. What goes in, what comes out, what is changed in place, what raises?"""
    raise NotImplementedError("one is yours to write")


class Box:
    """TODO: the contract. What goes in, what comes out, what is changed in place, what raises?"""

    def __init__(self, x):
        raise NotImplementedError("Box is yours to write")

    @property
    def double(self):
        """Return twice x."""
        raise NotImplementedError("Box is yours to write")


class Empty(dict):
    """Holds things."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        raise NotImplementedError("Empty is yours to write")
'''
    assert stub_of(tmp_path, source) == expected


def test_a_docstring_of_the_module_stays_in_the_reference(tmp_path):
    """The stub has another one: it says what to do."""
    assert stub_of(tmp_path, LOSS).startswith('"""Title. Read README.md first.')
    assert marked(read_solved(tmp_path / "solved.py", ()), "x", "T").startswith(
        '# solution\n"""Robust losses."""\n\n# instead\n'
    )


def test_a_module_that_is_marked_already(tmp_path):
    """Marks that are there are left as they are; what is looked at is the solution."""
    source = (
        "import math  # solution\n\n\ndef f(x):\n    # solution\n    return math.sqrt(x)\n"
        '    # instead\n    # raise NotImplementedError("write f")\n    # end\n'
    )

    found = read_solved(solved(tmp_path, source), ())

    assert marked(found, "x", "Title") == source
    assert found.text == "import math\n\n\ndef f(x):\n    return math.sqrt(x)\n"


@pytest.mark.parametrize(
    ("name", "annotation", "default", "role"),
    [
        ("net", "nn.Module", "", "model"),
        ("loss_fn", "nn.Module", "", "criterion"),
        ("model", "", "", "model"),
        ("train_loader", "DataLoader[tuple[Tensor, Tensor]]", "", "loader"),
        ("opt", "torch.optim.Optimizer", "", "optimizer"),
        ("things", "Iterable[Tensor]", "", "parameters"),
        ("losses", "list[float]", "", "numbers"),
        ("whatever", "torch.Tensor", "", "tensor"),
        ("logits", "", "", "tensor"),
        ("device", "", "", "device"),
        ("device", "str", "", ""),
        ("stopper", "EarlyStopping | None", "", "stopper"),
        ("n_epochs", "", "", "int"),
        ("lr", "", "", "float"),
        ("flag", "", "True", "bool"),
        ("rate", "Optional[float]", "", "float"),
        ("thing", "", "", ""),
    ],
)
def test_what_a_parameter_is(name, annotation, default, role):
    """Annotations tell before names do; what neither tells is not made up."""
    assert role_of(Parameter(name, annotation, default)) == role


def test_labels_are_classes_beside_logits():
    """The first guess for logits and targets is that of a classifier."""
    first = next(guesses([Parameter("logits", "Tensor", ""), Parameter("targets", "Tensor", "")]))

    assert first.given == {
        "logits": "{tensor: {shape: [N, C]}}",
        "targets": "{tensor: {shape: [N], classes: C}}",
    }
    assert first.sizes == "{N: [1, 6], C: [2, 4]}"


@pytest.mark.parametrize(
    ("parameter", "given"),
    [
        (Parameter("scale", "float", "1e-05"), "{one_of: [1.0e-05, 2.0e-05, 5.0e-06]}"),
        (Parameter("decay", "float", "0.99"), "{one_of: [0.99, 0.5, 0.9, 0.1]}"),
        (Parameter("patience", "int", "7"), "{integers: [1, 4]}"),
        (Parameter("count", "int", "7"), "{one_of: [7, 8, 9]}"),
        (Parameter("shuffle", "bool", "False"), "{booleans: {}}"),
        (Parameter("reduction", "str", "mean"), None),
        (Parameter("stopper", "EarlyStopping | None", "None"), None),
    ],
)
def test_defaults_are_varied(parameter, given):
    """That value and others like it; what no value can be told for stays out."""
    assert guess_default(parameter) == given


def test_texts_that_a_function_asks_for():
    """Compared with, looked up, matched: each is a value that its parameter can have."""
    source = """\
def f(a, b, c, d):
    table = {"one": 1, "two": 2}
    if a == "yes" or b in ("left", "right"):
        return table[c]
    match d:
        case "x" | "y":
            return 1
"""
    (function,) = ast.parse(source).body

    assert words_in(function) == {
        "a": ["yes"],
        "b": ["left", "right"],
        "c": ["one", "two"],
        "d": ["x", "y"],
    }


def test_a_copy_under_another_name():
    """Its docstring is another one, and it speaks of itself by its new name."""
    source = '@cache\ndef f(n):\n    """Old."""\n    return n and f(n - 1)\n'

    text = copied(source, "f", "g", "New.", "Why?")

    assert (
        text == '@cache\ndef g(n):\n    """New.\n\n    Why?\n    """\n    return n and g(n - 1)\n'
    )


def test_a_copy_of_a_class_and_of_one_line():
    """A docstring is added where there is none."""
    source = "class A:\n    def f(self):\n        return A()\n\n\ndef g(x): return x\n"

    assert copied(source, "A", "B", "New.") == (
        'class B:\n    """New."""\n\n    def f(self):\n        return B()\n'
    )
    assert copied(source, "g", "h", "New.") == 'def h(x):\n    """New."""\n    return x\n'


def test_copies_import_what_they_use():
    """The module's own imports as far as needed, and its helpers from itself."""
    source = (
        "from __future__ import annotations\nimport math, sys\nimport torch.nn as nn\n"
        "LIMIT = 1\n\n\ndef _help():\n    pass\n"
    )

    copy = "def f(x):\n    with torch.no_grad():\n        _help()\n    return math.pi * LIMIT\n"

    found = preamble(source, "solved", [copy])

    assert found == (
        "from __future__ import annotations\n\nimport math\n\n"
        "import torch\nfrom solved import LIMIT, _help"
    )
