"""Mutation: wrong implementations made out of a right one, each by one small change of its text."""

from grader.mutation.mutant import OPERATORS, Mutant, mutants_of
from grader.mutation.operator import Operator

__all__ = ["OPERATORS", "Mutant", "Operator", "mutants_of"]
