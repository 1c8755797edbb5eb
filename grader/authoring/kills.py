"""Which check fails which misconception, beside what was recorded: pure functions of trials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.authoring.claims import Trials
from grader.reports import Remark

Killed = Mapping[str, tuple[str, ...]]  # of one task: the misconceptions that each check fails


def kills_of(trials: Trials) -> Killed:
    """The misconceptions that cost points in each check, in source order."""
    return {
        check.id: tuple(trial.who.name for trial in trials.killers(check)) if check.points else ()
        for check in trials.task.checks
        if trials.judges(check)
    }


def weaker_than(trials: Trials, recorded: Killed) -> Iterator[Remark]:
    """The checks that let a misconception pass that they failed when the record was made.

    What is not there any more, or was not run on the cases of a check, says nothing about it.
    """
    advice = f"If that is meant: grade audit {trials.exercise.id} --record"
    checks = {check.id: check for check in trials.task.checks}
    for name, killed in recorded.items():
        if name not in checks:
            yield Remark(trials.where, f"Check {name} is recorded, but there is none.", advice)
            continue
        if not trials.judges(checks[name]):
            continue
        now = kills_of(trials)[name]
        ran = {t.who.name for t in trials.wrong if t.status(checks[name]) is not None}
        lost = [each for each in killed if each in ran and each not in now]
        if lost:
            what = f"Check {name} has become weaker: it no longer fails {', '.join(lost)}."
            yield Remark(trials.where, what, advice)
