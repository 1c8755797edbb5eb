"""A new exercise is whole: it loads, its stub is its reference's, and the audit accepts it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.auditing import finish_audit, start_audit
from grader.authoring import Draft, TaskDraft, check_stub, draft_of_kind, place
from grader.cli import main
from grader.course import load_course, load_exercise, outline_of, with_exercise
from grader.errors import UsageError
from grader.vocabulary import vocabulary_for

ROOM = 4095 - len("/course.yaml")  # of the longest path that Linux knows
COURSE = "# Ours\ntitle: A course\nexercises: [] # in this order\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty course, in which commands are run."""
    (tmp_path / "course.yaml").write_text(COURSE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def audited(course, zygote):
    """What the audit of an exercise finds, all faults and notes in one text."""

    def audit(name: str) -> str:
        exercise = load_exercise(load_course(course), name, vocabulary_for)
        with ThreadPoolExecutor(2) as pool:
            audits = [finish_audit(each) for each in start_audit(exercise, zygote, pool, seeds=1)]
        return "\n".join(str(remark) for each in audits for remark in (*each.faults, *each.notes))

    return audit


def grade(*arguments: str):
    return CliRunner().invoke(main, ["new", *arguments])


def draft(course: Path, kind="tensor", functions=("mae",), title="", module="") -> Draft:
    return draft_of_kind(kind, load_course(course), "x", functions, title, module)


@pytest.mark.parametrize(
    ("kind", "functions"),
    [("tensor", ("mae", "mae_again")), ("loop", ("train",)), ("class", ("RunningMean",))],
)
def test_every_kind_passes_the_audit(course, audited, kind, functions):
    """As it stands: no fault, and as many implementations as are aimed at."""
    place(draft(course, kind, functions), course)

    assert audited("x") == ""
    assert check_stub(outline_of(load_course(course), "x")).holds


def test_what_is_written(course):
    """Every file of an exercise, and its line in course.yaml."""
    result = grade("exercise16", "--function", "mae", "--title", "Mean: errors")

    assert (result.exit_code, result.stderr) == (0, "")
    written = sorted(p.relative_to(course).as_posix() for p in course.rglob("*") if p.is_file())
    assert written == [
        "course.yaml",
        "exercises/exercise16/README.md",
        "exercises/exercise16/exercise.yaml",
        "exercises/exercise16/mae.py",
        "reference/exercise16/alternatives/mae.py",
        "reference/exercise16/mae.py",
        "reference/exercise16/misconceptions/mae.py",
    ]
    assert load_course(course).exercises == ("exercise16",)
    exercise = load_exercise(load_course(course), "exercise16", vocabulary_for)
    assert (exercise.title, exercise.module) == ("Mean: errors", "mae.py")


def test_what_is_said(course):
    """What was written, and the next three steps."""
    result = grade("exercise16", "--function", "mae")

    assert result.stdout.startswith("exercise16 · Mae\n\nWrote\n")
    assert "  exercises/exercise16/mae.py                 the stub, made of the" in result.stdout
    assert "Next\n  1. Edit reference/exercise16/mae.py" in result.stdout
    assert "     grade try exercise16 --show-cases\n" in result.stdout
    assert result.stdout.endswith("     grade audit exercise16\n")


def test_several_functions(course):
    """Each is a task of its own; what a key means is explained once."""
    grade("x", "--function", "mae", "--function", "median_error")

    text = (course / "exercises/x/exercise.yaml").read_text()
    assert [line for line in text.splitlines() if "- name:" in line] == [
        "  - name: mae",
        "  - name: median_error",
    ]
    assert text.count("# names the check in reports") == 1
    stub = (course / "exercises/x/mae.py").read_text()
    assert stub.count("import torch\n") == 1
    assert 'raise NotImplementedError("median_error is yours to write")' in stub


def test_the_schema_is_named_where_there_is_one(course):
    """An editor finds the JSON Schema by the first line."""
    (course / "schemas").mkdir()
    (course / "schemas/exercise.schema.json").write_text("{}")

    grade("x", "--function", "mae")

    first = (course / "exercises/x/exercise.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schemas/exercise.schema.json"


def test_no_schema_is_named_where_there_is_none(course):
    """A line that leads nowhere would make editors complain."""
    grade("x", "--function", "mae")

    assert "$schema" not in (course / "exercises/x/exercise.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a-b", "--function", "f"), "'a-b' will not do as the name of an exercise. Letters"),
        (("audit", "--function", "f"), "'audit' is the name of a command: call the exercise"),
        (("x",), "name what students are to write: --function NAME, or --from solved.py"),
        (("x", "--function", "a b"), "'a b' cannot be the name of a function in Python"),
        (("x", "--function", "class"), "'class' cannot be the name of a function in Python"),
        (("x", "--function", "_f"), "'_f' is private: a name without an underscore before it"),
        (("x", "--function", "sum"), "'sum' means something else already: choose another name"),
        (("x", "--function", "task"), "'task' means something else already: choose another name"),
        (("x", "--function", "f", "--function", "f"), "'f' is asked for twice"),
        (
            ("x", "--function", "f", "--title", 'a "b"'),
            "'a \"b\"' will not do as a title: one line",
        ),
        (("x", "--function", "f", "--module", "f"), "'f' will not do as a module: a name and .py"),
        (
            ("x", "--function", "f", "--module", "random.py"),
            "random.py would stand in the way of Python's own: choose another name",
        ),
        (
            ("x", "--kind", "loop", "--from", "solved.py"),
            "--kind chooses a template, --from a module: give one of them",
        ),
    ],
)
def test_what_cannot_be_made(course, arguments, told):
    """Each is told in one line, and nothing is written."""
    result = grade(*arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {told}")
    assert [path.name for path in course.iterdir()] == ["course.yaml"]


def test_an_exercise_that_is_there(course):
    """No exercise is written over."""
    grade("x", "--function", "mae")

    result = grade("x", "--function", "mse")

    assert result.exit_code == 2
    assert result.stderr == ("Error: the course has an exercise 'x' already: choose another name\n")


def test_a_folder_that_is_there(course):
    """Nor is one that the course does not list."""
    (course / "reference/x").mkdir(parents=True)

    result = grade("x", "--function", "mae")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: there is a reference/x already: choose another name, or move it\n"
    )


def test_a_list_that_cannot_be_added_to(course):
    """A course file that nobody can edit in place is told, and nothing is written."""
    (course / "course.yaml").write_text("exercises: !!seq []\ntitle: A course\n")

    result = grade("x", "--function", "mae")

    assert result.exit_code == 2
    assert (
        "cannot add x to course.yaml: its list of exercises is written in an unusual"
        in result.stderr
    )
    assert [path.name for path in course.iterdir()] == ["course.yaml"]


def test_nothing_is_left_of_half_an_exercise(course):
    """If the second folder cannot be put in its place, the first is taken away again."""
    (course / "reference").mkdir()
    (course / "reference/x").write_text("in the way")
    made = draft(course)

    with pytest.raises(OSError, match="x"):
        place(made, course)

    assert [path.name for path in (course / "exercises").iterdir()] == []
    assert (course / "course.yaml").read_text() == COURSE


def test_a_course_that_cannot_be_written(course):
    """Such as one whose path leaves no room for a longer name: it is told."""
    made = draft(course)
    root = course
    while len(str(root)) < ROOM - 100:
        root = root / ("a" * 90)
    root = root / ("a" * (ROOM - len(str(root)) - 1))
    root.mkdir(parents=True)
    (root / "course.yaml").write_text(COURSE)

    with pytest.raises(UsageError, match=r"cannot write into .*: File name too long"):
        place(made, root)


def test_a_name_of_pythons_own_makes_no_module(course):
    """A function may be called like a module: its file is not."""
    assert draft(course, functions=("bisect",)).module == "bisect_exercise.py"
    assert draft(course, functions=("EarlyStopping",)).module == "early_stopping.py"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exercises: []\n", "exercises: [new]\n"),
        ("exercises: [a, b] # two\n", "exercises: [a, b, new] # two\n"),
        (
            "exercises:\n  - a # the first\ntitle: T\n",
            "exercises:\n  - a # the first\n  - new\ntitle: T\n",
        ),
        ("exercises:\r\n- a\r\n", "exercises:\r\n- a\r\n- new\r\n"),
        ("exercises:\n    - a\n\n# end", "exercises:\n    - a\n    - new\n\n# end"),
        ("exercises:\n  - a", "exercises:\n  - a\n  - new"),
        ("exercises: [\n  a,\n]\n", "exercises: [\n  a, new,\n]\n"),
    ],
)
def test_a_list_is_added_to_in_place(text, expected):
    """Comments, indentation and line endings stay."""
    assert with_exercise(text, "new") == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: T\n", "it has no list of exercises"),
        ("exercises: [", "it is not YAML"),
        ("exercises: !!seq []\n", "its list of exercises is written in an unusual way"),
    ],
)
def test_a_list_that_is_none(text, told):
    """What cannot be added to is said."""
    with pytest.raises(ValueError, match=told):
        with_exercise(text, "new")


def test_a_draft_of_ones_own(course):
    """Whoever makes a draft otherwise can place it too."""
    task = TaskDraft("f", "  - name: f\n    checks: [finite]\n", "", "")
    reference = (
        "def f():\n    # solution\n    return 1\n    # instead\n"
        '    # raise NotImplementedError("f is yours to write")\n    # end\n'
    )

    place(Draft("x", "One", "one.py", reference, (task,)), course)

    assert load_exercise(load_course(course), "x", vocabulary_for).tasks[0].name == "f"
