"""By which words Python code reaches the interpreter, the grader, or torch below its public names.

Tables for `grader.submissions.reaching`, which says what they are for. Words that honest training
code needs are left out, and so are words that lead to no more than text.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Modules that have no place in a watched exercise: they run text as code, walk through memory,
# start other processes or threads, or belong to the grader.
CLOSED_MODULES = _words("""
    __main__ _ctypes _frozen_importlib _frozen_importlib_external _imp _io _posixsubprocess _thread
    asynchat asyncio asyncore bdb builtins cProfile cffi cgitb cloudpickle code codeop compileall
    concurrent copyreg ctypes dill dis distutils doctest faulthandler fcntl grader hypothesis
    idlelib imp importlib jinja2 joblib lib2to3 linecache marshal mmap modulefinder multiprocessing
    numba opcode optparse overlay pdb pip pkg_resources pkgutil posix profile psutil pty py_compile
    pydantic pydoc pytest queue rlcompleter runpy sched select selectors setuptools shelve signal
    site smtpd socket socketserver sqlite3 subprocess sympy symtable sysconfig telnetlib test
    threading tkinter trace tracemalloc unittest venv xmlrpc zipapp zipimport
    """)

# Of these modules, what may be used; nothing else.
OPEN_PARTS = {
    "gc": _words("collect disable enable freeze get_count get_stats isenabled"),
    "inspect": _words("""
        Parameter Signature cleandoc getdoc getfullargspec isclass isfunction isgenerator
        isgeneratorfunction ismethod signature
    """),
    "numpy.testing": _words("""
        assert_allclose assert_almost_equal assert_array_almost_equal assert_array_equal
        assert_equal
    """),
    "pickle": _words("""
        HIGHEST_PROTOCOL PickleError PicklingError UnpicklingError dump dumps load loads
    """),
    "sys": _words("""
        argv byteorder exit float_info getrecursionlimit getsizeof maxsize platform stderr stdin
        stdout version version_info
    """),
    "timeit": _words("default_timer"),
    "torch.testing": _words("assert_close make_tensor"),
    "traceback": _words("format_exc format_exception print_exc print_exception"),
    "types": _words("""
        EllipsisType FunctionType GenericAlias MappingProxyType MethodType ModuleType NoneType
        SimpleNamespace UnionType
    """),
    "weakref": _words("WeakKeyDictionary WeakSet WeakValueDictionary finalize proxy ref"),
}

# Of these modules, what may not be used.
CLOSED_PARTS = {
    "logging": _words("config currentframe"),
    "numpy": _words("ctypeslib f2py"),
    "numpy.lib": _words("stride_tricks"),
    "os": _words("""
        abort copy_file_range dup dup2 execl execle execlp execlpe execv execve execvp execvpe
        fork forkpty kill killpg memfd_create openpty pipe pipe2 popen posix_spawn posix_spawnp
        pread preadv pwrite pwritev read readv register_at_fork sendfile spawnl spawnle spawnlp
        spawnlpe spawnv spawnve spawnvp spawnvpe splice system write writev
    """),
    "torch": _words("""
        ao classes compile compiler distributed export fx hub jit library multiprocessing overrides
        package quantization
    """),
    "torch.cuda": _words("tunable"),
    "torch.ops": _words("load_library loaded_libraries"),
    "torch.utils": _words("benchmark bundled_inputs cpp_extension hooks weak"),
    "typing": _words("ForwardRef get_type_hints"),
}

# Modules of which all names may be imported at once: none of them leads out.
OPEN_STARS = _words("""
    abc bisect cmath collections collections.abc contextlib copy csv dataclasses datetime decimal
    enum fractions functools glob hashlib heapq io itertools json logging math numbers numpy.linalg
    numpy.random operator os.path pathlib pprint random re shutil statistics string tempfile
    textwrap time torch.amp torch.distributions torch.func torch.linalg torch.nn.init
    torch.nn.utils.rnn torch.optim.lr_scheduler torch.utils.tensorboard warnings zlib
""")

# Modules of which nothing but a part is used: what gets the whole of one may change it.
WHOLES = _words("""
    gc inspect numpy numpy.testing os pickle sys torch torch.autograd torch.nn torch.nn.functional
    torch.optim torch.testing torch.utils torch.utils.data types weakref
    """)

# Modules that other modules have imported: `torch.sys` is `sys`, `enum.bltns` is `builtins`.
LEADING = _words("""
    bltns builtins copyreg ctypes fcntl gc importlib inspect linecache marshal multiprocessing posix
    pydoc python_multiprocessing selectors socket subprocess sys threading
""")

# Of these, which others have imported too, what may be used of the modules themselves.
ELSEWHERE = _words("concurrent numpy os pickle queue signal torch types weakref")

# Functions of Python that run text as code, or hand out a module's own names.
CLOSED_NAMES = _words("""
    __build_class__ __builtins__ __import__ __loader__ __sources__ __spec__ breakpoint compile
    eval exec globals
""")

# Attributes of functions, frames, generators, errors and graphs that lead out of the own code.
CLOSED_ATTRIBUTES = _words("""
    ag_frame cell_contents co_code cr_frame decompose exc_traceback f_back f_builtins f_code
    f_globals f_locals f_trace gi_code gi_frame gi_yieldfrom mro register_multi_grad_hook
    tb_frame tb_next
""")

# Names with two underscores on both sides that honest code uses.
OPEN_DUNDERS = frozenset(
    f"__{name}__"
    for name in _words("""
    abs add all and annotations array author bool call class contains copy deepcopy delitem dict doc
    enter eq exit file float floordiv format future ge getattr getitem gt hash iadd imul index init
    init_subclass int invert isub iter itruediv le len lt main matmul members missing mod module mul
    name ne neg new next or pos post_init pow qualname radd repr reversed rmatmul rmul round rpow
    rsub rtruediv set_name setattr setitem slots str sub truediv version
    """)
)

# Methods that decide how an object is copied, what NumPy reads as its memory, what torch calls
# instead of a function, or from what a class derives.
CLOSED_METHODS = _words("""
    __array_interface__ __array_struct__ __cuda_array_interface__ __dlpack__ __getattribute__
    __instancecheck__ __mro_entries__ __prepare__ __reduce__ __reduce_ex__ __subclasscheck__
    __torch_dispatch__ __torch_function__
""")

# Attributes with one underscore that are torch's or Python's, and harmless.
OPEN_PRIVATE = _words("""
    _LRScheduler _Loss _WeightedLoss _asdict _buffers _calculate_correct_fan
    _calculate_fan_in_and_fan_out _fields _get_name _last_lr _make _modules _parameters _replace
    _step_count _pytree _value2member_map_
""")

# Settings of torch that honest code makes, for the same numbers in every run.
SETTINGS = frozenset(
    f"torch.backends.{name}"
    for name in _words("""
    cuda.matmul.allow_tf32 cudnn.allow_tf32 cudnn.benchmark cudnn.deterministic
    """)
)

# Decorators that hand the function of a method to nobody.
DECORATORS = _words("""
    abstractmethod cache cached_property classmethod contextmanager deleter enable_grad getter
    inference_mode lru_cache no_grad overload override property register set_grad_enabled setter
    singledispatchmethod
""")

# What the grader's own objects record with.
HOOKS = _words("""
    _active _backward_hooks _backward_pre_hooks _forward_hooks _forward_pre_hooks
    _optimizer_step_post_hooks _optimizer_step_pre_hooks _post_accumulate_grad_hooks given_name
    in_two_parts
""")

# What others call of the objects that the grader hands over, and of torch: nobody replaces it.
REPLACED = _words("""
    allclose any backward call clone cpu detach device dtype equal eval forward grad_fn
    is_grad_enabled isfinite isnan item list named_parameters no_grad norm parameters
    register_hook register_step_post_hook requires_grad_ set_grad_enabled state_dict step sum to
    tolist train zero_grad
    """)
