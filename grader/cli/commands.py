"""The commands of `grade`. Each parses, calls one function, prints and exits.

Nothing heavy is imported before it is known that something will be graded: `grade --help` is as
fast as Python itself.
"""

from __future__ import annotations

from pathlib import Path

import click

from grader import __version__
from grader.cli.authors import AUTHORS
from grader.cli.isolating import isolation_options
from grader.cli.options import task_option
from grader.cli.running import finish, here


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
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    envvar="GRADE_COURSE",
    show_envvar=True,
    metavar="DIR",
    help="The folder of the course; by default the nearest above.",
)
@click.pass_context
def main(ctx: click.Context, course: Path | None) -> None:  # noqa: ARG001  see `courses`
    """Grade your solution of an exercise and say what to fix first.

    \b
    Examples:
      grade                            the exercises, and where you are
      grade exercise03                 grade your own file in exercises/exercise03/
      grade exercise03 --task fit      one task only
      grade exercise03 --submission anna.py --json report.json
      grade exercise06 --plots DIR     save what your code draws
      grade exercise03 --help          all options of grading
      grade --course DIR exercise03    of another course than the one you are in

    \b
    Exit status:
      0  every check passed           2  the command, the course or the exercise file is at fault
      1  graded, something failed     3  the grader could not do its work
    130  interrupted (Ctrl-C)
    """
    if ctx.invoked_subcommand is None:
        from grader.cli.listing import list_exercises

        finish(list_exercises, here())


@main.command(hidden=True, options_metavar="[OPTIONS]")
@click.argument("name", metavar="EXERCISE")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="A .py file, a notebook, a folder, a zip or a tar; without it, your own file in "
    "exercises/.",
)
@task_option("Grade this task only.")
@click.option(
    "--json", "json_path", metavar="FILE|-", help="Write the report as JSON, - to stdout."
)
@click.option(
    "--seed",
    type=int,
    envvar="GRADE_SEED",
    help="Decides the cases; the exercise's own by default.",
)
@click.option(
    "--plots",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Save the figures that your code draws as PNG files in DIR.",
)
@isolation_options
def exercise(
    name: str,
    submission: Path | None,
    task: str,
    json_path: str | None,
    seed: int | None,
    plots: Path | None,
    isolation: str,
    require: tuple[str, ...],
) -> None:
    """Grade a submission of EXERCISE.

    \b
    Exit status:
      0  every check passed           2  the command, the course or the exercise file is at fault
      1  graded, something failed     3  the grader could not do its work
    130  interrupted (Ctrl-C)
    """
    from grader.cli.grading import grade_exercise

    apart = isolation, require
    finish(grade_exercise, here(), name, submission, task, json_path, seed, plots, *apart)


for command in AUTHORS:
    main.add_command(command)
