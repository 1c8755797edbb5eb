"""Mark the solution in a module: the bodies of its tasks, and what only they need."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.authoring.new.draft import first_line
from grader.authoring.new.solved import Definition, Function, Solved
from grader.submissions import END, INSTEAD, SOLUTION, has_regions, make_stub

CONTRACT = (
    '"""TODO: the contract. What goes in, what comes out, what is changed in place, what raises?"""'
)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
CALLED = ("property", "cached_property", "functools.cached_property", "staticmethod", "classmethod")
KEPT = ("torch", "torch.nn", "torch.nn.functional", "torch.optim", "torch.utils.data", "__future__")
KEPT_FROM_TORCH = {"Tensor", "nn", "optim"}


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines to be replaced (both ends included); of none, `last` is the line before `first`."""

    first: int
    last: int
    lines: tuple[str, ...]


def marked(solved: Solved, name: str, title: str) -> str:
    """The text of a solved module with its solution marked, so that it makes a stub.

    A module in which something is marked already is left as it is.
    """
    if has_regions(solved.marked):
        return solved.marked
    lines = solved.text.splitlines()
    edits = [_headline(solved, name, title)]
    for node in solved.tree.body:
        edits += _edits(node, solved, lines)
    text = _applied(lines, edits)
    return _imports_marked(text, make_stub(text, solved.path, ()))


def _headline(solved: Solved, name: str, title: str) -> _Edit:
    """The docstring of the module, and what stands there in the stub."""
    tree = solved.tree
    ready = (INSTEAD, f"# {first_line(name, title)}", END)
    if ast.get_docstring(tree) is not None:
        first, last = tree.body[0].lineno, tree.body[0].end_lineno or 1
        own = solved.text.splitlines()[first - 1 : last]
        return _Edit(first, last, (SOLUTION, *own, "", *ready))
    line = 2 if solved.text.startswith("#!") else 1
    ours = f'"""{title}. The reference, of which `grade stub {name}` makes the stub."""'
    return _Edit(line, line - 1, (SOLUTION, ours, "", *ready, ""))


def _edits(node: ast.stmt, solved: Solved, lines: Sequence[str]) -> Iterator[_Edit]:
    if isinstance(node, Definition) and node.name in solved.names:
        yield from _task(node, lines)
    elif _is_private(node) or _is_main(node):
        yield _marked_line(node, lines)


def _task(node: Definition, lines: Sequence[str]) -> Iterator[_Edit]:
    if isinstance(node, Function):
        yield from _decorators(node, lines)
        yield from _body(node, node.name, lines, says_how_long=True)
        return
    methods = [each for each in node.body if isinstance(each, Function)]
    public = [each for each in methods if not _is_private(each)]
    if ast.get_docstring(node) is None:
        yield _inserted(node.body[0], CONTRACT)
    for each in node.body:
        if each in public and isinstance(each, Function):
            yield from _decorators(each, lines)
            yield from _body(each, node.name, lines, says_how_long=each is public[0])
        elif _is_private(each):
            yield _marked_line(each, lines)
    if not public:
        yield _constructor(node, lines)


def _decorators(node: Function, lines: Sequence[str]) -> Iterator[_Edit]:
    """A decorator is part of the solution, but for those that say how a method is called."""
    indent = " " * node.col_offset
    for each in node.decorator_list:
        name = ast.unparse(each)
        if name not in CALLED and not name.endswith((".setter", ".deleter")):
            first, last = each.lineno, each.end_lineno or each.lineno
            own = lines[first - 1 : last]
            yield _Edit(first, last, (f"{indent}{SOLUTION}", *own, f"{indent}{END}"))


def _body(node: Function, task: str, lines: Sequence[str], says_how_long: bool) -> Iterator[_Edit]:
    """A region around what follows the docstring, which is written if a task has none."""
    is_task = node.name == task
    has_docstring = ast.get_docstring(node, clean=False) is not None
    body = node.body[1:] if has_docstring else node.body
    if node.body[0].lineno == _head_end(node, lines):
        yield _on_lines_of_its_own(node, task, lines)
        return
    indent = " " * node.body[0].col_offset
    above = node.body[0].end_lineno if has_docstring else _head_end(node, lines)
    first, last = (above or 0) + 1, _last_line(node, lines)
    while first < last and not lines[first - 1].strip():
        first += 1
    own = lines[first - 1 : last]
    todo = _todo(body) if says_how_long else ()
    contract = () if has_docstring or not is_task else (CONTRACT,)
    instead = (*todo, f'# raise NotImplementedError("{task} is yours to write")')
    marks = [f"{indent}{line}" for line in (INSTEAD, *instead, END)]
    head = [f"{indent}{line}" for line in (*contract, SOLUTION)]
    yield _Edit(first, last, (*head, *own, *marks))


def _on_lines_of_its_own(node: Function, task: str, lines: Sequence[str]) -> _Edit:
    """A function that stands on one line."""
    line = lines[node.body[0].lineno - 1]
    column = len(line.encode()[: node.body[0].col_offset].decode())
    indent = " " * (node.col_offset + 4)
    contract = (CONTRACT,) if node.name == task else ()
    raises = f'# raise NotImplementedError("{task} is yours to write")'
    above = [f"{indent}{each}" for each in (*contract, SOLUTION, line[column:])]
    below = [f"{indent}{each}" for each in (INSTEAD, raises, END)]
    first, last = node.body[0].lineno, node.end_lineno or node.lineno
    return _Edit(first, last, (line[:column].rstrip(), *above, *lines[first:last], *below))


def _constructor(node: ast.ClassDef, lines: Sequence[str]) -> _Edit:
    """A class without methods of its own is not written yet if it cannot be made."""
    indent = " " * node.body[0].col_offset
    raises = f'#     raise NotImplementedError("{node.name} is yours to write")'
    init = "# def __init__(self, *args: object, **kwargs: object) -> None:"
    marks = (SOLUTION, INSTEAD, init, raises, END)
    last = _last_line(node, lines)
    return _Edit(last + 1, last, ("", *(f"{indent}{mark}" for mark in marks)))


def _inserted(before: ast.stmt, text: str) -> _Edit:
    line = min([before.lineno, *(d.lineno for d in getattr(before, "decorator_list", []))])
    indent = " " * before.col_offset
    return _Edit(line, line - 1, (f"{indent}{text}", ""))


def _marked_line(node: ast.stmt, lines: Sequence[str]) -> _Edit:
    """The first line of a statement with the mark behind it; decorators are part of it."""
    line = lines[node.lineno - 1]
    return _Edit(node.lineno, node.lineno, (f"{line.rstrip()}  {SOLUTION}",))


def _todo(body: Sequence[ast.stmt]) -> tuple[str, ...]:
    if not body:
        return ()
    count = len({line for each in body for line in _lines_of_code(each)})
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    lines = "line" if count == 1 else "lines"
    return (f"# # TODO (about {number} {lines}): what does the docstring promise?",)


def _lines_of_code(node: ast.stmt) -> set[int]:
    return {each.lineno for each in ast.walk(node) if isinstance(each, ast.stmt)}


def _head_end(node: Function, lines: Sequence[str]) -> int:
    """The line of the colon that ends a function's head."""
    text = "\n".join(lines[node.lineno - 1 :]) + "\n"
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == ":" and depth == 0:
                return node.lineno - 1 + token.start[0]
    return node.lineno


def _last_line(node: Definition, lines: Sequence[str]) -> int:
    """The last line of a block, comments at its end included."""
    last = node.end_lineno or node.lineno
    indent = " " * node.body[0].col_offset
    number = last
    while number < len(lines):
        line = lines[number]
        if line.strip() and not line.startswith(f"{indent}#"):
            break
        number += 1
        last = number if line.strip() else last
    return last


def _is_private(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name.startswith("_") and not name.endswith("__")
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name.startswith("_") and not name.endswith("__")
    return False


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)


def _applied(lines: Sequence[str], edits: Sequence[_Edit]) -> str:
    text = list(lines)
    for edit in sorted(edits, key=lambda edit: (edit.first, edit.last), reverse=True):
        text[edit.first - 1 : edit.last] = edit.lines
    return "".join(f"{line}\n" for line in text)


def _imports_marked(text: str, stub: str) -> str:
    """Mark the imports of which the stub makes no use; what every student needs is left."""
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom) and not _is_kept(node):
            names = [each.asname or each.name.split(".")[0] for each in node.names]
            if not any(_uses(stub, name) for name in names):
                line = (node.end_lineno or node.lineno) - 1
                lines[line] = f"{lines[line].rstrip()}  {SOLUTION}"
    return "".join(f"{line}\n" for line in lines)


def _is_kept(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.Import):
        return all(each.name in KEPT for each in node.names)
    if node.module == "torch":
        return any(each.name in KEPT_FROM_TORCH for each in node.names)
    return node.module == "__future__"


def _uses(stub: str, name: str) -> bool:
    """Whether a stub says a name anywhere but where it imports it; in an example, too."""
    rest = re.sub(r"^(import|from) .*?(?:\([^)]*\)|$)", "", stub, flags=re.MULTILINE)
    return re.search(rf"\b{re.escape(name)}\b", rest) is not None
