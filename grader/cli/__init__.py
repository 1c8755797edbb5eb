"""The command line: what it offers, declared; what it does, elsewhere."""

from grader.cli.commands import main

__all__ = ["main"]
