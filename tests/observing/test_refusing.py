"""Steps out of a submission's own code, which an audit hook refuses before they are taken."""

import os
import pickle

import pytest

GIVEN = {"x": 1.0}
REFUSED = {
    "all objects": "import gc\ngc.get_objects()",
    "all objects, by another's call": "import gc\nlist(map(gc.get_referrers, [x]))",
    "frames": "import sys\nsys._getframe()",
    "frames, by another's call": "import sys\nnext(map(sys._getframe, [1]))",
    "all frames": "import sys\nsys._current_frames()",
    "code": "task.__code__",
    "the frame of an error": "try: 1 / 0\nexcept Exception as e: e.__traceback__.tb_frame",
    "the frame of a generator": "(_ for _ in ()).gi_frame",
    "text that is run": "exec('x = 2')",
    "text that becomes code": "compile('x = 2', 'anna.py', 'exec')",
    "memory by address": "import ctypes\nctypes.string_at(id(x), 8)",
    "the wire": "open(3, 'wb', closefd=False)",
    "the wire, by a number of one's own": "class N(int): pass\nopen(N(3), 'wb', closefd=False)",
    "the wire, through a library": "import os\nos.fdopen(3, 'wb', closefd=False)",
    "a socket": "import socket\nsocket.socket()",
    "the grader, unpickled": "import pickle\npickle.loads(b'cgrader.wire\\nfits\\n.')",
    "what it runs, unpickled": "import pickle\npickle.loads(b'cbuiltins\\neval\\n.')",
    "attributes, unpickled": "import pickle\npickle.loads(b'coperator\\nattrgetter\\n.')",
    "modules, unpickled": r"import pickle; pickle.loads(b'\x80\x04ctorch\nsys.modules\n.')",
    "a thread, unpickled": "import pickle\npickle.loads(b'cthreading\\nThread\\n.')",
}
ALLOWED = {
    "a named tuple": "from collections import namedtuple\nreturn namedtuple('A', 'b c')(1, 2).b",
    "a dataclass": "from dataclasses import make_dataclass\nreturn make_dataclass('A', 'b')(1).b",
    "a signature": "import inspect\nreturn len(inspect.signature(task).parameters)",
    "a copy by pickle": "import pickle\nreturn pickle.loads(pickle.dumps([1]))[0]",
    "an optimizer by pickle": "import pickle, torch\nreturn len(pickle.loads(pickle.dumps("
    "torch.optim.SGD([torch.ones(1)]))).param_groups)",
    "an array by pickle": "import pickle, numpy\nreturn int(pickle.loads(pickle.dumps("
    "numpy.ones(1)))[0])",
    "an error by pickle": "import pickle\nreturn pickle.loads(pickle.dumps(ValueError(1))).args[0]",
    "a warning": "import warnings\nwarnings.warn('x', stacklevel=1)\nreturn 1",
    "a traceback as text": "import traceback\ntry: 1 / 0\nexcept Exception: "
    "return len(traceback.format_exc()) > 0 and 1",
    "a logger": "import logging\nlogging.getLogger('a').warning('x')\nreturn 1",
    "free memory": "import gc\ngc.collect()\nreturn 1",
    "a file": "open('a', 'w').close()\nreturn 1",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_leads_out_is_refused(run, body):
    """By an error that names the step, before it is taken."""
    seen = run(body, GIVEN)

    assert seen.raised is not None
    assert seen.raised.kind == "RuntimeError"
    assert seen.raised.message.endswith("leads out of your own code: write it without")


@pytest.mark.parametrize("body", ALLOWED.values(), ids=ALLOWED)
def test_libraries_may_do_so(run, body, tmp_path, monkeypatch):
    """Also when a submission calls them."""
    monkeypatch.chdir(tmp_path)

    assert run(body, GIVEN).values.get("result") == 1


def test_models_can_be_copied_by_pickle(run):
    """Their class is the grader's; no more than that is unpickled of it."""
    copied = "import pickle\nreturn len(pickle.loads(pickle.dumps(model))[0].weight)"

    assert run(copied).values["result"] == 4


def test_the_grader_itself_is_left_alone(run):
    """Whoever is not the submission does as before: this test, for one."""
    run("pass", GIVEN)

    assert pickle.loads(b"cbuiltins\nlen\n.") is len
    assert eval("1 + 1") == 2
    assert os.getpid() > 0


BAIT = """
import io, os, threading, torch

class Bait:
    def __reduce__(self):
        return os.mkdir, ("was run",)

class Thread:
    def __reduce__(self):
        return threading.Thread, ()

file = io.BytesIO()
torch.save({bait}(), file)
file.seek(0)
torch.load(file, weights_only=False)
return os.path.exists("was run")
"""


def test_a_file_that_runs_something_is_loaded(run, tmp_path, monkeypatch):
    """Whether to load it is for the submission to decide; what leads out is refused."""
    monkeypatch.chdir(tmp_path)

    assert run(BAIT.format(bait="Bait"), GIVEN).values["result"] is True
    seen = run(BAIT.format(bait="Thread"), GIVEN)
    assert seen.raised.message.startswith("what this pickle names leads out of your own code")


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [("int", False), ("list[int] | None", False), ("print(1)", True), ("torch.sys", True)],
)
def test_an_annotation_that_is_a_text_names_a_type(run, text, is_refused):
    """Whoever registers a function by its annotations has their text evaluated."""
    lines = [
        "import typing, torch",
        f"text = {text!r}",
        "def other(x: text): pass",
        "typing.get_type_hints(other, {'torch': torch})",
        "return 1",
    ]

    seen = run("\n".join(lines), GIVEN)

    assert (seen.raised is not None and seen.raised.kind == "RuntimeError") is is_refused
    assert (seen.values.get("result") == 1) is not is_refused
