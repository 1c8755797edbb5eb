"""Graded exercises for PyTorch training code. The command is `grade`."""

__version__ = "0.1.0"
