"""What isolation costs a task: strict and standard beside none, the same submission on each.

    python benchmarks/isolation.py [--rounds 60] [--cases 20]

A task is a worker forked, closed in, loaded with a submission, asked a number of cases (an epoch of
training each), ended and cleared away. A round does it once on each level, in an order that
changes from round to round, so that whatever else the machine does falls on all of them alike. Told
are wall milliseconds: the median, and the median of the differences to none in the same round, with
an interval that holds the true median with 95 % (of order statistics, so nothing is assumed of the
times); and the mean of the processor milliseconds of the process that forks, with its workers.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.cases import (
    Case,
    CriterionRecipe,
    DataRecipe,
    DeviceRecipe,
    LoaderRecipe,
    ModelRecipe,
    OptimizerRecipe,
    Recipe,
)
from grader.isolation import Level, Limits, Zygote
from grader.wire import Ask, Load, Loaded, Observation

SUBMISSION = """
def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, count = 0.0, 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(inputs), count + len(inputs)
    return total / count
"""
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
LEVELS = tuple(Level)


def task(zygote: Zygote, cases: int) -> None:
    """One task of one submission, from the fork until nothing of it is left."""
    worker = zygote.fork(Limits(), sandboxed=True)
    loaded = worker.load(Load("anna", "anna.py", {"anna.py": SUBMISSION}))
    assert isinstance(loaded, Loaded)
    for seed in range(cases):
        seen = worker.observe(Ask(_case(seed), "train_one_epoch", observe=("result", "model")))
        assert isinstance(seen, Observation)
        assert seen.raised is None, seen.raised
    worker.close()


def measure(
    zygotes: Mapping[Level, Zygote], rounds: int, cases: int
) -> dict[Level, list[tuple[float, float]]]:
    """Wall and processor milliseconds of each task, by level, a round at a time."""
    times: dict[Level, list[tuple[float, float]]] = {level: [] for level in LEVELS}
    for number in range(rounds):
        turn = number % len(LEVELS)
        for level in (*LEVELS[turn:], *LEVELS[:turn]):
            used = _processor_ms(zygotes[level])
            started = time.perf_counter()
            task(zygotes[level], cases)
            wall = 1000 * (time.perf_counter() - started)
            times[level].append((wall, _processor_ms(zygotes[level]) - used))
    return times


def median_with_interval(values: Sequence[float]) -> tuple[float, float, float]:
    """The median, and the bounds between which the true one lies with 95 %."""
    ordered = sorted(values)
    half = 0.98 * math.sqrt(len(ordered))  # of a binomial distribution with p = 1/2
    low = max(0, math.floor(len(ordered) / 2 - half))
    high = min(len(ordered) - 1, math.ceil(len(ordered) / 2 + half))
    return statistics.median(ordered), ordered[low], ordered[high]


def table(times: Mapping[Level, Sequence[tuple[float, float]]]) -> str:
    """The figures as a table in Markdown."""
    lines = ["| level | wall ms | more than none | processor ms |", "| --- | --- | --- | --- |"]
    none = [wall for wall, _ in times[Level.NONE]]
    for level in LEVELS:
        walls = [wall for wall, _ in times[level]]
        median, low, high = median_with_interval(
            [mine - theirs for mine, theirs in zip(walls, none, strict=True)]
        )
        more = "" if level is Level.NONE else f"{median:+.1f} ({low:+.1f} to {high:+.1f})"
        used = statistics.mean(processor for _, processor in times[level])
        lines.append(f"| {level.value} | {statistics.median(walls):.1f} | {more} | {used:.1f} |")
    return "\n".join(lines)


def _case(seed: int) -> Case:
    given: dict[str, Recipe] = {
        "model": ModelRecipe("linear", 3, 1, "float64"),
        "loader": LoaderRecipe(DataRecipe("regression", 12, 3, 1, "float64"), 4),
        "criterion": CriterionRecipe("mse"),
        "optimizer": OptimizerRecipe("sgd", 0.1),
        "device": DeviceRecipe("cpu"),
    }
    return Case(given, "float64", seed)


def _processor_ms(zygote: Zygote) -> float:
    """What a zygote and its children that have ended have used so far; ticks are of 10 ms."""
    fields = Path(f"/proc/{zygote._process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) * TICK_MS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--cases", type=int, default=20)
    options = parser.parse_args()
    zygotes = {level: Zygote(level) for level in LEVELS}
    try:
        measure(zygotes, 3, options.cases)  # first times are slow, and nobody's
        times = measure(zygotes, options.rounds, options.cases)
        print(
            f"{options.rounds} rounds, {options.cases} cases a task, {os.cpu_count()} processors\n"
        )
        print(table(times))
        for level, zygote in zygotes.items():
            missing = ", ".join(zygote.hello.missing_layers) or "nothing"
            print(f"\n{level.value}: {', '.join(zygote.hello.layers)}; missing: {missing}")
    finally:
        for zygote in zygotes.values():
            zygote.close()


if __name__ == "__main__":
    main()
