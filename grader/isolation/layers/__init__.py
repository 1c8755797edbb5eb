"""The layers of a worker's sandbox: what a submission cannot do, whatever it tries.

Plain ctypes, no root, no dependency. The layers overlap on purpose: Landlock knows files and no
other processes, seccomp knows calls and no files, and either may be missing.
"""

from grader.isolation.layers.accelerator import Accelerator, cuda_needs
from grader.isolation.layers.limits import limit_private
from grader.isolation.layers.policy import Applied, Policy
from grader.isolation.layers.readable import default_readable
from grader.isolation.layers.sandbox import apply, prepare

__all__ = [
    "Accelerator",
    "Applied",
    "Policy",
    "apply",
    "cuda_needs",
    "default_readable",
    "limit_private",
    "prepare",
]
