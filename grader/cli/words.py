"""The vocabulary that exercises are written in, gathered from the folders that define it."""

from grader.course import Vocabulary, Words
from grader.drawing import BUILT_IN as STRATEGIES
from grader.properties import BUILT_IN as PROPERTIES

VOCABULARY = Vocabulary(
    strategies=Words("strategy", STRATEGIES),
    properties=Words("property", {name: prop.judge for name, prop in PROPERTIES.items()}),
)
