"""Where reading a YAML text came to a stop, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

Mark = tuple[int, int]  # line and column, from 0

OPENERS = yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken
CLOSERS = yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken
CLOSER = {"{": "}", "[": "]"}
BLOCKS = yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken
WORD = r"[A-Za-z_][\w.-]*"
KEY = re.compile(rf"^(\s*(?:- +)*)(\"[^\"]*\"|'[^']*'|{WORD}) *:(?: +|$)")
LONGEST = 88  # characters of a line that is repeated in advice


@dataclass(frozen=True, slots=True)
class Slip:
    """What an author did there, what to write instead, and the lines as they were meant.

    `mended` are whole lines by number, from 0; none if nobody can tell what was meant. `about` is
    where the value begins that it spoils.
    """

    mark: Mark
    message: str
    advice: str
    mended: Mapping[int, str] = field(default_factory=dict)
    about: Mark | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A stop: what the reader says, where (`mark`), since where (`start`), and what came before."""

    lines: Sequence[str]
    problem: str
    context: str
    mark: Mark
    start: Mark | None
    before: Sequence[yaml.Token]

    @property
    def row(self) -> str:
        """The line that it stopped in."""
        return self.line(self.mark[0])

    @property
    def rest(self) -> str:
        """What stands from the stop to the end of its line."""
        return self.row[self.mark[1] :]

    @property
    def is_first(self) -> bool:
        """Whether nothing stands before it in its line."""
        return not self.row[: self.mark[1]].strip()

    def line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""

    def above(self, number: int) -> int | None:
        """The nearest line above that says something."""
        told = (n for n in range(min(number, len(self.lines)) - 1, -1, -1) if self._says(n))
        return next(told, None)

    def _says(self, number: int) -> bool:
        return bool(self.lines[number].strip()) and not self.lines[number].lstrip().startswith("#")

    @property
    def last(self) -> yaml.Token | None:
        """The last thing that was read: a text, a bracket, an alias."""
        things = (*OPENERS, *CLOSERS, yaml.ScalarToken, yaml.AliasToken)
        return next((token for token in reversed(self.before) if isinstance(token, things)), None)

    @property
    def brackets(self) -> list[Mark]:
        """The brackets that are open, outermost first."""
        found: list[Mark] = []
        for token in self.before:
            if isinstance(token, OPENERS):
                found.append(begin(token))
            elif isinstance(token, CLOSERS) and found:
                found.pop()
        return found

    def is_in_text(self, number: int) -> bool:
        """Whether a line is part of a text that began further up, after a `|` or a quote."""
        return any(
            isinstance(token, yaml.ScalarToken)
            and token.style
            and begin(token)[0] < number <= end(token)[0] - (token.style in "|>")
            for token in self.before
        )


def trouble_of(text: str, error: yaml.MarkedYAMLError) -> Trouble:
    """What an error is about."""
    mark = error.problem_mark or error.context_mark
    place = (mark.line, mark.column) if mark else (0, 0)
    start = error.context_mark
    before = [token for token in _tokens(text) if begin(token) < place]
    return Trouble(
        lines=text.split("\n"),
        problem=str(error.problem or ""),
        context=str(error.context or ""),
        mark=place,
        start=(start.line, start.column) if start else None,
        before=before,
    )


def begin(token: yaml.Token) -> Mark:
    return token.start_mark.line, token.start_mark.column


def end(token: yaml.Token) -> Mark:
    return token.end_mark.line, token.end_mark.column


def put(line: str, column: int, old: int, new: str) -> str:
    """The line with something else in the place of `old` characters at a column."""
    return line[:column] + new + line[column + old :]


def write(line: str, mark: int | None = None) -> str:
    """Advice to write a line; from a column on, if it is long."""
    text = line.strip()
    if len(text) > LONGEST and mark is not None:
        text = f"... {line[mark:].strip()}"
    return f"Write {text if len(text) <= LONGEST else text[: LONGEST - 3] + '...'}"


def quoted(text: str) -> str:
    """The text in quotes, as YAML has them."""
    for quote in "'\"":
        if len(text) > 1 and text[0] == text[-1] == quote:
            text = text[1:-1].replace("\\" + quote, quote)
            break
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _tokens(text: str) -> list[yaml.Token]:
    found = []
    try:
        for token in yaml.scan(text):
            found.append(token)
    except yaml.YAMLError:
        pass  # what came before it is what is asked for
    return found
