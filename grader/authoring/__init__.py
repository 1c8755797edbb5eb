"""What instructors need: stubs made out of references, and the audit, which proves fairness."""

from grader.authoring.audit import Pending, finish_audit, start_audit
from grader.authoring.bundled import bundled_course, unpack_course
from grader.authoring.drift import Drift
from grader.authoring.handbook import MADE, reference_pages
from grader.authoring.mutants import Fate, Hunt, finish_mutants, start_mutants
from grader.authoring.new import (
    Draft,
    Kind,
    TaskDraft,
    check_exercise,
    draft_from_solved,
    draft_of_kind,
    place,
)
from grader.authoring.regions import make_stub
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

__all__ = [
    "COURSE_SCHEMA",
    "EXERCISE_SCHEMA",
    "MADE",
    "Draft",
    "Drift",
    "Fate",
    "Generated",
    "Hunt",
    "Kind",
    "Pending",
    "StubCheck",
    "TaskDraft",
    "bundled_course",
    "check_exercise",
    "check_stub",
    "draft_from_solved",
    "draft_of_kind",
    "drifted",
    "finish_audit",
    "finish_mutants",
    "generate_stub",
    "make_stub",
    "place",
    "reference_pages",
    "schema_files",
    "schema_text",
    "shown",
    "start_audit",
    "start_course",
    "start_mutants",
    "try_reference",
    "unpack_course",
    "write_files",
]
