"""Where a source reaches into the interpreter or into the grader: read in its text, never executed.

What happens in a worker beside the values (was the model in eval mode? was a function called?) is
noted in the process that runs the submission. Code that keeps to Python and torch as they are
taught cannot change such notes; code that walks through frames, modules or memory can. So the judge
looks for what such a walk begins with. It may find it in code that means no harm; it must not find
it in code that solves an exercise.

Names that are only put together as the code runs are not seen here: `grader.observing.guarded`
refuses them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.submissions.insides import (
    CLOSED_ATTRIBUTES,
    CLOSED_METHODS,
    CLOSED_MODULES,
    CLOSED_NAMES,
    CLOSED_PARTS,
    ELSEWHERE,
    HOOKS,
    LEADING,
    OPEN_DUNDERS,
    OPEN_PARTS,
    OPEN_PRIVATE,
    OPEN_STARS,
    REPLACED,
    SETTINGS,
    WHOLES,
)
from grader.submissions.naming import Names
from grader.submissions.owning import SELVES
from grader.submissions.source import Definition, parsed
from grader.submissions.spelling import LOSSES, called, has_private_part, is_dunder, is_long
from grader.wire import place_of

MAX_SHOWN = 60
MAX_TEXT = 200_000  # characters of all files
ACCESS = "getattr", "setattr", "delattr", "hasattr"
TENSORS = frozenset({"torch.Tensor", "torch.nn.Parameter", "torch.nn.parameter.Parameter"})
GETTERS = frozenset({"operator.attrgetter", "operator.methodcaller"})
LOOKS = "dir", "getattr", "hasattr", "help", "isinstance", "print", "repr", "str", "type", "vars"


@dataclass(frozen=True, slots=True)
class Reach:
    """An expression that leads out of the own code, as it stands there."""

    what: str
    place: str  # file:line


def first_reach(sources: Mapping[str, str], module: str = "") -> Reach | None:
    """The first place of any file at which the code leads out of itself.

    `module` is what the main file is imported as, whatever it is called.
    """
    files = {PurePosixPath(path).stem for path in sources} | {PurePosixPath(module).stem}
    own = frozenset(files - CLOSED_MODULES - OPEN_PARTS.keys() - CLOSED_PARTS.keys())
    if sum(map(len, sources.values())) > MAX_TEXT:
        return Reach("more text than can be looked through", min(sources))
    try:
        return _first_reach({path: parsed(sources[path]) for path in sorted(sources)}, own)
    except RecursionError:
        return Reach("what is nested too deep to be read", min(sources))


def _first_reach(trees: Mapping[str, ast.Module | None], own: frozenset[str]) -> Reach | None:
    nodes = [node for tree in trees.values() if tree for node in ast.walk(tree)]
    look = _Look(Names.of(nodes, own))
    for path, tree in trees.items():
        if tree is None:
            return Reach("what cannot be read", place_of(path, 1))
        found = min(look.reaching(tree), key=_start, default=None)
        if found is not None:
            return Reach(_shown(found), place_of(path, _start(found)[0]))
    return None


def _start(node: ast.AST) -> tuple[int, int, int]:
    """Where it starts, and the shorter first of those that start together."""
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    return line, column, getattr(node, "end_col_offset", None) or column


def _shown(node: ast.AST) -> str:
    if isinstance(node, Definition):
        kind = "class" if isinstance(node, ast.ClassDef) else "method"
        return f"the {kind} {node.name}"
    if isinstance(node, ast.arg | ast.keyword):
        return f"the name {node.arg}"
    try:
        text = " ".join(ast.unparse(node).split())
    except ValueError:  # a number of thousands of digits, an f-string with all kinds of quotes
        return "an expression"
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."


@dataclass(frozen=True, slots=True)
class _Look:
    """A look through one file, knowing what the names of all stand for."""

    names: Names

    def reaching(self, tree: ast.Module) -> Iterator[ast.AST]:
        texts = {id(node) for node in (*_doc_texts(tree), *_on_the_way(tree))}
        values = {id(node) for node in _values(tree)}
        for node in ast.walk(tree):
            is_whole = id(node) in values and self._is_whole(node)
            if is_whole or (id(node) not in texts and self._reaches(node)):
                yield self._narrowed(node)
        yield from _class_imports(tree)
        for definition in ast.walk(tree):
            if isinstance(definition, ast.ClassDef | ast.Module):
                yield from _open_locals(definition)

    def _reaches(self, node: ast.AST) -> bool:
        match node:
            case ast.Import(aliases):
                return any(self._is_closed(alias.name) for alias in aliases)
            case ast.ImportFrom(names=aliases):
                return any(self._is_closed(f"{_root(node)}.{alias.name}") for alias in aliases)
            case ast.Name(name):
                return name in CLOSED_NAMES or (is_dunder(name) and name not in OPEN_DUNDERS)
            case ast.Attribute(ctx=ast.Load()):
                return self._reads(node)
            case ast.Attribute():
                return self._reads(node) or self._replaces(node)
            case ast.Assign(targets, value):
                return any(self._gives_code(target, value) for target in targets)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                return name in CLOSED_METHODS
            case ast.ClassDef(bases=bases):
                return any(map(self._is_tensor, bases))
            case ast.Call():
                return self._calls(node)
            case ast.MatchClass(kwd_attrs=attributes):  # case Something(__globals__=found)
                something = ast.Name("something", ast.Load())
                return any(self._reads(ast.Attribute(something, a)) for a in attributes)
            case ast.Constant(str(text)):
                return _names_insides(text)
            case ast.arg(annotation=ast.Constant(str(text))):
                return _is_code_that_reaches(text)
            case ast.AnnAssign(annotation=ast.Constant(str(text))):
                return _is_code_that_reaches(text)
            case ast.keyword("bases", ast.Tuple(elts=bases)):  # of make_dataclass
                return any(map(self._is_tensor, bases))
            case ast.keyword(arg):
                return arg in CLOSED_METHODS or arg == "eval_str"
        return False

    def _narrowed(self, node: ast.AST) -> ast.AST:
        """Of an import of many names the first that is closed alone."""
        if not isinstance(node, ast.Import | ast.ImportFrom):
            return node
        root = f"{_root(node)}." if isinstance(node, ast.ImportFrom) else ""
        closed = [alias for alias in node.names if self._is_closed(f"{root}{alias.name}")]
        only: ast.Import | ast.ImportFrom = copy(node)
        only.names = closed[:1]
        return ast.copy_location(only, closed[0])

    def _is_closed(self, dotted: str) -> bool:
        """Whether an imported name, or a part of it, is not for exercises."""
        parts = dotted.split(".")
        if parts[0] in self.names.own:  # another file of the same submission
            return False
        if parts[0] in CLOSED_MODULES or has_private_part(dotted):
            return True
        for n, part in enumerate(parts[1:], 1):  # as in os.path.os; torch has its own torch.types
            if part in ELSEWHERE and parts[n - 1] != "torch":
                return self._is_closed(".".join(parts[n:]))
        if parts[-1] == "*":  # names that nobody sees here; of a file beside it they are looked at
            return parts[0] != "" and ".".join(parts[:-1]) not in OPEN_STARS
        if len(parts) > 1 and any(part in LEADING for part in parts[1:]):
            return True
        heads = [".".join(parts[:n]) for n in range(1, len(parts))]
        nexts = list(zip(heads, parts[1:], strict=True))
        for head, part in nexts:
            if head in OPEN_PARTS:
                return part not in OPEN_PARTS[head]
        if dotted.startswith("torch.ops.") and len(parts) > 4:  # torch.ops.aten.mse_loss.default
            return parts[4:] != ["default"]
        return any(part in CLOSED_PARTS.get(head, ()) for head, part in nexts)

    def _reads(self, node: ast.Attribute) -> bool:
        name = node.attr
        if is_long(node):
            return True
        if name in CLOSED_ATTRIBUTES or name in HOOKS or name in LEADING:
            return True
        if any(self._is_closed(path) for path in self.names.paths_of(node)):
            return True
        if name == "metadata":  # of a graph: the grader counts graphs by what it puts there
            inner = node.value
            return isinstance(inner, ast.Attribute) and inner.attr == "grad_fn"
        if is_dunder(name):
            return name not in OPEN_DUNDERS or not self._may_have(node)
        if name.startswith("_"):
            if any(path.startswith(LOSSES) for path in self.names.paths_of(node)):
                return False
            is_known = (
                name in self.names.fields or name in OPEN_PRIVATE or name in self.names.defined
            )
            return not (is_known or name.startswith("_foreach_"))
        return False

    def _is_tensor(self, base: ast.expr) -> bool:
        """Whether a class derives from tensors, or from whatever something is: it may lie."""
        if isinstance(base, ast.Call):
            return called(base)[1] == "type"
        if isinstance(base, ast.Starred):
            return True
        if isinstance(base, ast.Attribute) and base.attr == "__class__":
            return True
        return not TENSORS.isdisjoint(self.names.paths_of(base))

    def _may_have(self, node: ast.Attribute) -> bool:
        """Of one's own objects alone: the dict of names, and the way attributes are set."""
        if node.attr == "__dict__":
            return isinstance(node.value, ast.Name) and self.names.is_own(node.value.id)
        if node.attr in ("__getattr__", "__setattr__"):
            owner = node.value
            if isinstance(owner, ast.Call) and called(owner) == ("", "super"):
                return not owner.args or self._is_self(owner.args[-1])
            return isinstance(owner, ast.Name) and owner.id == "object"
        return True

    def _replaces(self, node: ast.Attribute) -> bool:
        """Whether an attribute is set or deleted on something that was imported, or on a class."""
        paths = self.names.paths_of(node)
        if paths and SETTINGS.issuperset(paths) and isinstance(node.ctx, ast.Store):
            return False
        if self.names.paths_of(node.value) or node.attr == "__class__":
            return True
        inner = node.value
        if isinstance(inner, ast.Attribute) and inner.attr == "__class__":
            return not self._is_self(inner.value)
        if isinstance(inner, ast.Call) and called(inner) == ("", "type"):
            return not (inner.args and self._is_self(inner.args[0]))
        return False

    def _is_self(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in SELVES and self.names.is_own(node.id)

    def _gives_code(self, target: ast.expr, value: ast.expr) -> bool:
        """Whether an assignment puts code in the place of a method: `a.x, b.y = f, g` too."""
        many = ast.Tuple | ast.List
        targets = target.elts if isinstance(target, many) else [target]
        is_split = isinstance(target, many) and isinstance(value, many)
        values = value.elts if is_split and isinstance(value, many) else [value]
        return any(map(self._gives, targets)) and any(map(self._is_code, values))

    def _gives(self, target: ast.expr) -> bool:
        """Whether something is put in the place of a method that others call."""
        if not isinstance(target, ast.Attribute):
            return False
        own = isinstance(target.value, ast.Name) and self.names.is_own(target.value.id)
        return target.attr in REPLACED and not own

    def _is_code(self, value: ast.expr) -> bool:
        if isinstance(value, ast.Lambda):
            return True
        if isinstance(value, ast.Name):
            return value.id in self.names.defined or value.id in self.names.paths
        if isinstance(value, ast.Call):
            return called(value)[1] in ("partial", "MethodType", "wraps")
        return bool(self.names.paths_of(value))

    def _is_whole(self, node: ast.AST) -> bool:
        """Whether it is a module as such, and not a part of it."""
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            return False
        return not WHOLES.isdisjoint(self.names.paths_of(node))

    def _calls(self, node: ast.Call) -> bool:
        owner, word = called(node)
        if word == "type" and len(node.args) == 3:
            return True
        if word in ACCESS and len(node.args) > 1:
            return self._accesses(node, word)
        is_getter = not GETTERS.isdisjoint(self.names.paths_of(node.func))
        if (is_getter or word in ("attrgetter", "methodcaller")) and node.args:
            names = node.args[:1] if word == "methodcaller" else node.args
            return not all(_is_text(n) and not _leads(n) for n in names)
        if word == "__setattr__" and owner == "object" and node.args:
            return not self._is_self(node.args[0])
        return False

    def _accesses(self, node: ast.Call, word: str) -> bool:
        """An attribute named by a text; one that is computed is refused as the code runs."""
        owner, name = node.args[0], node.args[1]
        if not (isinstance(name, ast.Constant) and isinstance(name.value, str)):
            return False
        context = ast.Load() if word in ("getattr", "hasattr") else ast.Store()
        attribute = ast.Attribute(owner, name.value, context)
        is_code = len(node.args) > 2 and self._is_code(node.args[2])
        changes = isinstance(context, ast.Store)
        if changes and (self._replaces(attribute) or (is_code and self._gives(attribute))):
            return True
        return not (word == "setattr" and name.value.startswith("_")) and self._reads(attribute)


def _root(node: ast.ImportFrom) -> str:
    return "." * node.level + (node.module or "")


def _doc_texts(tree: ast.Module) -> Iterator[ast.AST]:
    """Texts that stand alone: docstrings, and comments written as texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _on_the_way(tree: ast.Module) -> Iterator[ast.AST]:
    """The `torch._C` of a call of `torch._C._nn.mse_loss`: the watch for functions sees that.

    It does not see one that is called by another, as by `map`.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                ast.Attribute(ast.Attribute(ast.Attribute(ast.Name("torch"), "_C") as way, "_nn"))
            ):
                yield way


def _values(tree: ast.Module) -> Iterator[ast.AST]:
    """Names that are used for what they are, not for a part of it: `f(torch)`, `[torch]`."""
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    in_classes = {id(statement) for each in classes for statement in each.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            continue
        if isinstance(node, ast.Call) and called(node)[1] in LOOKS:
            continue
        if isinstance(node, ast.Assign) and id(node) not in in_classes and _is_alias(node):
            continue  # another name for it, which is followed
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Name | ast.Attribute):
                yield child


def _is_alias(node: ast.Assign) -> bool:
    return len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)


def _class_imports(tree: ast.Module) -> Iterator[ast.AST]:
    """Modules that are imported into a class, where they are parts of it."""
    for each in ast.walk(tree):
        if isinstance(each, ast.ClassDef):
            yield from (s for s in each.body if isinstance(s, ast.Import))


def _open_locals(scope: ast.ClassDef | ast.Module) -> Iterator[ast.AST]:
    """`locals()` outside a function is the dict of names itself."""
    todo: list[ast.AST] = list(scope.body)
    while todo:
        node = todo.pop()
        if isinstance(node, Definition | ast.Lambda):
            continue
        if isinstance(node, ast.Name) and node.id == "locals":
            yield node
        todo += ast.iter_child_nodes(node)


def _names_insides(text: str) -> bool:
    """Whether a text names what attributes may not: `{0.__globals__}`, `sys.modules`, `/proc`."""
    words = text.replace("{", " ").replace("}", " ").replace(".", " ").replace("[", " ").split()
    if any(is_dunder(word) and word not in OPEN_DUNDERS for word in words):
        return True
    return text.startswith(("/proc/", "grader.", "/dev/fd")) or text in ("grader", "sys.modules")


def _is_code_that_reaches(text: str) -> bool:
    """Annotations in quotes are evaluated by who asks for them."""
    tree = parsed(text)
    return tree is not None and first_reach({"annotation.py": text}) is not None


def _leads(name: ast.expr) -> bool:
    text = name.value if isinstance(name, ast.Constant) else ""
    parts = str(text).split(".")
    return any(p.startswith("_") or p in CLOSED_ATTRIBUTES or p in LEADING for p in parts)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
