"""A new exercise from a solved module: guessed, tried out, and what cannot be told is said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from grader.authoring.new.calling import Call, calls_of, defaults_of
from grader.authoring.new.checks import Suggestion, gradient_check, suggested, yaml_of
from grader.authoring.new.choosing import Choice, choose
from grader.authoring.new.copying import copied, preamble
from grader.authoring.new.draft import Draft, TaskDraft, schema_from
from grader.authoring.new.givens import guess_default
from grader.authoring.new.laboratory import Facts, Laboratory, task_yaml
from grader.authoring.new.marking import marked
from grader.authoring.new.names import (
    check_functions,
    check_module,
    check_title,
    is_taken,
    module_from,
    title_from,
)
from grader.authoring.new.solved import (
    Definition,
    Function,
    Solved,
    methods_of,
    raised_in,
    read_solved,
)
from grader.authoring.new.wrong import Wrong, wrong_ones
from grader.course import Course
from grader.grading import Progress
from grader.isolation import Zygote

PROBE = "      - globals_restored\n"
LONGEST_TITLE = 50
TRIES = 12  # guesses of what a function is given
ANOTHER = "TODO: another right way to write it; so far it is the reference once more."
GUESSED = """\
Guessed from names and annotations, and tried on the reference. To see the cases:
grade try {name} --task {task} --show-cases"""
LONGEST_ERROR = 70  # characters
NO_GUESS = "no guess fits"
FAILED = "TODO: on these the reference raises {raises}."
IN_WORDS = "TODO: claims, and hints for those who fail, in the words of your lesson."


def draft_from_solved(
    path: Path,
    course: Course,
    name: str,
    chosen: tuple[str, ...],
    title: str,
    module: str,
    zygote: Zygote,
    progress: Progress = lambda _: None,
) -> Draft:
    """An exercise whose tasks are the public functions and classes of a solved module.

    `chosen`: only these of them. Title and module are made of its names where they are empty.
    Raises UsageError if the module cannot be read, or a name will not do.
    """
    solved = read_solved(path, chosen)
    check_functions(solved.names)
    title = title or _title(solved)
    module = module or (module_from(path.stem) if is_taken(path.stem) else path.name)
    check_title(title)
    check_module(module)
    reference = marked(solved, name, title)
    with Laboratory(module, solved.text, zygote) as laboratory:
        tasks = tuple(_task(laboratory, solved, node, name, progress) for node in solved.tasks)
    draft = Draft(name, title, module, reference, tasks, schema_from(course))
    progress("auditing what was written")
    with Laboratory(module, reference, zygote) as laboratory:
        return _audited(laboratory, draft)


def _title(solved: Solved) -> str:
    """The first line of the module's docstring if it is short, else the name of the first task."""
    first = (ast.get_docstring(solved.tree) or "").partition("\n")[0].strip().removesuffix(".")
    is_title = 0 < len(first) <= LONGEST_TITLE and not set(first) & set('"\\')
    return first if is_title else title_from(solved.names)


def _task(
    laboratory: Laboratory, solved: Solved, node: Definition, name: str, progress: Progress
) -> TaskDraft:
    progress(f"{node.name}: what it is given")
    call, facts = _call(laboratory, node)
    comment = GUESSED.format(name=name, task=node.name)
    if facts.raises:
        comment += "\n" + FAILED.format(raises=_short(facts.raises))
    suggestions = suggested(call, _owned(facts, call))
    call, gradient = _with_gradient(laboratory, node, call, facts)
    suggestions += gradient
    wrong = wrong_ones(solved, node.name, _writable(call, facts), bool(gradient))
    if facts.raises or not suggestions:
        choice = Choice(tuple(suggestions) or (_RESULT,), tuple(wrong[-1:]))
    else:
        text = _file(laboratory, solved, "", wrong)
        choice = choose(laboratory, node.name, call, suggestions, wrong, text, progress)
    checks = choice.checks or (_RESULT,)
    return TaskDraft(
        name=node.name,
        yaml=task_yaml(node.name, call, yaml_of(checks), comment, IN_WORDS),
        alternatives=_alternatives(laboratory, solved, node),
        misconceptions=_file(laboratory, solved, _wrong_title(node.name), choice.wrong),
        remarks=(*_remarks(node, call, facts), *call.remarks, *choice.remarks),
    )


_RESULT = Suggestion("matches_reference", "      - matches_reference\n")


def _call(laboratory: Laboratory, node: Definition) -> tuple[Call, Facts]:
    """The first guess on which the reference raises nothing; else the first of all."""
    first: tuple[Call, Facts] | None = None
    for number, call in enumerate(calls_of(node)):
        if number == TRIES:
            break
        facts = _tried(laboratory, node, call)
        if not facts.raises:
            return _with_defaults(laboratory, node, number, call, facts)
        first = first or (call, facts)
    assert first is not None, "there is a guess even for a function without parameters"
    return first


def _tried(laboratory: Laboratory, node: Definition, call: Call) -> Facts:
    return laboratory.facts(node.name, task_yaml(node.name, call, PROBE))


def _with_defaults(
    laboratory: Laboratory, node: Definition, number: int, call: Call, facts: Facts
) -> tuple[Call, Facts]:
    """With those parameters that have a default and can be given something else."""
    kept: dict[str, str] = {}
    for parameter in defaults_of(node):
        text = guess_default(parameter)
        if text is not None:
            more = {**kept, parameter.name: text}
            other = next(islice(calls_of(node, more), number, None))
            found = _tried(laboratory, node, other)
            if not found.raises:
                call, facts, kept = other, found, more
    return call, facts


def _with_gradient(
    laboratory: Laboratory, node: Definition, call: Call, facts: Facts
) -> tuple[Call, list[Suggestion]]:
    """The same call with a first tensor that requires grad, if the result can tell of it."""
    tensors = [n for n in call.guess.named("tensor") if "classes" not in call.guess.given[n]]
    if call.run or not facts.is_scalar or not tensors or facts.raises:
        return call, []
    first = tensors[0]
    given = call.guess.given[first].replace("}}", ", requires_grad: true}}")
    more = call.giving({first: given})
    found = _tried(laboratory, node, more)
    if found.raises or not found.has_gradient:
        return call, []
    return more, [gradient_check(more, first)]


def _owned(facts: Facts, call: Call) -> Facts:
    """Of what is left alone, what a function could have written into."""
    kinds = call.guess.named("tensor", "model")
    return replace(facts, unchanged=tuple(n for n in facts.unchanged if n in kinds))


def _writable(call: Call, facts: Facts) -> dict[str, str]:
    roles = {name: call.guess.roles.get(name, "") for name in facts.unchanged}
    found = {name: role for name, role in roles.items() if role in ("tensor", "model")}
    masks = {name for name in found if "dtype: bool" in call.guess.given[name]}
    return {name: "bool" if name in masks else role for name, role in found.items()}


def _alternatives(laboratory: Laboratory, solved: Solved, node: Definition) -> str:
    name = "another_way" if isinstance(node, Function) else "AnotherWay"
    again = Wrong(name, copied(solved.text, node.name, name, ANOTHER))
    title = f'"""Other right ways to write {node.name}, against checks that are too strict."""'
    return _file(laboratory, solved, title, (again,))


def _wrong_title(task: str) -> str:
    return (
        f'"""Wrong ways to write {task}: so far variations of the reference.\n\n'
        "Each docstring says what is wrong, then the hint that it deserves. TODO: those that\n"
        'students really write, with hints of their own.\n"""'
    )


def _file(
    laboratory: Laboratory, solved: Solved, title: str, pieces: tuple[Wrong, ...] | list[Wrong]
) -> str:
    texts = [piece.text for piece in pieces]
    imports = preamble(solved.text, laboratory.module.removesuffix(".py"), texts)
    head = "\n\n".join(part for part in (title, imports) if part)
    return "\n\n\n".join(part.strip("\n") for part in (head, *texts) if part) + "\n"


def _remarks(node: Definition, call: Call, facts: Facts) -> Iterator[str]:
    """What could not be told of a task."""
    if call.guess.unknown:
        names = ", ".join(call.guess.unknown)
        yield f"nothing tells what {names} may be: see the TODO in exercise.yaml."
    if facts.raises:
        yield f"{NO_GUESS}: the reference raises {_short(facts.raises)}. Correct its givens."
        return
    left = [each.name for each in defaults_of(node) if each.name not in call.guess.given]
    if left:
        yield f"never given: {', '.join(left)}; only the default is tried."
    if errors := raised_in(node):
        names = " and ".join(errors)
        yield f"it raises {names}, but on none of the cases: write a check `raises` with a `when`."
    if facts.draws and not call.guess.named("model"):  # whose dropout draws, in whatever it trains
        yield "it draws random numbers: a right one that draws in another order would fail."
    if facts.is_opaque:
        yield "it returns objects that can be compared by their type only."
    if not _has_docstring(node):
        yield "it has no docstring, and that is the contract: write it in the reference."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ERROR else f"{line[:LONGEST_ERROR]}..."


def _has_docstring(node: Definition) -> bool:
    inner = methods_of(node).values() if not isinstance(node, Function) else ()
    return any(ast.get_docstring(each) for each in (node, *inner))


def _audited(laboratory: Laboratory, draft: Draft) -> Draft:
    """The same draft; what its audit finds is added to the remarks."""
    found = {audit.task: audit.faults for audit in laboratory.audit(draft)}
    for task in draft.tasks:
        if any(remark.startswith(NO_GUESS) for remark in task.remarks):
            found[task.name] = ()  # all of them come of that
    tasks = (
        replace(
            task, remarks=(*task.remarks, *(f"audit: {fault.what}" for fault in found[task.name]))
        )
        for task in draft.tasks
    )
    return replace(draft, tasks=tuple(tasks))
