"""A hostile submission gains nothing, harms nothing, and is graded like any other.

Each is graded by the same judge and zygote as those before it, and after each of them an honest
submission must get the report that it got before.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from grader.reports import Report, render_terminal, to_json

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")

PATIENCE_S = 100.0  # wall time that any attack may cost the judge; a quiet machine needs 10
MAX_REPORT = 300_000  # characters of JSON
MAX_SHOWN = 30_000  # and of what a terminal shows
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)  # what a CI service takes for an order


def _document(report: Report) -> dict[str, Any]:
    """A report as a program reads it, without the time it took."""
    document: dict[str, Any] = json.loads(to_json(report))
    del document["duration_s"]
    return document


def _is_readable(report: Report) -> bool:
    """No control characters, orders to a CI service or endless lines; bounded in all."""
    shown = render_terminal(report, width=80, colour=False)
    return (
        len(to_json(report)) < MAX_REPORT
        and len(shown) < MAX_SHOWN
        and all(c.isprintable() for c in shown.replace("\n", ""))
        and COMMAND.search(shown) is None
    )


def _earned(report: Report) -> list[tuple[str, float]]:
    checks = (check for task in report.tasks for check in task.checks)
    return [(check.id, check.score) for check in checks if check.score]


@pytest.fixture(scope="module")
def honest(graded, honest_one) -> Callable[[], dict[str, Any]]:
    """The report of an honest submission; the same every time, whatever came before."""
    first: list[dict[str, Any]] = []

    def report() -> dict[str, Any]:
        found = _document(graded(honest_one, "exercise03", "predict"))
        first.append(found)
        assert found["passed"]
        assert found == first[0]
        return found

    return report


def test_every_attack_says_what_it_tries(attacks):
    """And for which task it is handed in; no two do the same."""
    assert len(attacks) >= 80
    assert all(attack.exercise for attack in attacks)
    assert all(attack.says.endswith((".", "?")) for attack in attacks)
    assert len({attack.says for attack in attacks}) == len(attacks)


def test_a_touched_canary_is_noticed(canary):
    """Its content, its times and what is new in its folder."""
    untouched = canary.state()
    new = canary.folder / "guarded" / "new"

    new.write_text("owned")
    touched = canary.state()
    new.unlink()

    assert touched.keys() - untouched.keys() == {str(new)}
    assert canary.state() != untouched  # the folder's time


def test_what_is_left_is_found(canary, left):
    """A process that was started in the worker's environment, a file in the temporary folder."""
    file = canary.folder / "tmp" / "forgotten"
    file.touch()
    environment, pipe = {"HOME": str(canary.folder)}, subprocess.PIPE
    with subprocess.Popen(["cat"], env=environment, stdin=pipe, stdout=pipe) as process:
        process.stdin.write(b"running")  # it answers: what it was started with can be seen
        process.stdin.flush()
        process.stdout.read(7)

        found = left()
        process.kill()
    file.unlink()

    assert set(found) == {str(process.pid), str(file)}
    assert left() == []


def test_an_attack_gains_nothing(attack, graded, handed_in, canary, honest, left):
    """No point beyond its honest part, no report but its own changed, nothing left or touched."""
    before, untouched = honest(), canary.state()
    started = time.monotonic()

    report = graded(handed_in(attack), attack.exercise, attack.task)

    assert time.monotonic() - started < PATIENCE_S
    assert report.score <= attack.honest, _earned(report)
    assert not report.reason
    assert _is_readable(report)
    assert canary.secret not in to_json(report)
    assert list(report.isolation) in (before["isolation"], ["process"])  # or nothing of it was run
    assert honest() == before
    assert canary.state() == untouched
    assert left() == []
