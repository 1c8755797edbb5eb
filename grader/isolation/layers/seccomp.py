"""Seccomp: which system calls the worker may make, enforced by a small program in the kernel.

The program is classic BPF, a list of instructions with forward jumps only. `calls` says what is
decided; here it is compiled. Of each call it sees the number and the arguments as plain numbers,
never the memory that they point to.
"""

import ctypes
import errno
import functools
import os
import platform
import struct
import sys
from collections.abc import Iterable

from grader.isolation.layers import _libc, calls
from grader.isolation.layers._numbers import numbers

_PR_SET_SECCOMP = 22
_MODE_FILTER = 2

# Where struct seccomp_data holds what; both machines store the low half of an argument first.
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_LOAD, _AND, _JUMP, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x54, 0x05, 0x15, 0x06
_SIZE = 8  # bytes of an instruction
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000  # plus the error number; 0 is success without doing anything


def install(*, truncate: bool, accelerator: bool = False) -> None:
    """Filter the system calls of the calling thread for good; needs no_new_privs.

    truncate: allow truncate(2), because Landlock guards it. accelerator: allow what CUDA needs.
    """
    instructions = _compile(_machine(), os.getpid(), truncate, accelerator)
    buffer = ctypes.create_string_buffer(instructions)
    program = ctypes.create_string_buffer(
        struct.pack("HP", len(instructions) // 8, ctypes.addressof(buffer))
    )
    _libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(program))


def prepare() -> None:
    """Compile ahead what is the same for every worker; a fork inherits it."""
    for truncate in (False, True):
        _fixed_part(_machine(), truncate)


def _machine() -> str:
    machine = platform.machine()
    if machine not in _ARCHITECTURES or sys.maxsize < 2**32:
        # A 32-bit process on a 64-bit kernel makes calls from another table.
        raise OSError(errno.ENOSYS, f"no table of system calls for this {machine} process")
    return machine


def _compile(machine: str, pid: int, truncate: bool, accelerator: bool = False) -> bytes:
    known = numbers(machine)
    rules = [_rule(known[rule.call], rule) for rule in calls.rules_for(pid)]
    return b"".join([_prologue(machine), *rules, _fixed_part(machine, truncate, accelerator)])


@functools.cache
def _fixed_part(machine: str, truncate: bool, accelerator: bool = False) -> bytes:
    """Compile what does not depend on the process, up to the answer for all other calls.

    A call costs the same wherever it stands in the list: the kernel remembers in a table the calls
    that are allowed whatever their arguments (Linux 5.11).
    """
    known = numbers(machine)
    allowed, refused = (
        calls.allowed(accelerator=accelerator),
        calls.refused(accelerator=accelerator),
    )
    if truncate:
        allowed = (*allowed, "truncate")
    else:
        refused = (*refused, "truncate")
    rules = calls.rules(accelerator=accelerator)
    parts = [_rule(known[rule.call], rule) for rule in rules]
    for names, answer in (
        (allowed, _ALLOW),
        (calls.PRETENDED, _ERRNO),
        (calls.UNSUPPORTED, _ERRNO | errno.ENOTSUP),
        (refused, _ERRNO | errno.EPERM),
    ):
        parts.append(_answer([known[name] for name in names if name in known], answer))
    return b"".join([*parts, _return(_ERRNO | errno.ENOSYS)])


def _prologue(machine: str) -> bytes:
    """Refuse calls by another machine's table (32-bit code on x86_64), then load the number.

    Calls by x86_64's x32 table carry a bit in their number that no number on our lists has.
    """
    return b"".join(
        [
            _instruction(_LOAD, _ARCHITECTURE),
            _instruction(_JUMP_IF_EQUAL, _ARCHITECTURES[machine], if_true=1),
            _return(_ERRNO | errno.ENOSYS),
            _instruction(_LOAD, _NUMBER),
        ]
    )


def _answer(numbers: list[int], answer: int) -> bytes:
    """Give one answer to all of these calls; one comparison each keeps the program short."""
    comparisons = [
        _instruction(_JUMP_IF_EQUAL, numbers[-left], if_true=left)  # to the return
        for left in range(len(numbers), 0, -1)
    ]
    return b"".join([*comparisons, _instruction(_JUMP, 1), _return(answer)])


def _rule(number: int, rule: calls.Rule) -> bytes:
    body = [part for demand in rule.demands for part in _demand(demand, rule.otherwise)]
    return _when(number, [*body, _return(_ALLOW)])


def _demand(demand: calls.Demand, otherwise: int) -> Iterable[bytes]:
    """Go on behind all this if the argument fits; return if it does not."""
    rest = _return(_ERRNO | otherwise)
    for mask, values in reversed(((demand.mask, demand.values), *demand.others)):
        behind = len(rest) // _SIZE
        compared = [
            _instruction(_JUMP_IF_EQUAL, values[-left], if_true=behind + left - 1)
            for left in range(len(values), 0, -1)
        ]
        loaded = _instruction(_LOAD, _ARGUMENTS + 8 * demand.argument), _instruction(_AND, mask)
        rest = b"".join([*loaded, *compared, rest])
    for start in range(0, len(rest), _SIZE):
        yield rest[start : start + _SIZE]


def _when(number: int, body: list[bytes]) -> bytes:
    """Do body, which ends in a return, if the loaded number is this one; otherwise step over it."""
    return b"".join([_instruction(_JUMP_IF_EQUAL, number, if_false=len(body)), *body])


def _return(answer: int) -> bytes:
    return _instruction(_RETURN, answer)


def _instruction(code: int, operand: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)
