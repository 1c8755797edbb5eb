"""Worker side: load an implementation, run it on a case, record what happened. Imports torch."""

from grader.observing.execute import execute
from grader.observing.load import load

__all__ = ["execute", "load"]
