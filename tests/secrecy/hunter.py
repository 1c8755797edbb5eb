"""Code that looks for secrets everywhere that its process can reach, knowing the source.

It stands for a submission that has got past every look at its text and every refusal in Python:
the course's own lines execute it in the worker, with SOUGHT and PLACES filled in. What it seeks is
given in two halves, the second masked, so that it does not find its own list: a hit is a first half
that is followed by what the second half unmasks to. Each hunter says what it found, and how much it
looked at.
"""

import ctypes
import gc
import itertools
import json
import os
import socket
import stat
import struct
import sys

SOUGHT = []  # of (name, first half, second half masked), both in hexadecimal
PLACES = []  # where secrets are known to lie, masked: files, folders, sockets, keys
MASK = 0x5A
PAGE = 4096
PIECE = 64 * 1024
MOST_FILE = 256 * 1024
MOST_FILES = 4_000
MOST_PROCESSES = 2**16
SHM_STAT, SHM_INFO, SHM_RDONLY = 13, 14, 0o10000
KEYCTL, SEARCH, READ, USER_SESSION, SESSION, USER = 250, 10, 11, -5, -3, -4


def unmasked(text):
    return bytes(byte ^ MASK for byte in bytes.fromhex(text))


class Hits:
    """What was found so far; `place` is said once for each name."""

    def __init__(self):
        self.found, self.looked, self.by_head, self.gathered = {}, 0, {}, []
        for name, head, tail in SOUGHT:
            self.by_head.setdefault(bytes.fromhex(head), []).append((name, bytes.fromhex(tail)))

    def gather(self, data, last=False):
        """Look at many small things at a time: it is much faster."""
        if data:
            self.looked += 1
            self.gathered.append(data)
        if last or len(self.gathered) > 10_000:
            self.look(b"\0".join(self.gathered), "an object")
            self.gathered.clear()

    def look(self, data, place):
        self.looked += 1
        for head, tails in self.by_head.items():
            start = data.find(head)
            while start >= 0:
                after = start + len(head)
                for name, tail in tails:
                    if bytes(b ^ MASK for b in data[after : after + len(tail)]) == tail:
                        self.found.setdefault(name, place[:60])
                start = data.find(head, start + 1)


# What is in memory, as Python sees it


def hunt_objects(hits):
    """Every object that the collector, modules and frames lead to, and what these refer to."""
    gc.unfreeze()
    frame, frames = sys._getframe(), []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back
    waiting = [*gc.get_objects(), *sys.modules.values(), *frames, *gc.garbage]
    for each in sys._current_frames().values():
        waiting += [each, each.f_locals, each.f_globals]
    seen = {id(hits), id(waiting), id(frames)}
    seen |= {id(own) for own in (SOUGHT, PLACES, hits.by_head, hits.found, hits.gathered)}
    seen.add(id(seen))
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        hits.gather(_plain(one))
        waiting += gc.get_referents(one)
    hits.gather(b"", last=True)


def _plain(one):
    """What a string, bytes or a number look like in memory."""
    kind = type(one)
    if kind is str:
        return one.encode("utf-8", "surrogatepass")
    if kind in (bytes, bytearray, memoryview):
        return bytes(one)
    return struct.pack("<d", one) if kind is float else b""


# What is in memory, as it is


def hunt_memory(hits):
    """All pages that are mapped around any object, allocation, library or the stack."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    done = set()
    for address in _addresses():
        page = address - address % PIECE
        for step in (PIECE, -PIECE):
            here = page
            while here not in done and (data := _read(here, reader, writer)):
                done.add(here)
                hits.look(data, hex(here))
                here += step
    os.close(reader)
    os.close(writer)


def _addresses():
    """An address in each place that something may lie in."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    found = {id(one) for one in gc.get_objects()}
    found |= {libc.malloc(size) for size in (16, 1000, 50_000, 1_000_000)}
    for name in ("environ", "stdin", "__libc_start_main", "PyLong_Type", "_PyRuntime"):
        try:
            word = ctypes.c_void_p.in_dll(libc, name)
        except ValueError:
            continue
        found |= {ctypes.addressof(word), word.value or 0}
    found.add(ctypes.addressof(ctypes.c_int()))
    torch = sys.modules.get("torch")
    for one in gc.get_objects():
        if torch is not None and isinstance(one, torch.Tensor) and one.device.type == "cpu":
            found.add(one.data_ptr())
    return sorted(found - {0})


def _read(address, reader, writer):
    """What is at an address, nothing if that is not mapped: the kernel looks, so nothing breaks."""
    data, offset = b"", 0
    while offset < PIECE:
        here = (ctypes.c_char * (PIECE - offset)).from_address(address + offset)
        try:
            count = os.write(writer, here)
        except (OSError, ValueError):
            offset += PAGE
            continue
        data += os.read(reader, count)
        offset += count
    return data


# What else the process has


def hunt_environment(hits):
    """Variables, as Python has them and as C has them."""
    for name, value in os.environ.items():
        hits.look(f"{name}={value}".encode(), "environment")
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    index = 0
    while environ and environ[index] is not None:
        hits.look(environ[index], "environ")
        index += 1


def hunt_descriptors(hits):
    """What is open: its content, what waits to be read there, who is on the other side."""
    for number in range(1024):
        try:
            kind = os.fstat(number).st_mode
        except OSError:
            continue
        hits.look(b"", "")
        if stat.S_ISREG(kind):
            hits.look(os.pread(number, 2**24, 0), f"descriptor {number}")
        if stat.S_ISSOCK(kind):
            with socket.socket(fileno=os.dup(number)) as channel:
                try:
                    hits.look(repr(channel.getpeername()).encode(), f"peer of {number}")
                    flags = socket.MSG_PEEK | socket.MSG_DONTWAIT
                    hits.look(channel.recv(2**24, flags), f"socket {number}")
                except OSError:
                    continue


# What lies outside


def hunt_files(hits):
    """Every known place, what lies beside, above and below, and all that packages tell of paths."""
    known = [unmasked(place).decode() for place in PLACES if not unmasked(place).startswith(b"\0")]
    roots = [
        "/",
        "/tmp",
        "/dev/shm",
        "/var/tmp",
        "/run",
        "/home",
        "/root",
        os.getcwd(),
        "..",
        "../..",
    ]
    roots += [os.environ.get(name, "/") for name in ("HOME", "TMPDIR", "MPLCONFIGDIR")]
    budget = [MOST_FILES]
    for place in [*known, *roots]:
        _walk(place, hits, budget, depth=4)
    for folder in sys.path:
        for path in _listed(folder):
            if path.endswith((".pth", ".egg-link")):
                _look_into(path, hits)
            elif path.endswith((".dist-info", ".egg-info")):
                _walk(path, hits, [200], depth=2)


def _walk(path, hits, budget, depth):
    if path in ("/proc", "/sys") or budget[0] <= 0 or depth < 0:
        return
    budget[0] -= 1
    _look_into(path, hits)
    for inner in _listed(path):
        hits.look(os.fsencode(inner).rpartition(b"/")[2], f"name in {path}")
        _walk(inner, hits, budget, depth - 1)


def _listed(folder):
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except OSError:
        return []


def _look_into(path, hits):
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            with open(path, "rb") as file:
                hits.look(file.read(MOST_FILE), path)
    except OSError:
        return


def hunt_processes(hits):
    """What /proc tells of this process and of every other."""
    texts = ("environ", "cmdline", "maps", "status", "comm", "stack", "net/unix")
    links = ("cwd", "root", "exe", *(f"fd/{number}" for number in range(20)))
    for pid in ["self", *range(1, MOST_PROCESSES)]:
        if not os.path.exists(f"/proc/{pid}"):
            continue
        for name in texts:
            _look_into_proc(f"/proc/{pid}/{name}", hits)
        for name in links:
            try:
                hits.look(os.readlink(f"/proc/{pid}/{name}").encode(), f"/proc/{pid}/{name}")
            except OSError:
                continue


def _look_into_proc(path, hits):
    try:
        with open(path, "rb") as file:
            hits.look(file.read(MOST_FILE), path)
    except OSError:
        return


def hunt_shared_memory(hits):
    """Every segment of System V's shared memory."""
    libc = ctypes.CDLL(None)
    libc.shmat.restype = ctypes.c_void_p
    buffer = ctypes.create_string_buffer(1024)
    for index in range(max(libc.shmctl(0, SHM_INFO, buffer), 0) + 1):
        segment = libc.shmctl(index, SHM_STAT, buffer)
        address = libc.shmat(segment, None, SHM_RDONLY) if segment >= 0 else None
        if address not in (None, ctypes.c_void_p(-1).value):
            hits.look(ctypes.string_at(address, 64), "shared memory")


def hunt_sockets(hits):
    """Whoever listens on an abstract address that is known."""
    for place in PLACES:
        address = unmasked(place)
        if not address.startswith(b"\0"):
            continue
        try:
            with socket.socket(socket.AF_UNIX) as channel:
                channel.settimeout(2)
                channel.connect(address)
                hits.look(channel.recv(1024), "an abstract socket")
        except OSError:
            continue


def hunt_keys(hits):
    """A key of a known name in the keyrings of the user and of the session."""
    libc = ctypes.CDLL(None)
    buffer = ctypes.create_string_buffer(1024)
    names = [unmasked(place)[1:] for place in PLACES if unmasked(place).startswith(b"\0")]
    for ring, name in itertools.product((USER, USER_SESSION, SESSION), names):
        key = libc.syscall(KEYCTL, SEARCH, ring, b"user", name, 0)
        if key >= 0 and libc.syscall(KEYCTL, READ, key, buffer, 1024) > 0:
            hits.look(buffer.raw, "a key")


HUNTERS = {
    hunt.__name__.removeprefix("hunt_"): hunt
    for hunt in (
        hunt_objects,  # memory comes first: later hunters unmask places
        hunt_memory,
        hunt_environment,
        hunt_descriptors,
        hunt_files,
        hunt_processes,
        hunt_shared_memory,
        hunt_sockets,
        hunt_keys,
    )
}


def hunt_for(name):
    """What one hunter found, by name, and how much it looked at."""
    hits = Hits()
    HUNTERS[name](hits)
    return hits.found, hits.looked


def everything():
    """What all of them found, as JSON."""
    return json.dumps({name: hunt_for(name) for name in HUNTERS})
