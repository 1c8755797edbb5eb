"""How much isolation there is to be: three levels, and which layers belong to each."""

from __future__ import annotations

from enum import Enum


class Level(Enum):
    """What is tried around a submission. Each level has all layers of those before it."""

    NONE = "none"  # a process of its own, limits of time, nothing else
    STANDARD = "standard"  # what needs no privileges and costs about two milliseconds
    STRICT = "strict"  # every layer that this machine can have

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of this level, in the order in which they are closed."""
        levels = tuple(Level)
        lower = levels[: levels.index(self) + 1]
        return tuple(name for name, level in LEVEL_OF.items() if level in lower)


PROCESS = "process"  # no worker can be without: it is one

# In the order of closing. A layer closes before the calls and the rights that it needs are gone.
LEVEL_OF = {
    PROCESS: Level.NONE,
    "own-session": Level.NONE,
    "closed-descriptors": Level.NONE,
    "clean-environment": Level.NONE,
    "cgroup": Level.STRICT,
    "tmpfs-scratch": Level.STRICT,
    "other-user": Level.STRICT,
    "network-namespace": Level.STANDARD,
    "ipc-namespace": Level.STRICT,
    "uts-namespace": Level.STRICT,
    "rlimits": Level.STANDARD,
    "process-limit": Level.STRICT,
    "parent-death-signal": Level.STANDARD,
    "not-dumpable": Level.STANDARD,
    "no-new-privileges": Level.STANDARD,
    "landlock": Level.STANDARD,
    "capabilities": Level.STANDARD,
    "seccomp": Level.STANDARD,
}
LAYERS = tuple(LEVEL_OF)
