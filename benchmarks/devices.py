"""The course on another device, beside the CPU: do numbers and verdicts agree, and how long is it?

    python benchmarks/devices.py [--device cuda] [--write docs/devices.md] [EXERCISE]...

Runs the reference, every alternative and every misconception of each task on the CPU and on the
device, on the same cases, and prints as Markdown: the largest relative difference of right ones by
dtype, whose verdict differs and why, and the time that the runs of one submission take. With
`--write` that goes into a page, between the markers of the device; docs/devices.md explains it.

Exit status: 0 it was measured, or there is no such device (then it says why, and nothing is
written); 1 a right implementation comes to another verdict on the device; 2 the command is at
fault.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from device_lane.conditions import conditions
from device_lane.measure import Measured, Options, measure
from device_lane.record import NoPlace, differing, record_of, rewritten
from device_lane.runs import why_not

from grader.course import Exercise, find_course, load_course, load_exercise
from grader.errors import CourseError, UsageError
from grader.isolation import Zygote
from grader.vocabulary import vocabulary_for

DEVICES = "cuda", "simulated", "simulated:1"
LEAST_TORCH = 2, 11  # for CUDA: one set of kernels and defaults for all figures
ROOT = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    args = parser.parse_args(arguments)
    options = Options(args.device, args.cases, args.rounds, args.jobs)
    try:  # now, rather than when everything is measured
        _write(args.write, args.device)
        exercises = _exercises(args.exercises, args.task)
    except (NoPlace, OSError, UsageError, CourseError) as error:
        parser.error(str(error))
    zygote = Zygote()
    try:
        called, reason = why_not(zygote, options.device)
        reason = reason or too_old(zygote.torch_version, options.device)
        if reason:
            print(f"skipped: {options.device} is not measured here: {reason}")
            return 0
        what = " ".join([*(args.exercises or ["every exercise"]), args.task]).strip()
        under = conditions(zygote, options, called, what, ROOT, date.today())
        found = _measured(zygote, options, exercises, args.task)
    finally:
        zygote.close()
    record = record_of(found, under)
    print(record)
    _write(args.write, args.device, record)
    return int(bool(differing(found.verdicts, right=True)))


def too_old(version: str, device: str) -> str:
    """Why figures of this torch are not taken, or nothing."""
    found = re.match(r"(\d+)\.(\d+)", version)
    if device != "cuda" or (found and tuple(map(int, found.groups())) >= LEAST_TORCH):
        return ""
    return f"it takes torch {LEAST_TORCH[0]}.{LEAST_TORCH[1]} or later, and this is {version}"


def _write(path: Path | None, device: str, record: str = "") -> None:
    """Put a record into a page; without one, see whether there is a place for it."""
    if path is None:
        return
    text = rewritten(path.read_text(encoding="utf-8"), device, record, str(path))
    if record:
        path.write_text(text, encoding="utf-8")


def _exercises(names: Sequence[str], task: str) -> list[Exercise]:
    """Those that are named, or all of the course."""
    course = load_course(find_course(ROOT))
    found = [load_exercise(course, name, vocabulary_for) for name in names or course.exercises]
    for exercise in found if task else ():
        if exercise.task(task) is None:
            known = ", ".join(each.name for each in exercise.tasks)
            raise UsageError(f"{exercise.id} has no task {task!r}, only: {known}")
    return found


def _measured(
    zygote: Zygote, options: Options, exercises: Sequence[Exercise], task: str
) -> Measured:
    found = Measured()
    for exercise in exercises:
        for number, part in enumerate(measure(exercise, zygote, options, task), 1):
            found += part
            print(f"{exercise.id}: part {number} is measured", file=sys.stderr, flush=True)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="all, if none is named")
    parser.add_argument("--device", choices=DEVICES, default="cuda")
    parser.add_argument("--task", default="", help="one task alone; all, if none is named")
    parser.add_argument("--cases", type=int, default=2, help="of each scenario and dtype (2)")
    parser.add_argument("--rounds", type=int, default=5, help="of timing (5)")
    parser.add_argument("--jobs", type=int, default=2, help="implementations at once (2)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the record into this page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
