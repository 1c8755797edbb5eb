"""How a line of a submission is named: so that whoever reads it finds it."""

from __future__ import annotations

import re

CELL = re.compile(r"\.ipynb, cell [0-9]+$")  # a source that is one cell of a notebook


def place_of(file: str, line: int) -> str:
    """`anna.py:7`, or of a notebook's cell `anna.ipynb, cell 3, line 7`."""
    return f"{file}, line {line}" if CELL.search(file) else f"{file}:{line}"
