"""How long each exercise takes on its reference, beside a fresh Python with the same imports.

    python benchmarks/exercises.py [--rounds 5] [EXERCISE ...]

Runs in turn, so that whatever else the machine does falls on all of them: a fresh Python that
imports torch, and whatever else of the slow modules the reference imports; `grade EXERCISE` on the
reference with an empty cache (cold) and with a filled one (warm). Prints the medians, and of the
differences to the fresh Python of the same round the median and the largest.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from timing import GRADE, ROOT, wall_s

from grader.course import load_course, load_exercise
from grader.isolation import slow_among
from grader.submissions import imported_modules
from grader.vocabulary import vocabulary_for


def measure(reference: Path, exercise: str, rounds: int) -> list[tuple[float, float, float]]:
    """Wall seconds of a fresh Python, of a cold and of a warm grading, a round at a time."""
    modules = slow_among(imported_modules(reference.read_text(encoding="utf-8")))
    fresh = [sys.executable, "-c", f"import {', '.join(('torch', *sorted(modules)))}"]
    grading = [str(GRADE), exercise, "--submission", str(reference)]
    times = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            fresh_s, cold_s = wall_s(fresh, cache), wall_s(grading, cache)
            times.append((fresh_s, cold_s, wall_s(grading, cache)))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    course = load_course(ROOT)
    print("              fresh    cold    warm   cold - fresh     warm - fresh   (seconds)")
    for name in arguments.exercises or course.exercises:
        exercise = load_exercise(course, name, vocabulary_for)
        times = measure(exercise.reference / exercise.module, name, arguments.rounds)
        medians = [statistics.median(each) for each in zip(*times, strict=True)]
        print(f"{name}  {'  '.join(f'{median:6.2f}' for median in medians)}", end="")
        for index in (1, 2):
            more = [each[index] - each[0] for each in times]
            print(f"  {statistics.median(more):+6.2f} (<{max(more):6.2f})", end="")
        print(flush=True)


if __name__ == "__main__":
    main()
