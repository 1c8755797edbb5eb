"""What the names of a submission stand for: what was imported under which name, by its text."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.submissions.owning import own_names
from grader.submissions.source import Definition

MAX_CHAIN = 40  # names joined by dots
MAX_PATHS = 20  # things that one name is imported as
MAX_FILES = 3  # of a submission, that a name is followed through


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all files of a submission; one may use what another has imported.

    `paths` are dotted names of what was imported, by the name here; `defined` the functions and
    classes; `fields` what is set on objects; `own` the submission's files; `always` the names that
    stand for nothing but the submission's own objects.
    """

    paths: Mapping[str, frozenset[str]]
    defined: frozenset[str]
    fields: frozenset[str]
    own: frozenset[str]
    always: frozenset[str] = frozenset()
    _followed: dict[tuple[str, int], tuple[str, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, nodes: Sequence[ast.AST], own: frozenset[str]) -> Names:
        paths = _imported(nodes)
        for _ in range(3):  # nn = torch.nn; F = nn.functional
            paths = _with_aliases(paths, nodes, own)
        defined = frozenset(node.name for node in nodes if isinstance(node, Definition))
        return cls(paths, defined, frozenset(_fields(nodes)), own, own_names(nodes))

    def paths_of(self, node: ast.expr) -> tuple[str, ...]:
        """The dotted names that an expression stands for, if it begins with an import."""
        names: list[str] = []
        while isinstance(node, ast.Attribute) and len(names) <= MAX_CHAIN:
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ()
        paths = self._follow(node.id)
        for name in reversed(names):
            paths = _few(found for path in paths for found in self._through(f"{path}.{name}"))
        return paths

    def is_own(self, name: str) -> bool:
        """Whether it is a function or class of the submission, or what a method calls itself."""
        return name in self.always

    def _follow(self, name: str, depth: int = MAX_FILES) -> tuple[str, ...]:
        """What a name stands for, through other files; once, for names may lead to many others."""
        if (name, depth) not in self._followed:
            found = _few(self.paths.get(name, frozenset()))
            through = _few(p for path in found for p in self._through(path, depth))
            self._followed[name, depth] = through
        return self._followed[name, depth]

    def _through(self, path: str, depth: int = MAX_FILES) -> tuple[str, ...]:
        """A dotted name, through the file of the submission that it begins with, if it does."""
        root, _, rest = path.partition(".")
        if root not in self.own or not rest or not depth:
            return (path,)
        name, _, more = rest.partition(".")
        heads = self._follow(name, depth - 1)
        return (path, *(f"{head}.{more}" if more else head for head in heads))


def _few(paths: Iterable[str]) -> tuple[str, ...]:
    """Each of them once; of too many, what is closed: whatever it is, nobody writes that."""
    found = tuple(sorted(set(paths)))
    return found if len(found) <= MAX_PATHS else ("grader",)


def _imported(nodes: Iterable[ast.AST]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name, path = _bound(node, alias)
                found[name] = found.get(name, frozenset()) | {path}
    return found


def _bound(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> tuple[str, str]:
    if isinstance(node, ast.Import):
        name = alias.asname or alias.name.partition(".")[0]
        return name, alias.name if alias.asname else name
    module = node.module or ""
    module = module.rpartition(".")[2] if node.level else module  # another file of the same
    return alias.asname or alias.name, f"{module}.{alias.name}"


def _with_aliases(
    paths: Mapping[str, frozenset[str]], nodes: Iterable[ast.AST], own: frozenset[str]
) -> dict[str, frozenset[str]]:
    """With the names that are bound to what was imported, or to a part of it."""
    found = dict(paths)
    names = Names(paths, frozenset(), frozenset(), own)
    for node in nodes:
        match node:
            case ast.Assign([ast.Name(name)], value) | ast.NamedExpr(ast.Name(name), value):
                if more := names.paths_of(value) or _class_of(value):
                    found[name] = found.get(name, frozenset()) | frozenset(more)
    return found


def _class_of(value: ast.expr) -> tuple[str, ...]:
    """The class of whatever it is, which may be one that the submission has not written."""
    match value:
        case ast.Call(ast.Name("type"), [_]) | ast.Attribute(attr="__class__"):
            return ("type",)
    return ()


def _fields(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The attributes that are set on objects, and those of classes."""
    seen: set[int] = set()
    for node in nodes:  # a class before those inside of it, which are gone through once
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.ClassDef) and id(node) not in seen:
            inner = [one for statement in node.body for one in ast.walk(statement)]
            seen.update(id(one) for one in inner if isinstance(one, ast.ClassDef))
            names = (one for one in inner if isinstance(one, ast.Name))
            yield from (name.id for name in names if isinstance(name.ctx, ast.Store))
