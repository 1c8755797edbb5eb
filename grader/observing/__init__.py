"""Worker side: load an implementation, run it on a case, record what happened. Imports torch."""

from grader.observing.contents import read_folders
from grader.observing.digits import all_digits
from grader.observing.execute import execute
from grader.observing.load import load
from grader.observing.screen import BACKEND
from grader.observing.sealed import seal
from grader.observing.spare import keep_spare

__all__ = ["BACKEND", "all_digits", "execute", "keep_spare", "load", "read_folders", "seal"]
