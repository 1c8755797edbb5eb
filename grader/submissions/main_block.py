"""The block of a file that runs when the file is run: where students try out what they wrote.

An import does not run it, so it is left out before anything looks at the file: what it uses counts
neither for nor against the code.
"""

from __future__ import annotations

import ast
import re

from grader.submissions.source import parsed

LINE_ENDS = re.compile(r"(\r\n|\r|\n)")  # those that count as lines in a tree


def is_main_block(statement: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":`, with nothing to do otherwise."""
    match statement:
        case ast.If(
            ast.Compare(ast.Name("__name__"), [ast.Eq()], [ast.Constant("__main__")]), _, []
        ):
            return True
    return False


def without_main_blocks(source: str) -> str:
    """The text with such blocks of the module itself emptied; every other line stays where it is.

    A source that cannot be parsed stays as it is.
    """
    tree = parsed(source)
    blocks = [each for each in tree.body if is_main_block(each)] if tree else []
    if not blocks:
        return source
    pieces = LINE_ENDS.split(source)  # a line, its end, the next line, ...
    for block in blocks:
        for number in range(block.lineno, (block.end_lineno or block.lineno) + 1):
            pieces[2 * (number - 1)] = ""
    return "".join(pieces)
