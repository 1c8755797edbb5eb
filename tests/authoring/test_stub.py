"""A stub is made out of its reference; where it is not, both say the same contract."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.authoring import check_stub, make_stub
from grader.authoring.drift import drifted
from grader.cli import main
from grader.course import load_course, outline_of
from grader.errors import CourseError
from grader.submissions import without_marks

REPOSITORY = Path(__file__).parents[2]
BUNDLED = load_course(REPOSITORY).exercises

REFERENCE = '''\
# solution
"""The reference."""

# instead
# """Exercise 1. When ready: grade x"""
# end

import math  # solution

import torch
from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Return twice x."""
    # solution
    with torch.no_grad():
        return _twice(x)
    # instead
    # # TODO (one line):
    # #   how often?
    #
    # raise NotImplementedError("double is yours to write")
    # end


def _twice(x: Tensor) -> Tensor:  # solution
    return math.floor(2) * x


@torch.no_grad()  # solution
def _unused(
    x: Tensor,
) -> None:
    pass


class Doubler:
    """Doubles."""

    factor = (  # solution
        2
    )

    def __call__(self, x: Tensor) -> Tensor:
        """Return twice x."""
        # solution
        return self.factor * x
        # instead
        # raise NotImplementedError("Doubler is yours to write")
        # end

    def _help(self) -> None:  # solution
        pass
'''
STUB = '''\
"""Exercise 1. When ready: grade x"""

import torch
from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Return twice x."""
    # TODO (one line):
    #   how often?

    raise NotImplementedError("double is yours to write")


class Doubler:
    """Doubles."""

    def __call__(self, x: Tensor) -> Tensor:
        """Return twice x."""
        raise NotImplementedError("Doubler is yours to write")
'''
YAML = """\
id: x
title: Doubling
module: doubling.py
tasks:
  - name: double
    given: {x: {tensor: {shape: [3]}}}
    checks: [matches_reference]
"""
PLAIN = '''\
def double(x: int, by: float = 2.0) -> int:
    """Return twice x.

    Never less than zero.
    """
    return 2 * x


class Doubler(dict):
    """Doubles."""

    def __call__(self, x):
        """Return twice x."""
        return 2 * x
'''


def mistakes(source: str, *tasks: str) -> str:
    with pytest.raises(CourseError) as caught:
        make_stub(source, "x.py", tasks)
    return str(caught.value)


def body(*lines: str) -> str:
    return "def double(x):\n" + "".join(f"    {line}\n" for line in lines)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose one exercise has a marked reference, and its stub."""
    files = {
        "course.yaml": "title: A course\nexercises: [x]\n",
        "exercises/x/exercise.yaml": YAML,
        "exercises/x/doubling.py": STUB,
        "reference/x/doubling.py": REFERENCE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def grade(*arguments: str):
    return CliRunner().invoke(main, ["stub", *arguments])


@pytest.mark.parametrize("name", BUNDLED)
def test_the_stubs_of_the_bundled_course(name):
    """Every stub of the bundled course is what its reference makes. Run: grade stub --check"""
    check = check_stub(outline_of(load_course(REPOSITORY), name))

    assert check.is_generated
    assert check.diff == ""


def test_regions_and_marked_statements():
    """A region makes way for what stands under # instead; what is marked otherwise vanishes."""
    assert make_stub(REFERENCE, "x.py", ["double", "Doubler"]) == STUB


def test_a_mark_in_a_string():
    """Only comments are marks: a docstring may speak of them."""
    source = '"""Write\n# solution\nsomewhere."""\n'

    assert make_stub(source, "x.py", []) == source


def test_a_mark_behind_another_comment():
    """A statement that needs a comment of its own can be marked too."""
    source = "import torch  # noqa: F401  # solution\nimport math\n"

    assert make_stub(source, "x.py", []) == "import math\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = (\n", "x.py:1:5: is not Python: '(' was never closed"),
        (body("# end", "pass"), "x.py:2:5: '# end' without a '# solution' above it"),
        (body("# instead", "pass"), "x.py:2:5: '# instead' without a '# solution' above it"),
        (body("# solution", "pass"), "x.py:2:5: this solution is never ended"),
        (
            body("# solution", "# solution", "pass", "# end"),
            "x.py:3:5: a solution inside the one that begins in line 2",
        ),
        (
            body("# solution", "# instead", "# instead", "pass", "# end"),
            "x.py:4:5: a second '# instead' in one region",
        ),
        (
            body("# solution", "# instead", "pass", "# end"),
            "x.py:4:5: below '# instead' this is no comment",
        ),
        (body("# Solution:", "pass"), "x.py:2:5: '# Solution:' is no mark, but looks like one"),
        (
            body("if x:", "    pass", "else:  # solution", "    pass"),
            "x.py:4:12: '# solution' belongs to no statement here",
        ),
        (
            body("# solution", "return 2 * x", "# end"),
            "x.py:1:1: without the solution this is no Python: expected an indented block",
        ),
        (
            body("# solution", "return 2 * x", "# instead", "# return x", "# end"),
            "x.py:1:1: the stub of double would raise no NotImplementedError with a text",
        ),
        (body("return 2 * x"), "x.py:1:1: the stub of double would still be the solution"),
        (
            body("# solution", "return 2 * x", "# wrong", "# return 2 * x", "# end"),
            "x.py:1:1: the stub of double would be right",
        ),
        (
            body("# solution", "return x", "# wrong", "# raise NotImplementedError('x')", "# end"),
            "x.py:1:1: the stub of double is to have a bug, and raises a NotImplementedError",
        ),
        (
            body("# solution", "# instead", "# wrong", "pass", "# end"),
            "x.py:4:5: '# wrong' below '# instead'",
        ),
        (
            body("# solution", "# wrong", "return 3 * x", "# end"),
            "x.py:4:5: below '# wrong' this is no comment",
        ),
        ("def double(x):  # solution\n    pass\n", "x.py:1:1: the stub would not define double"),
    ],
)
def test_mistakes_in_the_marks(source, told):
    """Each is told with its place and what to do."""
    message, _, advice = mistakes(source, "double").partition("\n  ")

    assert message.startswith(told)
    assert advice or "never closed" in message


def test_a_stub_with_a_bug():
    """Below `# wrong` stands complete code that runs, and need not raise."""
    source = body("# solution", "return 2 * x", "# wrong", "# # TODO", "# return 3 * x", "# end")

    assert make_stub(source, "x.py", ["double"]) == body("# TODO", "return 3 * x")
    assert without_marks(source) == body("return 2 * x")


def test_a_whole_function_with_a_bug():
    """The marks may stand around it."""
    source = (
        "# solution\ndef double(x):\n    return 2 * x\n"
        "# wrong\n# def double(x):\n#     return 3 * x\n# end\n"
    )

    assert make_stub(source, "x.py", ["double"]) == "def double(x):\n    return 3 * x\n"


def test_all_mistakes_are_told_at_once():
    """One mistake does not hide the others."""
    found = mistakes(body("# end", "# solution", "pass"), "double")

    assert found.count("x.py:") == 2


def test_a_stub_is_written(course):
    """Where there is none yet, it is made."""
    (course / "exercises/x/doubling.py").unlink()

    result = grade("x")

    assert (result.exit_code, result.stdout) == (0, "Wrote exercises/x/doubling.py.\n")
    assert (course / "exercises/x/doubling.py").read_text() == STUB


def test_a_stub_that_is_current(course):
    """Nothing is written where nothing would change."""
    result = grade("x")

    assert result.exit_code == 0
    assert result.stdout == "exercises/x/doubling.py is as its reference makes it.\n"


def test_work_is_not_overwritten(course):
    """A stub that somebody has filled in is shown beside the new one, and left as it is."""
    stub = course / "exercises/x/doubling.py"
    stub.write_text(
        STUB.replace('raise NotImplementedError("double is yours to write")', "return 2")
    )

    result = grade("x")

    assert result.exit_code == 1
    assert '-    return 2\n+    raise NotImplementedError("double is yours' in result.stdout
    assert "was left as it is: somebody's work could be in it" in result.stderr
    assert "return 2" in stub.read_text()


def test_work_is_overwritten_by_force(course):
    """--force says that nothing in it is needed."""
    stub = course / "exercises/x/doubling.py"
    stub.write_text("work\n")

    result = grade("x", "--force")

    assert (result.exit_code, stub.read_text()) == (0, STUB)


def test_a_stub_that_has_drifted(course):
    """--check shows what differs from what the reference makes, and writes nothing."""
    stub = course / "exercises/x/doubling.py"
    stub.write_text(STUB.replace("Return twice x.", "Return thrice x."))

    result = grade("--check")

    assert result.exit_code == 1
    assert "x: the stub is not what reference/x/doubling.py makes." in result.stdout
    assert '-    """Return thrice x."""\n+    """Return twice x."""' in result.stdout
    assert "thrice" in stub.read_text()


def test_a_reference_without_regions(course):
    """There is nothing to make a stub of: it is said how to mark it."""
    (course / "reference/x/doubling.py").write_text(body("return 2 * x"))

    result = grade("x")

    assert result.exit_code == 2
    assert "reference/x/doubling.py has no region to make a stub of." in result.stderr
    assert "'# solution' above it, '# instead' below it" in result.stderr


def test_a_reference_without_regions_is_checked(course):
    """Without regions signatures and docstrings must agree."""
    (course / "reference/x/doubling.py").write_text(PLAIN)
    (course / "exercises/x/doubling.py").write_text(PLAIN.replace("2.0", "3.0"))

    result = grade("x", "--check")

    assert result.exit_code == 1
    assert "exercises/x/doubling.py:1: the stub has 'def double(x: int, by: float=3.0) -> int'" in (
        result.stdout
    )
    assert "See reference/x/doubling.py:1." in result.stdout


def test_a_reference_whose_marks_are_wrong(course):
    """--check tells every mistake, and goes on with the other exercises."""
    (course / "reference/x/doubling.py").write_text(body("# solution", "pass"))

    result = grade("--check")

    assert result.exit_code == 2
    assert "reference/x/doubling.py:2:5: this solution is never ended" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name the exercise whose stub is to be written, or --check all of them"),
        (("--check", "--force"), "--check writes nothing, so --force has nothing to do"),
        (("y",), "no exercise 'y' in this course. Known here: x."),
    ],
)
def test_what_cannot_be_asked_for(course, arguments, told):
    """Each is told in one line."""
    result = grade(*arguments)

    assert (result.exit_code, result.stderr) == (2, f"Error: {told}\n")


def test_no_reference(course):
    """A reference that is not there is the author's mistake."""
    (course / "reference/x/doubling.py").unlink()

    result = grade("x")

    assert result.exit_code == 2
    assert result.stderr.startswith("reference/x/doubling.py:1:1: cannot be read: No such file")


def test_no_module(course):
    """Nor can a stub be made if exercise.yaml does not say which."""
    (course / "exercises/x/exercise.yaml").write_text(YAML.replace("module: doubling.py\n", ""))

    result = grade("x")

    assert result.exit_code == 2
    assert "exercise.yaml:1:1: the key 'module' is missing" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("x: int, by: float = 2.0", "by: float = 2.0, x: int = 0", "the stub has 'def double(by"),
        ("x: int", "x: float", "the stub has 'def double(x: float, by: float=2.0) -> int'"),
        (" -> int", "", "the stub has 'def double(x: int, by: float=2.0)', the reference"),
        ("Doubler(dict)", "Doubler(list)", "the stub has 'class Doubler(list)', the reference"),
        ("__call__", "call", "the reference has no Doubler.call"),
        (
            "    Never less",
            "    Ever less",
            "the docstring of double differs: 'Ever less than zero",
        ),
        ("def double", "def dubble", "the stub has no double"),
        (
            '        """Return twice x."""\n',
            "",
            "the docstring of Doubler.__call__ differs: nothing where the reference has 'Return",
        ),
    ],
)
def test_every_difference_in_the_contract(old, new, told):
    """Order, annotations, defaults, bases, methods and docstrings, each in words."""
    found = drifted(PLAIN.replace(old, new), "a.py", PLAIN, "b.py", ["double", "Doubler"])

    assert [drift.what[: len(told)] for drift in found] == [told]


def test_bodies_may_differ():
    """The contract is all that both have in common; a reference without docstring has no other."""
    reference = "def double(x):\n    y = 2 * x\n    return y\n"
    stub = 'def double(x):\n    """Return twice x."""\n    raise NotImplementedError("double")\n'

    assert drifted(stub, "a.py", reference, "b.py", ["double"]) == []


def test_a_stub_that_is_no_python():
    """It is told where."""
    with pytest.raises(CourseError, match=r"a.py:1:7: is not Python"):
        drifted("def f(:\n", "a.py", PLAIN, "b.py", [])
