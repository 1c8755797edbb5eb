"""The reference pages of the documentation, as Markdown: made from the code, never by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from string import Template
from textwrap import fill

from grader.course import (
    OptionText,
    SectionText,
    Vocabulary,
    WordText,
    describe_files,
    describe_words,
    every,
    terms_of,
)

MADE = "<!-- Made from the code: change the docstrings, then run `make docs-reference`. -->\n"

WIDTH = 100

STRATEGIES = """\
# Strategies

A strategy says where the values of a given come from. It stands in `given`, `also_given` or
`when`: `name: {strategy: {option: value}}`. A strategy whose value is not a mapping gets it as its
first option: `{criterion: mse}` is short for `{criterion: {kinds: mse}}`.

The *edges* of a strategy are what is special about its values. They are tried first, in every run.

`grade strategies` prints this list, `grade strategies NAME` one of its entries.
"""

PROPERTIES = """\
# Properties

A property is what a check claims. Its sentence, which is quoted first, is what students read if a
check has no `claim`. A check is a property's name (`- finite`), or one with options
(`- mode: {during: train}`). A property whose value is not a mapping gets it as its first option.
Beside the options of its property a check may have
[keys that all checks have](exercise-file.md#a-check).

Most properties look at one thing only, and code that does nothing at all would pass many of them:
*Alone* says what would get through, and what to put beside it. `grade audit` finds such gaps only
where somebody has written the misconception, or `--mutants` makes it.

If the run raises an error, every property but $errors fails with it. Of code that does nothing, or
that always raises, these hold: $negative. Their points count once another check of the task has
passed.

`grade properties` prints this list, `grade properties NAME` one of its entries.
"""

FILES = """\
# The files in YAML

Every key of `course.yaml` and of `exercise.yaml`. What a key leaves open, such as whether a part
exists, is checked when the file is read; all mistakes are reported at once, with line and column.

`grade schema` prints the same as JSON Schema, for editors. A file that names the schema in its
first line gets completion, documentation and marks in every editor that knows the YAML language
server:

```yaml
# yaml-language-server: $schema=../../schemas/exercise.schema.json
```

YAML has traps, and `grade` points out those that it can see: `1e-3` is text (write `1.0e-3`), `no`
and `on` are booleans (use quotes), and of two equal keys only the last would count.
"""


def reference_pages(vocabulary: Vocabulary) -> dict[str, str]:
    """Each page by its file name."""
    strategies = describe_words(vocabulary.strategies)
    properties = describe_words(vocabulary.properties)
    meanings = {name: word.meaning for name, word in every(vocabulary.properties).items()}
    head = Template(PROPERTIES).substitute(
        errors=_listed(name for name, meaning in meanings.items() if meaning.expects_error),
        negative=_listed(name for name, meaning in meanings.items() if meaning.negative),
    )
    return {
        "strategies.md": _words_page(STRATEGIES, strategies),
        "properties.md": _words_page(head, properties),
        "exercise-file.md": "\n".join([MADE, FILES, *map(_section, describe_files(vocabulary))]),
    }


def _words_page(head: str, words: Sequence[WordText]) -> str:
    terms = "".join(f"- {sentence}\n" for sentence in terms_of(words))
    families = groupby(words, key=lambda word: word.family)
    parts = [f"## {family.rstrip('.')}\n\n{_all(members)}" for family, members in families]
    return "\n".join([MADE, _wrapped(head), "Types, in the tables:\n", terms, *parts])


def _all(words: Iterable[WordText]) -> str:
    return "\n".join(_word(word) for word in words)


def _word(word: WordText) -> str:
    claim = f'"{word.claim}"' if word.kind == "property" else word.claim
    paragraphs = [f"### `{word.name}`", *map(_wrapped, (claim, *map(_with_lead, word.details)))]
    if word.options:
        paragraphs.append(_table("Option", word.options))
    if word.example:
        paragraphs.append(f"```yaml\n{word.example}```")
    return "\n\n".join(paragraphs) + "\n"


def _with_lead(paragraph: str) -> str:
    """A paragraph; its first word stands out if it says what the paragraph is about."""
    lead, colon, rest = paragraph.partition(": ")
    return f"*{lead}*: {rest}" if colon and lead.isalpha() else paragraph


def _wrapped(text: str) -> str:
    """The paragraphs of a text, none of which holds a list or a block of code."""
    paragraphs = text.strip().split("\n\n")
    wrap = partial(fill, width=WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n\n".join(map(wrap, paragraphs)) + "\n" * text.endswith("\n")


def _section(section: SectionText) -> str:
    is_name = section.name.islower()
    head = f"`{section.name}`" if is_name else section.name
    return f"## {head}\n\n{section.claim}\n\n{_table('Key', section.keys)}\n"


def _table(first: str, options: Iterable[OptionText]) -> str:
    rows = [
        (f"`{option.name}`", option.type, _default(option), option.meaning) for option in options
    ]
    lines = [(first, "Type", "Default", "Meaning"), ("---",) * 4, *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _default(option: OptionText) -> str:
    if option.is_needed:
        return "needed"
    return f"`{option.default}`" if option.default else ""


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
