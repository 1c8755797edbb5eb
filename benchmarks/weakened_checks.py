"""Weaken every check of the course, one way at a time: does a recorded misconception show it?

    python benchmarks/weakened_checks.py [EXERCISE]...

A check is weakened by dropping one item of a list of its options, by widening `within` tenfold,
and by judging it on its first case alone. `grade audit` tells every such change, for kills.yaml
holds what each check asks for. Counted here is how many are also shown by what they let pass: where
none of the misconceptions that the record names passes the weaker check, nothing but that line
speaks for the stronger one, and a misconception is worth writing. Nothing is run twice: weakened
checks are judged on what the misconceptions left behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.auditing.trial import Court, Trial
from grader.course import Check, Exercise, find_course, load_course, load_exercise, read_kills
from grader.grading import (
    NotStarted,
    Scenario,
    misconceptions_of,
    prepare,
    reference_of,
    runs_of,
)
from grader.isolation import Zygote
from grader.reports import Status
from grader.vocabulary import vocabulary_for


def main() -> None:
    course = load_course(find_course(Path.cwd()))
    zygote = Zygote()
    tried = noticed = 0
    for name in sys.argv[1:] or course.exercises:
        exercise = load_exercise(course, name, vocabulary_for)
        for where, how, seen in weakenings(exercise, zygote):
            tried += 1
            noticed += seen
            if not seen:
                print(f"shown by none: {where}: {how}", flush=True)
    zygote.close()
    print(f"{noticed} of {tried} weakenings are shown by a misconception")


def weakenings(exercise: Exercise, zygote: Zygote) -> Iterator[tuple[str, str, bool]]:
    """Each weakening of each check, and whether the record of the exercise shows it."""
    recorded = read_kills(exercise)
    grading = prepare(exercise, zygote, banked=False)
    for plan in grading.plans:
        seen = grading.bench.observe(reference_of(exercise), plan)
        stub = NotStarted(exercise.module, grading.stub_messages)
        court = Court(grading.bench, plan, seen.runs, stub)
        with ThreadPoolExecutor(2) as pool:
            trials = list(pool.map(court.try_out, misconceptions_of(exercise, plan.task.name)))
        for scenario in plan.scenarios:
            for check in scenario.checks:
                killed = recorded[plan.task.name].checks[check.id].fails
                watched = [trial for trial in trials if trial.who.name in killed]
                for how, weaker, fewer in weakened(check, scenario):
                    lets_pass = any(passes(court, weaker, fewer, trial) for trial in watched)
                    yield f"{exercise.id} {plan.task.name}/{check.id}", how, lets_pass


def weakened(check: Check, scenario: Scenario) -> Iterator[tuple[str, Check, Scenario]]:
    """The check in every weaker form, each with the cases that it is judged on."""
    if len(scenario.cases) > 1:
        yield "its first case alone", check, replace(scenario, cases=scenario.cases[:1])
    for how, options in weaker_options(check):
        weaker = replace(check, options=options)
        try:
            runs_of(weaker)
        except ValueError:
            continue  # that much it needs
        yield how, weaker, scenario


def weaker_options(check: Check) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in check.options.items():
        if isinstance(value, tuple) and len(value) > 1 and name != "scale":  # that allows for more
            for item in value:
                rest = tuple(other for other in value if other != item)
                yield f"{name} without {item}", {**check.options, name: rest}
        elif name == "within":
            yield f"{name} ten times as wide", {**check.options, name: 10 * value}


def passes(court: Court, check: Check, scenario: Scenario, trial: Trial) -> bool:
    """Whether an implementation that failed the check passes it in its weaker form."""
    judged = court.judge(check, scenario, trial.runs)
    return not isinstance(judged, str) and judged.status is Status.PASSED


if __name__ == "__main__":
    main()
