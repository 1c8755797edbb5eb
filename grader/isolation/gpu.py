"""The GPU as the judge sees it: how CUDA is to be started, what there is, who may use it when."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import InfrastructureError

CONTEXT_MB = 600  # what CUDA and its libraries take on the GPU for themselves, a process
MOST = 64  # workers on one GPU, whatever its memory
PLACES = "ZEROGRAD_CUDA_WORKERS"

# Hidden from every process but those that are to compute on it. Otherwise torch would start CUDA
# in the process that forks: the first step of Adam asks the current stream whether it is recording.
HIDDEN = {"CUDA_VISIBLE_DEVICES": ""}
_AS_GIVEN = ("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER")
_SETTINGS = {
    "NVIDIA_TF32_OVERRIDE": "0",  # before any flag in torch: no product with 10 bits
    "CUDA_MODULE_LOADING": "LAZY",
    "CUDA_CACHE_DISABLE": "1",  # what one submission compiles, none runs
    # No shared server (MPS) between the workers: a fault in one would end the others.
    "CUDA_MPS_PIPE_DIRECTORY": "/nonexistent",
}


def cuda_environment(judge: Mapping[str, str]) -> dict[str, str | None]:
    """The variables with which CUDA starts in a worker; None for one that must not be there."""
    return {**{name: judge.get(name) for name in _AS_GIVEN}, **_SETTINGS}


@dataclass(frozen=True, slots=True)
class Gpu:
    """What a worker found when it had started CUDA; `why_not` is why it could not."""

    name: str = ""
    total_mb: int = 0
    free_mb: int = 0
    why_not: str = ""

    @classmethod
    def from_message(cls, message: Any) -> Gpu:
        """Read what a worker says of its start, before it has loaded anything."""
        kinds = {"name": str, "total_mb": int, "free_mb": int, "why_not": str}
        fits = isinstance(message, dict) and message.keys() == kinds.keys()
        if not fits or any(type(message[name]) is not kind for name, kind in kinds.items()):
            raise InfrastructureError(f"a worker said {message!r} of the GPU")
        return cls(**message)


def places_for(gpu: Gpu, worker_mb: int, taken: int, asked: str = "") -> int:
    """How many workers may be on the GPU at once, at least one.

    As many as are there now, one of which has measured what is free, and as many more as there is
    memory for. `asked`: the number that ZEROGRAD_CUDA_WORKERS gives, which comes first.
    """
    if asked:
        if not asked.isdecimal() or int(asked) < 1:
            raise InfrastructureError(f"{PLACES}={asked!r} is not a number of workers from 1 on")
        return min(int(asked), MOST)
    more = gpu.free_mb // (worker_mb + CONTEXT_MB)
    return max(1, min(taken + more, MOST))


class Place:
    """The right to have one worker on the GPU, until it is given back."""

    def __init__(self, number: int, descriptor: int) -> None:
        self.number, self._descriptor = number, descriptor

    def give_back(self) -> None:
        os.close(self._descriptor)  # and with it the lock


class Places:
    """Counts the workers on the GPU, over all processes of this user: locks on numbered files.

    A lock ends with its process, however that ends.
    """

    def __init__(self, folder: Path | None = None) -> None:
        default = Path(tempfile.gettempdir()) / f"zerograd-gpu-{os.getuid()}"
        self._folder = folder or default

    def take(self, count: int = MOST) -> Place | None:
        """One of the first `count` places, if one is free now."""
        self._make_folder()
        for number in range(count):
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = os.open(self._folder / str(number), flags, 0o600)
            with contextlib.suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return Place(number, descriptor)
            os.close(descriptor)
        return None

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            owner = self._folder.lstat().st_uid
        except OSError as error:
            raise InfrastructureError(f"workers on the GPU cannot be counted: {error}") from None
        if owner != os.getuid():
            message = f"{self._folder}, where workers on the GPU are counted, is another user's"
            raise InfrastructureError(message)

    def taken(self) -> int:
        """How many workers are on the GPU now."""
        free = []
        while (place := self.take()) is not None:
            free.append(place)
        for place in free:
            place.give_back()
        return MOST - len(free)
