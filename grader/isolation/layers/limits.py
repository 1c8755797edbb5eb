"""Resource limits: the layer that every Unix has, against accidents more than against attacks."""

import importlib
import os

from grader.isolation.layers.policy import Policy

PRIVATE = "RLIMIT_DATA"
_FIELDS = {"RLIMIT_AS": 0, PRIVATE: 5}  # which number of /proc/self/statm


def limit(policy: Policy) -> None:
    """Lower the process's own limits, soft and hard, to what the policy allows.

    The processor clock starts at zero in a forked child, so cpu_s counts the submission alone. A
    limit that cannot be set does not keep the others from being set; the error names them all.
    """
    failures = []
    try:  # first, while a file can be opened: one is read for it
        # Address space is the only limit that also stops shared mappings; see _mapped_bytes.
        kind = "RLIMIT_AS" if policy.accelerator is None else PRIVATE
        space = _mapped_bytes(kind) + policy.memory_bytes
        _lower(kind, space, space)
    except (OSError, ValueError) as error:
        failures.append(f"{kind}: {error}")
    for name, (soft, hard) in _wanted(policy).items():
        try:
            _lower(name, soft, hard)
        except (OSError, ValueError) as error:
            failures.append(f"{name}: {error}")
    if failures:
        raise OSError("; ".join(failures))


def limit_processes(policy: Policy) -> None:
    """Allow only so many processes and threads: for a user whose only process this is.

    The kernel counts by user, in each user namespace anew, and never for root.
    """
    _lower("RLIMIT_NPROC", policy.processes, policy.processes)


def prepare() -> None:
    """Import ahead what the limits need; a fork inherits it."""
    importlib.import_module("resource")


def _wanted(policy: Policy) -> dict[str, tuple[int, int]]:
    return {
        # A process may catch SIGXCPU at the soft limit; the hard one is a SIGKILL.
        "RLIMIT_CPU": (policy.cpu_s, policy.cpu_s + 1),
        "RLIMIT_FSIZE": (policy.file_bytes, policy.file_bytes),
        "RLIMIT_NOFILE": (policy.open_files, policy.open_files),
        "RLIMIT_CORE": (0, 0),
    }


def _lower(name: str, soft: int, hard: int) -> None:
    import resource  # not on Windows, where this module must still import

    kind = getattr(resource, name)
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:  # whoever started us may be stricter than the policy
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def limit_private(more_bytes: int) -> None:
    """Allow only so much private memory on top of what the process has now."""
    space = _mapped_bytes(PRIVATE) + more_bytes
    _lower(PRIVATE, space, space)


def _mapped_bytes(kind: str) -> int:
    """Return how much the process has now of what a limit counts.

    Address space: torch alone maps 0.7 GB, with CUDA far more. Private memory that can be written:
    neither what CUDA reserves, nor what the GPU shares, nor libraries.
    """
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[_FIELDS[kind]]) * os.sysconf("SC_PAGE_SIZE")
