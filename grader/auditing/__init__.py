"""Prove that an exercise grades fairly: by its own implementations, and by mutants of them."""

from grader.auditing.audit import Pending, finish_audit, start_audit
from grader.auditing.claims import fails, fails_by_value
from grader.auditing.degenerate import try_degenerate
from grader.auditing.mutants import Fate, Hunt, finish_mutants, start_mutants
from grader.auditing.trial import Court, Trial
from grader.auditing.twins import twins_among

__all__ = [
    "Court",
    "Fate",
    "Hunt",
    "Pending",
    "Trial",
    "fails",
    "fails_by_value",
    "finish_audit",
    "finish_mutants",
    "start_audit",
    "start_mutants",
    "try_degenerate",
    "twins_among",
]
