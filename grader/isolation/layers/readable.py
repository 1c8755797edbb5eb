"""The files that Python and torch go on needing once the sandbox is closed."""

import os
import sys
from collections.abc import Iterable

_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/dev/null",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
    # How many processors there are, and of which kind. Without it torch, if it has computed nothing
    # before the fork, takes the slow kernels, whose results differ in the last digits.
    "/sys/devices/system/cpu",
    "/proc/cpuinfo",
)


def default_readable(hidden: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what late imports, tracebacks, time zones and random numbers read.

    That is the system's libraries, the interpreter's own, and those entries of sys.path that are
    called site-packages or dist-packages. Never any other folder on sys.path: neither the current
    one nor what an editable install points to, and no parent of a virtual environment, which may
    lie inside the course. The rest of /proc stays closed: it shows other processes.

    hidden: names in site-packages that stay closed, such as a package that ships solutions.
    Landlock cannot subtract, so the folders around such a package are then opened entry by entry,
    which each worker pays for; a name that is nowhere installed costs nothing.
    """
    packages = _package_folders()
    closed = {os.path.realpath(os.path.join(path, name)) for path in packages for name in hidden}
    libraries = [os.path.join(sys.base_prefix, name) for name in ("lib", "lib64", sys.platlibdir)]
    roots = [*_SYSTEM, *libraries, *packages]
    present = {os.path.realpath(root) for root in roots if os.path.exists(root)}
    entries = [entry for root in _outermost(present) for entry in _without(root, closed)]
    return tuple(sorted(set(entries)))


def import_folders() -> set[str]:
    """Return the folders that Python lists to find a module, those of the course left out."""
    standard = os.path.dirname(os.__file__)
    return {os.path.realpath(path) for path in (standard, *_package_folders())}


def _package_folders() -> list[str]:
    names = ("site-packages", "dist-packages")
    return [path for path in sys.path if os.path.basename(path) in names]


def _outermost(paths: Iterable[str]) -> list[str]:
    """Leave out what lies below another of the paths."""
    kept: list[str] = []
    for path in sorted(paths):  # a parent sorts before its children
        if not any(_is_below(path, root) for root in kept):
            kept.append(path)
    return kept


def _without(root: str, closed: set[str]) -> list[str]:
    """Cover root by paths of which none contains a closed one."""
    if os.path.realpath(root) in closed:
        return []
    if not any(_is_below(path, root) and os.path.exists(path) for path in closed):
        return [root]
    children = [entry.path for entry in os.scandir(root) if not entry.is_symlink()]
    return [path for child in children for path in _without(child, closed)]


def _is_below(path: str, root: str) -> bool:
    return path.startswith(root.rstrip("/") + "/")
