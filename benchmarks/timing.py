"""Time commands as a student runs them, for start_up.py and exercises.py."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
GRADE = Path(sys.executable).parent / "grade"


def wall_s(command: Sequence[str], cache: str) -> float:
    """Seconds that a command takes, with its cache in a folder of ours."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    started = time.perf_counter()
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
