"""What to write instead: examples, nearest names, plain texts that should be strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from grader.cases import CriterionRecipe, DeviceRecipe, ModelRecipe
from grader.course.advice import EXAMPLES
from grader.course.documents import (
    CheckDocument,
    CourseDocument,
    DefaultsDocument,
    ExerciseDocument,
    FileModel,
    LimitsDocument,
    TaskDocument,
)
from grader.drawing import BUILT_IN as STRATEGIES
from grader.drawing.strategy import RandomPick, Scope
from grader.errors import CourseError
from grader.properties import BUILT_IN as PROPERTIES
from grader.vocabulary.built_in import MAKES
from grader.yamlfile import did_you_mean, nearest, typo_of
from tests.course.conftest import FILE

if TYPE_CHECKING:
    from tests.course.conftest import Folder

DOCUMENTS = (
    CheckDocument,
    CourseDocument,
    DefaultsDocument,
    ExerciseDocument,
    LimitsDocument,
    TaskDocument,
)
KEYS = [(document, key) for document in DOCUMENTS for key in document.model_fields]


@pytest.mark.parametrize(("document", "key"), KEYS)
def test_every_key_has_an_example_that_is_right(document: type[FileModel], key: str) -> None:
    """What advice says to write can be written."""
    example = yaml.safe_load(EXAMPLES[key])

    found = document.model_validate({**document.stand_ins, **example})

    assert key in found.model_fields_set


@pytest.mark.parametrize(
    ("name", "valid", "meant"),
    [
        ("titel", ["title", "tasks"], "title"),
        ("rl", ["lr", "model"], "lr"),
        ("Checks", ["checks"], "checks"),
        ("matches-reference", ["matches_reference"], "matches_reference"),
        ("exercise3", ["exercise13", "exercise03"], "exercise03"),
        ("exercise_3", ["exercise13", "exercise03"], "exercise03"),
        ("nn.Linear", ["linear", "mlp"], "linear"),
        ("MSELoss", ["mse", "smooth_l1"], "mse"),
        ("bce", ["mse", "bce_with_logits"], "bce_with_logits"),
        ("mode=train", ["mode", "finite"], "mode"),
        ("weight", ["points", "hint"], "points"),
        ("zero_grad", ["no_grad", "gradients_zeroed"], "gradients_zeroed"),
        ("tolerance", ["observe", "points"], None),
        ("np", ["nn", "torch"], None),
    ],
)
def test_nearest_name(name: str, valid: list[str], meant: str | None) -> None:
    """The one that was mistyped, or what the same thing is called here; rather none than any."""
    assert nearest(name, valid) == meant


def test_few_names_are_all_told() -> None:
    """Where none is near, a short list helps, and a long one does not."""
    assert did_you_mean("x", ["one", "two"]) == "Known here: one, two."
    assert did_you_mean("x", map(str, range(13))) == ""


@pytest.mark.parametrize(
    ("name", "meant"), [("mpl", "mlp"), ("lineer", "linear"), ("equals", None), ("lin", None)]
)
def test_sure_typos(name: str, meant: str | None) -> None:
    """Only a name that is surely mistyped is read as the one that was meant."""
    assert typo_of(name, ["mlp", "linear", "matches_reference"]) == meant


REFERENCE = """\
from torch import nn


def step(model, lr, criterion: nn.Module = None, kind: str = "", way=None):
    return lr
"""


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(
            "criterion: mse",
            "11:18: criterion is given as plain text, where step takes none\n"
            "  Write {criterion: mse}.",
            id="annotated",
        ),
        pytest.param(
            "criterion: {one_of: [mse, l1]}",
            "11:18: criterion is given as plain text, where step takes none\n"
            "  Write {criterion: [mse, l1]}.",
            id="several",
        ),
        pytest.param(
            "criterion: mlp",
            "11:18: criterion is given as plain text, where step takes none\n  Write {mlp: {}}.",
            id="the name of a strategy",
        ),
    ],
)
def test_plain_text_for_a_strategy(folder: Folder, given: str, told: str) -> None:
    """A text where the parameter takes none is a strategy that was not written as one."""
    folder.write("reference/x/x.py", REFERENCE)
    assert folder.mistakes_with("    checks:", f"      {given}\n    checks:") == told


def test_plain_text_for_a_model(folder: Folder) -> None:
    """Some names are hardly ever those of texts; an annotation says so if they are."""
    assert folder.mistakes_with("model: {linear: {features: N}}", "model: mlp") == (
        "9:14: model is given as plain text, where step takes none\n"
        "  Write {mlp: {}}. If it is a text, say model: str in the reference."
    )


@pytest.mark.parametrize("given", ["kind: mse", "way: sgd", "criterion: other"])
def test_texts_may_be_given(folder: Folder, given: str) -> None:
    """A text for a text, for what has no annotation, or that no strategy is called: all fine."""
    folder.write("reference/x/x.py", REFERENCE)
    folder.replace(FILE, "    checks:", f"      {given}\n    checks:")

    assert len(folder.exercise().tasks[0].given) == 3


CLASS = """\
class step:
    def __init__(self, model, lr):
        if lr > 1:
            raise ValueError(lr)
"""


@pytest.mark.parametrize(
    ("reference", "check"),
    [
        pytest.param(CLASS, "- raises", id="its errors"),
        pytest.param(CLASS, "- matches_reference: {run: result = 1}", id="lines of a check"),
        pytest.param(
            CLASS.replace("step:", "step(dict):"), "- matches_reference", id="its values are seen"
        ),
    ],
)
def test_classes_that_need_no_run(folder: Folder, reference: str, check: str) -> None:
    """Where something of an instance can be judged as it is made, it may just be made."""
    folder.write("reference/x/x.py", reference)
    folder.replace(FILE, "- matches_reference", check)

    assert len(folder.exercise().tasks[0].checks) == 1


def test_class_without_a_run(folder: Folder) -> None:
    """An instance says nothing by itself: somebody must use it."""
    folder.write("reference/x/x.py", CLASS)

    assert folder.mistakes().replace(f"{FILE}:", "") == (
        "5:11: step is a class, and nothing says what to do with it\n"
        "  Add run: | and lines that make one and use it, and observe what they define."
    )


@pytest.mark.parametrize(
    ("name", "options", "kind"),
    [
        ("linear", {}, ModelRecipe),
        ("mlp", {}, ModelRecipe),
        ("criterion", {"kinds": ("mse",)}, CriterionRecipe),
        ("device", {}, DeviceRecipe),
    ],
)
def test_what_strategies_make(name: str, options: dict[str, Any], kind: type) -> None:
    """What is said to be given for a property that needs it is what is drawn."""
    made = STRATEGIES[name](Scope("float64", {}, {}), **options).general(RandomPick(0))

    assert type(made) is kind
    assert MAKES[name] is kind


def test_all_that_properties_need_is_made_by_a_strategy() -> None:
    """No property needs what is unknown here, which would be missed in vain."""
    needed = {kind for each in PROPERTIES.values() for _, kind in each.needs}

    assert needed == set(MAKES.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "title: T\nexercises: [x, 3, ex]\n",
            '2:16: exercises: should be text, not 3\n  Write "3", in quotes.\n'
            "2:19: no exercises/ex/exercise.yaml\n  Did you mean 'x'?",
            id="all entries of a list that is partly wrong",
        ),
        pytest.param(
            "title: T\nexercises: [x]\npoints: 2\n",
            "3:1: unknown key 'points'\n  It belongs to defaults: points: 2",
            id="a key of the defaults",
        ),
        pytest.param(
            "title: T: U\nexercises: [x]\n",
            '1:9: a text with a colon and a space in it needs quotes\n  Write title: "T: U"',
            id="no YAML",
        ),
    ],
)
def test_course_file(folder: Folder, text: str, told: str) -> None:
    """Its mistakes are told like those of an exercise."""
    folder.write("course.yaml", text)

    with pytest.raises(CourseError) as caught:
        folder.course()

    assert str(caught.value).replace("course.yaml:", "") == told
