"""Properties of how a run behaves: errors, calls, repetition, global state."""

import pytest

from grader.cases import TensorRecipe
from grader.properties import BUILT_IN, Finding
from grader.wire import Frame, Observation, Raised

from .conftest import tensor

GIVEN = {"patience": 0, "inputs": TensorRecipe((2, 3), "float64")}


def judge(name: str, seen, **options):
    return BUILT_IN[name].judge(seen, **options)


def error(message: str, *kinds: str) -> Raised:
    kinds = kinds or ("ValueError", "Exception")
    return Raised(kinds, message, (Frame("anna.py", 3, "fit", "raise"),))


def runs(*results) -> tuple[Observation, ...]:
    return tuple(Observation(values={"result": result}) for result in results)


@pytest.mark.parametrize(
    "raised",
    [
        error("patience must be positive"),
        error("Patience: at least 1"),
        error("must be positive, not 0"),
        error("expected another shape than (2, 3)"),
        error("patience", "TooSmall", "ValueError", "Exception"),
    ],
    ids=lambda raised: raised.message,
)
def test_errors_that_say_what_is_wrong_are_accepted(evidence, raised):
    """By the argument's name or its value; a subclass of the error will do."""
    assert judge("raises", evidence(raised=raised, given=GIVEN)) is None


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (None, "no ValueError is raised"),
        (error("patience", "TypeError", "Exception"), "another error than ValueError is raised"),
        (error("patience", "ValueErrors"), "another error than ValueError is raised"),
        (error(""), "the error's message names neither the argument nor its value"),
        (error("bad!"), "the error's message names neither the argument nor its value"),
    ],
)
def test_errors_that_do_not_are_found(evidence, raised, message):
    """None, another one, or one that helps nobody."""
    assert judge("raises", evidence(raised=raised, given=GIVEN)).message == message


def test_an_error_may_have_to_mention_something_else(evidence):
    """One of the words that the check names."""
    seen = evidence(raised=error("patience"), given=GIVEN)

    assert judge("raises", seen, mentions=("positive", "at least")) is not None


def test_forbidden_calls_are_found(evidence):
    """They were watched for while the task ran; what to use instead is said."""
    seen = evidence(calls=("mse_loss",))

    finding = judge("forbids", seen, names=("mse_loss",), instead="the formula")

    assert finding == Finding("it calls mse_loss", "the formula", "a call")
    assert judge("forbids", evidence(), names=("mse_loss",)) is None
    assert BUILT_IN["forbids"].runs({"names": ("mse_loss",)})[0].watch == ("mse_loss",)


def test_each_check_forbids_its_own_names(evidence):
    """Another one of the task may watch for other names; that the watch was evaded is for all."""
    seen = evidence(calls=("step", "l1_loss"))

    assert judge("forbids", seen, names=("*_loss",)).message == "it calls l1_loss"
    assert judge("forbids", seen, names=("adam",)) is None
    removed = evidence(calls=("(the watch was removed)",))
    assert judge("forbids", removed, names=("adam",)).message == "it calls (the watch was removed)"


def test_equal_runs_are_deterministic(evidence):
    """NaN too, if it is the same one."""
    assert (
        judge(
            "deterministic",
            evidence(
                seen=runs(
                    tensor([0.5, float("nan")]),
                )
                * 2
            ),
        )
        is None
    )


@pytest.mark.parametrize(
    "again",
    [
        runs(0.5 + 1e-16 * 2)[0],
        runs("0.5")[0],
        Observation(),
        Observation(values={"result": 0.5}, raised=error("only once")),
    ],
    ids=["the last bit", "another kind", "nothing", "an error"],
)
def test_runs_that_differ_are_found(evidence, again):
    """By the last bit, or because the second one fails."""
    assert judge("deterministic", evidence(seen=(*runs(0.5), again))) is not None


def test_instances_that_share_nothing_are_accepted(evidence):
    """Both come out as the reference's do."""
    assert judge("independent_instances", evidence((1, 2.0), (1, 2.0))) is None


@pytest.mark.parametrize("actual", [(2, 2.0), (1,), None])
def test_instances_that_share_something_are_found(evidence, actual):
    """One counted what belonged to the other."""
    assert judge("independent_instances", evidence(actual, (1, 2.0))) is not None


def test_global_state_that_was_changed_is_found(evidence):
    """By what was changed."""
    seen = evidence(globals_changed=("disabled gradients globally", "left autocast on"))

    assert judge("globals_restored", seen).message == (
        "it disabled gradients globally and left autocast on, for everything that runs afterwards"
    )
    assert judge("globals_restored", evidence()) is None


def test_every_property_has_a_claim():
    """One sentence, for students."""
    claims = [each.claim for each in BUILT_IN.values()]

    assert [claim for claim in claims if not claim.endswith((".", ")."))] == []
    assert [claim for claim in claims if "\n" in claim or not claim[0].isupper()] == []
