"""What the worker alone can tell, of a submission that could change what it tells.

Which mode the model was in, or which functions were called, is noted in the process that runs the
submission. Who reaches into the interpreter there could change the notes: such checks fail, and say
which line it is. Values that only right code knows are judged as ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.cases import FolderRecipe
from grader.course import Check
from grader.grading.judge import Outcome
from grader.grading.scenario import Scenario, TaskPlan, property_of
from grader.properties import Finding
from grader.reports import Status
from grader.submissions import Reach


def without_unreliable_testimony(
    outcomes: Iterable[Outcome], plan: TaskPlan, reach: Reach | None
) -> list[Outcome]:
    """Take back what passed on the word of a submission that reaches into its surroundings."""
    if reach is None:
        return list(outcomes)
    told = {c.id for scenario in plan.scenarios for c in scenario.checks if _is_told(c, scenario)}
    return [_doubted(one, reach) if one.check.id in told else one for one in outcomes]


def _is_told(check: Check, scenario: Scenario) -> bool:
    """Whether a check rests on what the worker alone can tell.

    Lines of a check's own may set up anything beside the submission, such as hooks that note what
    happens in a list; and what is in a folder is read by the process that wrote it.
    """
    has_folder = scenario.cases[0].case.first(FolderRecipe) is not None
    return property_of(check).testimony != "" or bool(check.run) or has_folder


def _doubted(outcome: Outcome, reach: Reach) -> Outcome:
    if outcome.status is not Status.PASSED:
        return outcome
    message = (
        f"This check watches your code as it runs, and cannot rely on what it saw: "
        f"{reach.what} at {reach.place} reaches into the interpreter. Write it without."
    )
    finding = Finding(message, place=reach.place)
    return Outcome(outcome.check, Status.FAILED, finding, is_unbroken=True)
