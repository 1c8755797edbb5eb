"""The shape of the YAML files, as pydantic models. They end in this folder."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from grader.course.nearest import did_you_mean
from grader.course.places import Document, Key

DTYPES = ("float64", "float32", "bfloat16", "float16")


def _not_a_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is expected, not a boolean")
    return value


def _a_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Points = Annotated[float, BeforeValidator(_not_a_bool), Field(ge=0, allow_inf_nan=False)]
Names = Annotated[list[str], BeforeValidator(_a_list)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class LimitsDocument(_Model):
    """What one task of a submission may use."""

    time_s: Annotated[float, Field(gt=0)] | None = None
    memory_mb: Annotated[int, Field(gt=0)] | None = None


class DefaultsDocument(_Model):
    """What holds for every exercise that does not say otherwise."""

    points: Points = 1.0
    seed: int = 0
    limits: LimitsDocument = LimitsDocument()


class CourseDocument(_Model):
    """course.yaml: the title and the order of the exercises."""

    title: str
    exercises: list[str]
    defaults: DefaultsDocument = DefaultsDocument()


class CheckDocument(_Model):
    """What every check may say, beside the options of its property."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z_][\w-]*$")] | None = None
    points: Points | None = None
    hint: str = ""
    claim: str = ""
    visibility: Annotated[str, Field(pattern="^(visible|hidden)$")] = "visible"
    when: dict[str, Any] = {}
    run: str = ""
    observe: Names = []
    cases: Annotated[int, Field(ge=1, le=200)] | None = None


class TaskDocument(_Model):
    """One task of exercise.yaml."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")]
    sizes: dict[str, Any] = {}
    shapes: dict[str, Any] = {}
    dtypes: list[str] = ["float64", "float32"]
    given: dict[str, Any] = {}
    also_given: list[dict[str, Any]] = []
    run: str = ""
    observe: Names = []
    cases: Annotated[int, Field(ge=1, le=200)] = 6
    checks: Annotated[list[Any], Field(min_length=1)]


class ExerciseDocument(_Model):
    """exercise.yaml."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")]
    title: str
    module: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*\.py$")]
    seed: int | None = None
    limits: LimitsDocument = LimitsDocument()
    tasks: Annotated[list[TaskDocument], Field(min_length=1)]


def validate(model: type[_Model], document: Document, data: Any, at: Key = ()) -> Any:
    """The data as the model, or None; every mistake is noted in the document with its place."""
    if data is None:
        document.mistake(at, "is empty", f"Needed here: {', '.join(model.model_fields)}.")
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for fault in error.errors():
            _note(model, document, fault, at)
        return None


def _note(model: type[_Model], document: Document, fault: Any, at: Key) -> None:
    key = (*at, *fault["loc"])
    name = fault["loc"][-1] if fault["loc"] else ""
    match fault["type"]:
        case "extra_forbidden":
            advice = did_you_mean(name, _fields(model, fault["loc"]))
            document.mistake(key, f"unknown key {name!r}", advice, on_key=True)
        case "missing":
            document.mistake(key[:-1], f"the key {name!r} is missing")
        case _:
            document.mistake(key, f"{name}: {_plain(fault)}", _advice(fault))


def _fields(model: type[_Model], loc: tuple[Any, ...]) -> list[str]:
    """The keys that are valid where an unknown one stands."""
    for step in loc[:-1]:
        if isinstance(step, str) and step in model.model_fields:
            inner = model.model_fields[step].annotation
            candidates = [inner, *getattr(inner, "__args__", ())]
            models = [c for c in candidates if isinstance(c, type) and issubclass(c, _Model)]
            model = models[0] if models else model
    return list(model.model_fields)


def _plain(fault: Any) -> str:
    message: str = fault["msg"]
    shown = f", not {fault['input']!r:.60}" if fault["type"] != "value_error" else ""
    return message.removeprefix("Value error, ").replace("Input should", "should") + shown


def _advice(fault: Any) -> str:
    pattern = (fault.get("ctx") or {}).get("pattern", "")
    if pattern == "^(visible|hidden)$":
        return did_you_mean(fault["input"], ("visible", "hidden"))
    return "Letters, digits and underscores, as in Python." if pattern else ""
