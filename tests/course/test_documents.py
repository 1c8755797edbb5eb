"""Course documents: what is read from good ones, and what is said of broken files."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course import Literal, Use, find_course
from grader.errors import CourseError, UsageError
from tests.course.conftest import EXERCISE, FILE

if TYPE_CHECKING:
    from tests.course.conftest import Folder

REFERENCE = "reference/x/x.py"


def test_exercise_is_read_into_frozen_values(folder: Folder) -> None:
    """What the document says, and the defaults for what it does not say."""
    exercise = folder.exercise()

    task = exercise.tasks[0]
    assert (exercise.id, exercise.title, exercise.seed) == ("x", "X", 0)
    assert (exercise.time_s, exercise.memory_mb) == (10.0, 1024)
    assert task.sizes == {"N": (1, 4)}
    assert task.shapes == {"S": (("N",), ("N", 2))}
    assert task.given["model"] == Use("linear", {"features": "N"})
    assert (task.observe, task.cases) == (("result",), 6)
    assert (task.checks[0].id, task.checks[0].points) == ("matches_reference", 1.0)


def test_course_sets_what_exercises_do_not(folder: Folder) -> None:
    """Points, seed and limits of course.yaml hold where the exercise is silent."""
    defaults = "defaults: {points: 2, seed: 7, limits: {time_s: 3}}\n"
    folder.write("course.yaml", f"title: Tiny\nexercises: [x]\n{defaults}")

    exercise = folder.exercise()

    assert exercise.tasks[0].checks[0].points == 2.0
    assert (exercise.seed, exercise.time_s, exercise.memory_mb) == (7, 3.0, 1024)


def test_one_name_stands_for_a_list_of_one(folder: Folder) -> None:
    """`kinds: mse`, `criterion: mse` and `observe: out` need no brackets."""
    folder.replace(FILE, "lr: {floats: [0, 1]}", "lr: {criterion: mse}")
    folder.replace(FILE, "checks:", "run: out = step(model, lr)\n    observe: out\n    checks:")

    task = folder.exercise().tasks[0]

    assert task.given["lr"] == Use("criterion", {"kinds": ("mse",)})
    assert task.observe == ("out",)


def test_constants_may_be_given(folder: Folder) -> None:
    """Numbers, text, booleans, nothing and lists of them are given as they are."""
    folder.replace(FILE, "lr: {floats: [0, 1]}", "lr: [1, 0.5, text, true, null]")

    assert folder.exercise().tasks[0].given["lr"] == Literal((1, 0.5, "text", True, None))


def test_strategies_may_stand_inside_strategies(folder: Folder) -> None:
    """What stands in `one_of` or `lists` is decoded as if it stood alone."""
    folder.replace(FILE, "{floats: [0, 1]}", "{one_of: [0, {floats: [1, 2]}]}")

    inner = Use("floats", {"between": (1.0, 2.0)})
    assert folder.exercise().tasks[0].given["lr"] == Use("one_of", {"options": (0, inner)})


def test_run_may_define_names_in_every_way(folder: Folder) -> None:
    """Imports, classes, functions, loops, comprehensions and `:=` define names."""
    lines = """run: |
      import math as m
      from math import floor
      class Twice:
          size = 2
      def again(n, *rest, key=None):
          return [step(model, x) for x in (n, rest, key)]
      for i, (a, b) in enumerate([(1, 2)]):
          result = [m.floor(x) + floor(y := Twice.size) + i + a + b for x in again(lr)]
      try:
          result = [y, random.random(), task(model, lr)]
      except StepError as error:
          result = str(error)
    checks:"""
    folder.replace(FILE, "checks:", lines)

    assert folder.exercise().tasks[0].run.startswith("import math as m")


def test_check_that_observes_otherwise_has_its_own_cases(folder: Folder) -> None:
    """`when`, `run`, `observe` and `cases` of a check are about cases of its own."""
    folder.replace(FILE, "- matches_reference", "- matches_reference: {observe: model}")

    assert folder.exercise().tasks[0].checks[0].has_own_cases


def test_merged_keys_keep_their_places(folder: Folder) -> None:
    """A mistake in what `<<` brings in is told where it was written."""
    folder.replace(
        FILE,
        "      - matches_reference\n",
        "      - matches_reference: &base {id: one, visibility: vsible}\n"
        "      - finite: {<<: *base, id: two}\n",
    )

    said = f"{FILE}:12:56: visibility: unknown 'vsible'\n  Did you mean 'visible'?"
    assert folder.mistakes() == said


def test_editors_of_all_systems_will_do(folder: Folder) -> None:
    """A byte order mark and Windows line ends change nothing."""
    good = (folder.root / FILE).read_text()
    folder.write(FILE, "\ufeff" + good.replace("\n", "\r\n"))

    assert folder.exercise().id == "x"


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{n}: &{n} [{', '.join(9 * [f'*{o}'])}]\n" for o, n in zip("abcdef", "bcdefg", strict=True)
)
LARGEST = "# " + 500_000 * "x"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", "1:1: is empty\n  Needed here: id, title, module, tasks.", id="empty"),
        pytest.param(
            "- id: x\n",
            "1:1: should be a mapping, not a list\n  Needed here: id, title, module, tasks.",
            id="a list at the top",
        ),
        pytest.param(
            "<<\n",
            "1:1: should be a mapping, not '<<'\n  Needed here: id, title, module, tasks.",
            id="a merge of nothing",
        ),
        pytest.param(
            "exercise\n",
            "1:1: should be a mapping, not 'exercise'\n  Needed here: id, title, module, tasks.",
            id="text at the top",
        ),
        pytest.param(
            "id: x\ntitle: caf\xe9\n".encode("latin-1"),
            "2:11: is not UTF-8\n  Save it as UTF-8.",
            id="not UTF-8",
        ),
        pytest.param(
            "id: x\ntitle: a\0b\n",
            "2:9: is not YAML: the character '\\x00'\n  Delete it.",
            id="a character that YAML forbids",
        ),
        pytest.param(
            "id: " + 5000 * "[",
            "1:44: is not YAML: nested more than 40 levels deep\n  An exercise needs about ten.",
            id="deep lists",
        ),
        pytest.param(
            "id: " + 50 * "{a: ",
            "1:161: is not YAML: nested more than 40 levels deep\n  An exercise needs about ten.",
            id="deep mappings",
        ),
        pytest.param(
            "id: &a [*a]\n",
            "1:5: is not YAML: contains itself\n  An alias cannot stand inside its anchor.",
            id="contains itself",
        ),
        pytest.param(
            LAUGHS,
            "1:1: is not YAML: more than 100,000 values, those of aliases counted each time\n"
            "  An exercise needs a few hundred.",
            id="a billion laughs",
        ),
        pytest.param(
            LARGEST,
            "1:1: is 500,002 bytes large\n"
            "  At most 500,000 are read: large values belong into the reference.",
            id="a large file",
        ),
        pytest.param(
            "id: x\n: : :\n- -\n",
            "2:1: is not YAML: did not find expected key\n"
            "  Look at this line and the one above it: indentation, colons, quotes, brackets.",
            id="beyond help",
        ),
    ],
)
def test_file_that_is_no_exercise(folder: Folder, text: str | bytes, told: str) -> None:
    """Whatever the file holds, one sentence says what is wrong with it and where."""
    folder.write(FILE, text)

    assert folder.mistakes() == f"{FILE}:{told}"


def test_exercise_file_that_is_a_folder(folder: Folder) -> None:
    """What cannot be read as a file is said to be so."""
    (folder.root / FILE).unlink()
    (folder.root / FILE).mkdir()

    told = "1:1: cannot be read: Is a directory\n  It should be a file that you may read."
    assert folder.mistakes() == f"{FILE}:{told}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "id: x", "id: y", "1:5: id 'y' is not the folder's name\n  Write 'x'.", id="id"
        ),
        pytest.param(
            "module: x.py",
            "module: xs.py",
            f"3:9: there is no exercises/x/xs.py\n  Did you mean 'x.py'?\n{FILE}:"
            "3:9: there is no reference/x/xs.py\n  Did you mean 'x.py'?",
            id="stub and reference",
        ),
        pytest.param(
            "module: x.py",
            "module: ../x.py",
            "3:9: module: '../x.py' will not do as a name\n  Write module: x.py",
            id="outside",
        ),
        pytest.param(
            "name: step",
            "name: stp",
            "5:11: the reference has no 'stp'\n  Did you mean 'step'?",
            id="task",
        ),
        pytest.param(
            "      - matches_reference\n",
            "      - finite\n  - {name: step, given: {model: 1, lr: 1}, checks: [finite]}\n",
            "13:12: a second task 'step'\n  Put the checks of both into one.",
            id="task twice",
        ),
    ],
)
def test_document_fits_the_files_beside_it(folder: Folder, old: str, new: str, told: str) -> None:
    """The folder, the stub and the reference are what the document says they are."""
    folder.replace(FILE, old, new)

    assert folder.mistakes() == f"{FILE}:{told}"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"def step(:\n", "line 1: invalid syntax"),
        (b"x = 1\n\xff\n", "line 2: (unicode error) 'utf-8' codec can't decode byte 0xff in "),
        (b"def step(\0)\n", "line 1: source code string cannot contain null bytes"),
        (b"x = " + 300 * b"(", "line 1: too many nested parentheses"),
    ],
)
def test_reference_that_is_not_python(folder: Folder, source: bytes, why: str) -> None:
    """The reference is read, not imported; what it would define is not missed then."""
    folder.write(REFERENCE, source)

    assert folder.mistakes().startswith(f"{FILE}:3:9: reference/x/x.py is not Python: {why}")
    assert "\n" not in folder.mistakes()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "title: T\nexercises: [x, ex]\n",
            "2:16: no exercises/ex/exercise.yaml\n  Did you mean 'x'?",
        ),
        ("title: T\nexercises: [x, x]\n", "2:16: 'x' is listed twice\n  Delete one."),
        (
            "title: T\nexercises: [1]\n",
            '2:13: exercises: should be text, not 1\n  Write "1", in quotes.',
        ),
        (
            "title: T\nexercises:\n  - x\n  - audit\n",
            (
                "4:5: 'audit' is the name of a command\n"
                "  grade audit already means something else: rename the exercise."
            ),
        ),
        (
            "title: T\nexercises: [x]\ndefaults: {point: 1}\n",
            "3:12: unknown key 'point'\n  Did you mean 'points'?",
        ),
        (
            "titel: T\nexercises: x\n",
            (
                "1:1: unknown key 'titel'\n  Did you mean 'title'?\ncourse.yaml:"
                "2:12: exercises: should be a list, not 'x'\n"
                "  Such as exercises: [exercise01, exercise02]"
            ),
        ),
    ],
)
def test_course_file_at_fault(folder: Folder, text: str, told: str) -> None:
    """course.yaml lists exercises that are there, once, under names that are free."""
    folder.write("course.yaml", text)

    with pytest.raises(CourseError) as caught:
        folder.course()

    assert str(caught.value) == f"course.yaml:{told}"


def test_mistakes_are_data_for_programs(folder: Folder) -> None:
    """A CourseError holds its mistakes, each with path, line, column, message and advice."""
    folder.replace(FILE, "title: X", "title: 5")

    with pytest.raises(CourseError) as caught:
        folder.exercise()

    (mistake,) = caught.value.mistakes
    assert (mistake.path, mistake.line, mistake.column) == (FILE, 2, 8)
    assert (mistake.message, mistake.advice) == (
        "title: should be text, not 5",
        'Write "5", in quotes.',
    )


def test_course_is_found_from_inside(folder: Folder) -> None:
    """The nearest course.yaml upward counts."""
    assert find_course(folder.root / "exercises" / "x") == folder.root


def test_no_course_at_all(folder: Folder) -> None:
    """Outside of a course there is nothing to grade."""
    with pytest.raises(UsageError, match=r"no course\.yaml in .* or in any folder above it"):
        find_course(folder.root.parent)


JUNK: list[Any] = [
    None, True, -1, 0, 1.5, math.nan, 10**30, "", "x y", "model.gradients", [], [[]], {}, {"a": 1},
    {"floats": [0, 1]}, {"integers": None}, [1, 2, 3], {1: 2}, datetime.date(2026, 1, 1), b"raw",
    {"one_of": [{"tensor": {"like": "model"}}]}, {"tensor": {"listed": [None]}},
]  # fmt: skip
PLACES = [
    ["id"], ["module"], ["tasks"], ["tasks", 0], ["tasks", 0, "name"], ["tasks", 0, "sizes"],
    ["tasks", 0, "sizes", "N"], ["tasks", 0, "shapes", "S"], ["tasks", 0, "given"],
    ["tasks", 0, "given", "model"], ["tasks", 0, "given", "model", "linear"],
    ["tasks", 0, "given", "lr", "floats"], ["tasks", 0, "dtypes"], ["tasks", 0, "run"],
    ["tasks", 0, "observe"], ["tasks", 0, "also_given"], ["tasks", 0, "cases"],
    ["tasks", 0, "checks"], ["tasks", 0, "checks", 0], ["limits"], ["seed"],
]  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.sampled_from(PLACES), junk=st.sampled_from(JUNK))
def test_anything_anywhere_is_a_mistake_or_right(
    folder: Folder, place: list[Any], junk: Any
) -> None:
    """Whatever stands in whatever place: it is read, or refused with its place, never a crash."""
    folder.write(FILE, yaml.safe_dump(_with(folder, place, junk)))

    assert all(line > 0 for line in _lines_told(folder))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    place=st.integers(0, len(EXERCISE)),
    removed=st.integers(0, 3),
    typed=st.text("\t\n -:,{}[]\"'|>&*!@#%`<=~é", max_size=3),
)
def test_any_slip_of_the_fingers_is_told_in_its_file(
    folder: Folder, place: int, removed: int, typed: str
) -> None:
    """Whatever is typed wherever: it is read, or told at a line that the file has."""
    text = EXERCISE[:place] + typed + EXERCISE[place + removed :]
    folder.write(FILE, text)

    assert all(0 < line <= text.count("\n") + 1 for line in _lines_told(folder))


def _with(folder: Folder, place: list[Any], junk: Any) -> Any:
    document = yaml.safe_load(folder.good)
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = junk
    return document


def _lines_told(folder: Folder) -> list[int]:
    try:
        folder.exercise()
    except CourseError as error:
        return [mistake.line for mistake in error.mistakes]
    return []
