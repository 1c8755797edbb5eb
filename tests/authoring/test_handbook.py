"""The reference: every word is described, every example is right, and the pages are current."""

from __future__ import annotations

import runpy
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.authoring import reference_pages
from grader.course import (
    Task,
    WordText,
    describe_files,
    describe_words,
    load_course,
    load_exercise,
)
from grader.reports import render_word, render_words
from grader.vocabulary import BUILT_IN, vocabulary_for

REPOSITORY = Path(__file__).parents[2]
STRATEGIES = {word.name: word for word in describe_words(BUILT_IN.strategies)}
PROPERTIES = {word.name: word for word in describe_words(BUILT_IN.properties)}
WORDS = [*STRATEGIES.values(), *PROPERTIES.values()]

# What the examples of properties are checked in: one given of each kind that they speak of.
GIVEN = """\
model: {mlp: {features: F}}
loader: {loader: {features: F}}
val_loader: {loader: {features: F}}
criterion: {criterion: mse}
optimizer: {optimizer: {kinds: sgd}}
inputs: {tensor: {shape: [N, F]}}
losses: [1.0]
lr: 0.1
device: {device: cpu}
dtype: {dtype: bfloat16}
"""
HEAD = "id: x\ntitle: X\nmodule: x.py\ntasks:\n  - name: step\n    sizes: {N: 3, C: 2, F: [1, 3]}\n"
CODE = "def step(**given):\n    pass\n\n\nclass EarlyStopping:\n    pass\n"


OPTIMIZER = """\
strategy optimizer
  An optimizer of torch.optim over the parameters of another given.

  Edges: each kind, two parameter groups.

Options
  kinds  one or more of sgd, momentum, nesterov, adam, adamw, rmsprop or
         adagrad; needed
         Which optimizers; `momentum` is SGD with momentum 0.9.
  lr     range; [0.01, 0.1] by default
         The learning rate, drawn logarithmically.
  over   name of a given linear, mlp, clock or parameters; model by default
         Whose parameters.

  A range is a number from 0 or [lowest, highest]. Where one or more may stand,
  one text alone needs no brackets.

Example
  model: {mlp: {}}
  optimizer: {optimizer: {kinds: [momentum, adam], lr: 0.05}}
"""


@dataclass(frozen=True)
class Folder:
    """A course with one exercise, whose only function takes anything."""

    root: Path

    def task(self, given: str, checks: str) -> Task:
        parts = f"    given:\n{indented(given)}    checks:\n{indented(checks)}"
        (self.root / "course.yaml").write_text("title: Words\nexercises: [x]\n")
        for name in ("exercises", "reference"):
            (self.root / name / "x").mkdir(parents=True)
            (self.root / name / "x" / "x.py").write_text(CODE)
        (self.root / "exercises/x/exercise.yaml").write_text(f"{HEAD}{parts}")
        return load_exercise(load_course(self.root), "x", vocabulary_for).tasks[0]


def indented(text: str) -> str:
    return "".join(f"      {line}" for line in text.splitlines(keepends=True))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def made() -> dict[str, str]:
    """The files that `make docs-reference` writes."""
    files: dict[str, str] = runpy.run_path(str(REPOSITORY / "docs/generate.py"))["made"]()
    return files


def test_the_pages_are_current():
    """What is committed is what the code says: run `make docs-reference`."""
    files = made()

    drifted = [name for name in files if (REPOSITORY / name).read_text() != files[name]]

    assert drifted == []


def test_there_is_no_other_page():
    """A page of the reference that nobody makes any more is deleted."""
    pages = {f"docs/reference/{path.name}" for path in (REPOSITORY / "docs/reference").iterdir()}

    assert pages <= set(made())


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
def test_every_option_is_explained(word: WordText):
    """Its docstring says what each option means, and there is a word for what it takes."""
    assert [option.name for option in word.options if not option.meaning] == []
    assert [option.name for option in word.options if not option.type] == []
    assert [option.type for option in word.options if "anything" in option.type] == []


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
def test_no_option_is_explained_that_is_not_there(word: WordText):
    """Each line of a docstring's options is about an option."""
    words = BUILT_IN.strategies if word.kind == "strategy" else BUILT_IN.properties
    docstring = words.known[word.name].function.__doc__ or ""
    _, _, behind = docstring.partition("Options:\n")
    lines = behind.partition("\n\n")[0].splitlines()
    described = [line.split(":")[0].strip() for line in lines if line[8:9].strip()]

    assert described == [option.name for option in word.options]


@pytest.mark.parametrize("word", STRATEGIES.values(), ids=lambda word: word.name)
def test_the_example_of_a_strategy_is_right(word: WordText, folder: Folder):
    """It can be given as it stands, and uses the strategy."""
    task = folder.task(word.example, "- globals_restored\n")

    assert word.name in {use.strategy for use in task.given.values()}


@pytest.mark.parametrize("word", PROPERTIES.values(), ids=lambda word: word.name)
def test_the_example_of_a_property_is_right(word: WordText, folder: Folder):
    """It can be checked as it stands, and uses the property."""
    task = folder.task(GIVEN, word.example)

    assert [check.property for check in task.checks] == [word.name]


def test_every_key_is_explained():
    """So is each key of the files."""
    keys = [key for section in describe_files(BUILT_IN) for key in section.keys]

    assert len(keys) > 30
    assert [key.name for key in keys if not key.meaning or not key.type] == []


def test_every_word_has_a_heading():
    """The pages hold all words, in the order of the lists that `grade` prints."""
    pages = reference_pages(BUILT_IN)

    heads = [line for line in pages["strategies.md"].splitlines() if line.startswith("### ")]
    also = [line for line in pages["properties.md"].splitlines() if line.startswith("### ")]

    assert heads == [f"### `{name}`" for name in STRATEGIES]
    assert also == [f"### `{name}`" for name in PROPERTIES]


def test_all_words_are_listed():
    """A line a word, with its claim; those of one family under one heading."""
    shown = render_words(list(PROPERTIES.values()), width=160)

    assert [line.split()[0] for line in shown.splitlines() if line.startswith("  ")] == [
        *PROPERTIES
    ]
    assert shown.splitlines()[0] == "Properties of the values that a run leaves behind."


def test_a_word_is_shown_in_full():
    """Claim, details, options with type and default, the types that need it, an example."""
    shown = render_word(STRATEGIES["optimizer"], width=80)

    assert shown == OPTIMIZER
