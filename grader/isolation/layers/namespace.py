"""Namespaces of one's own: no network, no shared memory of others, no name of the machine."""

from grader.isolation.layers import _libc

_CLONE_NEWUTS = 0x04000000
_CLONE_NEWIPC = 0x08000000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def leave_network() -> None:
    """Move the process to an empty network, through a user namespace where one is allowed.

    Must come before the capabilities are dropped and before seccomp refuses unshare. The user
    namespace is what lets an ordinary user do this, and for root it is a gain as well: it takes
    away all power over processes outside, and RLIMIT_NPROC counts this worker alone. Both move in
    one call, so that a refusal (Ubuntu's AppArmor, Docker's default profile) changes nothing.

    No user is mapped into the namespace: getuid() answers 65534, files are still opened as the
    real user. A mapping would cost three files in /proc and gain nothing.
    """
    try:
        _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    except OSError as refusal:
        try:
            _libc.unshare(_CLONE_NEWNET)  # root can do without the user namespace
        except OSError:
            raise refusal from None  # the first reason says more


def leave_ipc() -> None:
    """Leave System V's shared memory, semaphores and queues, and POSIX's queues, behind.

    Like the next one this needs what the user namespace gives, or root.
    """
    _libc.unshare(_CLONE_NEWIPC)


def leave_name() -> None:
    """Keep a later change of the machine's name to oneself."""
    _libc.unshare(_CLONE_NEWUTS)
