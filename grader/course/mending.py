"""Put an exercise into shape whose parts stand at the wrong depth or have the wrong form.

`tasks` as a mapping, options beside their property instead of below it, a dash too many: each is
noted once, and read as it was meant, so that what else is wrong is found as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import yaml

from grader.course.documents import ExerciseDocument, TaskDocument
from grader.yamlfile import MAP, SEQ, TEXT, Document, Pair, constructed, nearest, typo_of

TOP = tuple(ExerciseDocument.model_fields)
TASK = tuple(TaskDocument.model_fields)
INSIDE = "given", "sizes", "shapes"  # mappings of a task, in which other keys of it may end up
# Under what others write the name of a property or strategy, which here is a key.
NAMING = {
    "property": ("property", "type", "kind", "check", "name", "uses"),
    "strategy": ("strategy", "type"),
}

Note = Callable[[yaml.Node, str, str], None]


def mend_exercise(document: Document) -> None:
    """Mend the document of an exercise; what was misshapen is noted in it."""
    root, before = document.root, document.found
    if not isinstance(root, yaml.MappingNode):
        return
    mended = _exercise(root, document.note_at)
    if document.found != before:
        document.root, document.data = mended, constructed(mended)


def _exercise(root: yaml.MappingNode, note: Note) -> yaml.MappingNode:
    root = _corrected(root, TOP, note)
    strays = [pair for pair in root.value if pair[0].value in TASK and pair[0].value != "name"]
    others = [pair for pair in root.value if pair not in strays]
    tasks = _value(root, "tasks")
    if strays and tasks is None:
        own = [pair for pair in root.value if pair[0].value in TASK]
        others = [pair for pair in others if pair not in own]
        key = own[0][0]
        note(
            key, f"{key.value!r} belongs to a task", "Write tasks: above it, and a dash before it."
        )
        others.append((_text("tasks", key), _sequence([_mapping(own, key)], key)))
    elif tasks is not None:
        found = _tasks(tasks, note)
        others = [(k, found if k.value == "tasks" else v) for k, v in others]
        others += _moved_into_last(found, strays, note)
    return _mapping(
        [(k, _each(v, _task, note) if k.value == "tasks" else v) for k, v in others], root
    )


def _corrected(node: yaml.MappingNode, valid: Sequence[str], note: Note) -> yaml.MappingNode:
    """Misspelt keys are read as the ones that they surely are, so that what they hold is."""
    free = [name for name in valid if _value(node, name) is None]
    pairs: list[Pair] = []
    for key, value in node.value:
        meant = typo_of(key.value, free) if key.value not in valid else None
        if meant is not None:
            note(key, f"unknown key {key.value!r}", f"Did you mean {meant!r}?")
            free.remove(meant)
        pairs.append((key if meant is None else _text(meant, key), value))
    return _mapping(pairs, node)


def _moved_into_last(tasks: yaml.Node, strays: list[Pair], note: Note) -> list[Pair]:
    """Keys of a task that stand at the top go into the last one; those that it has are left."""
    items = tasks.value if isinstance(tasks, yaml.SequenceNode) else []
    last = items[-1] if items else None
    if not isinstance(last, yaml.MappingNode) or not last.value:
        return strays
    left: list[Pair] = []
    column = last.value[0][0].start_mark.column
    for key, value in strays:
        if _value(last, key.value) is not None:
            left.append((key, value))
            continue
        message = f"{key.value!r} belongs to a task"
        note(key, message, f"Indent it by {column}, as {last.value[0][0].value!r}.")
        items[-1] = last = _mapping([*last.value, (key, value)], last)
    return left


def _tasks(node: yaml.Node, note: Note) -> yaml.Node:
    if isinstance(node, yaml.MappingNode) and node.value:
        first = node.value[0][0]
        if any(key.value in TASK for key, _ in node.value):
            note(node, "tasks is a list, with a dash for each", f"Write - {first.value}: ...")
            return _sequence([node], node)
        advice = f"Write - name: {first.value}, and its keys below it."
        note(node, "tasks is a list, with a dash for each", advice)
        return _sequence([_named(key, value) for key, value in node.value], node)
    return _joined(node, note) if isinstance(node, yaml.SequenceNode) else node


def _joined(node: yaml.SequenceNode, note: Note) -> yaml.Node:
    """`- name: x`, `- given: ...`: what a dash has cut off goes back to the task above it."""
    items: list[yaml.Node] = []
    for item in node.value:
        last = items[-1] if items else None
        if isinstance(last, yaml.MappingNode) and _is_rest_of(item, last):
            key = item.value[0][0]
            message = "a dash begins another task, and this one has no name"
            column = last.value[0][0].start_mark.column
            note(key, message, f"Write {key.value}: without a dash, indented by {column}.")
            items[-1] = _mapping([*last.value, *item.value], last)
        else:
            items.append(item)
    return _sequence(items, node)


def _is_rest_of(item: yaml.Node, task: yaml.MappingNode) -> bool:
    if not isinstance(item, yaml.MappingNode) or not item.value:
        return False
    keys = {key.value for key, _ in item.value}
    taken = {key.value for key, _ in task.value}
    return "name" not in keys and keys <= {*TASK} and not keys & taken


def _named(key: yaml.Node, value: yaml.Node) -> yaml.Node:
    """`count_parameters: {...}` as a task with that name."""
    more = value.value if isinstance(value, yaml.MappingNode) else []
    pairs = [(_text("name", key), _text(key.value, key)), *more]
    return _mapping(pairs, key)


def _task(node: yaml.Node, note: Note) -> yaml.Node:
    if not isinstance(node, yaml.MappingNode):
        return node
    node = _with_name(_corrected(node, TASK, note), note)
    pairs = _lifted(node, note)
    forms = {"given": _given, "checks": _checks, "also_given": _also_given}
    made = [(k, forms[k.value](v, note) if k.value in forms else v) for k, v in pairs]
    return _mapping(made, node)


def _with_name(node: yaml.MappingNode, note: Note) -> yaml.MappingNode:
    """`- count_parameters:` with the keys of the task below or beside it."""
    for key, value in node.value:
        inner = value.value if isinstance(value, yaml.MappingNode) else []
        is_task = any(k.value in TASK for k, _ in inner) and len(node.value) == 1
        is_beside = _is_nothing(value) and any(k.value in TASK for k, _ in node.value)
        if nearest(key.value, TASK) is None and (is_task or is_beside):
            advice = f"Write name: {key.value}, and the other keys below it, as far to the left."
            note(key, "a task has its name in the key 'name'", advice)
            rest = [pair for pair in node.value if pair[0] is not key]
            name = (_text("name", key), _text(key.value, key))
            return _mapping([name, *inner, *rest], node)
    return node


def _lifted(node: yaml.MappingNode, note: Note) -> list[Pair]:
    """`checks` that stand inside `given`, as they are one level too deep."""
    pairs = list(node.value)
    for index, (key, value) in enumerate(node.value):
        if key.value not in INSIDE or not isinstance(value, yaml.MappingNode):
            continue
        inside = [name for name, _ in value.value]
        stray = next((name for name in inside if name.value == "checks"), None)
        if stray is None or _value(node, "checks") is not None:
            continue
        column = key.start_mark.column
        message = f"'checks' stands inside of {key.value!r}"
        note(stray, message, f"Indent it by {column}, as {key.value!r}.")
        pairs[index] = (key, _mapping([p for p in value.value if p[0] is not stray], value))
        pairs += [pair for pair in value.value if pair[0] is stray]
    return pairs


def _given(node: yaml.Node, note: Note) -> yaml.Node:
    if isinstance(node, yaml.SequenceNode) and node.value and _are_pairs(node.value):
        key = node.value[0].value[0][0]
        advice = f"Write {key.value}: ... without the dash."
        note(node, "given is a mapping: a name and a value in each line, no dashes", advice)
        node = _mapping([pair for item in node.value for pair in item.value], node)
    if not isinstance(node, yaml.MappingNode):
        return node
    return _mapping([(key, _word(value, note, "strategy")) for key, value in node.value], node)


def _also_given(node: yaml.Node, note: Note) -> yaml.Node:
    if isinstance(node, yaml.MappingNode) and node.value:
        message = "also_given is a list of variants, with a dash for each"
        note(node, message, f"Write - {node.value[0][0].value}: ...")
        node = _sequence([node], node)
    return _each(node, _given, note)


def _checks(node: yaml.Node, note: Note) -> yaml.Node:
    if isinstance(node, yaml.MappingNode) and node.value:
        key = node.value[0][0]
        note(node, "checks is a list, with a dash for each", f"Write - {key.value}")
        node = _sequence([_mapping([pair], pair[0]) for pair in node.value], node)
    elif isinstance(node, yaml.ScalarNode) and node.tag == TEXT and node.value.strip():
        names = node.value.split()
        advice = f"Write - {names[0].lstrip('-')}, with a space after the dash."
        note(node, "checks is a list, with a dash for each", advice)
        node = _sequence([_text(name.lstrip("-").rstrip(","), node) for name in names], node)
    return _each(node, _check, note)


def _check(node: yaml.Node, note: Note) -> yaml.Node:
    node = _word(node, note, "property")
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return node
    ((name, options),) = node.value
    if isinstance(options, yaml.SequenceNode) and options.value and _are_pairs(options.value):
        key = options.value[0].value[0][0]
        advice = f"Write {key.value}: ... without the dash."
        note(options, f"the options of {name.value!r} are a mapping, not a list", advice)
        options = _mapping([pair for item in options.value for pair in item.value], options)
    return _mapping([(name, _when(options, note))], node)


def _when(options: yaml.Node, note: Note) -> yaml.Node:
    if not isinstance(options, yaml.MappingNode):
        return options
    return _mapping(
        [(k, _given(v, note) if k.value == "when" else v) for k, v in options.value], options
    )


def _word(node: yaml.Node, note: Note, kind: str) -> yaml.Node:
    """A property or strategy whose options stand beside its name, or whose name is a value."""
    if not isinstance(node, yaml.MappingNode) or not node.value:
        return node
    first, value = node.value[0]
    if first.value in NAMING[kind] and isinstance(value, yaml.ScalarNode) and value.tag == TEXT:
        dash = "- " if kind == "property" else ""
        options = ": with its options below it" if node.value[1:] else ""
        note(first, f"a {kind} is the key itself", f"Write {dash}{value.value}{options}.")
        return _mapping([(_text(value.value, value), _mapping(node.value[1:], node))], node)
    names = [key for key, inner in node.value if _is_nothing(inner)]
    if len(node.value) < 2 or len(names) != 1 or node.flow_style:
        return node
    (name,) = names
    rest = [pair for pair in node.value if pair[0] is not name]
    beside = rest[0][0]
    column = name.start_mark.column + (4 if kind == "property" else 2)
    message = f"{beside.value!r} stands beside {name.value!r}, not below it"
    note(beside, message, f"Indent it by {column}.")
    return _mapping([(name, _mapping(rest, beside))], node)


def _each(node: yaml.Node, form: Callable[[yaml.Node, Note], yaml.Node], note: Note) -> yaml.Node:
    if not isinstance(node, yaml.SequenceNode):
        return node
    return _sequence([form(item, note) for item in node.value], node)


def _are_pairs(items: Sequence[yaml.Node]) -> bool:
    return all(isinstance(item, yaml.MappingNode) and len(item.value) == 1 for item in items)


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")


def _value(node: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in node.value if key.value == name), None)


def _text(text: str, like: yaml.Node) -> yaml.ScalarNode:
    return yaml.ScalarNode(TEXT, text, like.start_mark, like.end_mark, style="'")


def _mapping(pairs: Iterable[Pair], like: yaml.Node) -> yaml.MappingNode:
    return yaml.MappingNode(MAP, list(pairs), like.start_mark, like.end_mark)


def _sequence(items: Iterable[yaml.Node], like: yaml.Node) -> yaml.SequenceNode:
    return yaml.SequenceNode(SEQ, list(items), like.start_mark, like.end_mark)
