"""Course documents: YAML decoded once into frozen values, every mistake with its place."""

from grader.course.load import Header, exercise_header, find_course, load_course, load_exercise
from grader.course.model import Check, Course, Exercise, Given, Literal, Task, Use
from grader.course.nearest import did_you_mean
from grader.course.options import (
    Amount,
    Count,
    CountName,
    ErrorName,
    Finite,
    Floats,
    FunctionName,
    Integers,
    NotNegative,
    Probability,
    Range,
    Shape,
    Some,
    Span,
    given_from,
    part_from,
)
from grader.course.vocabulary import Vocabulary, Words

__all__ = [
    "Amount",
    "Check",
    "Count",
    "CountName",
    "Course",
    "ErrorName",
    "Exercise",
    "Finite",
    "Floats",
    "FunctionName",
    "Given",
    "Header",
    "Integers",
    "Literal",
    "NotNegative",
    "Probability",
    "Range",
    "Shape",
    "Some",
    "Span",
    "Task",
    "Use",
    "Vocabulary",
    "Words",
    "did_you_mean",
    "exercise_header",
    "find_course",
    "given_from",
    "load_course",
    "load_exercise",
    "part_from",
]
