"""The words that an exercise may use: those built in, of installed packages, and of its own."""

from grader.vocabulary.built_in import BUILT_IN
from grader.vocabulary.gather import vocabulary_for

__all__ = ["BUILT_IN", "vocabulary_for"]
