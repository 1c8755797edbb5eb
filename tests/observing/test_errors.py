"""Errors of a submission, with its own frames only, whatever the error's own methods do."""

import pytest

from grader.observing import load
from grader.wire import Frame, Load


def frames(seen) -> list[tuple[str, int, str]]:
    return [(frame.file, frame.line, frame.function) for frame in seen.raised.frames]


def test_only_frames_of_the_submission_are_shown(run):
    """Not ours, not torch's: the last one is the line to look at."""
    seen = run("import torch\nreturn torch.nn.Linear(2, 1)(torch.ones(3))", {})

    assert seen.raised.kind == "RuntimeError"
    assert seen.raised.frames == (
        Frame("anna.py", 4, "task", "return torch.nn.Linear(2, 1)(torch.ones(3))"),
    )


def test_frames_of_helpers_are_the_submissions(run):
    """In the order of the calls, each with its own file."""
    helper = "def half(x):\n    return x / 0\n"

    seen = run("import helper\nreturn helper.half(1)", {}, helper=helper)

    assert frames(seen) == [("anna.py", 4, "task"), ("helper.py", 2, "half")]
    assert seen.raised.frames[-1].source == "return x / 0"


def test_a_syntax_error_in_a_helper_says_its_line(run):
    """Last, after the import that met it."""
    seen = run("import helper", {}, helper="x = 1\ny = (\n")

    assert seen.raised.kind == "SyntaxError"
    assert frames(seen) == [("anna.py", 3, "task"), ("helper.py", 2, "<module>")]


@pytest.mark.parametrize(
    "made",
    [
        "SyntaxError('x', ([], 1, 1, 'text'))",
        "SyntaxError('x', ('anna.py', 'one', 1, 5))",
        "SyntaxError('x', ('anna.py', 10**9, 1, None))",
        "SyntaxError()",
    ],
)
def test_a_syntax_error_made_by_hand_is_an_error(run, made):
    """Its fields may hold anything."""
    assert run(f"raise {made}", {}).raised.kind == "SyntaxError"


@pytest.mark.parametrize(
    "body",
    [
        "raise SyntaxError('x', ('anna.py', 10**4000, 1, None))",
        "raise SyntaxError('x', ('anna.py', -5, 1, None))",
    ],
)
def test_a_line_that_the_file_does_not_have_is_its_first(run, body):
    """A report names no line of four thousand digits."""
    assert frames(run(body, {}))[-1] == ("anna.py", 1, "<module>")


def test_long_names_of_types_are_cut(run):
    """A hundred characters tell one from another."""
    seen = run("raise type('E' * 10**5, (ValueError,), {})", {})

    assert seen.raised.kinds[:2] == ("E" * 100, "ValueError")


def test_the_kinds_of_an_error_are_its_bases(run):
    """A subclass of ValueError is one."""
    seen = run("raise Odd('x')", {}, source="class Odd(ValueError): pass\n")

    assert seen.raised.kinds == ("Odd", "ValueError", "Exception", "BaseException")


@pytest.mark.parametrize(
    "method",
    ["raise ValueError", "raise SystemExit", "return 5", "return self.args[9]"],
)
def test_an_error_whose_text_fails_is_an_error(run, method):
    """Its __str__ is the student's code."""
    source = f"class Odd(Exception):\n    def __str__(self): {method}\n"

    seen = run("raise Odd", {}, source=source)

    assert (seen.raised.kind, seen.raised.message) == ("Odd", "(its message cannot be shown)")


def test_a_long_message_is_cut(run):
    """Two thousand characters are enough to understand it."""
    assert run("raise ValueError('x' * 10**6)", {}).raised.message == "x" * 2000


def test_deep_recursion_shows_its_end(run):
    """The last eight frames."""
    assert len(run("task()", {}).raised.frames) == 8


def test_what_a_run_left_behind_before_its_error_is_observed(run):
    """The model may have been updated already."""
    seen = run("model[0].weight.data.zero_()\nraise KeyboardInterrupt")

    assert seen.raised.kind == "KeyboardInterrupt"
    assert not seen.part("model.parameters").get("0.weight").array().any()


def test_annotations_mean_what_they_mean_to_python():
    """A source is compiled as an import would, without the grader's own future statements."""
    order = Load("exercise", "anna.py", {"anna.py": "def task(x: Missing): pass\n"})

    _, loaded = load(order)

    assert (loaded.raised.kind, loaded.raised.frames[-1].line) == ("NameError", 1)
