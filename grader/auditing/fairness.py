"""How far right and wrong ones are apart, and how often right ones are rejected: pure functions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from grader.auditing.bound import upper_bound
from grader.auditing.claims import Trials, fails_by_value, in_short, named, on_case, place_of
from grader.auditing.trial import Court, Trial
from grader.auditing.worlds import Visit, World
from grader.course import Check
from grader.grading import Farthest, Implementation, Outcome
from grader.reports import Elsewhere, Fairness, Margin, Remark

# Where rounding decides what is allowed, right ones should use at most half of it, and wrong ones
# go beyond ten times. In the bundled course right ones stay below a fifth; the nearest wrong ones
# compute in float32 what is given in float64, and are off by 15 times. What an exercise itself
# allows (`within`, `factor`) is only asked to leave right ones room.
RIGHT_AT_MOST = 0.5
WRONG_AT_LEAST = 10.0


def fairness_of(trials: Trials) -> Fairness:
    """What is reported of right implementations; nothing of those that could not be run counts."""
    right = trials.right
    rejected = [trial for trial in right if is_rejected(trial)]
    seeds = {trial.seed for trial in right}
    failing = {trial.seed for trial in rejected}
    whole = {trial.seed for trial in right if not trial.in_part} | failing
    return Fairness(
        implementations=len({trial.who.name for trial in right}),
        seeds=len(seeds),
        runs=len(right),
        rejected=len(rejected),
        bound=upper_bound(len(failing), len(whole)),
        elsewhere=tuple(_elsewhere(trials.visits)),
        margins=tuple(_margins(trials)),
    )


def is_rejected(trial: Trial) -> bool:
    return bool(trial.problem or trial.fails or trial.broken)


def measured_wrong(court: Court, wrong: Sequence[Trial]) -> list[Trial]:
    """The same trials, with how far each was in the checks that it fails by what it computes."""
    checks = court.plan.task.checks
    return [
        court.measured(trial, [check for check in checks if fails_by_value(trial, check)])
        for trial in wrong
    ]


def fairness_faults(trials: Trials) -> Iterator[Remark]:
    """What a right implementation fails in another world."""
    for visit in _first_failing(trials.visits):
        name = named(visit.who)
        name = name[0].upper() + name[1:]
        where = place_of(trials, visit.who)
        there = f"{visit.world.name}, with seed {trials.exercise.seed + visit.seed}"
        for check, reason in visit.broken.items():
            what = f"Check {check} could not be judged {there}: {reason}."
            yield Remark(where, what, "Correct the reference, the givens or the check.")
        for finding, outcomes in _by_finding(visit.fails).items():
            checks = ", ".join(outcome.check.id for outcome in outcomes)
            what = f"{name} fails {checks} {there}{on_case(outcomes[0])}: {finding}."
            yield Remark(where, what, _advice(visit.world))


def _first_failing(visits: Sequence[Visit]) -> list[Visit]:
    """Of each implementation and world the first seed: one is enough to look at."""
    found: dict[tuple[str, str], Visit] = {}
    for visit in visits:
        if visit.fails or visit.broken:
            found.setdefault((visit.who.name, visit.world.name), visit)
    return list(found.values())


def _by_finding(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(in_short(outcome), []).append(outcome)
    return found


def _advice(world: World) -> str:
    if world.device:
        return "If it keeps to the contract, correct the check; else it."
    return "That changes rounding only: so would a right solution. Leave it room, or other cases."


def fairness_notes(trials: Trials) -> Iterator[Remark]:
    """Checks that hardly tell right from wrong, though so far they do."""
    for margin in _margins(trials):
        if RIGHT_AT_MOST < margin.right <= 1:
            what = (
                f"Check {margin.check}: a right one ({margin.right_by}) is off by "
                f"{margin.right:.2g} of what is allowed."
            )
            yield Remark(trials.where, what, "Another seed may reject it: leave it more room.")
        if not margin.chosen and margin.wrong is not None and margin.wrong < WRONG_AT_LEAST:
            what = (
                f"Check {margin.check}: {margin.wrong_by} is off by only {margin.wrong:.2g} times "
                f"what is allowed ({margin.allowed:.1e})."
            )
            yield Remark(trials.where, what, "Give it a case on which that mistake is larger.")


def _elsewhere(visits: Sequence[Visit]) -> Iterator[Elsewhere]:
    """A line a world, for those in which anything applied."""
    for world in dict.fromkeys(visit.world for visit in visits):
        there = [v for v in visits if v.world == world and (v.tried or v.unable)]
        tried = [visit for visit in there if visit.outcomes or visit.broken]
        reasons = dict.fromkeys(reason for visit in there for reason in visit.unable.values())
        cases = Counter[str]()
        for visit in tried:
            cases[visit.who.name] += visit.tried
        if there:
            yield Elsewhere(
                world.name,
                bool(world.device),
                same=sum(not visit.fails and not visit.broken for visit in tried),
                tried=len(tried),
                cases=max(cases.values(), default=0),
                reasons=tuple(reasons),
            )


def _margins(trials: Trials) -> Iterator[Margin]:
    for check in trials.task.checks:
        right = max(_right(trials, check), key=_size, default=None)
        if right is None:
            continue
        who, far = right
        wrong = min(_wrong(trials, check), key=_size, default=None)
        name, beyond = wrong if wrong else ("", None)
        is_finite = beyond is not None and math.isfinite(beyond.distance.multiple)
        typical = beyond if beyond is not None and is_finite else far
        yield Margin(
            check.id,
            right=far.distance.multiple,
            right_by=who,
            wrong=beyond.distance.multiple if beyond else None,
            wrong_by=name,
            allowed=typical.distance.allowed,
            chosen=far.distance.chosen,
        )


def _size(one: tuple[str, Farthest]) -> float:
    return one[1].distance.multiple


def _right(trials: Trials, check: Check) -> Iterator[tuple[str, Farthest]]:
    for trial in trials.right:
        if check.id in trial.farthest:
            yield (
                _by(trial.who, f"seed {trials.exercise.seed + trial.seed}"),
                trial.farthest[check.id],
            )
    for visit in trials.visits:
        if check.id in visit.farthest:
            there = f"{visit.world.name}, seed {trials.exercise.seed + visit.seed}"
            yield _by(visit.who, there), visit.farthest[check.id]


def _by(who: Implementation, where: str) -> str:
    return f"{who.name}, {where}"


def _wrong(trials: Trials, check: Check) -> Iterator[tuple[str, Farthest]]:
    for trial in trials.wrong:
        if check.id in trial.farthest:
            yield trial.who.name, trial.farthest[check.id]
