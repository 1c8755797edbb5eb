"""What a learning-rate schedule has come to, whatever it remembers besides."""

from __future__ import annotations

from typing import Any

from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau


def schedule_state(scheduler: LRScheduler) -> dict[str, Any]:
    """How many steps it has taken, and the rate of each parameter group; a plateau's count too.

    Not its whole state_dict: that also holds what differs between versions of torch.
    """
    state = {"last_epoch": scheduler.last_epoch, "last_lr": list(scheduler.get_last_lr())}
    if isinstance(scheduler, ReduceLROnPlateau):
        state |= {"best": scheduler.best, "num_bad_epochs": scheduler.num_bad_epochs}
    return state
