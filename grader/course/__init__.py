"""Course documents: YAML decoded once into frozen values, every mistake with its place."""

from grader.course.load import Header, exercise_header, find_course, load_course, load_exercise
from grader.course.model import Check, Course, Exercise, Given, Literal, Task, Use
from grader.course.vocabulary import Vocabulary, Words

__all__ = [
    "Check",
    "Course",
    "Exercise",
    "Given",
    "Header",
    "Literal",
    "Task",
    "Use",
    "Vocabulary",
    "Words",
    "exercise_header",
    "find_course",
    "load_course",
    "load_exercise",
]
