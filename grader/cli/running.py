"""Run what a command calls, and end with its exit status."""

from __future__ import annotations

import signal
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click

INTERRUPTED = 130  # as a shell has it: 128 and the number of the signal


def here() -> Path:
    return Path.cwd()


def finish(command: Any, *arguments: Any) -> NoReturn:
    """Run a command and end with its status; errors for people are shown without a traceback."""
    from grader.errors import CourseError, GraderError, InfrastructureError

    signal.signal(signal.SIGINT, _interrupt)
    try:
        status = command(*arguments)
    except KeyboardInterrupt:
        click.echo("Interrupted.", err=True)
        status = INTERRUPTED
    except InfrastructureError as error:
        click.echo(f"The grader could not do its work: {error}", err=True)
        status = 3
    except CourseError as error:
        click.echo(str(error), err=True)
        status = 2
    except GraderError as error:
        click.echo(f"Error: {error}", err=True)
        status = 2
    except BrokenPipeError:  # nobody reads on, as after `grade | head`: click ends quietly
        raise
    except Exception:  # our bug keeps its traceback; the status says that nothing was graded
        traceback.print_exc()
        status = 3
    sys.exit(status)


def _interrupt(*_: object) -> NoReturn:
    """On Ctrl-C: no thread may go on to wait for a worker, or for the next one."""
    isolation = sys.modules.get("grader.isolation")  # not imported for this
    if abandon_all := getattr(isolation, "abandon_all", None):
        abandon_all()
    raise KeyboardInterrupt
