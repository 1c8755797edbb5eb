"""The JSON Schemas accept every file that is right, mark what is plainly wrong, and are current."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from grader.authoring import drifted, schema_files, write_files
from grader.course import course_schema, equivalent_schema, every, exercise_schema
from grader.vocabulary import BUILT_IN, vocabulary_for

REPOSITORY = Path(__file__).parents[2]
FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SCHEMA = exercise_schema(BUILT_IN)

SHIPPED = [REPOSITORY / "course.yaml", *sorted(REPOSITORY.glob("*/exercise*/e*.yaml"))]

# What stands in exercises with words of their own, and in one with a mistake on purpose.
OTHERWISE = ("- falls:", "{even:", "output: O")
USUAL = "exercise.schema"  # what the others are checked with

EXERCISE = """\
id: x
title: X
module: x.py
tasks:
  - name: step
    sizes: {N: [1, 4], C: 3}
    shapes: {S: [[N], [N, C]]}
    dtypes: [float32]
    given:
      x: {tensor: {shape: S, requires_grad: either}}
      lr: {one_of: [0.1, {floats: [0, 1]}]}
      losses: {lists: {of: {integers: [1, 5]}, max_size: 3}}
      optimizer: {optimizer: {kinds: sgd, over: x}}
    also_given: [{lr: 0.5}]
    run: result = task(x, lr)
    observe: result
    checks:
      - finite
      - unchanged: x
      - mode: {during: train, hint: Which mode, points: 0.5}
      - matches_reference: {id: again, of: [result], when: {lr: 0.2}, cases: 3}
"""

OWN = '''
from grader.course import Count
from grader.properties import prop


@prop
def falls(seen, *, by: Count = 1):
    """It falls.

    Options:
        by: how far.
    """
'''


def faults(text: str, schema: Any = SCHEMA) -> list[str]:
    """What a schema finds wrong with a file, each with its place."""
    found = Draft202012Validator(schema).iter_errors(yaml.safe_load(text))
    return [f"{error.json_path}: {error.message}" for error in found]


def whole_exercises() -> dict[str, str]:
    """Every exercise file of the course, of the documentation, and of the tests."""
    shipped = REPOSITORY.glob("exercises/*/exercise.yaml")
    found = {str(path): path.read_text() for path in shipped if schema_for(path).stem == USUAL}
    for page in sorted((REPOSITORY / "docs").rglob("*.md")):
        found |= {f"{page}:{n}": t for n, t in enumerate(FENCE.findall(page.read_text()))}
    for file in sorted((REPOSITORY / "tests").rglob("*.py")):
        found |= {f"{file}:{line}": text for line, text in texts_in(file)}
    paths = {name.removeprefix(f"{REPOSITORY}/"): text for name, text in found.items()}
    return {name: text for name, text in paths.items() if is_whole(text)}


def texts_in(file: Path) -> list[tuple[int, str]]:
    """The texts that a module gives a name."""
    nodes = ast.parse(file.read_text()).body
    named = [node.value for node in nodes if isinstance(node, ast.Assign)]
    constants = [value for value in named if isinstance(value, ast.Constant)]
    return [(one.lineno, one.value) for one in constants if isinstance(one.value, str)]


def is_whole(text: str) -> bool:
    has_keys = all(re.search(rf"^ *{key}:", text, re.M) for key in ("id", "module", "checks"))
    is_cut = text.rstrip().endswith(":")
    return has_keys and not is_cut and not any(words in text for words in OTHERWISE)


def schema_for(path: Path) -> Path:
    """The schema of a shipped file: its own, if the exercise has words of its own."""
    has_own = (path.parent / "properties.py").exists() or (path.parent / "strategies.py").exists()
    return REPOSITORY / f"schemas/{path.parent.name if has_own else path.stem}.schema.json"


WHOLE = whole_exercises()


@pytest.mark.parametrize("schema", [SCHEMA, course_schema(), equivalent_schema()])
def test_a_schema_is_one(schema):
    """Each is a schema by the rules of JSON Schema."""
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", WHOLE)
def test_right_files_are_accepted(name):
    """Whatever the grader can read has no fault for an editor."""
    assert faults(WHOLE[name]) == []


def test_the_files_come_from_everywhere():
    """The test above has met files of the course, the documentation and the tests."""
    assert {name.split("/")[0] for name in WHOLE} == {"docs", "exercises", "tests"}


def test_the_course_file_is_accepted():
    """So does the course file of this repository."""
    assert faults((REPOSITORY / "course.yaml").read_text(), course_schema()) == []


@pytest.mark.parametrize("name", every(BUILT_IN.strategies))
def test_a_strategy_is_known(name):
    """Its example can stand among the givens."""
    (example,) = FENCE.findall(SCHEMA["$defs"][f"strategy.{name}"]["markdownDescription"])
    given = {"$ref": "#/$defs/givens", "$defs": SCHEMA["$defs"]}

    assert faults(example, given) == []


@pytest.mark.parametrize("name", every(BUILT_IN.properties))
def test_a_property_is_known(name):
    """Its example can stand among the checks."""
    (example,) = FENCE.findall(SCHEMA["$defs"][f"property.{name}"]["markdownDescription"])
    checks = {"type": "array", "items": {"$ref": "#/$defs/check"}, "$defs": SCHEMA["$defs"]}

    assert faults(example, checks) == []


def test_a_right_exercise_has_no_fault():
    """The exercise that the next test breaks is right before."""
    assert faults(EXERCISE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("title: X", "titel: X", "$"),
        ("title: X", "title: 3", "$.title"),
        ("module: x.py", "module: x", "$.module"),
        ("name: step", "nmae: step", "$.tasks[0]"),
        ("N: [1, 4]", "N: [1]", "$.tasks[0].sizes.N"),
        ("N: [1, 4]", "N: few", "$.tasks[0].sizes.N"),
        ("S: [[N], [N, C]]", "S: N", "$.tasks[0].shapes.S"),
        ("[float32]", "[float23]", "$.tasks[0].dtypes[0]"),
        ("{tensor: {shape", "{tensr: {shape", "$.tasks[0].given.x"),
        ("requires_grad: either", "requires_grad: maybe", "$.tasks[0].given.x"),
        ("requires_grad: either", "require_grad: true", "$.tasks[0].given.x"),
        ("{floats: [0, 1]}", "{flots: [0, 1]}", "$.tasks[0].given.lr"),
        ("{integers: [1, 5]}", "{integers: [1, many]}", "$.tasks[0].given.losses"),
        ("max_size: 3", "max_size: -3", "$.tasks[0].given.losses"),
        ("kinds: sgd", "kinds: sdg", "$.tasks[0].given.optimizer"),
        ("kinds: sgd, over: x", "over: x", "$.tasks[0].given.optimizer"),
        ("also_given: [{lr: 0.5}]", "also_given: {lr: 0.5}", "$.tasks[0].also_given"),
        ("- finite", "- finit", "$.tasks[0].checks[0]"),
        ("- finite", "- mode", "$.tasks[0].checks[0]"),
        ("unchanged: x", "unchanged: 3", "$.tasks[0].checks[1]"),
        ("during: train", "during: training", "$.tasks[0].checks[2]"),
        ("during: train, ", "", "$.tasks[0].checks[2]"),
        ("points: 0.5", "points: -1", "$.tasks[0].checks[2]"),
        ("points: 0.5", "poitns: 1", "$.tasks[0].checks[2]"),
        ("cases: 3", "cases: 0", "$.tasks[0].checks[3]"),
        ("when: {lr: 0.2}", "when: {lr: {floats: 0.2}}", "$.tasks[0].checks[3]"),
        ("{id: again,", "\n        id: again\n      - {", "$.tasks[0].checks[3]"),
    ],
)
def test_a_mistake_is_marked(right, wrong, place):
    """What is plainly wrong is a fault, at the part where it stands."""
    broken = EXERCISE.replace(right, wrong)

    assert broken != EXERCISE
    assert any(fault.startswith(f"{place}: ") for fault in faults(broken))


def test_options_are_explained():
    """An editor can show what an option takes, what it is otherwise, and what it means."""
    forms = SCHEMA["$defs"]["strategy.mlp"]["anyOf"]

    assert forms[0]["properties"]["dropout"] == {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "default": 0.3,
        "description": "How likely a number is dropped; 0 leaves the layer out.",
    }


def test_words_of_an_exercise_are_in_its_schema(tmp_path):
    """A property that an exercise declares itself may stand in its checks, and is explained."""
    (tmp_path / "properties.py").write_text(OWN)
    schema = exercise_schema(vocabulary_for(tmp_path))

    assert faults(EXERCISE.replace("- finite", "- falls: {by: 2}"), schema) == []
    assert faults(EXERCISE.replace("- finite", "- falls: {by: 2}"))
    assert "It falls." in schema["$defs"]["property.falls"]["description"]


def test_the_schemas_are_current():
    """The committed schemas are what the code makes: run `make docs-reference`."""
    assert drifted(REPOSITORY, schema_files(BUILT_IN)) == {}


def test_what_has_drifted_is_shown(tmp_path):
    """A schema that somebody changed is named, with the lines that are to be changed back."""
    files = schema_files(BUILT_IN)
    write_files(tmp_path, files)
    course = tmp_path / "schemas/course.schema.json"
    course.write_text(course.read_text().replace("A course of zerograd", "A course of mine"))

    found = drifted(tmp_path, files)

    assert list(found) == ["schemas/course.schema.json"]
    assert '-  "title": "A course of mine",' in found["schemas/course.schema.json"]
    assert '+  "title": "A course of zerograd",' in found["schemas/course.schema.json"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_shipped_file_names_its_schema(path):
    """The first line leads an editor to a schema that is there, and in which the file is right."""
    first, _, _ = path.read_text().partition("\n")
    lead, _, name = first.partition("=")
    schema = (path.parent / name).resolve()

    assert lead == "# yaml-language-server: $schema"
    assert schema == schema_for(path)
    assert faults(path.read_text(), json.loads(schema.read_text())) == []
