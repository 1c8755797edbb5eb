"""Which system calls a worker may make: an allow-list, and how everything else is answered.

A call that is on no list does not exist (ENOSYS), so that libraries fall back to an older one:
from clone3, whose flags lie in memory that a filter cannot read, to clone.
Paths are Landlock's business; a call is refused here when Landlock does not cover it, when it
reaches other processes, or when it only widens what a hostile program can try on the kernel.
"""

import errno
from dataclasses import dataclass

_AF_UNIX = 1
_SOCK_STREAM = 1
_SOCK_SEQPACKET = 5
_SOCK_TYPE = 0xF  # the rest of the argument: close-on-exec, non-blocking
_MSG_OOB = 1
_PRIO_PROCESS = 0
_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020000  # mount, cgroup, uts, ipc, user, pid, net
_IOCTLS = (
    0x5401,  # TCGETS: isatty, which open() asks
    0x5413,  # TIOCGWINSZ: the width of a progress bar
    0x541B,  # FIONREAD
    0x5421,  # FIONBIO: socket timeouts
    0x5450,  # FIONCLEX
    0x5451,  # FIOCLEX
)
_FCNTLS = (
    *range(5),  # duplicate, flags of the descriptor and of the open file
    *(1030, 1031, 1032, 1034),  # duplicate with close-on-exec, size of a pipe, seals
)
_PRCTLS = (
    15,  # PR_SET_NAME: thread names
    16,  # PR_GET_NAME
    38,  # PR_SET_NO_NEW_PRIVS
    0x53564D41,  # PR_SET_VMA: malloc names its mappings
)


@dataclass(frozen=True, slots=True)
class Demand:
    """Argument `argument` (counted from 0), masked, is one of values; only 32 bits are compared.

    That is enough, as the kernel itself reads each of the arguments below as 32 bits. `others` are
    further masks with their values, tried one after the other: one that fits is enough.
    """

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    others: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A call that is allowed when all demands hold, and answered with `otherwise` when not."""

    call: str
    demands: tuple[Demand, ...]
    otherwise: int = errno.EPERM


RULES = (
    # Threads, which carry CLONE_THREAD; a call without it would be a process.
    Rule("clone", (Demand(0, (_CLONE_THREAD,), _CLONE_THREAD | _CLONE_NAMESPACES),)),
    # A pair talks to itself. A datagram pair could still send to any socket that has a path.
    Rule("socketpair", (Demand(0, (_AF_UNIX,)), Demand(1, (_SOCK_STREAM,), _SOCK_TYPE))),
    # Without F_SETOWN and F_SETSIG, by which the kernel would send any signal to any process of the
    # same user, and without locks, by which workers would talk through a file that all may read.
    Rule("fcntl", (Demand(1, _FCNTLS),)),
    Rule("ioctl", (Demand(1, _IOCTLS),), otherwise=errno.ENOTTY),
    Rule("prctl", (Demand(0, _PRCTLS),)),
    # Without bytes out of band: whoever waits for the other end is told of them, and finds nothing.
    Rule("sendto", (Demand(3, (0,), _MSG_OOB),), otherwise=errno.EOPNOTSUPP),
    Rule("sendmsg", (Demand(2, (0,), _MSG_OOB),), otherwise=errno.EOPNOTSUPP),
)


def rules_for(pid: int) -> tuple[Rule, ...]:
    """Return the rules for calls that take a process: only the worker's own, pid, is allowed."""
    itself = (0, pid)
    return (
        Rule("kill", (Demand(0, (pid,)),)),  # kill(0) would be the whole process group
        Rule("tgkill", (Demand(0, (pid,)),)),  # raise, abort, pthread_kill
        Rule("prlimit64", (Demand(0, itself),)),
        Rule("sched_setaffinity", (Demand(0, itself),)),
        Rule("setpriority", (Demand(0, (_PRIO_PROCESS,)), Demand(1, itself))),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ALLOWED = _names("""
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek
    open openat close close_range dup dup2 dup3 pipe pipe2 creat
    stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat
    statfs fstatfs getdents getdents64 getcwd chdir fchdir umask
    mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2
    ftruncate fallocate fsync fdatasync sync_file_range fadvise64 readahead
    sendfile copy_file_range
    mmap munmap mprotect mremap madvise msync brk mlock munlock membarrier
    get_mempolicy pkey_alloc pkey_free pkey_mprotect arch_prctl
    futex futex_waitv set_robust_list set_tid_address rseq sched_yield
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend
    sigaltstack pause restart_syscall signalfd4
    nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
    getitimer setitimer alarm timer_create timer_settime timer_gettime timer_getoverrun
    timer_delete timerfd_create timerfd_settime timerfd_gettime
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    epoll_pwait2 eventfd eventfd2
    recvfrom recvmsg shutdown getsockname getpeername getsockopt
    getpid gettid getppid getpgrp getpgid getsid getuid geteuid getgid getegid getgroups
    getresuid getresgid capget getrlimit getrusage getpriority getcpu uname sysinfo getrandom
    sched_getaffinity sched_getparam sched_getscheduler sched_getattr
    sched_get_priority_max sched_get_priority_min sched_rr_get_interval
    wait4 waitid exit exit_group
""")

REFUSED = _names("""
    fork vfork execve execveat ptrace process_vm_readv process_vm_writev process_madvise
    process_mrelease kcmp pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo
    rt_tgsigqueueinfo setpgid setsid sched_setscheduler sched_setparam sched_setattr ioprio_set
    get_robust_list migrate_pages move_pages personality setrlimit
    socket connect bind listen accept accept4 setsockopt sendmmsg recvmmsg
    shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
    mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
    memfd_create memfd_secret userfaultfd io_uring_setup io_uring_enter io_uring_register
    io_setup io_submit splice vmsplice tee
    bpf perf_event_open keyctl add_key request_key seccomp
    unshare setns mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount
    fspick mount_setattr quotactl quotactl_fd swapon swapoff acct
    setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset
    chown fchown lchown fchownat link linkat symlink symlinkat mknod mknodat
    name_to_handle_at open_by_handle_at fanotify_init fanotify_mark inotify_init inotify_init1
    inotify_add_watch sync syncfs
    init_module finit_module delete_module kexec_load kexec_file_load reboot syslog
    settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname
    iopl ioperm modify_ldt uselib vhangup remap_file_pages
""")

# Landlock does not cover the modes and times of files, and `shutil.copy` must not fail over them.
# Nor must downloaders and caches fail over a lock that nobody else could hold in their scratch.
PRETENDED = _names("""
    chmod fchmod fchmodat fchmodat2 utime utimes utimensat futimesat flock
""")

# "This file system has none", which `shutil.copystat` takes for an answer.
UNSUPPORTED = _names("""
    getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
    setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
""")

# What CUDA needs on top: a worker that computes on a GPU has these rules instead of RULES.
# An ioctl of NVIDIA's driver is of type 'F' (0x46), whatever the size of what it takes, which
# differs by release; those of unified memory are plain numbers; those of Windows' Linux are of type
# 'G'. The filter cannot see which file is meant: that only device nodes of the GPU are open is up
# to Landlock, and since version 5 it also guards ioctl on devices.
_TYPE = 0xFF00
_CUDA_IOCTLS = (
    (_TYPE, (0x4600, 0x4700)),
    (0xFFFFFF00, (0,)),
    (0xFFFFFFFF, (0x30000001, 0x30000002)),  # start and end unified memory
)
_CUDA_RULES = (
    Rule("ioctl", (Demand(1, _IOCTLS, others=_CUDA_IOCTLS),), otherwise=errno.ENOTTY),
    # CUDA listens on an abstract socket (@cuda-uvmfd-...) for others who would share its memory,
    # and does not start if it cannot. Nobody is ever let in: connect and accept stay refused, and
    # Landlock lets no socket be made that has a path.
    Rule(
        "socket", (Demand(0, (_AF_UNIX,)), Demand(1, (_SOCK_STREAM, _SOCK_SEQPACKET), _SOCK_TYPE))
    ),
    Rule("fcntl", (Demand(1, (*_FCNTLS, 1033)),)),  # seal what memfd_create made
)
_CUDA_ALLOWED = _names("bind listen setsockopt memfd_create mbind set_mempolicy mincore")


def rules(*, accelerator: bool) -> tuple[Rule, ...]:
    """Return the rules for calls that are allowed with some arguments."""
    own = {rule.call for rule in _CUDA_RULES} if accelerator else set()
    return (*(r for r in RULES if r.call not in own), *(_CUDA_RULES if accelerator else ()))


def allowed(*, accelerator: bool) -> tuple[str, ...]:
    """Return the calls that are allowed with any arguments."""
    return (*ALLOWED, *(_CUDA_ALLOWED if accelerator else ()))


def refused(*, accelerator: bool) -> tuple[str, ...]:
    """Return the calls that are answered with EPERM."""
    opened = {*_CUDA_ALLOWED, "socket"} if accelerator else set()
    return tuple(name for name in REFUSED if name not in opened)
