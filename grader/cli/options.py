"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def task_option(text: str) -> Callable[[Any], Any]:
    """`--task NAME`, at most once: the command gets the name, or nothing for all tasks."""
    return click.option("--task", multiple=True, callback=_at_most_one, help=text)


def _at_most_one(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> str:
    if len(names) > 1:
        raise click.BadParameter(
            f"one at a time, not {' and '.join(names)}; none means all of them"
        )
    return "".join(names)
