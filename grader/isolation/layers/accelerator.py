"""What computing with CUDA needs beside what every worker has: files, device nodes, threads.

CUDA is closed source; what it opens is known from tracing it. Sources: the AppArmor rules of
snapd's interface `opengl`, gVisor's nvproxy (which calls the driver has), and what other sandboxes
had to open before cuInit no longer answered 304, "OS call failed" (NVIDIA/OpenShell#1486 and #1696,
nolabs-ai/nono#651 and #673). What does not exist is passed over.
"""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass

# Read and written, and spoken to with ioctl. Not nvidia-modeset and /dev/dri, which show pictures.
_DEVICES = (
    "dev/nvidiactl",
    "dev/nvidia[0-9]*",
    "dev/nvidia-uvm",
    "dev/nvidia-uvm-tools",  # since driver 570 it must open, though nothing is traced
    "dev/nvidia-caps/*",  # the parts of a GPU that is divided (MIG)
    "dev/dxg",  # in Windows' Linux (WSL 2) this is the GPU
)
_READABLE = (
    "proc/driver/nvidia",
    "proc/driver/nvidia-uvm",
    "proc/driver/nvidia-caps",
    "proc/devices",
    "proc/modules",
    "proc/meminfo",
    "proc/sys/vm/mmap_min_addr",
    "proc/sys/vm/overcommit_memory",
    "sys/devices/system/memory",
    "sys/devices/system/node",
    "sys/devices/pci*",  # what the links of /sys/bus/pci lead to
    "sys/bus/pci",
    "sys/kernel/mm/transparent_hugepage",
    "sys/module/nvidia*",
    "etc/nvidia",
    "usr/share/nvidia",
    "usr/local/nvidia",  # where some containers keep the driver's libraries
    "usr/local/cuda*",
    "usr/lib/wsl",
)
ITSELF = "/proc/self"  # its mappings and limits
OWN_THREADS = "/proc/self/task"  # CUDA names its threads there, and does not start if it cannot


@dataclass(frozen=True, slots=True)
class Accelerator:
    """Files that may be read besides, after symlinks, and device nodes that may be used."""

    readable: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


def cuda_needs(root: str = "/", libraries: str = "") -> Accelerator:
    """What CUDA needs of what is there. `libraries`: LD_LIBRARY_PATH, where a driver may lie."""
    folders = [path for path in libraries.split(":") if os.path.isabs(path) and path != "/"]
    readable = _found(root, _READABLE) | {os.path.realpath(path) for path in folders}
    return Accelerator(tuple(sorted(readable)), tuple(sorted(_found(root, _DEVICES))))


def _found(root: str, patterns: tuple[str, ...]) -> set[str]:
    found = (path for pattern in patterns for path in glob.glob(os.path.join(root, pattern)))
    return {os.path.realpath(path) for path in found}
