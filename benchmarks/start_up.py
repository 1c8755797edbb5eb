"""How long a student waits: `grade exercise03` beside a fresh Python that takes one SGD step.

    python benchmarks/start_up.py [--rounds 7]

Runs in turn, so that whatever else the machine does falls on all of them: a fresh Python that
imports torch and takes one step; `grade exercise03` on the reference with an empty cache (cold) and
with a filled one (warm); `grade --help`. Prints wall seconds (median, least, most) and the medians
of the differences to the fresh Python of the same round.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile

from timing import GRADE, ROOT, wall_s

ONE_STEP = """
import torch
weight = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
(weight - 1).square().sum().backward()
optimizer.step()
"""
REFERENCE = ROOT / "reference" / "exercise03" / "training_models.py"
GRADING = [str(GRADE), "exercise03", "--submission", str(REFERENCE)]


def measure(rounds: int) -> dict[str, list[float]]:
    """Wall seconds of each command, a round at a time."""
    times: dict[str, list[float]] = {name: [] for name in ("fresh", "cold", "warm", "help")}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            times["fresh"].append(wall_s([sys.executable, "-c", ONE_STEP], cache))
            times["cold"].append(wall_s(GRADING, cache))
            times["warm"].append(wall_s(GRADING, cache))
            times["help"].append(wall_s([str(GRADE), "--help"], cache))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    times = measure(parser.parse_args().rounds)
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:6} {median:5.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})")
    for name in ("cold", "warm"):
        pairs = zip(times[name], times["fresh"], strict=True)
        print(f"{name} - fresh: {statistics.median(a - b for a, b in pairs):+.2f} s")


if __name__ == "__main__":
    main()
