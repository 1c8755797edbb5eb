"""What Jupyter understands and Python does not: `%matplotlib inline`, `!pip install x`, `%%bash`.

None of it is executed. Each such line becomes a `pass`, so that all others keep their places.
"""

from __future__ import annotations

import re

CELL_MAGIC = re.compile(r"%%(\w*)")
OF_PYTHON = ("time", "timeit", "capture", "prun", "python", "python3")  # the cell is code anyway
LINE_MAGIC = re.compile(
    r"""  %{1,2}\w | ! | \?         # %time f(x)   !ls   ?f
       |  [\w.]+\?{1,2}$          # f?
       |  [\w,\ ]+=\s*(?:%\w|!)   # files = !ls
    """,
    re.VERBOSE,
)
TOKEN = re.compile(
    r"""  (?P<newline>\n) | \\\n | \#[^\n]*
       |  (?P<opening>[(\[{]) | (?P<closing>[)\]}])
       |  '''[^\\']*(?:(?:\\[\s\S]|'(?!''))[^\\']*)*'''
       |  \"""[^\\"]*(?:(?:\\[\s\S]|"(?!""))[^\\"]*)*\"""
       |  (?!'''|\""")(?: '[^\\\n']*(?:\\[\s\S][^\\\n']*)*' | "[^\\\n"]*(?:\\[\s\S][^\\\n"]*)*" )
       |  [^\n\\\#()\[\]{}'"]+
    """,
    re.VERBOSE,
)


def without_magics(text: str) -> tuple[str, dict[int, str]]:
    """The text as Python, and the lines that are none, by their number."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    cell_magic = CELL_MAGIC.match(lines[first].strip())
    if cell_magic and cell_magic[1] not in OF_PYTHON:
        return "", {first + 1: lines[first].strip()}
    found = {number: lines[number - 1] for number in _magic_lines(text)}
    for number, line in found.items():
        lines[number - 1] = line[: len(line) - len(line.lstrip())] + "pass"
    return "\n".join(lines), {number: line.strip() for number, line in found.items()}


def _magic_lines(text: str) -> list[int]:
    """The numbers of the lines that are magics: only where a statement may begin is one.

    A line inside of brackets or of a text, or after a backslash, is none. Looks at each character
    once, and no further than to a text that does not end: Python will complain of that.
    """
    found, at, number, depth, begins = [], 0, 1, 0, True
    while at < len(text):
        if begins:
            end = text.find("\n", at)
            line = text[at : end if end >= 0 else len(text)]
            if LINE_MAGIC.match(line.strip()):
                found.append(number)
                at += len(line)
                begins = False
                continue
        token = TOKEN.match(text, at)
        if token is None:
            break
        depth = max(depth + bool(token["opening"]) - bool(token["closing"]), 0)
        begins = bool(token["newline"]) and depth == 0
        number += token[0].count("\n")
        at = token.end()
    return found
