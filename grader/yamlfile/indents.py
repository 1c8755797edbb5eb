"""Slips at the beginning of a line: tabs, odd spaces, odd depths, dashes and colons."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from grader.yamlfile.trouble import BLOCKS, KEY, WORD, Slip, Trouble, begin, put, write

TABS = re.compile(r"^ *\t[ \t]*")
WIDTHS = 2, 4, 8  # of a tab, as editors show it
ODD_SPACE = re.compile("(?:^[ \t]*|[:,-])([\u00a0\u2000-\u200b\u202f\u3000\ufeff])")
DASH = re.compile(r"^( *(?:- )*)-(?=[A-Za-z_{\[\"'])")
COLON = re.compile(rf"^( *(?:- +)*{WORD}):(?=[^\s:/])")
EQUALS = re.compile(rf"^( *(?:- +)*{WORD}) *= *")
BARE = re.compile(rf"^( *(?:- +)*{WORD}) *$")


def tabs(trouble: Trouble) -> Slip | None:
    """Tabs cannot indent; they are taken for as many spaces as lets most of the file be read."""
    number = trouble.mark[0]
    if not TABS.match(trouble.row) or trouble.is_in_text(number):
        return None
    found = {n: m[0] for n, line in enumerate(trouble.lines) if (m := TABS.match(line))}
    more = f" (so do {len(found) - 1} more)" if len(found) > 1 else ""
    best = max(WIDTHS, key=lambda width: _readable(_expanded(trouble, width), trouble))
    message = f"a tab indents this line{more}"
    mark = (number, trouble.row.index("\t"))
    return Slip(mark, message, "YAML is indented with spaces alone.", _expanded(trouble, best))


def _expanded(trouble: Trouble, width: int) -> dict[int, str]:
    return {
        n: m[0].expandtabs(width) + line[m.end() :]
        for n, line in enumerate(trouble.lines)
        if (m := TABS.match(line))
    }


def _readable(mended: dict[int, str], trouble: Trouble) -> int:
    """How many lines can be read."""
    lines = [mended.get(n, line) for n, line in enumerate(trouble.lines)]
    try:
        for _ in yaml.parse("\n".join(lines)):
            pass
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line if error.problem_mark else 0
    except yaml.YAMLError:
        return 0
    return len(lines)


def odd_spaces(trouble: Trouble) -> Slip | None:
    """Copied from a web page: a space that YAML does not take for one."""
    for number, line in _nearby(trouble):
        if found := ODD_SPACE.search(line):
            name = f"U+{ord(found[1]):04X}"
            message = f"this space is a special one ({name}), which YAML does not know"
            fixes = {
                n: _plain(line) for n, line in enumerate(trouble.lines) if _plain(line) != line
            }
            return Slip((number, found.start(1)), message, "Type a plain space.", fixes)
    return None


def _plain(line: str) -> str:
    while found := ODD_SPACE.search(line):
        line = put(line, found.start(1), 1, " ")
    return line


def no_space(trouble: Trouble) -> Slip | None:
    """`-name: x` and `name:x`: a dash and a colon need a space after them."""
    for number, line in _nearby(trouble):
        for what, pattern in (("dash", DASH), ("colon", COLON)):
            if found := pattern.match(line):
                fixed = put(line, found.end(), 0, " ")
                mark = (number, found.end() - 1)
                return Slip(mark, f"a {what} needs a space after it", write(fixed), {number: fixed})
    return None


def equals_sign(trouble: Trouble) -> Slip | None:
    """`name = x`: a key with another sign than a colon."""
    for number, line in _nearby(trouble):
        if found := EQUALS.match(line):
            mark = (number, line.index("="))
            fixed = put(line, found.end(1), found.end() - found.end(1), ": ")
            return Slip(mark, "a key ends in a colon", write(fixed), {number: fixed})
    return None


def no_colon(trouble: Trouble) -> Slip | None:
    """`given`: a key without its colon."""
    for number, line in _nearby(trouble):
        if (found := BARE.match(line)) and not line.lstrip().startswith("- "):
            fixed = put(line, found.end(1), 0, ":")
            mark = (number, found.end(1))
            return Slip(mark, "a colon is missing here", write(fixed), {number: fixed})
    return None


def _nearby(trouble: Trouble) -> Iterator[tuple[int, str]]:
    """The line that it began in, the one above the stop, and the line of the stop, if outside of
    texts and brackets."""
    number = trouble.mark[0]
    start = trouble.start[0] if trouble.start else None
    for each in sorted({n for n in (start, trouble.above(number), number) if n is not None}):
        if not trouble.is_in_text(each) and not any(b[0] < each for b in trouble.brackets):
            yield each, trouble.line(each)


def out_of_line(trouble: Trouble) -> Slip | None:
    """A line that is indented as no other of its block, or deeper than a text above it."""
    number, line = trouble.mark[0], trouble.row
    depth = len(line) - len(line.lstrip(" "))
    if not line.strip() or trouble.brackets:
        return None
    above = trouble.above(number)
    if trouble.is_first and (blocks := _blocks(trouble, line.lstrip().startswith("- "))):
        needed = min(blocks, key=lambda column: (abs(column - depth), -column))
        advice = f"Indent it by {needed}, as {blocks[needed]!r} above."
    elif above is not None and (key := KEY.match(trouble.line(above))) and key.end(1) < depth:
        needed = key.end(1)
        advice = (
            f"Indent it by {needed}, as {key[2]!r} above; a text of several lines needs quotes."
        )
    else:
        return None
    if needed == depth:
        return None
    word = line.split(":")[0].strip()
    message = f"{word[:40]!r} is indented by {depth}, which fits nothing above it"
    return Slip((number, depth), message, advice, _shifted(trouble, number, depth, needed - depth))


def out_of_text(trouble: Trouble) -> Slip | None:
    """A line of the text after a `|` that is indented less than its first line."""
    number, line = trouble.mark[0], trouble.row
    needed, depth = _text_above(trouble), len(line) - len(line.lstrip(" "))
    if not needed or not line.strip():
        return None
    message = "this line is indented less than the first line of its text"
    return Slip(
        (number, depth), message, f"Indent it by {needed}.", {number: " " * needed + line.lstrip()}
    )


def _text_above(trouble: Trouble) -> int:
    """How far the text after a `|` is indented that ended just above; 0 if none did."""
    last = trouble.last
    above = trouble.above(trouble.mark[0])
    if not isinstance(last, yaml.ScalarToken) or last.style not in ("|", ">") or above is None:
        return 0
    first = next(
        (n for n in range(begin(last)[0] + 1, above + 1) if trouble.line(n).strip()), above
    )
    text = trouble.line(first)
    depth = len(text) - len(text.lstrip(" "))
    outer = trouble.line(begin(last)[0])
    own = len(trouble.row) - len(trouble.row.lstrip(" "))
    return depth if len(outer) - len(outer.lstrip(" -")) < own < depth else 0


def _blocks(trouble: Trouble, is_item: bool) -> dict[int, str]:
    """The columns of the mappings (or lists) that are open above, each with its last key."""
    open_: list[tuple[int, bool]] = []
    for token in trouble.before:
        if begin(token)[0] >= trouble.mark[0]:
            break
        if isinstance(token, BLOCKS):
            open_.append((begin(token)[1], isinstance(token, yaml.BlockSequenceStartToken)))
        elif isinstance(token, yaml.BlockEndToken) and open_:
            open_.pop()
    return {column: _named(trouble, column) for column, is_list in open_ if is_list == is_item}


def _named(trouble: Trouble, column: int) -> str:
    for number in range(trouble.mark[0] - 1, -1, -1):
        line = trouble.line(number)
        if line[:column].strip(" -") == "" and line[column : column + 1].strip():
            return re.split(r"[:\s]", line[column:])[0]
    return ""


def _shifted(trouble: Trouble, number: int, depth: int, by: int) -> dict[int, str]:
    """The line and the block that it opens, if it opens one, moved."""
    fixes = {number: _moved(trouble.lines[number], by)}
    inside = 0
    for each in range(number + 1, len(trouble.lines)):
        line = trouble.lines[each]
        own = len(line) - len(line.lstrip(" "))
        inside = inside or own
        if line.strip() and (own <= depth or own < inside or not _opens(trouble.lines[number])):
            break
        fixes[each] = _moved(line, by)
    return fixes


def _moved(line: str, by: int) -> str:
    return " " * by + line if by > 0 else line[-by:]


def _opens(line: str) -> bool:
    return line.rstrip().endswith((":", "|", ">"))
