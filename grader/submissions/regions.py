"""Make a stub out of a reference whose solution is marked.

    def step(params, lr):
        '''The contract, which stays.'''
        # solution
        with torch.no_grad():
            ...
        # instead
        # # TODO (about five lines): whose history must not grow?
        # raise NotImplementedError("step is yours to write")
        # end

In the stub a region makes way for the lines under its `# instead`, each without its first `# `; a
region without them vanishes. A statement whose first or last line ends in `# solution` vanishes
too, with its block: an import, a helper function, a constant that only the solution needs.

Where students are to find a bug, `# wrong` stands in the place of `# instead`: the lines under it
are complete code that runs, and raise no NotImplementedError.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.errors import CourseError, Mistake
from grader.submissions.source import stub_messages

SOLUTION, INSTEAD, WRONG, END = "# solution", "# instead", "# wrong", "# end"
MARKS = (SOLUTION, INSTEAD, WRONG, END)
EXAMPLE = '# raise NotImplementedError("... is yours to write")'

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Note: TypeAlias = Callable[..., None]  # line, column, message, advice


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment: where it starts (from 1), its text, and whether its line holds nothing else."""

    line: int
    column: int
    text: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class _Cut:
    """Lines that do not come into the stub (both ends included), and what stands there instead."""

    first: int
    last: int
    instead: tuple[tuple[str, int], ...] = ()  # each with the line that it comes from
    is_wrong: bool = False  # what stands there instead is complete, with a bug to find


def has_regions(source: str) -> bool:
    """Whether anything in a reference is marked as its solution."""
    try:
        return any(_ends_in_mark(comment, SOLUTION) for comment in _comments(source))
    except (tokenize.TokenError, SyntaxError):
        return SOLUTION in source


def make_stub(source: str, path: str, tasks: Sequence[str]) -> str:
    """The stub of a reference; `path` is the reference's, for messages.

    Raises CourseError with every mistake in the marks, or if the stub is no Python, gives a task's
    solution away, or neither says of a task that it is not written yet nor is wrong on purpose.
    """
    tree = _parsed(source, path)
    mistakes: list[Mistake] = []

    def note(line: int, column: int, message: str, advice: str = "") -> None:
        mistakes.append(Mistake(path, line, column, message, advice))

    comments = list(_comments(source))
    lines = source.splitlines()
    cuts = _regions(comments, lines, note)
    cuts += _statements(comments, tree, note)
    if mistakes:
        raise CourseError(mistakes)
    kept = _without(lines, _outermost(cuts))
    stub = "".join(f"{text}\n" for text, _ in kept)
    _check(stub, tree, [number for _, number in kept], tasks, _with_bugs(tree, cuts), note)
    if mistakes:
        raise CourseError(mistakes)
    return stub


def stubs_with_bugs(source: str) -> frozenset[str]:
    """The functions and classes of a reference whose stub is complete, with a bug to find.

    Empty if the source is no Python.
    """
    if WRONG not in source:
        return frozenset()
    try:
        tree, comments = _quietly(source), list(_comments(source))
    except (SyntaxError, tokenize.TokenError):
        return frozenset()
    return _with_bugs(tree, _regions(comments, source.splitlines(), lambda *_: None))


def without_marks(source: str) -> str:
    """A reference as if nothing in it were marked: the solution alone."""
    lines = source.splitlines()
    gone: set[int] = set()
    below: int | None = None
    for comment in _comments(source):
        line = comment.line
        if comment.is_alone and comment.text in MARKS:
            gone.add(line)
            below = line if comment.text in (INSTEAD, WRONG) else below
            if comment.text == END and below is not None:
                gone.update(range(below, line))
                below = None
        elif not comment.is_alone and _ends_in_mark(comment, SOLUTION):
            lines[line - 1] = lines[line - 1].rstrip().removesuffix(SOLUTION).rstrip()
    return "".join(f"{text}\n" for number, text in enumerate(lines, 1) if number not in gone)


def _parsed(source: str, path: str) -> ast.Module:
    try:
        return _quietly(source)
    except SyntaxError as error:
        place = error.lineno or 1, error.offset or 1
        raise CourseError([Mistake(path, *place, f"is not Python: {error.msg}")]) from error


def _quietly(source: str) -> ast.Module:
    with warnings.catch_warnings(action="ignore"):  # the author's, if they care
        return ast.parse(source)


def _comments(source: str) -> Iterator[_Comment]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            line, column = token.start
            is_alone = not token.line[:column].strip()
            yield _Comment(line, column + 1, token.string.rstrip(), is_alone)


def _ends_in_mark(comment: _Comment, mark: str) -> bool:
    """`# solution`, and behind code also `# noqa: F401  # solution`."""
    return comment.text == mark or (not comment.is_alone and comment.text.endswith(f" {mark}"))


def _regions(comments: Sequence[_Comment], lines: Sequence[str], note: Note) -> list[_Cut]:
    """Each region from its `# solution` to its `# end`, as lines to cut."""
    cuts: list[_Cut] = []
    opened: _Comment | None = None
    instead: _Comment | None = None
    for comment in comments:
        mark = comment.text if comment.is_alone else ""
        place = comment.line, comment.column
        if mark not in MARKS:
            _note_near_miss(comment, note)
        elif mark == SOLUTION and opened is not None:
            message = f"a solution inside the one that begins in line {opened.line}"
            note(*place, message, f"Write {END!r} before it, or leave this line out.")
        elif mark == SOLUTION:
            opened, instead = comment, None
        elif opened is None:
            note(*place, f"{mark!r} without a {SOLUTION!r} above it", f"Write {SOLUTION!r} there.")
        elif mark in (INSTEAD, WRONG) and instead is not None:
            advice = "One is enough: all lines below it, up to # end."
            is_same = mark == instead.text
            what = (
                f"a second {mark!r} in one region"
                if is_same
                else f"{mark!r} below {instead.text!r}"
            )
            note(*place, what, advice)
        elif mark in (INSTEAD, WRONG):
            instead = comment
        else:
            text = _replacement(lines, instead, comment, note)
            is_wrong = instead is not None and instead.text == WRONG
            cuts.append(_Cut(opened.line, comment.line, text, is_wrong))
            opened = instead = None
    if opened is not None:
        advice = f"Write {END!r} below the last line that is not for students."
        note(opened.line, opened.column, "this solution is never ended", advice)
    return cuts


def _with_bugs(tree: ast.Module, cuts: Sequence[_Cut]) -> frozenset[str]:
    """The definitions that a region touches which is wrong on purpose."""
    wrong = [cut for cut in cuts if cut.is_wrong]
    found = _definitions(tree).items()
    return frozenset(
        name
        for name, node in found
        if any(
            cut.first <= (node.end_lineno or node.lineno) and node.lineno <= cut.last
            for cut in wrong
        )
    )


def _note_near_miss(comment: _Comment, note: Note) -> None:
    word = comment.text.lstrip("#").strip().rstrip(":.").lower()
    if comment.is_alone and f"# {word}" in MARKS:
        message = f"{comment.text!r} is no mark, but looks like one"
        note(comment.line, comment.column, message, f"Write {f'# {word}'!r}, or other words.")


def _replacement(
    lines: Sequence[str], instead: _Comment | None, end: _Comment, note: Note
) -> tuple[tuple[str, int], ...]:
    """The lines between `# instead` or `# wrong` and `# end`, without their first `# `."""
    if instead is None:
        return ()
    found = []
    for number in range(instead.line + 1, end.line):
        line = lines[number - 1]
        text = line.lstrip()
        indent = line[: len(line) - len(text)]
        if text and not text.startswith("#"):
            mark = instead.text
            advice = f"Begin it with '# '. Code of the solution stands above {mark!r}."
            note(number, len(indent) + 1, f"below {mark!r} this is no comment", advice)
        found.append((f"{indent}{text[1:].removeprefix(' ')}".rstrip(), number))
    return tuple(found)


def _statements(comments: Sequence[_Comment], tree: ast.Module, note: Note) -> list[_Cut]:
    """Each statement with `# solution` behind its first or last line, with its block."""
    cuts = []
    for comment in comments:
        if comment.is_alone or not _ends_in_mark(comment, SOLUTION):
            continue
        found = _innermost(tree, comment.line)
        first, last = _span(found) if found else (0, 0)
        if found is None or comment.line not in _marked_lines(found):
            advice = f"Put what is not for students between {SOLUTION!r} and {END!r}."
            note(comment.line, comment.column, f"{SOLUTION!r} belongs to no statement here", advice)
        else:
            cuts.append(_Cut(first, last))
    return cuts


def _innermost(tree: ast.Module, line: int) -> ast.stmt | None:
    """The smallest statement that a line belongs to."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and _span(node)[0] <= line <= _span(node)[1]
    ]
    return min(around, key=lambda node: _span(node)[1] - _span(node)[0], default=None)


def _span(node: ast.stmt) -> tuple[int, int]:
    """First and last line, decorators included."""
    decorators = node.decorator_list if isinstance(node, Definition) else []
    first = min([node.lineno, *(one.lineno for one in decorators)])
    return first, node.end_lineno or node.lineno


def _marked_lines(node: ast.stmt) -> tuple[int, ...]:
    """Where a mark may stand: of a block only its head, for its last line is another statement."""
    body = getattr(node, "body", None)
    if isinstance(body, list):
        return tuple(range(_span(node)[0], max(body[0].lineno, node.lineno + 1)))
    return node.lineno, node.end_lineno or node.lineno


def _outermost(cuts: Sequence[_Cut]) -> list[_Cut]:
    """In order, without those inside of another."""
    found: list[_Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.first, -cut.last)):
        if not found or cut.last > found[-1].last:
            found.append(cut)
    return found


def _without(lines: Sequence[str], cuts: Sequence[_Cut]) -> list[tuple[str, int]]:
    """The lines that are left, each with its number in the reference.

    Where something vanishes between blank lines, the larger of the two gaps is left.
    """
    ends = {cut.first: cut for cut in cuts}
    kept: list[tuple[str, int]] = []
    number = 1
    while number <= len(lines):
        cut = ends.get(number)
        if cut is None:
            kept.append((lines[number - 1], number))
            number += 1
            continue
        kept += cut.instead
        number = cut.last + 1
        if not cut.instead:
            gap = _blank(text for text, _ in reversed(kept)) if kept else len(lines)
            number += min(gap, _blank(lines[number - 1 :]))
    return kept[: len(kept) - _blank(text for text, _ in reversed(kept))]


def _blank(lines: Iterable[str]) -> int:
    """How many of the first lines are blank."""
    count = 0
    for line in lines:
        if line.strip():
            break
        count += 1
    return count


def _check(
    stub: str,
    reference: ast.Module,
    numbers: Sequence[int],
    tasks: Sequence[str],
    with_bugs: Container[str],
    note: Note,
) -> None:
    """Whether students can start from the stub, and find no solution in it."""
    try:
        tree = _quietly(stub)
    except SyntaxError as error:
        line = min(error.lineno or 1, len(numbers)) - 1
        message = f"without the solution this is no Python: {error.msg}"
        advice = f"Every block needs a line: write one below {INSTEAD!r}, such as {EXAMPLE}."
        note(numbers[line] if numbers else 1, 1, message, advice)
        return
    messages = stub_messages(stub)
    theirs, ours = _definitions(tree), _definitions(reference)
    for task in tasks:
        if task not in ours:
            continue
        is_complete = task in with_bugs
        is_said = bool(messages.get(task))
        if is_complete == is_said or (is_complete and _same(theirs.get(task), ours[task])):
            line, column = ours[task].lineno, ours[task].col_offset + 1
            note(line, column, *_unwritten(task, theirs.get(task), ours[task], is_complete))


def _unwritten(
    task: str, stub: Definition | None, reference: Definition, is_complete: bool
) -> tuple[str, str]:
    ready = f'# raise NotImplementedError("{task} is yours to write")'
    if stub is None:
        return f"the stub would not define {task}", "Mark what is in it, not all of it."
    if _same(stub, reference) and is_complete:
        return f"the stub of {task} would be right", f"Write code with a bug below its {WRONG!r}."
    if _same(stub, reference):
        advice = (
            f"Put its solution between {SOLUTION!r} and {INSTEAD!r}, then {ready}, then {END!r}."
        )
        return f"the stub of {task} would still be the solution", advice
    if is_complete:
        advice = f"Let it run, or write {INSTEAD!r} for {WRONG!r}."
        return f"the stub of {task} is to have a bug, and raises a NotImplementedError", advice
    advice = f"Write below an {INSTEAD!r} of it: {ready}. If it is complete, with a bug: {WRONG!r}."
    return f"the stub of {task} would raise no NotImplementedError with a text", advice


def _same(stub: Definition | None, reference: Definition) -> bool:
    return stub is not None and ast.dump(stub) == ast.dump(reference)


def _definitions(tree: ast.Module) -> Mapping[str, Definition]:
    return {node.name: node for node in tree.body if isinstance(node, Definition)}
