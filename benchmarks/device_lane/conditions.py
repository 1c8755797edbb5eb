"""Under which conditions something is measured: what this machine and this tree are."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import date
from pathlib import Path

from device_lane.measure import Options
from grader.isolation import Zygote

MEASURED = "grader", "exercises", "reference", "benchmarks"  # what the figures depend on
QUERY = "nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"


def conditions(
    zygote: Zygote, options: Options, device: str, what: str, root: Path, today: date
) -> dict[str, str]:
    """By name; `device` is what the device calls itself, `what` says which exercises."""
    driver = _printed(*QUERY).split("\n")[0] if options.device == "cuda" else ""
    cores, busy = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return {
        "measured on": today.isoformat(),
        "commit": _commit(root),
        "device": f"{device}, driver {driver}" if driver else device,
        "processor": f"{_processor()}, {cores} cores",
        "load": f"{busy:.1f} processes ready to run, when it began",
        "versions": f"torch {zygote.torch_version}, Python {platform.python_version()}",
        "measured": what,
        "options": f"--device {options.device} --cases {options.cases} --rounds {options.rounds}"
        f" --jobs {options.jobs}",
    }


def _commit(root: Path) -> str:
    """The commit, and whether anything that is measured differs from it."""
    commit = _printed("git", "-C", str(root), "rev-parse", "--short", "HEAD")
    changed = _printed("git", "-C", str(root), "status", "--porcelain", "--", *MEASURED)
    return f"{commit or 'none'}{', with changes' if changed else ''}"


def _processor() -> str:
    """As Linux names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _printed(*command: str) -> str:
    """What a command prints; nothing if it is not there, or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
