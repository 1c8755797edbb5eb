"""`grade init` and `grade unpack`: a course to begin with, new or the bundled one."""

from __future__ import annotations

from pathlib import Path

import click


def init_course(folder: Path, title: str) -> int:
    """Make a new course, say what was written, and return the exit status."""
    from grader.authoring import start_course

    files = start_course(folder, title)
    click.echo(f"A new course in {folder}:\n")
    for name in files:
        click.echo(f"  {name}")
    click.echo(f"""
Next:
  cd {_quoted(folder)}
  grade audit                              the first exercise proves itself
  grade new exercise02 --function NAME     write another one

INSTRUCTORS.md says more. On GitHub, .github/workflows/audit.yml runs on every push.""")
    return 0


def unpack_bundled(folder: Path) -> int:
    """Unpack the bundled course, say how to go on, and return the exit status."""
    from grader.authoring import unpack_course
    from grader.course import load_course

    unpack_course(folder)
    course = load_course(folder)
    click.echo(f"""{course.title}: {len(course.exercises)} exercises, in {folder}.

Next:
  cd {_quoted(folder)}
  grade                            the exercises, and where you are""")
    return 0


def _quoted(folder: Path) -> str:
    """As a shell would have it."""
    from shlex import quote

    return quote(str(folder))
