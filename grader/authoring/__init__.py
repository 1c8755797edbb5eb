"""What instructors start from: courses, exercises, stubs, schemas, the pages of the reference."""

from grader.authoring.bundled import bundled_course, unpack_course
from grader.authoring.drift import Drift
from grader.authoring.handbook import MADE, reference_pages
from grader.authoring.new import (
    Draft,
    Kind,
    TaskDraft,
    check_exercise,
    draft_from_solved,
    draft_of_kind,
    place,
)
from grader.authoring.schemas import (
    COURSE_SCHEMA,
    EXERCISE_SCHEMA,
    drifted,
    schema_files,
    schema_text,
    write_files,
)
from grader.authoring.start import start_course
from grader.authoring.stub import Generated, StubCheck, check_stub, generate_stub, shown
from grader.authoring.tryout import try_reference
from grader.submissions import make_stub

__all__ = [
    "COURSE_SCHEMA",
    "EXERCISE_SCHEMA",
    "MADE",
    "Draft",
    "Drift",
    "Generated",
    "Kind",
    "StubCheck",
    "TaskDraft",
    "bundled_course",
    "check_exercise",
    "check_stub",
    "draft_from_solved",
    "draft_of_kind",
    "drifted",
    "generate_stub",
    "make_stub",
    "place",
    "reference_pages",
    "schema_files",
    "schema_text",
    "shown",
    "start_course",
    "try_reference",
    "unpack_course",
    "write_files",
]
