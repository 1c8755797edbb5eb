"""What a submission changes for everything stays in the worker of its task.

Each change is made in the first task of a submission. It must be seen there, so that the test could
fail; and neither in the second task nor in the next submission.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.course import load_course, load_exercise
from grader.grading import Grading, grade, prepare
from grader.isolation import Zygote
from grader.reports import Report, to_json
from grader.vocabulary import vocabulary_for

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: first
    given: {x: 1}
    dtypes: [float64]
    cases: 1
    checks: [matches_reference]
  - name: second
    given: {x: 1}
    dtypes: [float64]
    cases: 1
    checks: [matches_reference]
"""
STUB = """\
def first(x):
    raise NotImplementedError("first is yours to write")


def second(x):
    raise NotImplementedError("second is yours to write")
"""
REFERENCE = "def first(x):\n    return [True, False]\n\n\ndef second(x):\n    return True\n"
IMPORTS = """\
import builtins, decimal, gc, io, json, locale, logging, os, random, resource, signal
import statistics, sys, tempfile, threading, time, warnings
import numpy as np, torch
import torch.nn.functional as F
from torch import nn
"""
CHANGING = (
    IMPORTS
    + """
kept = []

def is_as_it_was():
    return bool({unchanged})

def change():
    {change}

def first(x):
    before = is_as_it_was()
    change()
    return [before, is_as_it_was()]

def second(x):
    return is_as_it_was()
"""
)
AT_IMPORT = CHANGING + "\n\nchange()\n" + REFERENCE

# name -> what changes it, what is true as long as it is not changed
CHANGES = {
    "grad mode": ("torch.set_grad_enabled(False)", "torch.is_grad_enabled()"),
    "inference mode": (
        "kept.append(torch.inference_mode()); kept[0].__enter__()",
        "not torch.is_inference_mode_enabled()",
    ),
    "autocast": ("torch.autocast('cpu').__enter__()", "not torch.is_autocast_enabled('cpu')"),
    "default dtype": (
        "torch.set_default_dtype(torch.float64)",
        "torch.get_default_dtype() is torch.float32",
    ),
    "default device": (
        "torch.set_default_device('meta')",
        "torch.ones(1).device.type == 'cpu'",
    ),
    "threads": ("torch.set_num_threads(3)", "torch.get_num_threads() == 1"),
    "deterministic": (
        "torch.use_deterministic_algorithms(True)",
        "not torch.are_deterministic_algorithms_enabled()",
    ),
    "anomaly": ("torch.autograd.set_detect_anomaly(True)", "not torch.is_anomaly_enabled()"),
    "seed of torch": ("torch.manual_seed(77)", "torch.initial_seed() != 77"),
    "seed of random": (
        "kept.append(random.getstate()); random.seed(77)",
        "not kept or random.getstate() == kept[0]",
    ),
    "digits that torch prints": (
        "torch.set_printoptions(precision=1)",
        "repr(torch.tensor(0.123456)) == 'tensor(0.1235)'",
    ),
    "digits that numpy prints": (
        "np.set_printoptions(precision=1)",
        "repr(np.array(0.123456)) == 'array(0.123456)'",
    ),
    "torch.mean": ("torch.mean = sum", "torch.mean is not sum"),
    "Tensor.__eq__": (
        "torch.Tensor.__eq__ = lambda one, other: torch.tensor(True)",
        "not (torch.ones(1) == torch.zeros(1)).item()",
    ),
    "Module.__call__": ("nn.Module.__call__ = print", "nn.Module.__call__ is not print"),
    "F.mse_loss": ("F.mse_loss = print", "F.mse_loss is not print"),
    "SGD.step": ("torch.optim.SGD.step = print", "torch.optim.SGD.step is not print"),
    "hooks of all modules": (
        "nn.modules.module.register_module_forward_hook(print)",
        "not nn.modules.module._global_forward_hooks",
    ),
    "built-in functions": ("builtins.divmod = max", "builtins.divmod is not max"),
    "modules": ("sys.modules['statistics'] = json", "__import__('statistics') is statistics"),
    "where modules are found": ("sys.path.insert(0, 'elsewhere')", "'elsewhere' not in sys.path"),
    "a library's function": ("statistics.mean = print", "statistics.mean is not print"),
    "recursion limit": ("sys.setrecursionlimit(3000)", "sys.getrecursionlimit() != 3000"),
    "switch interval": ("sys.setswitchinterval(0.5)", "sys.getswitchinterval() < 0.1"),
    "longest number as text": (
        "sys.set_int_max_str_digits(0)",
        "sys.get_int_max_str_digits() == 4300",
    ),
    "standard output": (
        "kept.append(sys.stdout); sys.stdout = io.StringIO()",
        "not kept or sys.stdout is kept[0]",
    ),
    "excepthook": ("sys.excepthook = print", "sys.excepthook is not print"),
    "excepthook of threads": (
        "threading.excepthook = print",
        "threading.excepthook is not print",
    ),
    "working folder": ("os.mkdir('x'); os.chdir('x')", "not os.getcwd().endswith('/x')"),
    "environment": ("os.environ['CHANGED'] = '1'", "'CHANGED' not in os.environ"),
    "umask": ("kept.append(os.umask(0o777))", "not kept"),
    "locale": (
        "locale.setlocale(locale.LC_ALL, 'C.UTF-8')",
        "locale.setlocale(locale.LC_NUMERIC) == 'C'",
    ),
    "garbage collector": ("gc.disable()", "gc.isenabled()"),
    "signals": (
        "signal.signal(signal.SIGUSR2, signal.SIG_IGN)",
        "signal.getsignal(signal.SIGUSR2) is signal.SIG_DFL",
    ),
    "decimals": ("decimal.getcontext().prec = 3", "decimal.getcontext().prec == 28"),
    "warnings": (
        "warnings.filters.insert(0, ('ignore', None, Warning, None, 7))",
        "not any(each[4] == 7 for each in warnings.filters)",
    ),
    "logging": ("logging.disable(50)", "logging.root.manager.disable == 0"),
    "temporary folder": ("tempfile.tempdir = '/x'", "tempfile.gettempdir() != '/x'"),
    "limits": (
        "resource.setrlimit(resource.RLIMIT_NOFILE, (40, 64))",
        "resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 40",
    ),
    "the clock": ("time.sleep = print", "time.sleep is not print"),
    "rcParams": (
        "import matplotlib as m; m.rcParams['lines.linewidth'] = 9",
        "__import__('matplotlib').rcParams['lines.linewidth'] != 9",
    ),
}
NOTE = "when your file is imported, it {what}, for everything: it was put back before each call"
# What the worker puts back before each call, so that at import it changes nothing.
TOLD = {
    "grad mode": "disabled gradients globally",
    "inference mode": "disabled gradients globally|left inference mode on",
    "autocast": "left autocast on",
    "default dtype": "changed the default dtype",
    "default device": "changed the default device",
    "threads": "changed the number of threads",
    "deterministic": "switched torch's deterministic algorithms on or off",
    "anomaly": "left anomaly detection on",
    "hooks of all modules": "left hooks on for all models or all optimizers",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with an exercise of two tasks."""
    root = tmp_path_factory.mktemp("course")
    files = {
        "course.yaml": "title: Tiny\nexercises: [x]\n",
        "exercises/x/exercise.yaml": EXERCISE,
        "exercises/x/x.py": STUB,
        "reference/x/x.py": REFERENCE,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.fixture(scope="module")
def grading(zygote: Zygote, course: Path) -> Grading:
    """One judge and one zygote for all submissions."""
    exercise = load_exercise(load_course(course), "x", vocabulary_for)
    return prepare(exercise, zygote, 0, banked=False)


def graded(grading: Grading, path: Path, source: str) -> Report:
    path.write_text(source)
    return replace(grade(grading, path), duration_s=0.0)


@pytest.fixture(scope="module")
def honest(grading: Grading, course: Path) -> str:
    """The report of a right submission, when nothing has happened yet."""
    return to_json(graded(grading, course / "anna.py", REFERENCE))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_stays_in_its_task(name, grading, honest, tmp_path):
    """It works where it is made; the next task and the next submission know nothing of it."""
    change, unchanged = CHANGES[name]
    source = CHANGING.format(change=change, unchanged=unchanged)

    report = graded(grading, tmp_path / "anna.py", source)

    assert [(task.name, task.checks[0].message) for task in report.tasks if task.score == 0] == []
    assert to_json(graded(grading, tmp_path / "anna.py", REFERENCE)) == honest


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_at_import_changes_no_report(name, grading, honest, tmp_path):
    """Neither its own, but for a note, nor the next one."""
    change, unchanged = CHANGES[name]
    source = AT_IMPORT.format(change=change, unchanged=unchanged)

    report = graded(grading, tmp_path / "anna.py", source)

    notes = [NOTE.format(what=what) for what in TOLD.get(name, "").split("|") if what]
    assert [list(task.notes) for task in report.tasks] == [notes, notes]
    assert without_notes(report) == json.loads(honest)["tasks"]
    assert to_json(graded(grading, tmp_path / "anna.py", REFERENCE)) == honest


def without_notes(report: Report) -> list[dict[str, Any]]:
    """Its tasks as a program reads them, at the places of the honest submission."""
    tasks: list[dict[str, Any]] = json.loads(to_json(report))["tasks"]
    lines = {"first": "anna.py:1", "second": "anna.py:5"}
    return [{**task, "notes": [], "place": lines[task["name"]]} for task in tasks]
