"""Landlock: which files may be read and written, from inside and without root (Linux 5.13).

What it does not cover, on any kernel so far: stat, readlink, chdir, chmod, utime, extended
attributes and UDP. A worker can therefore learn that a file exists and how large it is; seccomp
takes care of the rest.
"""

import ctypes
import functools
import os
import stat
import struct
from collections.abc import Iterator

from grader.isolation.layers import _libc
from grader.isolation.layers.accelerator import ITSELF, OWN_THREADS, Accelerator
from grader.isolation.layers.policy import Policy
from grader.isolation.layers.readable import import_folders

# The three system calls have the same numbers on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_FOR_VERSION = 1
_RULE_PATH_BENEATH = 1

_WRITE_FILE = 1 << 1
_READ_FILE = 1 << 2
_READ_DIR = 1 << 3
_REMOVE_DIR = 1 << 4
_REMOVE_FILE = 1 << 5
_MAKE_DIR = 1 << 7
_MAKE_REG = 1 << 8
_REFER = 1 << 13  # rename into another directory
_TRUNCATE = 1 << 14
_IOCTL_DEV = 1 << 15

_READ = _READ_FILE | _READ_DIR
# No links, sockets, pipes or devices: whoever reads the scratch afterwards must not be led astray.
_WRITE = _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER
_FILE_RIGHTS = (
    _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV
)  # the kernel refuses others on a plain file

_kept_open: list[int] = []  # descriptors, until the process ends
_DISCARD = "/dev/null"  # `open(os.devnull, "w")` is how students silence a library


@functools.cache
def version() -> int:
    """Return the version of Landlock's interface that this kernel speaks, or raise OSError."""
    return _libc.syscall(_CREATE_RULESET, None, 0, _ASK_FOR_VERSION)


def covers_truncate() -> bool:
    """Say whether Landlock, if it is in force, guards truncate(2)."""
    return version() >= 3


def restrict(policy: Policy) -> None:
    """Confine the calling thread to the policy's paths; needs no_new_privs.

    A readable path that does not exist opens nothing and is passed over. A missing scratch is the
    caller's mistake and raises.
    """
    handled = _file_rights(version())
    ruleset = _create_ruleset(handled)
    try:
        for path, rights in _rules(policy):
            _allow(ruleset, path, rights & handled)
        _libc.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _rules(policy: Policy) -> Iterator[tuple[str, int]]:
    for path in policy.readable:
        if os.path.exists(path):
            yield path, _READ | (_WRITE_FILE if path == _DISCARD else 0)
    # Python finds a module by listing its folder. Where something in site-packages is hidden, the
    # folder is opened entry by entry, and must be listed or no late import finds anything.
    partly_open = {os.path.dirname(path) for path in policy.readable}
    for path in import_folders() & partly_open:
        yield path, _READ_DIR
    if policy.scratch is not None:
        yield policy.scratch, _READ | _WRITE
    if policy.accelerator is not None:
        yield from _rules_for(policy.accelerator)


def _rules_for(accelerator: Accelerator) -> Iterator[tuple[str, int]]:
    for path in (*accelerator.readable, ITSELF):
        if os.path.exists(path):
            yield path, _READ
    for path in accelerator.devices:
        if os.path.exists(path):
            yield path, _READ_FILE | _WRITE_FILE | _IOCTL_DEV
    if os.path.exists(OWN_THREADS):
        # A rule is tied to the folder's inode, and /proc makes a new one if nobody has it open.
        _kept_open.append(os.open(OWN_THREADS, os.O_PATH | os.O_CLOEXEC))
        yield OWN_THREADS, _READ | _WRITE_FILE | _TRUNCATE


def _file_rights(version: int) -> int:
    """Return every right over files that a version knows: what is handled is refused by default."""
    rights = (1 << 13) - 1
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        if version >= since:
            rights |= right
    return rights


def _create_ruleset(handled: int) -> int:
    tcp = 0b11 if version() >= 4 else 0  # bind, connect
    scopes = 0b11 if version() >= 6 else 0  # abstract Unix sockets, signals
    size = 24 if version() >= 6 else 16 if version() >= 4 else 8
    attributes = ctypes.create_string_buffer(struct.pack("3Q", handled, tcp, scopes))
    return _libc.syscall(_CREATE_RULESET, attributes, size, 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _FILE_RIGHTS
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor))
        _libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
