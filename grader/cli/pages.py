"""The page of the documentation that shows the help of every command."""

from __future__ import annotations

import click

from grader.cli.commands import exercise, main

HEAD = """\
# Commands

What `--help` says. Results go to stdout, everything else to stderr. The exit status is 0 if all is
well, 1 if something does not hold, 2 if the command, the course or an exercise file is at fault,
and 3 if the grader could not do its work.
"""


def commands_page() -> str:
    """Every command with its help, as Markdown."""
    visible = {name: command for name, command in main.commands.items() if not command.hidden}
    grade = _context(main, "grade", None)
    helps = {"grade": main.get_help(grade)}
    helps["grade exercise03"] = exercise.get_help(_context(exercise, "exercise", grade))
    for name, command in visible.items():
        helps[f"grade {name}"] = command.get_help(_context(command, name, grade))
    return "\n".join([HEAD, *(_section(call, text) for call, text in helps.items())])


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """As when it is called, on a terminal of 80 columns."""
    return click.Context(
        command, parent, info_name=name, terminal_width=78, **command.context_settings
    )


def _section(call: str, text: str) -> str:
    return f"## `{call}`\n\n```console\n$ {call} --help\n{text}\n```\n"
