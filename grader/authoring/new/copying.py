"""Copies of a task under another name, and the imports that they need to stand on their own."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.authoring.new.solved import Definition


def copied(source: str, task: str, name: str, title: str, hint: str = "") -> str:
    """The definition of a task in a module, under another name and with another docstring."""
    node = _definition(ast.parse(source), task)
    lines = source.splitlines()
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    text = lines[first - 1 : node.end_lineno]
    _rename(text, node, first, task, name)
    body = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    at = body.lineno - first
    if body.lineno == node.lineno:  # on one line with its head
        return _unparsed(node, name, title, hint)
    if not has_docstring:
        at = min([at, *(each.lineno - first for each in getattr(body, "decorator_list", []))])
    del text[at : at + ((body.end_lineno or 0) - body.lineno + 1) * has_docstring]
    gap = [""] if isinstance(node, ast.ClassDef) and not has_docstring else []
    text[at:at] = [*docstring_lines(title, hint), *gap]
    return "\n".join(text) + "\n"


def docstring_lines(title: str, hint: str = "") -> list[str]:
    """The docstring of an alternative, or of a misconception with its hint."""
    if not hint:
        return [f'    """{title}"""']
    return [f'    """{title}', "", f"    {hint}", '    """']


def text_of(task: str, source: str) -> str:
    """What a module says of a task, however it is written down."""
    return ast.dump(_definition(ast.parse(source), task))


def preamble(source: str, module: str, texts: Iterable[str]) -> str:
    """The imports that pieces of a module need: its own, and its helpers from the module itself."""
    tree = ast.parse(source)
    parsed = [ast.parse(text) for text in texts]
    used = {each.id for one in parsed for each in ast.walk(one) if isinstance(each, ast.Name)}
    defined = {each.name for one in parsed for each in one.body if isinstance(each, Definition)}
    used -= defined | set(vars(builtins))
    imports = list(_imports(tree, used))
    own = sorted(used & _defined(tree))
    imports += [f"from {module} import {', '.join(own)}"] if own else []
    if "torch" in used and "import torch" not in imports:
        imports.append("import torch")
    return "\n".join(_grouped(imports))


def definitions(tree: ast.Module) -> Mapping[str, Definition]:
    return {node.name: node for node in tree.body if isinstance(node, Definition)}


def _definition(tree: ast.Module, task: str) -> Definition:
    return definitions(tree)[task]


def _rename(text: list[str], node: Definition, first: int, task: str, name: str) -> None:
    """Rename a definition and what in it speaks of itself; columns count bytes."""
    places = {
        (each.lineno, each.col_offset)
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id == task
    }
    head = text[node.lineno - first].encode()
    places.add((node.lineno, head.index(f" {task}".encode(), node.col_offset) + 1))
    for line, column in sorted(places, reverse=True):
        raw = text[line - first].encode()
        after = raw[column + len(task.encode()) :]
        text[line - first] = (raw[:column] + name.encode() + after).decode()


def _unparsed(node: Definition, name: str, title: str, hint: str) -> str:
    head, _, rest = ast.unparse(node).partition("\n")
    head = head.replace(f" {node.name}(", f" {name}(", 1)
    return "\n".join([head, *docstring_lines(title, hint), rest]) + "\n"


def _imports(tree: ast.Module, used: set[str]) -> Iterator[str]:
    """The module's own imports, as far as they are used."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            yield ast.unparse(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            needed = [a for a in node.names if (a.asname or a.name.split(".")[0]) in used]
            if needed:
                node.names = needed
                yield ast.unparse(node)


def _defined(tree: ast.Module) -> set[str]:
    """What a module defines itself."""
    names = set(definitions(tree))
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names.update(each.id for each in targets if isinstance(each, ast.Name))
    return names


def _grouped(imports: Sequence[str]) -> Iterator[str]:
    """As formatters have it: the future, the standard library, others; a line between."""
    groups: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for each in imports:
        top = each.split()[1].split(".")[0]
        place = 0 if top == "__future__" else 1 if top in sys.stdlib_module_names else 2
        groups[place].append(each)
    parts = [sorted(g, key=lambda line: (line.startswith("from"), line)) for g in groups.values()]
    yield "\n\n".join("\n".join(part) for part in parts if part)
