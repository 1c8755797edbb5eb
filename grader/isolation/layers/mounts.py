"""A scratch with an end: a small file system in memory, in a mount namespace of the grader's own.

It is the process that forks workers that enters the namespace, once, and mounts a file system for
each worker before it forks. So two workers can share one (a run that is resumed in another
process), nobody outside sees it, and what it holds is gone with it.
"""

from __future__ import annotations

import os
from pathlib import Path

from grader.isolation.layers import _libc

_CLONE_NEWNS = 0x00020000
_CLONE_NEWUSER = 0x10000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_MS_REC, _MS_SLAVE = 0x4000, 0x80000
_MNT_DETACH = 2


def enter_mounts() -> None:
    """Move the calling process, which has one thread, to where its mounts are its own.

    As an ordinary user that takes a user namespace, in which the user stays who it was. Some
    systems (Ubuntu's AppArmor) let a process enter one and then refuse everything in it: that is
    tried in a child first, since there is no way back.
    """
    if os.geteuid() != 0:
        _try_in_a_child()
    _enter()


def mount_scratch(path: str, size: int, entries: int) -> None:
    """Cover a folder with an empty file system of so many bytes, and files and folders at most."""
    options = f"size={size},nr_inodes={entries},mode=700"
    _libc.mount("tmpfs", path, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)


def uncover(path: str) -> None:
    """Take the file system away again, with all that is in it."""
    _libc.umount(path, _MNT_DETACH)


def is_limited(path: str, size: int) -> bool:
    """Whether a folder is a file system of its own that holds no more than `size` bytes."""
    held = os.statvfs(path)
    own = os.stat(path).st_dev != os.stat(os.path.dirname(path)).st_dev
    return own and 0 < held.f_blocks * held.f_frsize <= size


def _try_in_a_child() -> None:
    child = os.fork()
    if child == 0:
        status = 0
        try:
            _enter()
            mount_scratch("/tmp", 4096, 2)  # noqa: S108  where there is always a folder; seen by nobody
        except OSError as error:
            status = error.errno or 1
        os._exit(status)
    if code := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise OSError(code, os.strerror(code))


def _enter() -> None:
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        _libc.unshare(_CLONE_NEWNS)
    else:
        _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _libc.mount("none", "/", None, _MS_REC | _MS_SLAVE, None)  # what is mounted here stays here
