"""How rare something is that was seen in few of many tries, or in none."""

from __future__ import annotations

import math

CONFIDENCE = 0.95
HALVINGS = 60  # of the interval from 0 to 1: below what a float can tell apart


def upper_bound(seen: int, tries: int) -> float:
    """The largest share that `seen` of `tries` independent tries still agree with, at 95 %.

    Exact, one-sided (Clopper and Pearson, 1934): with any larger share, so few would be seen with
    a probability below 5 %. 0 of 100 says 3.0 %, which is the rule of three.
    """
    if seen >= tries:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _at_most(seen, tries, middle) > 1 - CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def _at_most(seen: int, tries: int, share: float) -> float:
    """The probability of at most `seen` of `tries`, each with this probability."""
    logs = (
        _log_choose(tries, count) + count * math.log(share) + (tries - count) * math.log1p(-share)
        for count in range(seen + 1)
    )
    return math.fsum(math.exp(log) for log in logs)


def _log_choose(total: int, some: int) -> float:
    return math.lgamma(total + 1) - math.lgamma(some + 1) - math.lgamma(total - some + 1)
