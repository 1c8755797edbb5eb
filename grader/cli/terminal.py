"""How wide a report is drawn."""

from __future__ import annotations

import shutil

WIDEST = 100  # columns; longer lines are hard to read


def width() -> int:
    """The columns of the terminal, but no more than are read well."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
