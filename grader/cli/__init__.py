"""The command line: what it offers, declared; what it does, elsewhere."""

from grader.cli.commands import main
from grader.cli.pages import commands_page

__all__ = ["commands_page", "main"]
