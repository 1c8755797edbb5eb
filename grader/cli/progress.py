"""One line on stderr that says what is being done, if somebody is there to see it."""

from __future__ import annotations

import sys

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
