"""Slips with brackets and commas: one too few, one too many, the wrong one."""

from __future__ import annotations

from grader.yamlfile.trouble import CLOSER, Slip, Trouble, end, put, write


def no_space(trouble: Trouble) -> Slip | None:
    """`{F:[1, 5]}`: a colon needs a space after it."""
    if trouble.problem != "found unexpected ':'":
        return None
    number, column = trouble.mark
    fixed = put(trouble.row, column + 1, 0, " ")
    return Slip(trouble.mark, "a colon needs a space after it", write(fixed), {number: fixed})


def one_too_many(trouble: Trouble) -> Slip | None:
    """`{...}}`, or a comma at the end of a line as Python would have it."""
    first = trouble.rest[:1]
    if trouble.brackets or first not in ("}", "]", ","):
        return None
    number, column = trouble.mark
    fixed = put(trouble.row, column, 1, "")
    message = f"this {first} closes nothing" if first != "," else "no comma stands between lines"
    return Slip(trouble.mark, message, write(fixed), {number: fixed})


def wrong_one(trouble: Trouble) -> Slip | None:
    """`[1, 5}`: closed by another bracket than it was opened by."""
    first, open_ = trouble.rest[:1], trouble.brackets
    if first not in ("}", "]") or not open_:
        return None
    opened = [trouble.line(line)[column] for line, column in open_]
    needed = CLOSER[opened[-1]]
    if first == needed:
        return None
    number, column = trouble.mark
    closes_outer = any(CLOSER[each] == first for each in opened)
    fixed = put(trouble.row, column, 0 if closes_outer else 1, needed)
    message = f"{opened[-1]} is closed by {needed}, not by {first}"
    return Slip(trouble.mark, message, write(fixed), {number: fixed})


def no_comma(trouble: Trouble) -> Slip | None:
    """`{a: [1] b: 2}`, or a line of JSON without its comma."""
    last = trouble.last
    if not _wants_comma(trouble) or last is None:
        return None
    number, column = end(last)
    is_same = number == trouble.mark[0]
    if not is_same and not _is_inside(trouble):
        return None
    fixed = put(trouble.line(number), column, 0, ",")
    return Slip((number, column), "a comma is missing here", write(fixed), {number: fixed})


def never_closed(trouble: Trouble) -> Slip | None:
    """`{model: {mlp: {}}`: what follows is taken for the inside of the bracket."""
    if not trouble.brackets or (not _wants_comma(trouble) and trouble.row.strip()):
        return None
    number, column = trouble.brackets[-1]
    last = trouble.above(trouble.mark[0]) or number
    needed = "".join(CLOSER[trouble.line(n)[c]] for n, c in reversed(trouble.brackets))
    fixed = trouble.line(last).rstrip() + needed
    message = f"this {trouble.line(number)[column]} is never closed"
    return Slip((number, column), message, write(fixed), {last: fixed})


def _wants_comma(trouble: Trouble) -> bool:
    return trouble.problem.startswith("did not find expected ','")


def _is_inside(trouble: Trouble) -> bool:
    """Whether the line stands further in than the one in which the bracket was opened."""
    if not trouble.is_first or not trouble.brackets:
        return False
    opening = trouble.line(trouble.brackets[-1][0])
    return _depth(trouble.row) > _depth(opening)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))
