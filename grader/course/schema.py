"""JSON Schema of the YAML files, for editors: made from the documents and the vocabulary.

An editor that knows it completes keys, words, options and values, shows what each means, and marks
what is wrong. It cannot know what only an exercise defines (names of givens, sizes, parts): that
is checked when the file is read.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from grader.course.docstrings import Explanation, explain
from grader.course.documents import (
    CheckDocument,
    CourseDocument,
    EntryDocument,
    EquivalentDocument,
    ExerciseDocument,
    PlotDocument,
    TaskDocument,
)
from grader.course.words import Vocabulary, Word, Words, options_of

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAME = r"^[A-Za-z_]\w*$"
GIVEN, GIVENS, CHECK, TASK, PLOT = "given", "givens", "check", "task", "plot"


def exercise_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of exercise.yaml, with these words in it."""
    strategies, properties = every(vocabulary.strategies), every(vocabulary.properties)
    schema, own = _document(ExerciseDocument), _own_keys()
    schema["properties"]["tasks"]["items"] = _ref(TASK)
    schema["properties"]["needs"] = _one_or_more(schema["properties"]["needs"])
    defs = schema.setdefault("$defs", {})
    defs.update({TASK: _task(), CHECK: _check(properties), **_givens(strategies)})
    defs[PLOT] = {"title": "plot", **_document(PlotDocument)}
    defs.update({f"check.{key}": item for key, item in own.items()})
    keys = {key: _ref(f"check.{key}") for key in own}
    defs.update({f"strategy.{name}": _word("strategy", w, {}) for name, w in strategies.items()})
    defs.update({f"property.{name}": _word("property", w, keys) for name, w in properties.items()})
    return _headed("An exercise of zerograd", schema)


def course_schema() -> Schema:
    """The schema of course.yaml."""
    return _headed("A course of zerograd", _document(CourseDocument))


def equivalent_schema() -> Schema:
    """The schema of equivalent.yaml."""
    schema = _document(EquivalentDocument)
    schema["properties"]["equivalent"]["items"] = _ref("entry")
    schema["$defs"] = {"entry": {"title": "entry", **_document(EntryDocument)}}
    return _headed("Equivalent mutants of an exercise of zerograd", schema)


def every(words: Words) -> dict[str, Word]:
    """All words of one kind, also those that cost something to find."""
    return {**words.known, **words.more()}


def option_schemas(kind: str, word: Word) -> dict[str, Schema]:
    """The schema of each option of a word, in order, with its meaning and its default."""
    meanings = explanation(word).options
    hints = typing.get_type_hints(word.function, include_extras=True)
    schemas = {}
    for option, parameter in options_of(word.function).items():
        schema = _of_hint(hints[option], kind)
        if meanings.get(option):
            schema["description"] = meanings[option]
        if parameter.default is not parameter.empty:
            schema["default"] = plain(parameter.default)
        schemas[option] = schema
    return schemas


def explanation(word: Word) -> Explanation:
    """What the docstring of a word says."""
    return explain(word.function.__doc__)


def plain(value: Any) -> Any:
    """A default as YAML would have it."""
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


class _Untitled(GenerateJsonSchema):
    """Without the titles that pydantic makes up from names."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  pydantic's
        return False


def _document(model: type[BaseModel]) -> Schema:
    schema = model.model_json_schema(schema_generator=_Untitled)
    for made_up in (schema, *schema.get("$defs", {}).values()):
        made_up.pop("title", None)
    return schema


def _headed(title: str, schema: Schema) -> Schema:
    return {"$schema": DIALECT, "title": title, **schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _task() -> Schema:
    schema = _document(TaskDocument)
    keys = schema["properties"]
    size = {"type": "integer", "minimum": 0}
    span = {"type": "array", "items": size, "minItems": 2, "maxItems": 2}
    axes = {"type": "array", "items": {"anyOf": [size, {"type": "string"}]}}
    keys["sizes"]["additionalProperties"] = {"anyOf": [size, span]}
    keys["shapes"]["additionalProperties"] = {"type": "array", "items": axes, "minItems": 1}
    keys["given"] |= _ref(GIVENS)
    keys["also_given"]["items"] = _ref(GIVENS)
    keys["observe"] = _one_or_more(keys["observe"])
    keys["checks"]["items"] = _ref(CHECK)
    keys["plots"]["items"] = _ref(PLOT)
    return {"title": "task", **schema}


def _own_keys() -> Schema:
    """The keys that a check may have beside the options of its property."""
    keys: Schema = _document(CheckDocument)["properties"]
    keys["when"] |= _ref(GIVENS)
    keys["observe"] = _one_or_more(keys["observe"])
    return keys


def _givens(strategies: Mapping[str, Word]) -> Schema:
    scalar = {"type": ["boolean", "number", "string", "null"]}
    constant = {"anyOf": [scalar, {"type": "array", "items": _ref("constant")}]}
    by_name = {"propertyNames": {"pattern": NAME}, "additionalProperties": _ref(GIVEN)}
    return {
        "constant": {"title": "constant", **constant},
        "strategy": {"title": "strategy", **_one_of("strategy", strategies)},
        GIVEN: {"title": "strategy or constant", "anyOf": [_ref("strategy"), _ref("constant")]},
        GIVENS: {"type": "object", **by_name},
    }


def _check(properties: Mapping[str, Word]) -> Schema:
    """A property's name, if it needs no option, or one with its options."""
    bare = {name: explanation(word) for name, word in properties.items() if not _needed(word)}
    claims = [said.claim for said in bare.values()]
    names = {"type": "string", "enum": list(bare), "enumDescriptions": claims}
    return {"title": "check", "anyOf": [names, _one_of("property", properties)]}


def _one_of(kind: str, names: Iterable[str]) -> Schema:
    """A mapping whose only key is one of the words."""
    return {
        "type": "object",
        "properties": {name: _ref(f"{kind}.{name}") for name in names},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _word(kind: str, word: Word, also: Mapping[str, Schema]) -> Schema:
    """What may stand behind a word: its options, or the value of the first one alone."""
    options, needed = option_schemas(kind, word), _needed(word)
    inside = {"type": "object", "properties": {**options, **also}, "additionalProperties": False}
    forms: list[Schema] = [{**inside, "required": needed} if needed else inside]
    first = next(iter(options), None)
    if first is not None and needed in ([], [first]):
        schema = {key: item for key, item in options[first].items() if key != "default"}
        forms.append({**schema, **_ref("constant")} if schema.get("$ref") else schema)
    if not needed:
        forms.append({"type": "null"})
    said = explanation(word)
    return {"description": said.claim, "markdownDescription": _in_full(said), "anyOf": forms}


def _needed(word: Word) -> list[str]:
    options = options_of(word.function).items()
    return [option for option, parameter in options if parameter.default is parameter.empty]


def _in_full(said: Explanation) -> str:
    """What an editor shows beside a word."""
    example = f"```yaml\n{said.example}```" if said.example else ""
    return "\n\n".join(filter(None, (said.claim, *said.details, example)))


def _of_hint(hint: Any, kind: str) -> Schema:
    """The schema of a type hint; inside a strategy, Any is another strategy or a constant."""
    schema = TypeAdapter(hint).json_schema(schema_generator=_Untitled)
    if kind == "strategy":
        schema = _with_givens(schema)
    bare = typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint
    is_list = typing.get_origin(bare) is tuple and typing.get_args(bare)[-1] is Ellipsis
    return _one_or_more(schema) if is_list else schema


def _with_givens(schema: Schema) -> Schema:
    if not schema:
        return _ref(GIVEN)
    if schema.get("items") == {}:
        return {**schema, "items": _ref(GIVEN)}
    return schema


def _one_or_more(schema: Schema) -> Schema:
    """A list, of which one text alone may stand without brackets."""
    item = schema["items"]
    if item.get("type", "string") != "string":
        return schema
    one = item if "type" in item else {"type": "string"}
    about: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
    many = {key: value for key, value in schema.items() if key not in about}
    return {**about, "anyOf": [one, many]}
