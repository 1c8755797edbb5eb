"""`torch.sim`: what torch, and code for any device, asks of the module of a device."""

from __future__ import annotations

from typing import Any

import torch

from grader.devices._names import COUNT, CURRENT, NAME, placed

Device = torch.device | str | int | None


def is_available() -> bool:
    """Registered is available."""
    return True


def is_initialized() -> bool:
    """There is nothing to start."""
    return True


def _is_in_bad_fork() -> bool:
    return False


def device_count() -> int:
    """How many devices there are."""
    return COUNT


def current_device() -> int:
    """The index that the name of the device without one means."""
    return CURRENT


def set_device(device: Device) -> None:
    """Choose the current device, which can be the first only."""
    if _placed(device).index != CURRENT:
        raise NotImplementedError(
            f"the simulated device cannot change which one is current, which is {NAME}:{CURRENT}: "
            f"name the device itself, as in x.to('{_placed(device)}')"
        )


class device:  # noqa: N801  torch's own name
    """Enter with the first device current, as it always is; leave with nothing changed."""

    def __init__(self, device: Device) -> None:
        self.idx = _placed(device).index

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        pass


def synchronize(device: Device = None) -> None:
    """Whatever was asked for has happened."""
    _placed(device)


def get_device_name(device: Device = None) -> str:
    """In words."""
    return f"simulated device {_placed(device).index}, on the CPU"


def get_amp_supported_dtype() -> list[torch.dtype]:
    """What autocast takes."""
    return [torch.bfloat16, torch.float16]


def is_bf16_supported(*_: Any) -> bool:
    """As the CPU."""
    return True


def manual_seed(seed: int) -> None:
    """Seed the stream of random numbers, which is the CPU's too."""
    torch.default_generator.manual_seed(int(seed))


manual_seed_all = manual_seed


def seed() -> None:
    """Seed it at random."""
    torch.default_generator.seed()


seed_all = seed


def initial_seed() -> int:
    """What it was seeded with."""
    return torch.default_generator.initial_seed()


def get_rng_state(device: Device = None) -> torch.Tensor:
    """Where the stream is."""
    _placed(device)
    return torch.default_generator.get_state()


def set_rng_state(new_state: torch.Tensor, device: Device = None) -> None:
    """Put the stream where it was."""
    _placed(device)
    torch.default_generator.set_state(new_state)


def get_rng_state_all() -> list[torch.Tensor]:
    """One for each device."""
    return [get_rng_state(index) for index in range(COUNT)]


def set_rng_state_all(new_states: list[torch.Tensor]) -> None:
    """One for each device."""
    for index, state in enumerate(new_states):
        set_rng_state(state, index)


def empty_cache() -> None:
    """There is none."""


def memory_allocated(device: Device = None) -> int:
    """The memory is the CPU's, and is not counted."""
    _placed(device)
    return 0


max_memory_allocated = memory_reserved = max_memory_reserved = memory_allocated


def reset_peak_memory_stats(device: Device = None) -> None:
    """There are none."""
    _placed(device)


def _placed(device: Device) -> torch.device:
    if device is None or isinstance(device, int):
        return placed(torch.device(NAME, CURRENT if device is None or device < 0 else device))
    return placed(torch.device(device))


def __getattr__(name: str) -> Any:
    raise AttributeError(f"the simulated device has no torch.{NAME}.{name}")
