"""The valid name that is nearest to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(name: object, valid: Iterable[str]) -> str:
    """Advice for people: the nearest valid name, or all of them if none is near."""
    names = list(valid)
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Known here: {', '.join(names)}." if names else ""
