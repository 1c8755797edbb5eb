"""Course documents: YAML decoded once into frozen values, every mistake with its place."""

from grader.course.describe import (
    OptionText,
    SectionText,
    WordText,
    describe_files,
    describe_words,
    terms_of,
)
from grader.course.entries import with_exercise
from grader.course.equivalent import (
    EQUIVALENT_FILE,
    Equivalent,
    equivalent_entry,
    read_equivalent,
)
from grader.course.finding import courses_in, find_course, is_course, named_course
from grader.course.kills import Kills, kills_file, kills_text, read_kills
from grader.course.load import (
    Header,
    exercise_header,
    load_course,
    load_exercise,
    require_listed,
)
from grader.course.model import Check, Course, Defaults, Exercise, Given, Literal, Task, Use
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
    Rows,
    Shape,
    Some,
    Span,
    given_from,
    part_from,
)
from grader.course.outline import Outline, outline_of
from grader.course.reading import shown_path
from grader.course.schema import course_schema, equivalent_schema, every, exercise_schema
from grader.course.vocabulary import hint_fault
from grader.course.words import OWN_WORDS, Vocabulary, Word, Words, options_of

__all__ = [
    "EQUIVALENT_FILE",
    "OWN_WORDS",
    "Amount",
    "Check",
    "Count",
    "CountName",
    "Course",
    "Defaults",
    "Equivalent",
    "ErrorName",
    "Exercise",
    "Finite",
    "Floats",
    "FunctionName",
    "Given",
    "Header",
    "Integers",
    "Kills",
    "Literal",
    "NotNegative",
    "OptionText",
    "Outline",
    "Probability",
    "Range",
    "Rows",
    "SectionText",
    "Shape",
    "Some",
    "Span",
    "Task",
    "Use",
    "Vocabulary",
    "Word",
    "WordText",
    "Words",
    "course_schema",
    "courses_in",
    "describe_files",
    "describe_words",
    "did_you_mean",
    "equivalent_entry",
    "equivalent_schema",
    "every",
    "exercise_header",
    "exercise_schema",
    "find_course",
    "given_from",
    "hint_fault",
    "is_course",
    "kills_file",
    "kills_text",
    "load_course",
    "load_exercise",
    "named_course",
    "options_of",
    "outline_of",
    "part_from",
    "read_equivalent",
    "read_kills",
    "require_listed",
    "shown_path",
    "terms_of",
    "with_exercise",
]
