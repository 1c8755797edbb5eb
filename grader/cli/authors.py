"""The commands of `grade` for those who write exercises.

As in `commands`: each parses, calls one function, prints and exits; nothing heavy is imported here.
"""

from __future__ import annotations

import click

from grader.cli.running import finish, here


@click.command()
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

    finish(audit_exercises, here(), names, seeds, task, verbose)


AUTHORS = (audit,)
