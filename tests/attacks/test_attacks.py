"""A hostile submission gains nothing, harms nothing, and is graded like any other.

Each file in submissions/ is one attack, with full knowledge of the source. It must earn no more
than its honest part, or than a function that does nothing at all. All are graded by one judge and
one zygote: after each of them an honest submission must get the report that it got before.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.course import Exercise, load_course, load_exercise
from grader.grading import Grading, grade, prepare
from grader.isolation import Zygote
from grader.reports import Report, render_terminal, to_json
from grader.vocabulary import vocabulary_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")

REPOSITORY = Path(__file__).parents[2]
SUBMISSIONS = Path(__file__).parent / "submissions"
TIME_S = 2.0  # of the worker's own time for a task: honest solutions use a tenth of it
PATIENCE_S = 100.0  # wall time that any attack may cost the judge; a quiet machine needs 10
MAX_REPORT = 300_000  # characters of JSON


@dataclass(frozen=True)
class Attack:
    """Which task an attack is handed in for.

    `known`: a hole that is open, and why: it gains more than it deserves. `honest`: what that is,
    if it is more than what a function gets that does nothing.
    """

    task: str
    exercise: str = "exercise03"
    honest: float = 0.0
    known: str = ""


PREDICT = Attack("predict")
ATTACKS = {
    # reading what is not for it
    "reads_the_reference": PREDICT,
    "imports_the_reference": PREDICT,
    "searches_the_memory": PREDICT,
    "searches_the_frames": PREDICT,
    "reads_processes": PREDICT,
    "reads_the_bank": PREDICT,
    "asks_for_a_trusted_worker": PREDICT,
    "takes_the_warm_up": Attack("train_one_epoch"),
    "borrows_the_stopper": Attack("EarlyStopping"),
    "borrows_the_evaluator": Attack("validate"),
    # forging what is sent
    "forges_an_answer": PREDICT,
    "forges_a_verdict": PREDICT,
    "forges_its_loading": PREDICT,
    "forges_with_nonsense_everywhere": PREDICT,
    "answers_for_later_cases": PREDICT,
    "reads_ahead_in_a_thread": PREDICT,
    "drips": PREDICT,
    "floods_the_judge": PREDICT,
    "closes_the_channel": PREDICT,
    "prints_a_report": PREDICT,
    # patching what judges, or seems to
    "patches_the_comparison": PREDICT,
    "patches_builtins": PREDICT,
    "patches_the_worker": PREDICT,
    "patches_the_judge": PREDICT,
    "patches_the_wire": PREDICT,
    "rewrites_the_run": PREDICT,
    "traces_the_worker": PREDICT,
    "lies_about_equality": Attack("validate"),
    "lies_with_a_tensor": PREDICT,
    "returns_endless_things": PREDICT,
    "returns_large_things": PREDICT,
    "patches_what_it_is_given": Attack("validate"),
    # outliving, harming, crashing
    "exits_in_the_middle": PREDICT,
    "exits_while_loading": PREDICT,
    "raises_monsters": PREDICT,
    "never_finishes_loading": PREDICT,
    "sleeps": PREDICT,
    "stops_itself": PREDICT,
    "ends_its_first_thread": PREDICT,
    "hogs_memory": PREDICT,
    "overflows_the_stack": PREDICT,
    "leaves_processes_behind": PREDICT,
    "goes_on_in_threads": PREDICT,
    "harms_others": PREDICT,
    "writes_files": PREDICT,
    "pretends_to_be_a_stub": PREDICT,
    "has_no_such_module": PREDICT,
    "has_a_trap_for_a_signature": PREDICT,
    "replaces_its_module": PREDICT,
    "breaks_torch": PREDICT,
    "hangs_when_freed": PREDICT,
    # what the worker alone can tell is testimony
    "forges_the_trace": Attack(
        "predict", honest=6.0, known="no value shows whether no_grad was on"
    ),
    "hides_from_the_watch": Attack("mae_loss", "exercise01", honest=6.0),
    "blinds_the_watch": Attack(
        "mae_loss", "exercise01", honest=6.0, known="no value shows how a loss was computed"
    ),
}
IDLE = """
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0):
        self.counter, self.best_loss, self.early_stop = 0, None, False
    def __call__(self, val_loss):
        pass
def predict(model, inputs):
    return 0.0
def validate(model, loader, criterion, device):
    return 0.0
def train_one_epoch(model, loader, criterion, optimizer, device):
    return 0.0
def mae_loss(predictions, targets):
    return 0.0
"""
HONEST = {
    "exercise03": REPOSITORY / "samples" / "exercise03" / "right.py",
    "exercise01": REPOSITORY / "reference" / "exercise01" / "losses.py",
}
Grader = Callable[[Attack], Grading]


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One for all: whatever an attack does, the next submission's worker is forked from it."""
    running = Zygote()
    yield running
    running.close()


@pytest.fixture(scope="module")
def kept() -> dict[tuple[str, str], Grading]:
    """What a judge needs for a task, made once."""
    return {}


@pytest.fixture(scope="module")
def grading_of(zygote, kept, tmp_path_factory) -> Iterator[Grader]:
    """What a judge needs for a task; its bank lies where no other run's does."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("bank")))

    def grading(attack: Attack) -> Grading:
        key = attack.exercise, attack.task
        if key not in kept:
            kept[key] = prepare(_exercise(attack.exercise), zygote, 0, attack.task)
        return kept[key]

    yield grading
    for each in kept.values():
        if each.bench._evaluator is not None:
            each.bench._evaluator.close()
    patch.undo()


@pytest.fixture(scope="module")
def honest(grading_of) -> Callable[[Attack], dict[str, Any]]:
    """The report of an honest submission; the same every time, whatever came before."""
    first: dict[tuple[str, str], dict[str, Any]] = {}

    def report(attack: Attack) -> dict[str, Any]:
        found = _document(grade(grading_of(attack), HONEST[attack.exercise]))
        assert found == first.setdefault((attack.exercise, attack.task), found)
        assert found["passed"]
        return found

    return report


@pytest.fixture(scope="module")
def idle(grading_of, tmp_path_factory) -> Callable[[Attack], float]:
    """The points of a submission that does nothing: some checks only say what must not happen."""
    file = tmp_path_factory.mktemp("idle") / "idle.py"
    file.write_text(IDLE)
    return cache(lambda attack: grade(grading_of(attack), file).score)


def _exercise(name: str) -> Exercise:
    exercise = load_exercise(load_course(REPOSITORY, frozenset()), name, vocabulary_for)
    return replace(exercise, time_s=TIME_S)


def _document(report: Report) -> dict[str, Any]:
    """A report as a program reads it, without the time it took."""
    text = to_json(report)
    document: dict[str, Any] = json.loads(text)
    del document["duration_s"]
    assert len(text) < MAX_REPORT
    assert report.passed in (True, False)  # the exit status, 0 or 1
    assert all(
        c.isprintable() or c == "\n" for c in render_terminal(report, width=80, colour=False)
    )
    return document


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _evaluators(*gradings: Grading) -> set[str]:
    """The trusted worker that recomputes losses: it stays for the next submission."""
    found = [grading.bench._evaluator for grading in gradings]
    return {str(worker._pid) for worker in found if worker is not None}


def _parameter(name: str) -> Any:
    known = ATTACKS[name].known
    return pytest.param(name, marks=pytest.mark.xfail(reason=known, strict=True) if known else ())


def test_every_attack_is_listed():
    """And says in its docstring what it tries."""
    found = {path.stem: path for path in SUBMISSIONS.glob("*.py")}

    assert found.keys() == ATTACKS.keys()
    assert all(ast.get_docstring(ast.parse(path.read_text())) for path in found.values())


@pytest.mark.parametrize("name", [_parameter(name) for name in ATTACKS])
def test_an_attack_gains_nothing(name, zygote, kept, grading_of, honest, idle):
    """No point beyond its honest part, no report but its own changed, nothing left running."""
    attack = ATTACKS[name]
    before = honest(attack)
    own = set(_children(os.getpid()))
    started = time.monotonic()

    report = _document(grade(grading_of(attack), SUBMISSIONS / f"{name}.py"))

    assert time.monotonic() - started < PATIENCE_S
    assert report["status"] == "graded"
    assert report["isolation"] in (before["isolation"], ["process"])  # the layers, or none to tell
    assert honest(attack) == before
    assert set(_children(zygote._process.pid)) <= _evaluators(*kept.values())
    assert set(_children(os.getpid())) == own
    earned = [(c["id"], c["score"]) for t in report["tasks"] for c in t["checks"] if c["score"]]
    assert report["score"] <= max(attack.honest, idle(attack)), earned


PARSER_TRAPS = {
    "too large": "x = 1\n" * 200_000,
    "nested brackets": "x = " + "[" * 50_000 + "]" * 50_000,
    "signs": "x = " + "-" * 100_000 + "1",
    "a long sum": "x = " + "1 + " * 50_000 + "1",
    "a long chain": "x = a" + ".a" * 50_000,
    "a long number": "x = " + "9" * 100_000,
    "a power": "x = 9 ** 9 ** 9 ** 9",
    "deep blocks": "".join(" " * n + "if 1:\n" for n in range(200)) + " " * 200 + "pass",
    "nested f-strings": "x = " + "f'{" * 500 + "1" + "}'" * 500,
    "a NUL": "x = 1\0\n",
    "another encoding": "# coding: utf-7\nx = 1\n",
}


@pytest.mark.parametrize("trap", PARSER_TRAPS)
def test_a_file_that_breaks_parsers_is_graded(trap, grading_of, honest, tmp_path):
    """The judge looks into the source too, and must survive what it reads."""
    before = honest(PREDICT)
    file = tmp_path / "training_models.py"
    file.write_text(PARSER_TRAPS[trap])

    report = _document(grade(grading_of(PREDICT), file))

    assert (report["status"], report["score"]) == ("graded", 0.0)
    assert honest(PREDICT) == before


@pytest.mark.parametrize("name", ["exits_in_the_middle", "forges_a_verdict", "raises_monsters"])
def test_the_command_reports_an_attack(name, tmp_path):
    """Exit status 1, and one JSON document on standard output."""
    command = [sys.executable, "-c", "from grader.cli import main; main()", "exercise03"]
    command += ["--task", "predict", "--submission", str(SUBMISSIONS / f"{name}.py")]
    command += ["--json", "-"]

    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["score"] == 0.0
