"""Every right implementation must draw the plots of its task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future

from grader.auditing.claims import named
from grader.auditing.fairness import is_rejected
from grader.auditing.trial import Court, Trial
from grader.course import Exercise
from grader.grading import draw_plot
from grader.reports import Remark


def undrawn(
    waited: Future[Court | str], exercise: Exercise, right: Iterable[Future[Trial]]
) -> tuple[Remark, ...]:
    """The plots that one of them does not draw; whatever is rejected need not draw any."""
    court = waited.result()
    if isinstance(court, str) or not court.plan.task.plots:
        return ()
    return tuple(_undrawn(court, exercise, right))


def _undrawn(court: Court, exercise: Exercise, right: Iterable[Future[Trial]]) -> Iterator[Remark]:
    task = court.plan.task
    accepted = [trial.who for future in right if not is_rejected(trial := future.result())]
    for plot in task.plots:
        for who in accepted:
            drawn = draw_plot(court.bench, who, task, plot, court.stub)
            if not drawn.png:
                why = drawn.message.removesuffix(".")
                what = f"Plot {plot.id} is not drawn with {named(who)}: {why}."
                yield Remark(f"{exercise.id} {task.name}", what, "Correct its lines.")
                break
