"""Privileges and the network are given up for good, seen from inside a forked child."""

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from grader.isolation.layers import namespace, privileges
from tests.isolation.conftest import inside, needs, raw

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")


def status(field: str) -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{field}:"))


@pytest.mark.parametrize("which", ["CapEff", "CapPrm", "CapInh", "CapAmb"])
def test_no_capability_is_left(which: str) -> None:
    """All sets of capabilities are empty afterwards."""
    assert int(inside(privileges.drop_capabilities, lambda: status(which)), 16) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's bounding set can be emptied")
def test_root_cannot_gain_capabilities_again() -> None:
    """The bounding set is empty: even a program of root's starts without privileges."""
    assert int(inside(privileges.drop_capabilities, lambda: status("CapBnd")), 16) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a parent with more capabilities")
def test_root_worker_reads_no_other_process() -> None:
    """Without capabilities root's worker reads no environment of root's other processes."""
    spy = lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()  # noqa: E731

    assert inside(privileges.drop_capabilities, spy) == "EACCES"


def test_privileges_cannot_be_gained() -> None:
    """The flag that makes setuid programs harmless is set."""
    assert inside(privileges.gain_no_privileges, lambda: status("NoNewPrivs")) == "1"


def test_worker_is_not_dumpable() -> None:
    """PR_GET_DUMPABLE answers 0, which keeps siblings of the same user from tracing the worker."""
    assert inside(privileges.refuse_inspection, lambda: raw("prctl", 3)) == "0"


def test_worker_dies_with_its_parent() -> None:
    """When the forking process ends, its worker is killed and its end of the pipe closes."""
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        if os.fork() == 0:
            privileges.die_with_parent()
            os.write(writer, b"ready")
            time.sleep(600)
        os.close(writer)
        os.read(reader, 5)
        os._exit(0)
    os.close(writer)
    os.waitpid(parent, 0)

    assert os.read(reader, 1) == b""  # the end of the pipe, not a test that waits ten minutes
    os.close(reader)


def test_network_is_empty() -> None:
    """No interface but a loopback that is down: nothing can be reached, not even this machine."""
    needs("network namespace", namespace.leave_network)

    def send() -> object:
        return socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))

    assert inside(namespace.leave_network, socket.if_nameindex) == "[(1, 'lo')]"
    assert inside(namespace.leave_network, send) == "ENETUNREACH"
