"""The types of options that Python has none for, to be used in signatures.

The signature of a strategy or property is the schema of its options. Some options are names that
only an exercise can define: their types look them up in the `Names` that hold where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, ValidationInfo, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from grader.yamlfile import did_you_mean

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that options may refer to; None where another mistake hides what they are."""

    sizes: Mapping[str, int] | None  # each with its lowest value
    shapes: frozenset[str] | None
    givens: Mapping[str, frozenset[str]] | None  # each with the strategies that it comes from
    observed: frozenset[str]
    observable: frozenset[str] | None  # what a run defines, and the givens
    errors: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Called(AfterValidator):
    """A validator that says what people call the values that it lets through."""

    title: str = ""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "title": self.title}


def given_from(*strategies: str) -> AfterValidator:
    """The name of a given from one of these strategies (or from any); empty if none is meant."""

    def check(name: str, info: ValidationInfo) -> str:
        givens = _names(info).givens
        if not name or givens is None:
            return name
        if name not in givens:
            raise _wrong(f"no given {name!r}", did_you_mean(name, givens))
        if strategies and not givens[name] & {*strategies}:
            fitting = [other for other, uses in givens.items() if uses & {*strategies}]
            advice = f"Known here: {', '.join(fitting)}." if fitting else ""
            raise _wrong(f"the given {name!r} is none of {', '.join(strategies)}", advice)
        return name

    return Called(check, f"name of a given {_either(strategies)}".rstrip())


def part_from(*strategies: str, observed: bool = True) -> AfterValidator:
    """A part of a given from one of these strategies (`model.gradients`), or of what is seen."""

    def check(path: str, info: ValidationInfo) -> str:
        names, head = _names(info), path.partition(".")[0]
        seen = names.observed if observed else frozenset()
        if not path or names.givens is None or head in seen:
            return path
        fitting = [name for name, uses in names.givens.items() if uses & {*strategies}]
        if head not in fitting:
            also = "neither observed nor" if observed else "not"
            message = f"{head!r} is {also} a given that a run can change"
            raise _wrong(message, did_you_mean(head, sorted({*seen, *fitting})))
        return path

    return Called(check, "part" if observed else "part of a given")


def _either(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return (
        " or ".join([", ".join(quoted[:-1]), *quoted[-1:]]) if len(names) > 1 else "".join(quoted)
    )


def _size(name: str, info: ValidationInfo) -> str:
    sizes = _names(info).sizes
    if sizes is not None and name not in sizes:
        quotes = f"Write {name}, without quotes." if name.isdecimal() else ""
        raise _wrong(f"no size {name!r}", quotes or did_you_mean(name, sizes))
    return name


def _count(name: str, info: ValidationInfo) -> str:
    sizes = _names(info).sizes
    if sizes is not None and sizes[_size(name, info)] < 1:
        raise _wrong(f"the size {name!r} may be 0", "At least 1 is needed here.")
    return name


def _shape(name: str, info: ValidationInfo) -> str:
    names = _names(info)
    if names.shapes is not None and name not in names.shapes:
        is_size = name in (names.sizes or ())
        advice = f"Write [{name}]." if is_size else did_you_mean(name, sorted(names.shapes))
        if name[:1] in ("[", "("):
            advice = f"Write [{name.strip('[()] ')}], without quotes."
        advice = advice or "Such as [2, 3], or a name that shapes: defines."
        raise _wrong(f"no shape {name!r}", advice)
    return name


def _error(name: str, info: ValidationInfo) -> str:
    errors = _names(info).errors
    if errors is not None and name not in errors:
        message = f"no error {name!r}, neither in Python nor in the reference"
        advice = did_you_mean(name, sorted(errors)) or "Such as ValueError."
        raise _wrong(message, advice)
    return name


def _function(name: str) -> str:
    if not name.replace("*", "_").isidentifier():
        last = name.rpartition(".")[2]
        advice = f"Write {last}." if last.isidentifier() else "Write its name alone: mse_loss."
        raise _wrong(f"{name!r} is not the plain name of a function", advice)
    return name


def _in_order(ends: tuple[Any, Any]) -> tuple[Any, Any]:
    low, high = ends
    if low > high:
        raise _wrong(f"{low:g} is above {high:g}", f"Write [{high:g}, {low:g}].")
    return ends


def _names(info: ValidationInfo) -> Names:
    names = info.context
    assert isinstance(names, Names)
    return names


def _wrong(message: str, advice: str) -> PydanticCustomError:
    return PydanticCustomError("advised", "{message}", {"message": message, "advice": advice})


Some: TypeAlias = Annotated[tuple[T, ...], Field(min_length=1)]

Count: TypeAlias = Annotated[int, Field(ge=1)]
NotNegative: TypeAlias = Annotated[int, Field(ge=0)]
Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Amount: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Probability: TypeAlias = Annotated[float, Field(ge=0, le=1)]

_Ordered = Called(_in_order, "[lowest, highest]")
Integers: TypeAlias = Annotated[tuple[int, int], _Ordered]
Floats: TypeAlias = Annotated[tuple[Finite, Finite], _Ordered]
CountName: TypeAlias = Annotated[str, Called(_count, "name of a size")]
Span: TypeAlias = Annotated[  # a size: a number, the name of one, or [lowest, highest]
    Count | CountName | Annotated[tuple[Count, Count], _Ordered],
    Field(title="size"),
]
Range: TypeAlias = Annotated[
    Amount | Annotated[tuple[Amount, Amount], _Ordered], Field(title="range")
]
Shape: TypeAlias = Annotated[  # the name of one, or sizes and names of sizes
    Annotated[str, Called(_shape, "name of a shape")]
    | tuple[NotNegative | Annotated[str, Called(_size, "name of a size")], ...],
    Field(title="shape"),
]
Rows: TypeAlias = Annotated[  # numbers, in lists as deep as one likes
    tuple[Any, ...],
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": ["number", "array"]},
            "title": "nested lists of numbers",
        }
    ),
]
ErrorName: TypeAlias = Annotated[str, Called(_error, "type of error")]
FunctionName: TypeAlias = Annotated[str, Called(_function, "name of a function")]
