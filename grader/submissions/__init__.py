"""What a student handed in, read as text: nothing here imports or executes any of it."""

from grader.submissions.read import Submission, read_submission
from grader.submissions.source import definition_lines, stub_messages

__all__ = ["Submission", "definition_lines", "read_submission", "stub_messages"]
