"""The shape of the YAML files, as pydantic models. They end in this folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from grader.course.faults import shown, told
from grader.course.nearest import did_you_mean
from grader.course.places import Document, Key

Floating = Literal["float64", "float32", "bfloat16", "float16"]


def _a_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Names = Annotated[list[str], BeforeValidator(_a_list)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    stand_ins: ClassVar[Mapping[str, Any]] = {}  # for needed values that are missing or wrong


class LimitsDocument(_Model):
    """What one task of a submission may use."""

    time_s: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    submission_s: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    memory_mb: Annotated[int, Field(gt=0)] | None = None


class DefaultsDocument(_Model):
    """What holds for every exercise that does not say otherwise."""

    points: Points = 1.0
    seed: int = 0
    limits: LimitsDocument = LimitsDocument()


class CourseDocument(_Model):
    """course.yaml: the title and the order of the exercises."""

    stand_ins = {"title": "", "exercises": []}

    title: str
    exercises: list[str]
    defaults: DefaultsDocument = DefaultsDocument()


class CheckDocument(_Model):
    """What every check may say, beside the options of its property."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z_][\w-]*$")] | None = None
    points: Points | None = None
    hint: str = ""
    claim: str = ""
    visibility: Literal["visible", "hidden"] = "visible"
    when: dict[str, Any] = {}
    run: str = ""
    observe: Names = []
    cases: Annotated[int, Field(ge=1, le=200)] | None = None


class TaskDocument(_Model):
    """One task of exercise.yaml."""

    stand_ins = {"name": "_", "checks": [None]}

    name: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")]
    sizes: dict[str, Any] = {}
    shapes: dict[str, Any] = {}
    dtypes: Annotated[list[Floating], Field(min_length=1)] = ["float64", "float32"]
    given: dict[str, Any] = {}
    also_given: list[dict[str, Any]] = []
    run: str = ""
    observe: Names = []
    cases: Annotated[int, Field(ge=1, le=200)] = 6
    checks: Annotated[list[Any], Field(min_length=1)]


class ExerciseDocument(_Model):
    """exercise.yaml."""

    stand_ins = {"id": "_", "title": "", "module": "_.py", "tasks": [None]}

    id: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")]
    title: str
    module: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*\.py$")]
    seed: int | None = None
    limits: LimitsDocument = LimitsDocument()
    tasks: Annotated[list[Any], Field(min_length=1)]


M = TypeVar("M", bound=_Model)


def validate(model: type[M], document: Document, data: Any, at: Key = ()) -> M:
    """The data as the model, without what is wrong in it: that is noted, with its place.

    So that one mistake does not hide the others; of what is needed but wrong, `is_said` is false.
    """
    if not isinstance(data, Mapping):
        message = "is empty" if data is None else f"should be a mapping, not {shown(data)}"
        document.mistake(at, message, f"Needed here: {', '.join(_needed(model))}.")
        return _without(model, {})
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = error.errors()
    for fault in faults:
        _note(model, document, fault, at)
    wrong = {fault["loc"][0] for fault in faults}
    return _without(
        model, {key: data[key] for key in model.model_fields.keys() & data.keys() - wrong}
    )


def is_said(found: BaseModel, name: str) -> bool:
    """Whether a needed value is there, and right."""
    return name in found.model_fields_set


def _without(model: type[M], sound: Mapping[str, Any]) -> M:
    found = model.model_validate({**model.stand_ins, **sound})
    found.model_fields_set.intersection_update(sound)
    return found


def _needed(model: type[_Model]) -> list[str]:
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    return needed or list(model.model_fields)


def _note(model: type[_Model], document: Document, fault: Any, at: Key) -> None:
    path = tuple(step for step in fault["loc"] if step != "[key]")
    name = ".".join(str(step) for step in path if not isinstance(step, int))
    match fault["type"]:
        case "extra_forbidden" | "invalid_key":
            advice = did_you_mean(path[-1], _fields(model, path))
            document.mistake((*at, *path), f"unknown key {path[-1]!r}", advice, on_key=True)
        case "missing":
            document.mistake((*at, *path[:-1]), f"the key {path[-1]!r} is missing")
        case _:
            message, advice = told(fault)
            is_key = "[key]" in fault["loc"]
            document.mistake((*at, *path), f"{name}: {message}", advice, on_key=is_key)


def _fields(model: type[_Model], loc: tuple[Any, ...]) -> list[str]:
    """The keys that are valid where an unknown one stands."""
    for step in loc[:-1]:
        inner = model.model_fields[step].annotation
        assert isinstance(inner, type)
        assert issubclass(inner, _Model)
        model = inner
    return list(model.model_fields)
