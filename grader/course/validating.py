"""Hold data against a document's shape: what is right is kept, what is wrong is noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from grader.course.advice import EXAMPLES, of_unknown, such_as
from grader.course.documents import (
    CheckDocument,
    CourseDocument,
    DefaultsDocument,
    ExerciseDocument,
    FileModel,
    LimitsDocument,
    PlotDocument,
    TaskDocument,
)
from grader.course.faults import shown, told
from grader.yamlfile import Document, Key, nearest

UNKNOWN = "extra_forbidden", "invalid_key"  # kinds of fault
BELONGS: dict[str, type[FileModel]] = {  # in exercise.yaml
    "a task": TaskDocument,
    "a check": CheckDocument,
    "a plot": PlotDocument,
    "limits": LimitsDocument,
    "the top of the file": ExerciseDocument,
}
BELONGS_IN_COURSE: dict[str, type[FileModel]] = {
    "defaults": DefaultsDocument,
    "limits": LimitsDocument,
    "the top of the file": CourseDocument,
}

M = TypeVar("M", bound=FileModel)


def validate(model: type[M], document: Document, data: Any, at: Key = ()) -> M:
    """The data as the model, without what is wrong in it: that is noted, with its place.

    So that one mistake does not hide the others; of what is needed but wrong, `is_said` is false.
    """
    if not isinstance(data, Mapping):
        message = "is empty" if data is None else f"should be a mapping, not {shown(data)}"
        advice = f"Needed here: {', '.join(_needed(model))}."
        if isinstance(data, str) and model is TaskDocument:
            advice = f"Write name: {data.strip():.40}, and below it {EXAMPLES['checks']}"
        document.mistake(at, message, advice)
        return _without(model, {})
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = error.errors()
    unknown = [fault["loc"][-1] for fault in faults if fault["type"] in UNKNOWN]
    meant = {nearest(key, model.model_fields) for key in unknown}
    for fault in faults:
        if fault["type"] != "missing" or fault["loc"][-1] not in meant:
            _note(model, document, fault, at)
    wrong = {fault["loc"][0] for fault in faults}
    return _without(
        model, {key: data[key] for key in model.model_fields.keys() & data.keys() - wrong}
    )


def is_said(found: BaseModel, name: str) -> bool:
    """Whether a needed value is there, and right."""
    return name in found.model_fields_set


def of_unknown_in_check(key: str, valid: Iterable[str]) -> str:
    """Advice for a key that neither a check nor its property has: it may be one of a task."""
    return of_unknown(key, valid, _keys_of(BELONGS))


def _without(model: type[M], sound: Mapping[str, Any]) -> M:
    found = model.model_validate({**model.stand_ins, **sound})
    found.model_fields_set.intersection_update(sound)
    return found


def _needed(model: type[FileModel]) -> list[str]:
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    return needed or list(model.model_fields)


def _keys_of(places: Mapping[str, type[FileModel]]) -> dict[str, Iterable[str]]:
    return {place: model.model_fields for place, model in places.items()}


def _note(model: type[FileModel], document: Document, fault: Any, at: Key) -> None:
    path = tuple(step for step in fault["loc"] if step != "[key]")
    name = ".".join(str(step) for step in path if not isinstance(step, int))
    match fault["type"]:
        case "extra_forbidden" | "invalid_key":
            places = BELONGS_IN_COURSE if model is CourseDocument else BELONGS
            advice = of_unknown(path[-1], _fields(model, path), _keys_of(places))
            document.mistake((*at, *path), f"unknown key {path[-1]!r}", advice, on_key=True)
        case "missing":
            message = f"the key {path[-1]!r} is missing"
            document.mistake(
                (*at, *path[:-1]), message, _meant(document, fault, at, such_as(path[-1]))
            )
        case _:
            message, advice = told(fault)
            is_needed = fault["input"] is not None or model.model_fields[path[0]].is_required()
            advice = advice or such_as(name.rpartition(".")[2], is_needed)
            advice = _meant(document, fault, at, advice)
            is_key = "[key]" in fault["loc"]
            document.mistake((*at, *path), f"{name}: {message}", advice, on_key=is_key)


def _meant(document: Document, fault: Any, at: Key, otherwise: str) -> str:
    """Advice where a key at the top can have one value only."""
    name = fault["loc"][-1]
    value = document.meant.get(name) if not at and len(fault["loc"]) == 1 else None
    return otherwise if value is None else f"Write {name}: {value}"


def _fields(model: type[FileModel], loc: tuple[Any, ...]) -> list[str]:
    """The keys that are valid where an unknown one stands."""
    found: Any = model
    for step in loc[:-1]:
        is_model = isinstance(found, type) and issubclass(found, FileModel)
        # Of a mapping from names to models, the model: the step was one of the names.
        found = found.model_fields[step].annotation if is_model else get_args(found)[-1]
    return list(found.model_fields)
