"""Words that an exercise declares: usable like any other, and wrong only at their place."""

import sys

import pytest

from grader.cases import Case
from grader.drawing import RandomPick, Source, draw_case

BROKEN = '''\
from __future__ import annotations
import numpy as np
from grader.cases import ModelRecipe
from grader.properties import prop

@prop
def monotone(seen, up: bool, *, n, m: list[float] = (), k: Missing = 3, z: np.ndarray = None):
    pass

@prop
def finite() -> None:
    """Again."""

@prop(recomputes=True, needs=(("a model", ModelRecipe),))
def lower(seen, *args, **more):
    """It."""

@prop(needs=["a model"])
def higher(seen):
    """It."""
'''
REFUSES = """\
def refuse(**options):
    raise ValueError("up is not enough")
"""
SAID = """\
exercises/x/properties.py:7:5: property 'monotone' has no docstring
  Write one: the sentence that students read.
exercises/x/properties.py:7:20: option 'up' of property 'monotone' is not keyword-only
  Put a * before it: def monotone(seen: Evidence, *, ...).
exercises/x/properties.py:7:33: option 'n' of property 'monotone' has no type hint
  Write n: float, or what it is.
exercises/x/properties.py:7:36: option 'm' of property 'monotone' has the type list[float]
  Lists are read as tuples: write tuple[float, ...].
exercises/x/properties.py:7:57: the type of option 'k' of property 'monotone' cannot be read: \
NameError: name 'Missing' is not defined
  Import it.
exercises/x/properties.py:7:73: option 'z' of property 'monotone' has the type ndarray, which \
cannot be read from YAML
  Numbers, text, Literal[...], tuple[float, ...] and the types of grader.course can.
exercises/x/properties.py:11:5: property 'finite' has no first parameter 'seen'
  Write def finite(seen: Evidence, *, ...).
exercises/x/properties.py:11:5: property 'finite' is built in already
  Give it another name.
exercises/x/properties.py:15:5: property 'lower' recomputes losses, but needs no model and criterion
  Write needs=(("a model", ModelRecipe), ("a criterion", CriterionRecipe)).
exercises/x/properties.py:15:18: property 'lower' takes any arguments (*args)
  Name each option: its name, type and default are what YAML may say.
exercises/x/properties.py:15:26: property 'lower' takes any arguments (**more)
  Name each option: its name, type and default are what YAML may say.
exercises/x/properties.py:19:5: what property 'higher' needs is no tuple of pairs
  Write needs=(("a model", ModelRecipe),): words for people, a recipe of a case."""


def drawn(folder) -> Case:
    return draw_case(folder.exercise().tasks[0], {}, Source(), RandomPick(0))


def test_words_of_ones_own_mean_what_the_file_says(folder):
    """A check has its property, with the claim; a given is drawn by its strategy."""
    (check,) = folder.exercise().tasks[0].checks

    assert check.word.meaning.claim == "The rates only ever go one way."
    assert check.word.origin == "properties.py"
    assert drawn(folder).given["epochs"] in (2, 4, 6, 8, 10)


def test_options_are_checked_against_the_signature(folder):
    """As those of built-in words are: unknown ones, wrong types, missing ones."""
    folder.replace("exercises/x/exercise.yaml", "{points: 3}", "{up: 1, down: 2}")
    folder.replace("exercises/x/exercise.yaml", "{even: {most: 10}}", "{even: {}}")

    said = folder.mistakes()

    assert "exercise.yaml:8:16: strategy 'even' needs the option 'most'" in said
    assert "exercise.yaml:11:24: up: should be true or false, not 1" in said
    assert "exercise.yaml:11:27: unknown option 'down' of property 'monotone'" in said


def test_options_that_do_not_go_together(folder):
    """A ValueError of the strategy is about the options: it stands where they are written."""
    folder.replace("exercises/x/exercise.yaml", "most: 10", "most: 1")

    assert folder.mistakes() == "exercises/x/exercise.yaml:8:16: even: most 1 is below 2"


def test_variations_that_refuse_options(folder):
    """So it is with the runs that a property asks for."""
    folder.replace("exercises/x/properties.py", "@prop", f"{REFUSES}\n\n@prop(variations=refuse)")

    assert folder.mistakes() == "exercises/x/exercise.yaml:11:9: monotone: up is not enough"


def test_a_word_that_breaks_when_its_options_are_tried(folder):
    """Anything but a ValueError is the fault of the word, at its place."""
    folder.replace("exercises/x/strategies.py", "most < 2", "most.real.big < 2")

    assert folder.mistakes() == (
        "exercises/x/strategies.py:7:8: strategy 'even' raised AttributeError: 'int' object has no "
        "attribute 'big'\n  Return Choices(general, edges)."
    )


def test_every_mistake_of_a_file_is_told_at_once(folder):
    """What nobody could use: at the function, at the parameter, with what to write instead."""
    folder.write("exercises/x/properties.py", BROKEN)

    assert folder.mistakes() == SAID


def test_mistakes_of_all_three_files_are_told_together(folder):
    """The YAML's names are not missed where a file of words cannot be read."""
    folder.replace("exercises/x/properties.py", "@prop\ndef", "@prop\ndfe")
    folder.replace("exercises/x/strategies.py", "@strategy", "@strategy(like='tensr')")
    folder.replace("exercises/x/exercise.yaml", "cases: 4", "cases: none")

    places = [line.split(": ")[0] for line in folder.mistakes().splitlines() if line[0] != " "]

    assert places == [
        "exercises/x/exercise.yaml:9:12",
        "exercises/x/properties.py:5:1",
        "exercises/x/strategies.py:5:5",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[][1]", "1:1: raises IndexError: list index out of range"),
        ("import x", "1:1: raises ModuleNotFoundError: No module named 'x'"),
        ("import sys; sys.exit()", "1:13: raises SystemExit"),
        ("open('/nowhere')", "1:1: raises FileNotFoundError: [Errno 2] No such file or directory"),
        ("x = '\0'", "1:1: is not Python: source code string cannot contain null bytes"),
        ("x = " + "(" * 999, "1:205: is not Python: too many nested parentheses"),
    ],
)
def test_a_file_that_cannot_be_run(folder, line, said):
    """Whatever it raises is told with its place."""
    folder.write("exercises/x/properties.py", f"{line}\n")

    assert folder.mistakes().startswith(f"exercises/x/properties.py:{said}")


def test_what_lies_beside_it_cannot_be_imported(folder):
    """Not the stub, and not the other file: said as such, for it looks as if it should work."""
    folder.write("exercises/x/properties.py", "import strategies\n")

    assert folder.mistakes() == (
        "exercises/x/properties.py:1:1: raises ModuleNotFoundError: No module named 'strategies'\n"
        "  What lies beside it cannot be imported: put what you need into properties.py."
    )


def test_a_file_that_cannot_be_read(folder):
    """What the system says is told."""
    file = folder.root / "exercises/x/properties.py"
    file.unlink()
    file.symlink_to("/proc/self/mem")

    assert folder.mistakes() == (
        "exercises/x/properties.py:1:1: cannot be read: Input/output error"
    )


def test_a_file_without_words(folder):
    """Mostly a decorator was forgotten."""
    folder.replace("exercises/x/properties.py", "@prop", "")

    assert folder.mistakes() == (
        "exercises/x/properties.py:1:1: declares no property\n  Write @prop above the function."
    )


def test_a_class_is_no_property(folder):
    """Nor anything else that can be called: its options could not be shown."""
    folder.replace("exercises/x/properties.py", "@prop\ndef", "@prop\nclass Steep: ...\n\n\ndef")

    assert folder.mistakes() == (
        "exercises/x/properties.py:1:1: property 'Steep' is no function\n  Write a def."
    )


def test_a_strategy_that_is_not_there_is_told_once(folder):
    """What its given is good for cannot be known: checks that name it are not wrong for it."""
    folder.replace("exercises/x/exercise.yaml", "even: {most: 10}", "evn: {most: 10}")
    folder.replace("exercises/x/exercise.yaml", "monotone: {points: 3}", "unchanged: {of: epochs}")

    assert folder.mistakes() == (
        "exercises/x/exercise.yaml:8:16: unknown strategy 'evn'\n  Did you mean 'even'?"
    )


def test_a_strategy_among_the_properties(folder):
    """It would not be found there."""
    folder.write("exercises/x/properties.py", STRATEGY)

    assert folder.mistakes() == (
        "exercises/x/properties.py:4:5: strategy 'odd' stands among the properties\n"
        "  Move it to strategies.py."
    )


STRATEGY = '''\
from grader.drawing import Choices, Scope, strategy

@strategy
def odd(scope: Scope) -> Choices:
    """Odd numbers."""
    return Choices(lambda pick: 1)
'''


def test_what_is_imported_is_not_declared_anew(folder):
    """A file may use built-in words, and one word under two names."""
    imports = "from grader.properties.values import finite, matches_reference\n"
    source = (folder.root / "exercises/x/properties.py").read_text()
    folder.write("exercises/x/properties.py", f"{imports}{source}\n\nsame = monotone\n")

    assert folder.exercise().tasks[0].checks[0].property == "monotone"


def test_two_words_of_one_name(folder):
    """The second could be meant."""
    source = (folder.root / "exercises/x/strategies.py").read_text()
    folder.write("exercises/x/strategies.py", f"{source}\n\nfirst = even\n\n{STRATEGY}")
    folder.replace("exercises/x/strategies.py", "def odd", "def even")

    assert "strategy 'even' is declared by strategies.py already" in folder.mistakes()


def test_a_given_like_a_built_in_one(folder):
    """Options that want a tensor take a given from a strategy that is like `tensor`."""
    checks = "- monotone\n      - unchanged: {of: epochs}"
    folder.replace("exercises/x/exercise.yaml", "- monotone: {points: 3}", checks)

    assert "'epochs' is not a given that a run can change" in folder.mistakes()

    folder.replace("exercises/x/strategies.py", "@strategy", '@strategy(like="tensor")')

    assert folder.exercise().tasks[0].checks[1].options == {"of": ("epochs",)}


def test_a_students_file_is_never_run_as_words(folder):
    """The module of an exercise has another name than the files that declare words."""
    folder.replace("exercises/x/exercise.yaml", "x.py", "properties.py")
    folder.write("exercises/x/properties.py", "raise SystemExit('the judge has run me')\n")
    folder.write("reference/x/properties.py", "def rates(lr, epochs):\n    return []\n")

    assert folder.mistakes() == (
        "exercises/x/exercise.yaml:3:9: the module cannot be called properties.py\n"
        "  There an exercise declares words of its own: give the module another name."
    )


def test_nothing_is_left_behind_where_the_files_are(folder, capsys):
    """No compiled files, no path, no module of their names; what they print is not a report."""
    source = (folder.root / "exercises/x/properties.py").read_text()
    folder.write("exercises/x/properties.py", f"{source}\n\nprint('read')\n")
    path = list(sys.path)

    folder.exercise()

    assert [file.name for file in (folder.root / "exercises/x").iterdir()].count("__pycache__") == 0
    assert sys.path == path
    assert not {"properties", "strategies"} & set(sys.modules)
    assert capsys.readouterr() == ("", "read\n")


def test_dataclasses_in_a_file_of_words(folder):
    """They look their module up by its name."""
    source = (folder.root / "exercises/x/properties.py").read_text()
    made = "@dataclass\nclass Turn:\n    at: ClassVar[int] = 0\n"
    head = "from __future__ import annotations\nfrom dataclasses import dataclass\n"
    imports = f"{head}from typing import ClassVar\n"
    folder.write("exercises/x/properties.py", f"{imports}{source}\n\n{made}")

    assert folder.exercise().tasks[0].checks[0].property == "monotone"


def test_an_option_that_is_called_like_a_key_of_checks(folder):
    """In YAML it would be the check's own: nobody could say it."""
    folder.replace("exercises/x/properties.py", "up: bool", "points: bool")

    assert folder.mistakes() == (
        "exercises/x/properties.py:5:33: option 'points' of property 'monotone' is called like a "
        "key of every check\n  Give it another name: in YAML it would never be reached."
    )
