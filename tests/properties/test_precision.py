"""Properties of mixed precision, judged on traces by hand."""

import pytest

from grader.cases import DtypeRecipe
from grader.properties import BUILT_IN, Finding
from grader.wire import Observation

from .conftest import event

GIVEN = {"dtype": DtypeRecipe("bfloat16")}


def judge(seen, **options):
    return BUILT_IN["autocast"].judge(seen, **options)


def step(forward: str = "bfloat16", criterion: str = "bfloat16", backward: str = ""):
    return (
        event("forward", autocast=forward),
        event("criterion", autocast=criterion),
        event("backward", autocast=backward),
    )


def test_what_belongs_under_autocast_is_accepted(evidence):
    """In every step; of a loss that is not the given criterion's nothing is known."""
    without_criterion = (step()[0], step()[2])

    assert judge(evidence(given=GIVEN, events=(*step(), *step(), *without_criterion))) is None


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (
            step(forward=""),
            Finding(
                "forward pass 2 of 2 does not run under autocast in the given dtype",
                "autocast in bfloat16",
                "no autocast",
            ),
        ),
        (
            step(criterion="float16"),
            Finding(
                "loss 2 of 2 does not run under autocast in the given dtype",
                "autocast in bfloat16",
                "autocast in float16",
            ),
        ),
        (
            step(backward="bfloat16"),
            Finding(
                "backward pass 2 of 2 runs under autocast", "no autocast", "autocast in bfloat16"
            ),
        ),
    ],
)
def test_what_is_under_another_autocast_is_found(evidence, second, expected):
    """Which step it is, and what it should be."""
    assert judge(evidence(given=GIVEN, events=(*step(), *second))) == expected


def test_validation_needs_no_autocast(evidence):
    """Only the passes that are trained on are looked at."""
    validation = event("forward", autocast=""), event("criterion", autocast="")

    assert judge(evidence(given=GIVEN, events=(*validation, *step(), *validation))) is None


def test_training_on_nothing_is_found(evidence):
    """If the reference trains."""
    seen = evidence(given=GIVEN, events=())
    wanted = (Observation(events=step()),)

    finding = judge(type(seen)(seen.case, seen.actual, wanted))

    assert finding == Finding("no backward pass is made at all", "a backward pass", "none")
