"""Python source with places: what stands where, and the edits that replace parts of it.

Everything else of the text stays as its author wrote it, comments included.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

OPEN, CLOSE = "([{", ")]}"
ATOM = 14
PRECEDENCE: dict[type[ast.AST], int] = {
    ast.Lambda: 0, ast.IfExp: 0, ast.NamedExpr: 0, ast.Or: 1, ast.And: 2, ast.Not: 3,
    ast.Compare: 4, ast.BitOr: 5, ast.BitXor: 6, ast.BitAnd: 7, ast.LShift: 8, ast.RShift: 8,
    ast.Add: 9, ast.Sub: 9, ast.Mult: 10, ast.Div: 10, ast.FloorDiv: 10, ast.Mod: 10,
    ast.MatMult: 10, ast.USub: 11, ast.UAdd: 11, ast.Invert: 11, ast.Pow: 12, ast.Await: 13,
}  # fmt: skip
SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.LShift: "<<", ast.RShift: ">>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in",
    ast.NotIn: "not in", ast.And: "and", ast.Or: "or",
}  # fmt: skip
BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters from start to end, replaced by a text."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text after all edits, none of which may overlap."""
    pieces, at = [], 0
    for edit in sorted(edits):
        assert edit.start >= at, edit
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


class Code:
    """A module: its text, its tree, and where in the text each node stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._lines = io.StringIO(text).readlines()  # as the parser counts them
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line))
        self._starts = starts
        self._parents = {c: p for p in ast.walk(self.tree) for c in ast.iter_child_nodes(p)}

    def start(self, node: ast.AST) -> int:
        return self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        return self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def of(self, node: ast.AST) -> str:
        """A node as its author wrote it, without parentheses around it."""
        return self.text[self.start(node) : self.end(node)]

    def line(self, offset: int) -> int:
        """The number of the line that holds a character, from 1."""
        return bisect_right(self._starts, offset)

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self._parents.get(node)

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, the innermost first."""
        while (found := self._parents.get(node)) is not None:
            yield found
            node = found

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements among which one stands, itself included."""
        parent = self._parents[statement]
        lists = [getattr(parent, name, []) for name in BLOCKS]
        return next((each for each in lists if statement in each), [statement])

    # Expressions

    def replace(self, node: ast.AST, text: str) -> Edit:
        return Edit(self.start(node), self.end(node), text)

    def instead(self, node: ast.expr, other: ast.expr) -> Edit:
        """Another expression in the place of one, in parentheses where it needs them."""
        needed = 0 if self._is_bracketed(node) else self._needed(node)
        return self.replace(node, self.fitting(other, needed))

    def fitting(self, node: ast.expr, needed: int) -> str:
        """An expression as text, in parentheses if it binds less than it needs to."""
        text = self.of(node)
        return text if precedence(node) >= needed else f"({text})"

    def symbol(self, left: ast.AST, right: ast.AST, old: type[ast.AST], new: str) -> Edit:
        """Another operator between two expressions."""
        start, end = self.end(left), self.start(right)
        pattern = r"\s+".join(map(re.escape, SYMBOLS[old].split()))
        found = re.search(pattern, self.text[start:end])
        assert found is not None, self.text[start:end]
        return Edit(start + found.start(), start + found.end(), new)

    def swap(self, one: ast.AST, other: ast.AST) -> tuple[Edit, ...]:
        return self.replace(one, self.of(other)), self.replace(other, self.of(one))

    def items(self, node: ast.AST) -> list[tuple[int, int]]:
        """Where the items of what ends with a bracket stand: of a call, its arguments."""
        opened, commas = self._brackets[self.end(node) - 1]
        cuts = [opened, *commas, self.end(node) - 1]
        spans = ((self._next(a + 1), b) for a, b in pairwise(cuts))
        return [(start, end) for start, end in spans if start < end]

    def without_item(self, node: ast.AST, number: int) -> Edit:
        """An item taken out of a call or a display, with one comma."""
        items = self.items(node)
        start, end = items[number]
        if (lines := self._own_lines(start, end)) is not None:
            return lines
        if number + 1 < len(items):  # what follows moves up to where it stood
            return Edit(start, items[number + 1][0], "")
        return Edit(items[number - 1][1] if number else start, end, "")

    def _next(self, at: int) -> int:
        """Where the next thing stands that is neither space nor comment."""
        blank = re.match(r"(?:\s|#[^\n]*\n)*", self.text[at:])
        return at + (blank.end() if blank else 0)

    # Statements

    def stands_alone(self, statement: ast.stmt) -> bool:
        """Whether nothing but a comment shares its lines."""
        before = self.text[self._line_start(statement) : self.start(statement)]
        after = self.text[self.end(statement) : self._line_end(statement)]
        return not before.strip() and (not after.strip() or after.lstrip().startswith("#"))

    def lines_of(self, statement: ast.stmt) -> str:
        """The whole lines of a statement."""
        return self.text[self._line_start(statement) : self._line_end(statement)]

    def drop(self, statement: ast.stmt) -> Edit:
        """Take a statement out; what would be left empty gets a `pass`."""
        if not self.stands_alone(statement) or len(self.block(statement)) == 1:
            return self.replace(statement, "pass")
        return self.drop_lines(statement)

    def drop_lines(self, node: ast.stmt | ast.expr) -> Edit:
        return Edit(self._line_start(node), self._line_end(node), "")

    def before(self, statement: ast.stmt, text: str) -> Edit:
        """Put lines in front of a statement, indented like it."""
        at = self._line_start(statement)
        return Edit(at, at, self._indented(text, statement))

    def after(self, statement: ast.stmt, text: str) -> Edit:
        """Put lines behind a statement, indented like it."""
        at = self._line_end(statement)
        newline = "" if self.text[:at].endswith("\n") else "\n"
        return Edit(at, at, newline + self._indented(text, statement))

    def unwrap(self, start: ast.stmt, body: Sequence[ast.stmt]) -> tuple[Edit, ...]:
        """Take away the lines that lead a block, and move the block below its head."""
        head = Edit(self._line_start(start), self._line_start(body[0]), "")
        return (head, *self._moved_left(body, body[0].col_offset - start.col_offset))

    def unwrap_next(self, body: Sequence[ast.stmt], following: Sequence[ast.stmt],
                    shift: int) -> tuple[Edit, ...]:  # fmt: skip
        """The same for a second block of a statement: take away the lines between the two."""
        between = Edit(self._line_end(body[-1]), self._line_start(following[0]), "")
        return (between, *self._moved_left(following, shift))

    def _moved_left(self, body: Sequence[ast.stmt], shift: int) -> list[Edit]:
        numbers = range(body[0].lineno, (body[-1].end_lineno or 0) + 1)
        movable = (
            number
            for number in numbers
            if number not in self._inside_strings
            and self._lines[number - 1].startswith(" " * shift)
        )
        starts = (self._starts[number - 1] for number in movable)
        return [Edit(start, start + shift, "") for start in starts]

    def _indented(self, text: str, like: ast.stmt) -> str:
        lines = text.strip("\n").splitlines()
        old = len(lines[0]) - len(lines[0].lstrip())
        shift = " " * like.col_offset
        return "".join(f"{shift}{line[old:] if line[:old].isspace() else line}\n" for line in lines)

    def _line_start(self, node: ast.stmt | ast.expr) -> int:
        return self._starts[node.lineno - 1]

    def _line_end(self, node: ast.stmt | ast.expr) -> int:
        return self._starts[node.end_lineno or node.lineno]

    def _offset(self, line: int, column: int) -> int:
        """Columns count bytes, offsets characters."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if not text.isascii():
            column = len(text.encode()[:column].decode())
        return self._starts[line - 1] + column

    def _own_lines(self, start: int, end: int) -> Edit | None:
        """The whole lines of an item, if it shares them with nothing but its comma."""
        above = self._starts[self.line(start) - 1]
        below = self._starts[self.line(end)] if self.text[end] == "," else 0
        rest = self.text[end + 1 : below].strip()
        alone = not self.text[above:start].strip() and (not rest or rest.startswith("#"))
        return Edit(above, below, "") if alone and below else None

    def _is_bracketed(self, node: ast.AST) -> bool:
        """Whether a node stands in parentheses of its own."""
        after = self.text[self.end(node) :]
        close = self.end(node) + len(after) - len(after.lstrip())
        opened, commas = self._brackets.get(close, (-1, []))
        before = self.text[opened + 1 : self.start(node)]
        return opened >= 0 and not commas and not before.strip()

    def _needed(self, node: ast.expr) -> int:
        """How strongly what stands in a node's place must bind."""
        match self._parents.get(node):
            case ast.Attribute():
                return ATOM
            case ast.Subscript(value=inner) | ast.Call(func=inner) if inner is node:
                return ATOM
            case ast.BinOp(right=inner, op=op):
                return PRECEDENCE[type(op)] + (inner is node)
            case ast.UnaryOp(op=op) | ast.BoolOp(op=op):
                return PRECEDENCE[type(op)] + isinstance(op, ast.And | ast.Or)
            case ast.Compare():
                return PRECEDENCE[ast.Compare] + 1
            case ast.IfExp() | ast.comprehension() | ast.Starred():
                return 1
        return 0

    @cached_property
    def _tokens(self) -> list[tuple[str, int]]:
        """Every bracket and comma, with its place."""
        found = []
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.OP and token.string in (*OPEN, *CLOSE, ","):
                line, column = token.start
                found.append((token.string, self._starts[line - 1] + column))
        return found

    @cached_property
    def _brackets(self) -> dict[int, tuple[int, list[int]]]:
        """For each closing bracket: where its opening one is, and the commas directly inside."""
        found: dict[int, tuple[int, list[int]]] = {}
        opened: list[tuple[int, list[int]]] = []
        for text, at in self._tokens:
            if text in OPEN:
                opened.append((at, []))
            elif text in CLOSE:
                found[at] = opened.pop()
            elif opened:
                opened[-1][1].append(at)
        return found

    @cached_property
    def _inside_strings(self) -> set[int]:
        """The lines that begin inside a string: they cannot be moved."""
        strings = (n for n in ast.walk(self.tree) if isinstance(n, ast.Constant | ast.JoinedStr))
        ends = ((n.lineno, n.end_lineno or n.lineno) for n in strings)
        return {line for first, last in ends for line in range(first + 1, last + 1)}


def precedence(node: ast.expr) -> int:
    """How strongly an expression binds, from 0 (lambda) to ATOM (a name, a call)."""
    match node:
        case ast.BinOp(op=op) | ast.UnaryOp(op=op) | ast.BoolOp(op=op):
            return PRECEDENCE[type(op)]
        case ast.Tuple() | ast.Starred() | ast.Yield() | ast.YieldFrom():
            return -1
    return PRECEDENCE.get(type(node), ATOM)
