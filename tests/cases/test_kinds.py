"""The kinds that an exercise file may name are those that a worker can build."""

from typing import get_args

from grader.cases import CriterionKind, OptimizerKind
from grader.observing.build import CRITERIA
from grader.observing.optimizers import OPTIMIZERS


def test_every_criterion_can_be_built():
    """The names of criteria are written twice, for the judge must not import torch."""
    assert set(get_args(CriterionKind)) == set(CRITERIA)


def test_every_optimizer_can_be_built():
    """The names of optimizers are written twice, for the judge must not import torch."""
    assert set(get_args(OptimizerKind)) == set(OPTIMIZERS)
