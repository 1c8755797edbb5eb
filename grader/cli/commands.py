"""The commands of `grade`. Each parses, calls one function, prints and exits.

Nothing heavy is imported before it is known that something will be graded: `grade --help` is as
fast as Python itself.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

import click

from grader import __version__


class _Course(click.Group):
    """A group whose unknown commands are exercises: `grade exercise03` grades exercise03."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "exercise", exercise, args
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Course,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[EXERCISE | COMMAND] [OPTIONS]",
)
@click.version_option(__version__, prog_name="grade")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Grade your solution of an exercise and say what to fix first.

    \b
    Examples:
      grade                            the exercises, and where you are
      grade exercise03                 grade your own file in exercises/exercise03/
      grade exercise03 --task fit      one task only
      grade exercise03 --submission anna.py --json report.json
      grade exercise03 --help          all options of grading

    \b
    Exit status:
      0  every check passed           2  the command, the course or the exercise file is at fault
      1  graded, something failed     3  the grader could not do its work
    """
    if ctx.invoked_subcommand is None:
        from grader.cli.listing import list_exercises

        _exit(list_exercises, _here())


@main.command(hidden=True, options_metavar="[OPTIONS]")
@click.argument("name", metavar="EXERCISE")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="A .py file, a folder or a zip; without it, your own file in exercises/.",
)
@click.option("--task", default="", help="Grade this task only.")
@click.option(
    "--json", "json_path", metavar="FILE|-", help="Write the report as JSON, - to stdout."
)
@click.option(
    "--seed",
    type=int,
    envvar="GRADE_SEED",
    help="Decides the cases; the exercise's own by default.",
)
def exercise(
    name: str, submission: Path | None, task: str, json_path: str | None, seed: int | None
) -> None:
    """Grade a submission of EXERCISE.

    \b
    Exit status:
      0  every check passed           2  the command, the course or the exercise file is at fault
      1  graded, something failed     3  the grader could not do its work
    """
    from grader.cli.grading import grade_exercise

    _exit(grade_exercise, _here(), name, submission, task, json_path, seed)


@main.command()
@click.argument("names", metavar="[EXERCISE]...", nargs=-1)
@click.option("--seeds", default=3, show_default=True, help="How many seeds right ones must pass.")
@click.option("--task", default="", help="Audit this task only.")
@click.option("-v", "--verbose", is_flag=True, help="Show every implementation, not only faults.")
def audit(names: tuple[str, ...], seeds: int, task: str, verbose: bool) -> None:
    """Prove that exercises grade fairly: right ones pass, wrong ones lose points.

    Grades the implementations that lie beside each exercise: the reference and every alternative
    must get full points from several seeds, the untouched stub none, every misconception must lose
    points in its own task, every check must be failed by at least one of them, and answers like
    zero or NaN must pass no check of numbers. Without EXERCISE, all of the course.

    Exit status 1 if any of that does not hold.
    """
    from grader.cli.auditing import audit_exercises

    _exit(audit_exercises, _here(), names, seeds, task, verbose)


def _here() -> Path:
    return Path.cwd()


def _exit(command: Any, *arguments: Any) -> None:
    """Run a command and end with its status; errors for people are shown without a traceback."""
    from grader.errors import CourseError, GraderError, InfrastructureError

    try:
        status = command(*arguments)
    except InfrastructureError as error:
        click.echo(f"The grader could not do its work: {error}", err=True)
        status = 3
    except CourseError as error:
        click.echo(str(error), err=True)
        status = 2
    except GraderError as error:
        click.echo(f"Error: {error}", err=True)
        status = 2
    except Exception:  # our bug keeps its traceback; the status says that nothing was graded
        traceback.print_exc()
        status = 3
    sys.exit(status)
