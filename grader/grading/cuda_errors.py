"""Errors of the GPU: which of them leave nothing behind to go on with, and what to tell a student.

Pure. What torch says of them speaks of its own sources, and of settings that students cannot reach.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from grader.wire import Lost, Observation, Raised


class Trouble(Enum):
    NONE = "none"
    DEAD = "dead"  # whatever the process computes next on the GPU fails as well
    MEMORY = "memory"


# Parts of torch's messages. After these CUDA's context is lost, and with it the process.
_DEAD = {
    "device-side assert": (
        "A kernel on the GPU stopped on an index out of range, most often a class index that is "
        "negative, or not smaller than the number of classes."
    ),
    "illegal memory access": "A kernel on the GPU reached for memory that is not there.",
    "misaligned address": "A kernel on the GPU reached for memory at an odd address.",
    "illegal instruction": "A kernel on the GPU came upon an instruction that does not exist.",
    "unspecified launch failure": "A kernel on the GPU crashed.",
    "launch timed out": "A kernel on the GPU ran too long and was stopped.",
}
_MEMORY = ("CUDA out of memory", "CUDA error: out of memory", "ALLOC_FAILED")

# What the assertion says that failed -> what it means. The first that fits counts.
_ASSERTIONS = {
    "n_classes": (
        "A class index is negative, or not smaller than the number of classes: look at the "
        "targets, and at how many outputs the model has."
    ),
    "srcSelectDimSize": (
        "An index into an embedding, or into index_select, is negative or too large: look at how "
        "many rows there are."
    ),
    "input_val <= one": (
        "Binary cross entropy was given a number that is not between 0 and 1: is there a sigmoid "
        "before it, or should it be the one with logits?"
    ),
    "index out of bounds": "An index is negative beyond the beginning, or too large.",
    "idx_dim": "An index for gather or scatter is negative or too large.",
}
_FIRST = "The GPU reported an error: "


def trouble_of(seen: Observation | Lost) -> Trouble:
    """What a run on the GPU came upon, so that it or the next one needs another worker."""
    if isinstance(seen, Lost) or seen.raised is None:
        return Trouble.NONE
    message = seen.raised.message
    if "OutOfMemoryError" in seen.raised.kinds or any(part in message for part in _MEMORY):
        return Trouble.MEMORY
    return Trouble.DEAD if _names_death(message) else Trouble.NONE


def explained(seen: Observation, memory_mb: int) -> Observation:
    """The same run, its error in words for a student. memory_mb: what it may take on the GPU."""
    if seen.raised is None:
        return seen
    words = _in_words(seen.raised, trouble_of(seen), memory_mb)
    return replace(seen, raised=replace(seen.raised, message=words)) if words else seen


def _in_words(raised: Raised, trouble: Trouble, memory_mb: int) -> str:
    if trouble is Trouble.MEMORY:
        return f"It needed more memory on the GPU than the {memory_mb} MB that it may have."
    if trouble is Trouble.DEAD:
        said = raised.message.partition("Assertion `")[2]
        meant = next((text for part, text in _ASSERTIONS.items() if part in said), "")
        return meant or next(text for part, text in _DEAD.items() if part in raised.message)
    first = raised.message.split("\n")[0]
    return _FIRST + first if first.startswith("CUDA error") else ""


def _names_death(message: str) -> bool:
    return "CUDA" in message and any(part in message for part in _DEAD)
