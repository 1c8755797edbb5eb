"""Control groups: memory and processes of a worker, counted by the kernel, shared memory included.

Both interfaces are known: one tree for all (version 2), and one for each kind of count (version 1).
A group is made by the process that forks workers; the worker itself joins it, and stays.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.isolation.layers.policy import reason_of

_COUNTED = ("memory", "pids")
_PATIENCE = 200  # times that a group is asked to go, while its last process is ending
_PAUSE_S = 0.005


@dataclass(frozen=True, slots=True)
class Parents:
    """The groups in which those of the workers are made: one, or one for each kind of count."""

    folders: tuple[Path, ...]

    def make(self, name: str, memory_bytes: int, processes: int) -> tuple[Path, ...]:
        """A group, in each tree, that may hold so much and so many."""
        limits = {
            **dict.fromkeys(("memory.max", "memory.limit_in_bytes"), str(memory_bytes)),
            "memory.memsw.limit_in_bytes": str(memory_bytes),
            "memory.swap.max": "0",
            "memory.oom.group": "1",
            "pids.max": str(processes),
        }
        made = tuple(folder / name for folder in self.folders)
        for group in made:
            group.mkdir()
            _limit(group, limits)
        return made

    def remove(self) -> None:
        """Remove them, and every group in them with what still runs there."""
        for folder in self.folders:
            for inner in _inner(folder):
                remove_group(inner)
            remove_group(folder)


def open_parents(
    name: str, mounts: Path = Path("/proc/self/mountinfo"), own: Path = Path("/proc/self/cgroup")
) -> Parents:
    """Make groups, their name begins so, in which memory and processes of others can be limited.

    Raises OSError with the reasons if there is no place for them.
    """
    reasons = []
    unique = f"{name}-{os.getpid()}-{secrets.token_hex(4)}"
    for make in (_in_one_tree, _in_two_trees):
        try:
            return make(unique, mounts.read_text(), own.read_text())
        except OSError as error:
            reasons.append(reason_of(error))
    raise OSError(f"no control group can be made: {', '.join(dict.fromkeys(reasons))}")


def join(groups: Iterable[str]) -> None:
    """Move the calling process, which has one thread, into groups; what it starts is born there.

    A thread that moves itself stops nobody; to move a process takes a lock of the whole machine,
    which is several milliseconds. Version 2 moves processes only.
    """
    for group in groups:
        thread = Path(group, "tasks")
        (thread if thread.exists() else Path(group, "cgroup.procs")).write_text("0")


def end_group(group: Path) -> None:
    """Kill every process of a group, at once where the kernel can do it."""
    try:
        (group / "cgroup.kill").write_text("1")
    except OSError:  # before Linux 5.14, or version 1
        with contextlib.suppress(OSError):
            for pid in (group / "cgroup.procs").read_text().split():
                os.kill(int(pid), signal.SIGKILL)


def remove_group(group: Path) -> None:
    """Remove a group as soon as its processes have ended; they are killed."""
    for _ in range(_PATIENCE):
        try:
            group.rmdir()
        except FileNotFoundError:
            return
        except OSError:  # somebody is still in it
            end_group(group)
            time.sleep(_PAUSE_S)
        else:
            return


def _in_one_tree(name: str, mounts: str, own: str) -> Parents:
    tree = next((each for each in _trees(mounts) if each.kind == "cgroup2"), None)
    if tree is None:
        raise OSError("there are none here")
    path = next(line[3:] for line in own.splitlines() if line.startswith("0::"))
    reasons = []
    for base in dict.fromkeys((tree.folder_of(path), tree.folder)):
        try:
            _enable(base)
            made = base / name
            made.mkdir()
            _enable(made)
        except OSError as error:
            reasons.append(reason_of(error))
        else:
            return Parents((made,))
    raise OSError(", ".join(reasons))


def _in_two_trees(name: str, mounts: str, own: str) -> Parents:
    trees = {
        kind: tree
        for tree in _trees(mounts)
        if tree.kind == "cgroup"
        for kind in _COUNTED
        if kind in tree.options
    }
    paths = {
        kind: path
        for line in own.splitlines()
        for _, kinds, path in [line.split(":", 2)]
        for kind in kinds.split(",")
    }
    if not set(_COUNTED) <= trees.keys() & paths.keys():
        raise OSError("there is none here that counts memory and processes")
    made: list[Path] = []
    try:
        for folder in dict.fromkeys(trees[kind].folder_of(paths[kind]) for kind in _COUNTED):
            (folder / name).mkdir()
            made.append(folder / name)
    except OSError:
        for folder in made:
            folder.rmdir()
        raise
    return Parents(tuple(made))


@dataclass(frozen=True, slots=True)
class _Tree:
    """A mounted tree of groups; `root` is the group that it begins with."""

    kind: str
    folder: Path
    root: str
    options: tuple[str, ...]

    def folder_of(self, path: str) -> Path:
        """Where the group of a process is; in a container its path may be another one outside."""
        inner = os.path.relpath(path, self.root)
        return self.folder if inner.startswith("..") else self.folder / inner


def _trees(mounts: str) -> Iterator[_Tree]:
    """Of /proc/PID/mountinfo; its lines read `36 35 98:0 ROOT FOLDER ... - KIND NAME OPTIONS`."""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        root, folder = before.split()[3:5]
        kind, _, options = after.split()[:3]
        if kind in ("cgroup", "cgroup2"):
            yield _Tree(kind, Path(folder), root, tuple(options.split(",")))


def _enable(folder: Path) -> None:
    """Have the groups in this one counted."""
    there = (folder / "cgroup.controllers").read_text().split()
    if not set(_COUNTED) <= set(there):
        raise OSError(f"memory and processes are not counted in {folder}")
    enabled = (folder / "cgroup.subtree_control").read_text().split()
    if not set(_COUNTED) <= set(enabled):
        (folder / "cgroup.subtree_control").write_text(" ".join(f"+{kind}" for kind in _COUNTED))


def _limit(group: Path, limits: Mapping[str, str]) -> None:
    """Set those limits that this group has; the first two kinds must be there."""
    for name, value in limits.items():
        if (group / name).exists():
            (group / name).write_text(value)


def _inner(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir()]
    return []
