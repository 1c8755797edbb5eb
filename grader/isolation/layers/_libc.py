"""The C library through ctypes: calls that raise OSError as Python's own do."""

import ctypes
import errno
import functools
import os
import sys


def prctl(option: int, *arguments: int) -> int:
    """Call prctl(2); missing arguments are zero, as several options demand."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    return _checked(_library().prctl(option, *map(ctypes.c_ulong, padded)))


def syscall(number: int, *arguments: int | ctypes.Array[ctypes.c_char] | None) -> int:
    """Make a system call that the C library has no function for."""
    # A bare Python int would travel as a 32-bit C int, with rubbish in the upper half.
    wide = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_library().syscall(ctypes.c_long(number), *wide))


def unshare(flags: int) -> None:
    """Leave the namespaces that flags names for new, empty ones."""
    _checked(_library().unshare(ctypes.c_int(flags)))


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None) -> None:
    """Mount a file system."""
    texts = (text if text is None else text.encode() for text in (source, target, kind, options))
    where, place, what, how = (ctypes.c_char_p(text) for text in texts)
    _checked(_library().mount(where, place, what, ctypes.c_ulong(flags), how))


def umount(target: str, flags: int) -> None:
    """Unmount a file system."""
    _checked(_library().umount2(ctypes.c_char_p(target.encode()), ctypes.c_int(flags)))


def capset(header: bytes, data: bytes) -> None:
    """Set the capabilities of the calling thread."""
    _checked(_library().capset(header, data))


def capget(header: bytes, size: int) -> bytes:
    """Read the capabilities of the calling thread: size bytes of the kernel's structure."""
    data = ctypes.create_string_buffer(size)
    _checked(_library().capget(header, data))
    return data.raw


@functools.cache
def _library() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, f"only Linux has this layer, not {sys.platform}")
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
