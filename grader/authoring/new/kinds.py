"""New exercises from templates: one a kind, whole and working as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from grader.authoring.new.draft import Draft, TaskDraft, filled, first_line, schema_from
from grader.authoring.new.names import (
    check_functions,
    check_module,
    check_title,
    module_from,
    title_from,
)
from grader.course import Course

Kind: TypeAlias = Literal["tensor", "loop", "class"]
KINDS: tuple[str, ...] = get_args(Kind)


def draft_of_kind(
    kind: Kind, course: Course, name: str, functions: Sequence[str], title: str, module: str
) -> Draft:
    """An exercise whose tasks are functions or classes of a kind, each called as told.

    Title and module are made of the first of them where they are empty. Raises UsageError if one
    of the names will not do.
    """
    check_functions(functions)
    title = title or title_from(functions)
    module = module or module_from(functions[0])
    check_title(title)
    check_module(module)
    tasks = tuple(
        _task(kind, function, is_first=number == 0) for number, function in enumerate(functions)
    )
    blocks = [filled(f"{kind}/reference.py.txt", function=function) for function in functions]
    parts = [_docstrings(name, title), filled(f"{kind}/head.py.txt"), "\n\n".join(blocks)]
    reference = f"{parts[0]}\n{parts[1]}\n\n{parts[2]}"
    return Draft(name, title, module, reference, tasks, schema_from(course))


def _docstrings(name: str, title: str) -> str:
    """The first line of the reference, and of the stub."""
    ours = f'"""{title}. The reference, of which `grade stub {name}` makes the stub."""'
    return f"# solution\n{ours}\n\n# instead\n# {first_line(name, title)}\n# end\n"


def _task(kind: Kind, function: str, is_first: bool) -> TaskDraft:
    text = filled(f"{kind}/task.yaml.txt", function=function)
    return TaskDraft(
        name=function,
        yaml=text if is_first else _without_comments(text),
        alternatives=filled(f"{kind}/alternatives.py.txt", function=function),
        misconceptions=filled(f"{kind}/misconceptions.py.txt", function=function),
    )


def _without_comments(text: str) -> str:
    """The same lines, without what has been explained already."""
    lines = (re.sub(r"( +|^)# .*", "", line) for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line.strip())
