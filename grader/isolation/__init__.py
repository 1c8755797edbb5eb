"""Processes: the zygote that has imported torch, the workers that it forks, what they may do.

This door is the judge's side; the zygote's and the worker's modules are run, not imported, here.
"""

from grader.isolation.workers import Limits, Worker, Zygote

__all__ = ["Limits", "Worker", "Zygote"]
