"""`--isolation` and `--require`: what is put around code that nobody vouches for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.isolation import Zygote

LEVELS = ("none", "standard", "strict")  # as in `isolation`, which is not imported for --help
_Command = TypeVar("_Command", bound=Callable[..., Any])


def isolation_options(command: _Command) -> _Command:
    """Give a command both options: `isolation` and `require`."""
    for option in (_REQUIRE, _ISOLATION):
        command = option(command)
    return command


def zygote_for(isolation: str, require: Sequence[str]) -> Zygote:
    """A zygote whose workers are kept apart so; UsageError for a layer that there is not."""
    from grader.isolation import Level, Zygote

    return Zygote(Level(isolation), required_layers(require))


def required_layers(names: Sequence[str]) -> frozenset[str]:
    """The layers of these names, and all of a level that is named."""
    from grader.isolation import LAYERS, Level

    of_levels = {level.value: level.layers for level in Level}
    layers: set[str] = set()
    for name in names:
        if name not in LAYERS and name not in of_levels:
            raise _no_such_layer(name, LAYERS, tuple(of_levels))
        layers |= set(of_levels.get(name, (name,)))
    return frozenset(layers)


def _no_such_layer(name: str, layers: tuple[str, ...], levels: tuple[str, ...]) -> UsageError:
    from grader.yamlfile import nearest

    near = nearest(name, (*layers, *levels))
    advice = f"Did you mean {near!r}? " if near else ""
    return UsageError(
        f"there is no layer {name!r} of isolation. {advice}The layers are "
        f"{', '.join(layers)}; {', '.join(levels)} mean all layers of a level."
    )


_ISOLATION = click.option(
    "--isolation",
    type=click.Choice(LEVELS),
    default="standard",
    show_default=True,
    envvar="GRADE_ISOLATION",
    show_envvar=True,
    help="What is put around the submission: a process, all that needs no privileges, or all.",
)
_REQUIRE = click.option(
    "--require",
    metavar="LAYER",
    multiple=True,
    envvar="GRADE_REQUIRE",
    show_envvar=True,
    help="Grade nothing if this layer, or one of this level, is not in force. Repeatable.",
)
