"""What to do where a layer cannot be had, in a sentence or two for whoever runs the grader."""

_OURS = "Every worker should have this, on any Unix: please report it as a fault of the grader."
_NAMESPACES = (
    "User namespaces are refused here. On Ubuntu, `sudo sysctl -w "
    "kernel.apparmor_restrict_unprivileged_userns=0` allows them; in Docker a seccomp profile "
    "that does. Without: "
)
_KERNEL = "The kernel refuses what all kernels since Linux 4.0 allow; an outer sandbox may be why."

REMEDIES = {
    "own-session": _OURS,
    "closed-descriptors": _OURS,
    "clean-environment": _OURS,
    "cgroup": "The grader must be able to make control groups that count memory and processes: "
    "run it as root, or write-enable /sys/fs/cgroup in the container. Without: rlimits hold.",
    "tmpfs-scratch": f"{_NAMESPACES}the grader looks 20 times a second how much was written.",
    "other-user": "Run the grader as root, with a Python and a torch that every user can read: "
    "not below /root. Without: Landlock and seccomp keep the grader's files and processes apart.",
    "network-namespace": f"{_NAMESPACES}seccomp refuses all sockets.",
    "ipc-namespace": f"{_NAMESPACES}seccomp refuses shared memory.",
    "uts-namespace": f"{_NAMESPACES}seccomp refuses to change the machine's name.",
    "rlimits": _KERNEL,
    "process-limit": "It takes a user namespace, another user than root, or a control group. "
    "Without: seccomp refuses processes, and the memory limit ends threads.",
    "parent-death-signal": _KERNEL,
    "not-dumpable": _KERNEL,
    "no-new-privileges": _KERNEL,
    "landlock": "It takes Linux 5.13 or later with Landlock switched on: /sys/kernel/security/lsm "
    "must name it (boot option lsm=landlock,...). Without: a submission reads what you can read.",
    "capabilities": _KERNEL,
    "seccomp": "It takes Linux on x86_64 or aarch64 with seccomp filters. Without: a submission "
    "can start processes and reach the network.",
}
