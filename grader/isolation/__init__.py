"""Processes: the zygote that has imported torch, the workers that it forks, what they may do.

This door is the judge's side; the zygote's and the worker's modules are run, not imported, here.
"""

from grader.isolation.cuda_workers import TRUSTED, CudaWorkers, NoGpu
from grader.isolation.forking import Zygote, abandon_all
from grader.isolation.gpu import Gpu
from grader.isolation.layers import LAYERS, REMEDIES, Examined, Finding, Level, examine
from grader.isolation.libraries import slow_among
from grader.isolation.workers import Limits, Worker

__all__ = [
    "LAYERS",
    "REMEDIES",
    "TRUSTED",
    "CudaWorkers",
    "Examined",
    "Finding",
    "Gpu",
    "Level",
    "Limits",
    "NoGpu",
    "Worker",
    "Zygote",
    "abandon_all",
    "examine",
    "slow_among",
]
