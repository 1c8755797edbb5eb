"""Slips with texts that need quotes, and with quotes."""

from __future__ import annotations

import re

import yaml

from grader.yamlfile.nearest import did_you_mean
from grader.yamlfile.trouble import KEY, Mark, Slip, Trouble, begin, end, put, quoted, write

RESERVED = "%@`*&!|>"
CLOSING = re.compile(r"[\]}\s]*$")


def never_closed(trouble: Trouble) -> Slip | None:
    """A quote without its partner: the rest of the file is taken for text, or up to the next."""
    last = trouble.last
    if trouble.context.endswith("ing a quoted scalar") and trouble.start is not None:
        if trouble.problem.startswith("found unknown escape"):
            return _escape(trouble, trouble.start)
        mark = trouble.start
    elif isinstance(last, yaml.ScalarToken) and last.style in ("'", '"') and _is_long(last):
        mark = begin(last)
    else:
        return None
    number, column = mark
    line = trouble.line(number)
    quote = line[column : column + 1]
    before = len(line[column:].rstrip())
    if any(bracket < mark for bracket in trouble.brackets):
        found = CLOSING.search(line)
        before = found.start() - column if found else before
    fixed = put(line, column + before, 0, quote)
    return Slip(mark, "this quote is never closed", write(fixed, column), {number: fixed})


def _is_long(token: yaml.ScalarToken) -> bool:
    return begin(token)[0] != end(token)[0]


def _escape(trouble: Trouble, start: Mark) -> Slip:
    """`"\\p"`: in double quotes a backslash begins a special character."""
    number, column = trouble.mark
    line = trouble.line(start[0])
    ending = line.find('"', start[1] + 1)
    fixes = {}
    advice = "Put the text in single quotes."
    if ending > 0 and start[0] == number:
        inside = line[start[1] : ending + 1]
        fixes = {number: put(line, start[1], len(inside), quoted(inside))}
        advice = write(fixes[number], start[1])
    message = f"{line[column : column + 2]} means nothing in double quotes"
    return Slip(trouble.mark, message, advice, fixes, about=start)


def after_quote(trouble: Trouble) -> Slip | None:
    """`"zero_grad" is missing`: the text goes on behind its closing quote."""
    last = trouble.last
    if not isinstance(last, yaml.ScalarToken) or last.style not in ("'", '"') or _is_long(last):
        return None
    behind = trouble.row[end(last)[1] : trouble.mark[1]]
    if end(last)[0] != trouble.mark[0] or behind.strip() or trouble.rest[:1] in (":", ",", ""):
        return None
    column, size = begin(last)[1], _length(trouble, begin(last))
    text = trouble.row[column : column + size]
    fixed = put(trouble.row, column, size, quoted(text))
    message = "the text goes on behind the quote that closes it"
    return Slip(trouble.mark, message, write(fixed, column), {trouble.mark[0]: fixed}, begin(last))


def colon_in_text(trouble: Trouble) -> Slip | None:
    """`hint: Remember: ...`: a colon and a space make a key of what stands before them."""
    last = trouble.last
    if trouble.rest[:1] != ":" or not isinstance(last, yaml.ScalarToken) or last.style:
        return None
    if trouble.brackets:
        column = begin(last)[1]
        if begin(last)[0] != trouble.mark[0]:
            return None
    else:
        key = KEY.match(trouble.row)
        if key is None or key.end() > trouble.mark[1]:
            return None
        column = key.end()
    size = _length(trouble, (trouble.mark[0], column))
    fixed = put(trouble.row, column, size, quoted(trouble.row[column : column + size]))
    message = "a text with a colon and a space in it needs quotes"
    about = (trouble.mark[0], column)
    return Slip(trouble.mark, message, write(fixed, column), {trouble.mark[0]: fixed}, about)


def text_goes_on(trouble: Trouble) -> Slip | None:
    """Lines below `run:` without a `|`, up to one with a colon in it."""
    last, key = trouble.last, KEY.match(trouble.row)
    if trouble.rest[:1] != ":" or not isinstance(last, yaml.ScalarToken) or last.style:
        return None
    is_key = key is not None and key.end() > trouble.mark[1]
    if trouble.brackets or is_key or not _is_long(last) or not trouble.mark[1]:
        return None
    number, column = trouble.mark
    above = KEY.match(trouble.line(begin(last)[0]))
    if above is None or len(trouble.row) - len(trouble.row.lstrip()) <= above.start(2):
        return None
    message = "a text of several lines stands below its key, after a |"
    advice = f"Write {above[2]}: | and the text below it, indented."
    return Slip(begin(last), message, advice, {number: put(trouble.row, column, 1, ";")})


def reserved_start(trouble: Trouble) -> Slip | None:
    """`hint: @torch...`: a text cannot begin with a character that means something else."""
    is_named = re.match("while scanning an? (alias|anchor|tag|block scalar)", trouble.context)
    mark = trouble.start if is_named and trouble.start else trouble.mark
    number, column = mark
    line = trouble.line(number)
    first = line[column : column + 1]
    if not first or first not in RESERVED or trouble.problem.startswith("did not find expected k"):
        return None
    text = line[column : column + _length(trouble, mark)]
    fixed = put(line, column, len(text), quoted(text))
    message, advice = f"a text that begins with {first} needs quotes", write(fixed, column)
    if first == "*" and re.fullmatch(r"\*[\w-]+", text):
        message = f"{text} stands for what is marked &{text[1:]}, and nothing above is"
        anchors = [token.value for token in trouble.before if isinstance(token, yaml.AnchorToken)]
        near = did_you_mean(text[1:], anchors) if anchors else ""
        advice = near or f"Mark it &{text[1:]} where it stands, or write the text {quoted(text)}."
    return Slip(mark, message, advice, {number: fixed})


def _length(trouble: Trouble, mark: Mark) -> int:
    """How long the text is that begins there: in brackets up to a comma or the closing one."""
    rest = trouble.line(mark[0])[mark[1] :]
    if any(bracket < mark for bracket in trouble.brackets):
        stop = re.search(r"[,\]}]", rest)
        rest = rest[: stop.start()] if stop else rest
    else:
        rest = re.split(r"\s#", rest, maxsplit=1)[0]
    return len(rest.rstrip())
