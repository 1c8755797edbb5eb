"""Strategies, properties and the keys of the files in words: for people who look something up.

All of it is taken from signatures, docstrings and documents: nothing is written down twice.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from grader.course.docstrings import explain
from grader.course.schema import (
    Schema,
    course_schema,
    equivalent_schema,
    every,
    exercise_schema,
    explanation,
    option_schemas,
)
from grader.course.words import Vocabulary, Word, Words

# Each mapping of the files: where its schema is, and what it is called.
COURSE_PARTS = {"": "course.yaml", "DefaultsDocument": "defaults", "LimitsDocument": "limits"}
EXERCISE_PARTS = {
    "": "exercise.yaml",
    "task": "A task",
    "own keys": "A check",
    "plot": "A plot",
}
EQUIVALENT_PARTS = {"": "equivalent.yaml", "entry": "An entry"}
OWN_KEYS = "What every check may say, beside the options of its property."

# Types that need a sentence.
TERMS = {
    "size": "A size is a whole number from 1, the name of one of the task's `sizes`, or [lowest, "
    "highest].",
    "range": "A range is a number from 0 or [lowest, highest].",
    "shape": "A shape is a list of whole numbers and names of sizes, or the name of one of the "
    "task's `shapes`.",
    "part": "A part is what a run leaves behind, or something of it: `result`, `result.0`, "
    "`model.gradients`.",
    "one or more": "Where one or more may stand, one text alone needs no brackets.",
}

PLURALS = (
    (r"(part|name|type) of an? (\w+)", r"\1s of \2s"),
    (r"(whole number|mapping|number|check|list|name|part|plot|task|text|size)", r"\1s"),
    (r"entry", "entries"),
    (r"strategy or constant", "strategies or constants"),
)


BOOLEAN = "true or false"


@dataclass(frozen=True, slots=True)
class OptionText:
    """An option or key: what it takes, in words, and what it means.

    `default` is as YAML has it; it is empty where the option is needed, and where there is no
    value that would say the same.
    """

    name: str
    type: str
    default: str
    is_needed: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class WordText:
    """A strategy or property in words. `family` is what its module is about."""

    name: str
    kind: str
    family: str
    claim: str
    details: tuple[str, ...]
    options: tuple[OptionText, ...]
    example: str


@dataclass(frozen=True, slots=True)
class SectionText:
    """The keys of one mapping of a file."""

    name: str
    claim: str
    keys: tuple[OptionText, ...]


def describe_words(words: Words) -> tuple[WordText, ...]:
    """All words of one kind; those of one family stand together."""
    found = [_word(words.kind, name, word) for name, word in every(words).items()]
    families = dict.fromkeys(word.family for word in found)
    return tuple(word for family in families for word in found if word.family == family)


def describe_files(vocabulary: Vocabulary) -> tuple[SectionText, ...]:
    """Every mapping of the files that authors write; words aside."""
    course, exercise = course_schema(), exercise_schema(vocabulary)
    own = {key: item for key, item in exercise["$defs"].items() if key.startswith("check.")}
    keys = {key.removeprefix("check."): item for key, item in own.items()}
    exercise["$defs"]["own keys"] = {"description": OWN_KEYS, "properties": keys}
    return (
        *_sections(course, COURSE_PARTS),
        *_sections(exercise, EXERCISE_PARTS),
        *_sections(equivalent_schema(), EQUIVALENT_PARTS),
    )


def terms_of(words: Iterable[WordText]) -> tuple[str, ...]:
    """What the types of these options mean, where that needs to be said."""
    types = [option.type for word in words for option in word.options]
    return tuple(
        sentence
        for term, sentence in TERMS.items()
        if any(re.search(rf"\b{term}s?\b(?! of a)", one) for one in types)
    )


def _sections(schema: Schema, parts: dict[str, str]) -> list[SectionText]:
    defs = schema["$defs"]
    return [_section(name, defs[part] if part else schema, defs) for part, name in parts.items()]


def _section(name: str, schema: Schema, defs: Schema) -> SectionText:
    claim = " ".join(schema["description"].split())
    keys = _options(schema["properties"], schema.get("required", ()), defs)
    return SectionText(name, claim, tuple(_without_empty(key) for key in keys))


def _without_empty(key: OptionText) -> OptionText:
    """The key; where it says nothing by default, its meaning says what holds then."""
    return replace(key, default="") if key.default in ('""', "[]") else key


def _word(kind: str, name: str, word: Word) -> WordText:
    said, schemas = explanation(word), option_schemas(kind, word)
    needed = [option for option, schema in schemas.items() if "default" not in schema]
    options = _options(schemas, needed, {})
    return WordText(name, kind, _family(word), said.claim, said.details, options, said.example)


def _family(word: Word) -> str:
    module = sys.modules.get(word.function.__module__)
    return explain(getattr(module, "__doc__", None)).claim or word.origin


def _options(
    schemas: dict[str, Schema], needed: Iterable[str], defs: Schema
) -> tuple[OptionText, ...]:
    return tuple(
        OptionText(
            name,
            in_words(schema, defs),
            shown(schema.get("default")),
            name in needed,
            _meaning(schema, defs),
        )
        for name, schema in schemas.items()
    )


def _meaning(schema: Schema, defs: Schema) -> str:
    said = schema if "$ref" not in schema else {**defs.get(_name(schema), {}), **schema}
    return str(said.get("description", ""))


def _name(schema: Schema) -> str:
    """What it refers to."""
    return str(schema["$ref"]).rpartition("/")[2]


def shown(default: Any) -> str:
    """A default as an author would write it."""
    match default:
        case None | {}:
            return ""
        case bool():
            return str(default).lower()
        case list():
            return f"[{', '.join(shown(item) for item in default)}]"
        case "":
            return '""'
    return str(default)


def in_words(schema: Schema, defs: Schema) -> str:
    """What a schema lets through, in words."""
    if "title" in schema:
        return str(schema["title"])
    if "$ref" in schema:
        name = _name(schema)
        return in_words(defs[name], defs) if name in defs else "strategy or constant"
    if "enum" in schema:
        return _either(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`" if schema["const"] != "" else ""
    if "anyOf" in schema:
        return _of_several(schema["anyOf"], defs)
    match schema.get("type", ""):
        case "array":
            return f"list of {_plural(in_words(schema.get('items', {}), defs))}"
        case "integer":
            return f"whole number{_bounds(schema)}"
        case "number":
            return f"number{_bounds(schema)}"
        case "string":
            return "name" if "pattern" in schema else "text"
        case kind:
            return {"boolean": BOOLEAN, "object": "mapping", "null": ""}.get(kind, "anything")


def _of_several(forms: list[Schema], defs: Schema) -> str:
    if forms[-1].get("type") == "array" and forms[-1].get("items") == forms[0]:
        one = in_words(forms[0], defs)
        return f"one or more of {one}" if "enum" in forms[0] else f"one or more {_plural(one)}"
    found = [in_words(form, defs) for form in forms]
    apart = [
        one for words in found for one in (words.split(" or ") if words == BOOLEAN else [words])
    ]
    return _either(dict.fromkeys(filter(None, apart)))


def _either(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _plural(words: str) -> str:
    for one, many in PLURALS:
        found = re.match(rf"{one}\b", words)
        if found:
            return found.expand(many) + words[found.end() :]
    return words


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        return f" above {schema['exclusiveMinimum']}"
    if low is not None and high is not None:
        return f" from {low} to {high}"
    return "" if low is None else f" from {low}"
