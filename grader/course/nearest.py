"""The valid name that is nearest to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST = 24  # a longer list of names helps nobody


def did_you_mean(name: object, valid: Iterable[object]) -> str:
    """Advice for people: the nearest valid name, or all of a few if none is near."""
    names = [str(one) for one in valid]
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Known here: {', '.join(names)}." if 0 < len(names) <= LONGEST else ""
