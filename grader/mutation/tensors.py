"""Operators on tensors: copies, graphs, dtypes, shapes, reductions."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from grader.mutation.code import PRECEDENCE, SYMBOLS, Edit
from grader.mutation.dropping import dropped, names_device
from grader.mutation.operator import Changes, operator
from grader.mutation.part import Part, name_of, receiver

COPIES = ("clone", "copy", "deepcopy")
GRAPH_CUTS = ("detach", "item")
CASTS = ("double", "float", "half", "bfloat16", "long", "int", "bool", "type", "type_as")
SHAPES = ("unsqueeze", "squeeze", "flatten", "reshape", "view", "expand", "expand_as", "permute",
          "transpose", "t")  # fmt: skip
MAPS = ("abs", "clamp", "clamp_min", "clamp_max", "sqrt", "square", "pow", "exp", "expm1", "log",
        "log1p", "sigmoid", "tanh", "relu", "softmax", "log_softmax", "logsigmoid", "neg", "round",
        "floor", "ceil", "sum", "mean", "max", "min", "norm", "argmax", "argmin", "any", "all",
        "sorted", "reversed", "float", "list", "tuple", "dict", "int", "str", "Parameter",
        "requires_grad_")  # fmt: skip
TWINS = (
    ("mean", "sum"), ("min", "max"), ("argmin", "argmax"), ("any", "all"), ("zeros", "ones"),
    ("zeros_like", "ones_like"), ("new_zeros", "new_ones"), ("randn", "rand"), ("floor", "ceil"),
    ("abs", "square"), ("softmax", "log_softmax"), ("log", "log1p"), ("exp", "expm1"),
    ("sin", "cos"), ("sigmoid", "tanh"), ("isnan", "isinf"), ("L1Loss", "MSELoss"),
    ("BCELoss", "BCEWithLogitsLoss"), ("NLLLoss", "CrossEntropyLoss"), ("SGD", "Adam"),
    ("float16", "bfloat16"), ("float32", "float64"), ("sigmoid", "logsigmoid"),
)  # fmt: skip
IN_PLACE = ("add_", "sub_", "mul_", "div_", "clamp_", "lerp_", "neg_", "sqrt_", "abs_", "log_",
            "exp_", "sigmoid_", "square_", "unsqueeze_", "squeeze_", "detach_")  # fmt: skip
METHODS: dict[type[ast.AST], str] = {
    ast.Add: "add_", ast.Sub: "sub_", ast.Mult: "mul_", ast.Div: "div_", ast.Pow: "pow_",
}  # fmt: skip
NEW = ("new_zeros", "new_ones", "new_full", "new_tensor", "new_empty")


@operator
def drop_copy(part: Part) -> Changes:
    """It keeps the thing itself where it needs a copy."""
    yield from dropped(part, COPIES)


@operator
def drop_detach(part: Part) -> Changes:
    """The graph is kept where a plain number or tensor is meant."""
    yield from dropped(part, GRAPH_CUTS)


@operator
def drop_cast(part: Part) -> Changes:
    """Something keeps a dtype that should be another one."""
    yield from dropped(part, CASTS, lambda call: receiver(call) is not None)
    yield from dropped(part, ("to",), lambda call: not names_device(part, call))


@operator
def drop_shape_change(part: Part) -> Changes:
    """A tensor keeps its shape where it needs another one: torch broadcasts, and says nothing."""
    yield from dropped(part, SHAPES)


@operator
def change_reduction(part: Part) -> Changes:
    """A sum for a mean, a maximum for a minimum: one function for its neighbour."""
    for node in part.nodes:
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            yield from _neighbours(part, node, name_of(node))
    for text in part.all(ast.Constant):
        if text.value in ("mean", "sum"):
            yield part.code.replace(text, '"sum"' if text.value == "mean" else '"mean"')


@operator
def drop_function(part: Part) -> Changes:
    """A function is not applied."""
    yield from dropped(part, MAPS)


@operator
def not_in_place(part: Part) -> Changes:
    """A new tensor is made where the old one should change."""
    for call in part.calls(*IN_PLACE):
        end = part.code.end(call.func)
        yield Edit(end - 1, end, "")
    given = part.given_names
    for each in part.all(ast.AugAssign):
        if name_of(each.target) in given:
            target, needed = part.code.of(each.target), PRECEDENCE[type(each.op)] + 1
            value = part.code.fitting(each.value, needed)
            yield part.code.replace(each, f"{target} = {target} {SYMBOLS[type(each.op)]} {value}")


@operator
def in_place(part: Part) -> Changes:
    """What was given is changed in place."""
    given = part.given_names
    for node in part.all(ast.BinOp):
        if name_of(node.left) in given and isinstance(node.left, ast.Name) and (
            method := METHODS.get(type(node.op))
        ):  # fmt: skip
            value = part.code.of(node.right)
            yield part.code.replace(node, f"{node.left.id}.{method}({value})")
    for call in part.calls(*(name.removesuffix("_") for name in IN_PLACE)):
        if isinstance(of := receiver(call), ast.Name) and of.id in given:
            end = part.code.end(call.func)
            yield Edit(end, end, "_")


@operator
def lose_dtype(part: Part) -> Changes:
    """A new tensor is made in torch's default dtype, on the CPU, whatever the data have."""
    if part.defines("torch"):
        for call in part.calls(*NEW):
            name = name_of(call.func).removeprefix("new_")
            yield part.code.replace(call.func, f"torch.{name}")


def _neighbours(part: Part, node: ast.expr, name: str) -> Iterator[Edit]:
    end = part.code.end(node)
    for pair in TWINS:
        if name in pair:
            other = pair[1] if name == pair[0] else pair[0]
            is_known = part.defines(other) or hasattr(builtins, other)
            if isinstance(node, ast.Attribute) or is_known:
                yield Edit(end - len(name), end, other)
