"""The layers of a worker's sandbox: what a submission cannot do, whatever it tries.

Plain ctypes, no root, no dependency. The layers overlap on purpose: Landlock knows files and no
other processes, seccomp knows calls and no files, and either may be missing.
"""

from grader.isolation.layers.accelerator import Accelerator, cuda_needs
from grader.isolation.layers.cgroup import Parents, end_group, open_parents, remove_group
from grader.isolation.layers.doctor import Examined, Finding, examine
from grader.isolation.layers.levels import LAYERS, LEVEL_OF, PROCESS, Level
from grader.isolation.layers.limits import limit_private
from grader.isolation.layers.mounts import enter_mounts, is_limited, mount_scratch, uncover
from grader.isolation.layers.own_process import ENVIRONMENT, OWN
from grader.isolation.layers.policy import Applied, Policy, reason_of
from grader.isolation.layers.readable import default_readable
from grader.isolation.layers.remedies import REMEDIES
from grader.isolation.layers.sandbox import CLOSING, apply, own_process, prepare

__all__ = [
    "CLOSING",
    "ENVIRONMENT",
    "LAYERS",
    "LEVEL_OF",
    "OWN",
    "PROCESS",
    "REMEDIES",
    "Accelerator",
    "Applied",
    "Examined",
    "Finding",
    "Level",
    "Parents",
    "Policy",
    "apply",
    "cuda_needs",
    "default_readable",
    "end_group",
    "enter_mounts",
    "examine",
    "is_limited",
    "limit_private",
    "mount_scratch",
    "open_parents",
    "own_process",
    "prepare",
    "reason_of",
    "remove_group",
    "uncover",
]
