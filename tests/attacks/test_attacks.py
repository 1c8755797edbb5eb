"""A hostile submission gains nothing, harms nothing, and is graded like any other.

Each file in submissions/ is one attack, with full knowledge of the source. Here stands which task
it is handed in for and the most points that its honest part deserves. All are graded by one judge
and one zygote: after each of them an honest submission must get the report it got before.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from grader.cli.words import VOCABULARY
from grader.course import Exercise, load_course, load_exercise
from grader.grading import Grading, grade, prepare
from grader.isolation import Zygote
from grader.reports import Report, render_terminal, to_json

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")

REPOSITORY = Path(__file__).parents[2]
SUBMISSIONS = Path(__file__).parent / "submissions"
TIME_S = 2.0  # of the worker's own time for a task: honest solutions use a tenth of it
PATIENCE_S = 100.0  # wall time that any attack may cost the judge; a quiet machine needs 10
MAX_REPORT = 300_000  # characters of JSON


@dataclass(frozen=True)
class Attack:
    """Which task an attack is handed in for, and the points that its honest part is worth."""

    task: str
    honest: float = 0.0
    exercise: str = "exercise03"


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
    "forges_the_trace": PREDICT,
    "hides_from_the_watch": Attack("mae_loss", 0.0, "exercise01"),
}
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
def grading_of(zygote, tmp_path_factory) -> Iterator[Grader]:
    """What a judge needs for a task, made once; its bank lies where no other run's does."""
    kept: dict[tuple[str, str], Grading] = {}
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("bank")))

    def grading(attack: Attack) -> Grading:
        key = attack.exercise, attack.task
        if key not in kept:
            kept[key] = prepare(_exercise(attack.exercise), zygote, 0, attack.task)
        return kept[key]

    yield grading
    patch.undo()


@pytest.fixture(scope="module")
def honest(grading_of) -> Callable[[Attack], dict[str, Any]]:
    """The report of an honest submission; the same every time, whatever came before."""
    first: dict[Attack, dict[str, Any]] = {}

    def report(attack: Attack) -> dict[str, Any]:
        found = _document(grade(grading_of(attack), HONEST[attack.exercise]))
        assert found == first.setdefault(replace(attack, honest=0.0), found)
        assert found["passed"]
        return found

    return report


def _exercise(name: str) -> Exercise:
    exercise = load_exercise(load_course(REPOSITORY, frozenset()), name, VOCABULARY)
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


def test_every_attack_is_listed():
    """And says in its docstring what it tries."""
    found = {path.stem: path for path in SUBMISSIONS.glob("*.py")}

    assert found.keys() == ATTACKS.keys()
    assert all(ast.get_docstring(ast.parse(path.read_text())) for path in found.values())


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gains_nothing(name, zygote, grading_of, honest):
    """No point beyond its honest part, no report but its own changed, nothing left running."""
    attack = ATTACKS[name]
    before = honest(attack)
    own = set(_children(os.getpid()))
    started = time.monotonic()

    report = _document(grade(grading_of(attack), SUBMISSIONS / f"{name}.py"))

    assert time.monotonic() - started < PATIENCE_S
    assert report["status"] == "graded"
    assert report["score"] <= attack.honest, [
        (check["id"], check["score"])
        for task in report["tasks"]
        for check in task["checks"]
        if check["score"]
    ]
    assert report["isolation"] in (before["isolation"], ["process"])
    assert honest(attack) == before
    assert _children(zygote._process.pid) == []
    assert set(_children(os.getpid())) == own
