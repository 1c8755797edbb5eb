"""New exercises: from a template, or from a module that is solved already."""

from grader.authoring.new.draft import Draft, TaskDraft, files_of
from grader.authoring.new.from_solved import draft_from_solved
from grader.authoring.new.kinds import Kind, draft_of_kind
from grader.authoring.new.names import check_exercise
from grader.authoring.new.placing import place

__all__ = [
    "Draft",
    "Kind",
    "TaskDraft",
    "check_exercise",
    "draft_from_solved",
    "draft_of_kind",
    "files_of",
    "place",
]
