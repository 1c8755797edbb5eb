"""Which cases are run on a device, and how they come there."""

import pytest
from device_lane.places import Way, portable, way_of

from grader.cases import Case, DeviceRecipe, ModelRecipe, SequencesRecipe, TensorRecipe
from grader.grading import prepare

TENSOR = TensorRecipe((3,), "float64")
MODEL = ModelRecipe("mlp", 2, 1, "float64", dropout=0.3)
TASK = """\
    given:
      inputs: {tensor: {shape: [3]}}
    checks:
      - matches_reference
"""
DROPS = """\
    given:
      model: {mlp: {features: 2}}
      inputs: {tensor: {shape: [3, 2]}}
    checks:
      - matches_reference
"""
WITH_PLACEMENT = """\
    given:
      inputs: {tensor: {shape: [3]}}
      device: {device: cpu}
    checks:
      - matches_reference
      - agrees_across_devices: {devices: [cpu, simulated], of: result, cases: 3}
"""


@pytest.mark.parametrize(
    ("given", "way"),
    [
        ({"inputs": TENSOR, "device": DeviceRecipe("cpu")}, Way.GIVEN),
        ({"inputs": TENSOR, "device": DeviceRecipe("cuda")}, None),
        ({"inputs": TENSOR, "lr": 0.1}, Way.PLACED),
        ({"model": MODEL}, Way.PLACED),
        ({"patience": 3, "losses": SequencesRecipe((0.0, 1.0), 3)}, None),
        ({"inputs": TENSOR, "losses": SequencesRecipe((0.0, 1.0), 3)}, None),
        ({"patience": 3}, None),
    ],
)
def test_the_givens_decide_how_a_case_comes_to_a_device(given, way):
    """Given the device if there is one; else put there if there is anything that could be."""
    assert way_of(Case(given, "float64", 0)) is way


@pytest.fixture
def plan(exercise, zygote):
    """The plan of an exercise of one task, drawn in two dtypes."""

    def planned(task):
        reference = "def work(*args, **given):\n    return 0\n"
        written = exercise(task, reference, dtypes="float64, float32")
        return prepare(written, zygote, banked=False).plans[0]

    return planned


def cases(plan):
    return {scenario.name: [drawn.case for drawn in scenario.cases] for scenario in plan.scenarios}


def dropouts(plan):
    return {case.given["model"].dropout for case in cases(plan)["work"]}


def test_so_many_cases_of_each_dtype_are_run(plan):
    """Rounding is another one in each, so each must be met."""
    (own,) = cases(portable(plan(TASK), 1, same_stream=True)).values()

    assert sorted(case.dtype for case in own) == ["float32", "float64"]


def test_cases_of_checks_that_choose_their_devices_are_kept(plan):
    """They say what is misplaced, and no number of cases is asked for there."""
    whole = plan(WITH_PLACEMENT)

    portable_cases = cases(portable(whole, 1, same_stream=True))

    assert len(portable_cases["work"]) < len(cases(whole)["work"])
    assert (
        portable_cases["work/agrees_across_devices"] == (cases(whole)["work/agrees_across_devices"])
    )


def test_dropout_stays_where_random_numbers_are_the_same(plan):
    """On the simulated device they come from the CPU's stream."""
    whole = plan(DROPS)

    assert dropouts(portable(whole, 9, same_stream=True)) == dropouts(whole) != {0.0}


def test_dropout_is_left_out_where_random_numbers_are_others(plan):
    """Two right runs would differ."""
    assert dropouts(portable(plan(DROPS), 9, same_stream=False)) == {0.0}
