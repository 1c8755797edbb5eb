"""Another user, where the grader is root: one for each worker, who owns nothing but its scratch."""

from __future__ import annotations

import os
from collections.abc import Iterable

from grader.isolation.layers.privileges import KILL_AND_BECOME, lacks

_FIRST = 2**30  # above what systems give to people, services and containers


def change_user(readable: Iterable[str], scratch: str | None) -> None:
    """Become a user whom nobody else is, and to whom the scratch belongs.

    Whose scratch belongs to such a user already, becomes that one: it is shared on purpose.
    Raises OSError, as who it was, if the process is not root, or if the other user could not read
    what Python and torch need: they may lie below a folder that is closed to others.
    """
    if os.geteuid() != 0:
        raise OSError("only root can become another user")
    if lacking := lacks(KILL_AND_BECOME):
        raise OSError(f"root lacks {lacking} here")
    if scratch is None:
        raise OSError("there is no scratch that could belong to another user")
    owner = os.stat(scratch).st_uid
    user = owner or _FIRST + os.getpid()
    groups = os.getgroups()
    needed = [path for path in readable if os.path.exists(path)]
    try:
        if not owner:
            _give(scratch, user)
        os.setgroups([])
        os.setresgid(user, user, 0)
        os.setresuid(user, user, 0)
        _make_sure(scratch, needed)
    except OSError:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
        os.setgroups(groups)
        if not owner:
            _give(scratch, 0)
        raise
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _make_sure(scratch: str, readable: Iterable[str]) -> None:
    for path in readable:
        if not os.access(path, os.R_OK | (os.X_OK if os.path.isdir(path) else 0)):
            raise OSError(f"another user than root cannot read {path}, which Python needs")
    if not os.access(scratch, os.R_OK | os.W_OK | os.X_OK):
        raise OSError(f"another user than root cannot reach {scratch}")


def _give(scratch: str, user: int) -> None:
    with os.scandir(scratch) as inner:
        for path in (scratch, *(entry.path for entry in inner)):
            os.chown(path, user, user, follow_symlinks=False)
