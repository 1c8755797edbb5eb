"""A YAML file read to its end: its data with places, and every slip with what to write instead."""

from grader.yamlfile.nearest import LONGEST, did_you_mean, is_other_word, nearest, typo_of
from grader.yamlfile.places import Document, Key
from grader.yamlfile.reading import constructed, read_document, shown_path
from grader.yamlfile.settling import MAP, SEQ, TEXT, Pair

__all__ = [
    "LONGEST",
    "MAP",
    "SEQ",
    "TEXT",
    "Document",
    "Key",
    "Pair",
    "constructed",
    "did_you_mean",
    "is_other_word",
    "nearest",
    "read_document",
    "shown_path",
    "typo_of",
]
