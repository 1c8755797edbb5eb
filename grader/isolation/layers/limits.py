"""Resource limits: the layer that every Unix has, against accidents more than against attacks."""

import importlib
import os

from grader.isolation.layers.policy import Policy


def limit(policy: Policy) -> None:
    """Lower the process's own limits, soft and hard, to what the policy allows.

    The processor clock starts at zero in a forked child, so cpu_s counts the submission alone. A
    limit that cannot be set does not keep the others from being set; the error names them all.
    """
    failures = []
    for name, (soft, hard) in _wanted(policy).items():
        try:
            _lower(name, soft, hard)
        except (OSError, ValueError) as error:
            failures.append(f"{name}: {error}")
    try:
        # Address space is the only limit that also stops shared mappings; see _mapped_bytes.
        space = _mapped_bytes() + policy.memory_bytes
        _lower("RLIMIT_AS", space, space)
    except (OSError, ValueError) as error:
        failures.append(f"RLIMIT_AS: {error}")
    if failures:
        raise OSError("; ".join(failures))


def prepare() -> None:
    """Import ahead what the limits need; a fork inherits it."""
    importlib.import_module("resource")


def _wanted(policy: Policy) -> dict[str, tuple[int, int]]:
    return {
        # A process may catch SIGXCPU at the soft limit; the hard one is a SIGKILL.
        "RLIMIT_CPU": (policy.cpu_s, policy.cpu_s + 1),
        "RLIMIT_FSIZE": (policy.file_bytes, policy.file_bytes),
        "RLIMIT_NOFILE": (policy.open_files, policy.open_files),
        "RLIMIT_NPROC": (policy.processes, policy.processes),
        "RLIMIT_CORE": (0, 0),
    }


def _lower(name: str, soft: int, hard: int) -> None:
    import resource  # not on Windows, where this module must still import

    kind = getattr(resource, name)
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:  # whoever started us may be stricter than the policy
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def _mapped_bytes() -> int:
    """Return how much the process maps now: torch alone maps 0.7 GB, with CUDA far more."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
