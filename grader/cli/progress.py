"""One line on stderr that says what is being done, if somebody is there to see it."""

from __future__ import annotations

import sys
import time

import click


class Progress:
    """Each call shows what is being done now; `clear` takes the line away again."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.shows = sys.stderr.isatty()
        if self.shows:
            self("starting")

    def __call__(self, what: str) -> None:
        if self.shows:
            click.echo(f"\r\x1b[2K{f'  {self.doing}: {what}'[:79]}", nl=False, err=True)

    def clear(self) -> None:
        if self.shows:
            click.echo("\r\x1b[2K", nl=False, err=True)


class Countdown:
    """Progress over many jobs of about the same size: how many are done, and the time left."""

    def __init__(self, progress: Progress, jobs: int) -> None:
        self.progress, self.jobs, self.done = progress, jobs, 0
        self.started = time.monotonic()

    def __call__(self, what: str) -> None:
        """One more is done."""
        self.done += 1
        left = time_left(self.done, self.jobs, time.monotonic() - self.started)
        self.progress(f"{what}, {self.done} of {self.jobs} runs{left}")


def time_left(done: int, jobs: int, seconds: float) -> str:
    """`, about 3 min left`; nothing while too little is done to tell."""
    if done < jobs / 50 or done >= jobs:
        return ""
    left = seconds / done * (jobs - done)
    return f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"
