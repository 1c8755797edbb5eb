"""A little memory kept back, so that code that has used up all of it can still be reported on.

It is address space that nobody has written to: it takes none of the machine's memory.
"""

from __future__ import annotations

import contextlib
import mmap

SPARE_BYTES = 16 * 2**20

_kept: list[mmap.mmap] = []


def keep_spare() -> None:
    """Have the spare memory again, if there is so much."""
    if not _kept:
        with contextlib.suppress(OSError):
            _kept.append(mmap.mmap(-1, SPARE_BYTES, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))


def spend_spare() -> None:
    """Let what comes next have it. Itself it needs no memory at all: there may be none."""
    _kept.clear()
