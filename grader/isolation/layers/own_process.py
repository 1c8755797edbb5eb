"""What makes a process one's own on any Unix: a session, its descriptors, its environment.

These hold for trusted workers as well, and on every level: they need nothing.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Mapping

# What a worker finds in its environment; everything else goes. No path of the course, no token.
ENVIRONMENT = frozenset(
    {
        *("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "PYTHONHASHSEED"),
        *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
        *("MPLBACKEND", "MPLCONFIGDIR", "MPL_IGNORE_SYSTEM_FONTS"),
        *("CUBLAS_WORKSPACE_CONFIG", "CUDA_VISIBLE_DEVICES", "PYTORCH_NVML_BASED_CUDA_CHECK"),
    }
)
_MOST_DESCRIPTORS = 65_536


def lead_session() -> None:
    """Be the first process of a session: no terminal, and a group that is ended as a whole."""
    if os.getsid(0) != os.getpid():
        os.setsid()


def close_descriptors(last: int) -> None:
    """Close all above `last`; raise OSError if any of them is still open then.

    What listing them opens takes the number after `last`, as those up to it are in use.
    """
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    os.closerange(last + 1, min(most, _MOST_DESCRIPTORS))
    left = {int(name) for name in os.listdir("/proc/self/fd")} - set(range(last + 2))
    if left:
        raise OSError(f"descriptors {sorted(left)} are still open")


def clean_environment() -> None:
    """Forget all variables but those that a worker needs, and where programs lie."""
    for name in set(os.environ) - ENVIRONMENT:
        del os.environ[name]
    os.environ["PATH"] = os.defpath  # the judge's may name the course; no program starts anyway


# Given the last descriptor that is to stay open.
OWN: Mapping[str, Callable[[int], None]] = {
    "own-session": lambda _: lead_session(),
    "closed-descriptors": close_descriptors,
    "clean-environment": lambda _: clean_environment(),
}
