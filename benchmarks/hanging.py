"""What a submission costs that hangs, crashes or floods: wall time above its limit.

    python benchmarks/hanging.py [--time 1.0] [--rounds 3] [--isolation standard] [--slow]

Runs what tests/isolation/test_harm.py runs, each in a sandboxed worker of its own. Prints for each
the time of its own that it was charged, and the wall time from the ask until the worker was reaped
and its folder out of the way, in all and less the time that the worker and the judge stood in line
for a processor; the largest of the rounds. On an idle machine wall time is at most the limit and
half a second. On a busy one it is more, and the other two are not.

`--slow`: meanwhile as many processes as there are processors compute at full speed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from grader.cases import Case
from grader.isolation import Level, Limits, Worker, Zygote
from grader.isolation.clock import _in_line_s
from grader.wire import Ask, Load, Lost

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "isolation"))

from test_harm import ENDS, ERRORS, HANGS, HARMLESS, SIGNALS_GONE, WAITS

NOTHING = Case({}, "float64", 0)
BUSY = "while True: pass"
ALLOWED_S = 0.5  # above the limit


def bodies() -> Iterator[tuple[str, str]]:
    """The name and the body of everything that is tried."""
    for table in (HANGS, WAITS, SIGNALS_GONE, HARMLESS):
        yield from table.items()
    for longer in (ERRORS, ENDS):
        yield from ((name, row[0]) for name, row in longer.items())


class InLine:
    """How long a worker and the judge stand in line for a processor, until the worker is reaped."""

    def __init__(self, worker: Worker) -> None:
        self._before = _in_line_s(worker._pid) or 0.0
        self._reap, worker._reap_it = worker._reap_it, self._look
        self.seconds = 0.0

    def _look(self, pid: int) -> int:
        self.seconds = (_in_line_s(pid) or 0.0) - self._before
        return self._reap(pid)


def run(worker: Worker, body: str) -> str:
    """Load a task with this body, run it, end the worker; what was said."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    source = f"import os, sys, time\n\ndef task():\n{lines}\n"
    worker.load(Load("exercise", "anna.py", {"anna.py": source}))
    seen = worker.observe(Ask(NOTHING, "task", observe=("result",)))
    worker.close()
    if isinstance(seen, Lost):
        return seen.message
    return f"it raised {seen.raised.kind}: {seen.raised.message}" if seen.raised else "well"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--time", type=float, default=1.0, help="seconds that a task may take")
    parser.add_argument("--rounds", type=int, default=3)
    levels = [level.value for level in Level]
    parser.add_argument("--isolation", choices=levels, default="standard")
    parser.add_argument("--slow", action="store_true", help="on a machine that is busy")
    options = parser.parse_args()
    limits = Limits(options.time, memory_mb=256)
    count = len(os.sched_getaffinity(0)) if options.slow else 0
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    zygote = Zygote(Level(options.isolation))
    try:
        worst = max(measure(zygote, limits, options.rounds))
    finally:
        zygote.close()
        for other in others:
            other.kill()
    print(
        f"at most {worst:.2f} s of wall time, less the time in line, above the limit; "
        f"allowed are {ALLOWED_S} s"
    )
    sys.exit(1 if worst > ALLOWED_S else 0)


def measure(zygote: Zygote, limits: Limits, rounds: int) -> Iterator[float]:
    """Print a line for each; how much longer than its limit it took, less the time in line."""
    print(f"{'':42}{'charged':>9}{'wall':>9}{'less line':>11}")
    for name, body in bodies():
        charged, wall, own, said = [], [], [], ""
        for _ in range(rounds):
            worker = zygote.fork(limits, sandboxed=True)
            in_line = InLine(worker)
            started = time.perf_counter()
            said = run(worker, body)
            wall.append(time.perf_counter() - started)
            own.append(wall[-1] - in_line.seconds)
            charged.append(worker.used_s)
        times = f"{max(charged):7.2f} s{max(wall):7.2f} s{max(own):9.2f} s"
        print(f"{name:42}{times}  {said[:90]}", flush=True)
        yield max(own) - limits.time_s


if __name__ == "__main__":
    main()
