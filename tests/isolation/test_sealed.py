"""In the worker of a submission, the grader's modules are closed to whoever gets at them."""

import sys

import pytest

from grader.cases import Case
from grader.isolation import Limits
from grader.wire import Ask, Load, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

SOURCE = """
import sys

def task():
    grader = sys.modules["grader.observing.execute"]
    {body}
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("grader.watching", "'watching' is the grader's, and closed to other code"),
        ("grader.watching = print", "'watching' is the grader's, and cannot be replaced"),
        ("del grader.watching", "'watching' is the grader's, and cannot be replaced"),
        ("raise AttributeError(grader.__name__)", "grader.observing.execute"),
    ],
)
def test_a_module_of_the_grader(zygote, body, told):
    """It gives nothing but its name, and keeps what it has."""
    worker = zygote.fork(Limits(10.0), sandboxed=True)
    worker.load(Load("anna", "anna.py", {"anna.py": SOURCE.format(body=body)}))

    seen = worker.observe(Ask(Case({}, "float64", 0), "task", "task()", ()))
    worker.close()

    assert isinstance(seen, Observation)
    assert seen.raised is not None
    assert (seen.raised.kind, seen.raised.message) == ("AttributeError", told)
