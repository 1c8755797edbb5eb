"""What a student handed in, and the stub that it began as: read as text, never executed."""

from grader.submissions.as_given import as_given, untouched
from grader.submissions.main_block import without_main_blocks
from grader.submissions.reaching import Reach, first_reach
from grader.submissions.read import Submission, read_submission
from grader.submissions.regions import (
    END,
    INSTEAD,
    SOLUTION,
    WRONG,
    has_regions,
    make_stub,
    stubs_with_bugs,
    without_marks,
)
from grader.submissions.source import definition_lines, imported_modules, parsed, stub_messages

__all__ = [
    "END",
    "INSTEAD",
    "SOLUTION",
    "WRONG",
    "Reach",
    "Submission",
    "as_given",
    "definition_lines",
    "first_reach",
    "has_regions",
    "imported_modules",
    "make_stub",
    "parsed",
    "read_submission",
    "stub_messages",
    "stubs_with_bugs",
    "untouched",
    "without_main_blocks",
    "without_marks",
]
