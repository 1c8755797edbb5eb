"""What is wrong with a text that is no YAML, in words for authors, and what was meant.

YAML stops at its first error, and often names a place far below the slip. The common slips are
found here; each is mended, line for line, so that reading goes on and finds what else is wrong.
"""

from __future__ import annotations

import re

import yaml

from grader.yamlfile import brackets, indents, quoting
from grader.yamlfile.trouble import Slip, Trouble, trouble_of

ANYTHING_ELSE = "Look at this line and the one above it: indentation, colons, quotes, brackets."
CONFLICT = re.compile(r"(<{7}|={7}|>{7})(?: |$)")


def slip_of(text: str, error: yaml.MarkedYAMLError) -> Slip:
    """The slip behind an error."""
    trouble = trouble_of(text, error)
    rules = RULES if error.note is None else ()
    found = next(filter(None, (rule(trouble) for rule in rules)), None)
    if found is not None:
        return found
    problem = error.problem or error.context or ""
    if problem.startswith("but "):
        problem = f"{error.context}, {problem}"
    mark = trouble.mark
    if trouble.start is not None and problem.startswith("could not find expected ':'"):
        mark = trouble.start  # the reader looked on for the colon
    mark = min(mark, (len(trouble.lines) - 1, len(trouble.lines[-1])))
    return Slip(mark, f"is not YAML: {problem}", error.note or ANYTHING_ELSE)


def _conflict(trouble: Trouble) -> Slip | None:
    """Both sides of a merge are in the file; what is read on is the first."""
    marks = [(n, m[1]) for n, line in enumerate(trouble.lines) if (m := CONFLICT.match(line))]
    if not any(mark[0] in "<>" for _, mark in marks):
        return None
    mended, is_second = {}, False
    for number, line in enumerate(trouble.lines):
        mark = CONFLICT.match(line)
        is_second = mark[1][0] == "=" if mark else is_second
        if mark or is_second:
            mended[number] = ""
    advice = "Keep one of its two sides, and delete the lines <<<<<<<, ======= and >>>>>>>."
    return Slip((marks[0][0], 0), "a merge conflict that nobody has settled", advice, mended)


def _fence(trouble: Trouble) -> Slip | None:
    """Copied from a page of Markdown."""
    fences = [n for n, line in enumerate(trouble.lines) if line.startswith("```")]
    if not fences or fences[0] > trouble.mark[0]:
        return None
    message = "a fence of Markdown is no part of YAML"
    return Slip((fences[0], 0), message, "Delete the lines ```.", dict.fromkeys(fences, ""))


def _second_document(trouble: Trouble) -> Slip | None:
    """`---` in the middle; what stands below is read as if it were not there."""
    if "document" not in trouble.problem or trouble.is_in_text(trouble.mark[0]):
        return None
    lines = range(min(trouble.mark[0], len(trouble.lines) - 1), 0, -1)
    number = next((n for n in lines if re.match(r"(---|\.\.\.)\s*$", trouble.line(n))), None)
    if number is None:
        return None
    message = "a second document begins here, and a file is one"
    return Slip((number, 0), message, f"Delete the line {trouble.line(number)}", {number: ""})


RULES = (
    _conflict,
    _fence,
    indents.tabs,
    indents.odd_spaces,
    _second_document,
    indents.out_of_text,
    quoting.text_goes_on,
    indents.equals_sign,
    indents.no_space,
    quoting.never_closed,
    quoting.after_quote,
    brackets.no_space,
    brackets.one_too_many,
    brackets.wrong_one,
    quoting.reserved_start,
    quoting.colon_in_text,
    brackets.no_comma,
    brackets.never_closed,
    indents.no_colon,
    indents.out_of_line,
)
