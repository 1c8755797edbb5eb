"""Choose among checks and wrong implementations: those that were seen to do their work."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from grader.auditing import Court, Trial, fails, fails_by_value, try_degenerate, twins_among
from grader.authoring.new.calling import Call
from grader.authoring.new.checks import Suggestion, yaml_of
from grader.authoring.new.laboratory import Laboratory, task_yaml
from grader.authoring.new.wrong import Wrong
from grader.course import Check
from grader.grading import Implementation, Progress
from grader.reports import Status

ENOUGH = 5  # misconceptions a task


@dataclass(frozen=True, slots=True)
class Choice:
    """The checks and wrong implementations that stay, and what is to be said of the others."""

    checks: tuple[Suggestion, ...]
    wrong: tuple[Wrong, ...]
    remarks: tuple[str, ...] = ()


def choose(
    laboratory: Laboratory,
    task: str,
    call: Call,
    checks: Sequence[Suggestion],
    wrong: Sequence[Wrong],
    text: str,
    progress: Progress,
) -> Choice:
    """Try all on the cases of a call. `text` is the file that holds the wrong implementations."""
    yaml = task_yaml(task, call, yaml_of(checks))
    court = laboratory.court(task, yaml, text)
    if isinstance(court, str):
        return Choice(tuple(checks), tuple(wrong[:1]), (court,))
    try:
        held = _held(court, laboratory.right_one(task, yaml, text))
        trials = []
        with ThreadPoolExecutor(2) as pool:
            for number, trial in enumerate(
                pool.map(court.try_out, laboratory.wrong_ones(task, yaml, text)), 1
            ):
                progress(f"{task}: {number} of {len(wrong)} wrong variations")
                trials.append(trial)
        return _chosen(court, checks, held, wrong, trials)
    finally:
        court.bench.close()


def _held(court: Court, right: Implementation) -> list[Check]:
    """The checks that a right one passes, and that no zeros or the like do."""
    survivors = {survivor.check.id for survivor in try_degenerate(court).survivors}
    passed = [o.check for o in court.try_out(right).outcomes if o.status is Status.PASSED]
    return [check for check in passed if check.id not in survivors]


def _chosen(
    court: Court,
    checks: Sequence[Suggestion],
    held: Sequence[Check],
    wrong: Sequence[Wrong],
    trials: Sequence[Trial],
) -> Choice:
    named = dict(zip((trial.who.name for trial in trials), wrong, strict=True))
    only = [_only(trial, held) for trial in trials]
    twins = twins_among(court, trials)
    able = [t for t in only if not t.problem and t.loses_points and t.who.name not in twins]
    killers = {check.id: _killer(check, able) for check in held}
    kept = [check for check in checks if killers.get(check.id)]
    chosen = dict.fromkeys(name for check in kept for name in [killers[check.id]] if name)
    for trial in able:
        is_plain = any(fails_by_value(trial, check) for check in held)
        if len(chosen) < ENOUGH and is_plain:
            chosen.setdefault(trial.who.name)
    in_order = [named[trial.who.name] for trial in trials if trial.who.name in chosen]
    return Choice(tuple(kept), tuple(in_order), tuple(_remarks(checks, held, kept, trials)))


def _only(trial: Trial, held: Sequence[Check]) -> Trial:
    """A trial as if there were only these checks."""
    outcomes = tuple(outcome for outcome in trial.outcomes if outcome.check in held)
    return replace(trial, outcomes=outcomes)


def _killer(check: Check, able: Sequence[Trial]) -> str:
    """The first that fails a check by what it computes; else the first that fails it."""
    by_value = (trial.who.name for trial in able if fails_by_value(trial, check))
    at_all = (trial.who.name for trial in able if fails(trial, check))
    return next(by_value, "") or next(at_all, "")


def _remarks(
    checks: Sequence[Suggestion],
    held: Sequence[Check],
    kept: Sequence[Suggestion],
    trials: Sequence[Trial],
) -> list[str]:
    found = [
        f"check {each.id} is left out: zeros or the like would pass it, or the reference fails it."
        for each in checks
        if each.id not in {check.id for check in held} and "- matches_reference" in each.yaml
    ]
    if trials and all(trial.problem for trial in trials):
        found.append(f"no wrong variation of it could be run: {trials[0].problem}")
    ids = {check.id for check in kept}
    for check in held:
        if check.id not in ids and check.property == "matches_reference":
            found.append(f"check {check.id} is left out: no wrong variation of it fails it.")
    return found
