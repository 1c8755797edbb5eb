"""Privileges that a worker gives up for good: gaining any, holding any, outliving its parent.

Root stays the owner of root's files. Without capabilities it is an ordinary owner, who can neither
read another process's memory or environment nor overrule a file's mode; which of root's files it
opens is left to Landlock.
"""

import errno
import signal
import struct
from collections.abc import Mapping

from grader.isolation.layers import _libc

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38

_CAP_SETPCAP = 8
# What root needs to end and clean up after a process of another user, and to become that user.
KILL_AND_BECOME = {
    "CAP_CHOWN": 0,
    "CAP_DAC_OVERRIDE": 1,
    "CAP_FOWNER": 3,
    "CAP_KILL": 5,
    "CAP_SETGID": 6,
    "CAP_SETUID": 7,
}
_CAPABILITY_HEADER = struct.pack("Ii", 0x20080522, 0)  # version 3, the calling thread
_CAPABILITY_BYTES = 24  # effective, permitted, inheritable: 32 bits each, twice


def gain_no_privileges() -> None:
    """Make setuid programs harmless; Landlock and seccomp demand it of ordinary users."""
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent() -> None:
    """Ask for SIGKILL when the forking thread ends, however it ends.

    A parent that died before this call goes unnoticed: the worker then reads the end of its wire.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def refuse_inspection() -> None:
    """Let no process of the same user trace this one or read its memory, a sibling above all."""
    _libc.prctl(_PR_SET_DUMPABLE, 0)


def drop_capabilities() -> None:
    """Empty all five sets of capabilities; the ambient one goes with the permitted one.

    The bounding set needs CAP_SETPCAP. Who lacks it, as ordinary users do outside of a user
    namespace, keeps a set that no_new_privs makes worthless.
    """
    try:
        if _effective_capabilities() & 1 << _CAP_SETPCAP:
            _empty_bounding_set()
    finally:
        _libc.capset(_CAPABILITY_HEADER, bytes(_CAPABILITY_BYTES))


def lacks(capabilities: Mapping[str, int]) -> str:
    """Name those of these capabilities that the calling thread does not have."""
    effective = _effective_capabilities()
    return ", ".join(name for name, bit in capabilities.items() if not effective & 1 << bit)


def _effective_capabilities() -> int:
    low, _, _, high, _, _ = struct.unpack("6I", _libc.capget(_CAPABILITY_HEADER, _CAPABILITY_BYTES))
    return int(low | high << 32)


def _empty_bounding_set() -> None:
    for capability in range(64):
        try:
            _libc.prctl(_PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            return  # this kernel knows no capability of that number or above
