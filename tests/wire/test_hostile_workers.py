"""What a submission writes on the channel itself ends its task as an error, in plain words.

With a real zygote and a real sandboxed worker: each source forges inside the task.
"""

import sys
from collections.abc import Callable, Iterator

import pytest

from grader.cases import Case
from grader.isolation import Limits, Worker
from grader.wire import Ask, Load, Lost, Observation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are Linux's")

NOTHING = Case({}, "float64", 0)
LIMITS = Limits(time_s=5.0, memory_mb=512)

# A submission may write down all of this. `said` is an answer that holds `result` as JSON.
TOOLS = """
import json, os, struct
def frame(number, header, body=b"", lengths=None):
    sizes = lengths or (len(header), len(body))
    return struct.pack(">Q4sIQ", number, b"GRD1", *sizes) + header + body
def said(result, tensors="[]", more=""):
    empty = '{"$map": []}'
    values = '{"$map": [["result", %s]]}' % result
    fields = '"before": %s, "raised": null, "events": [], "globals_changed": [], "rng_used": false'
    rest = '"live_graphs": 0, "calls": [], "warnings": [], "output": ""' + more
    seen = '{"values": %s, %s, %s}' % (values, fields % empty, rest)
    return ('{"message": {"observation": %s}, "tensors": %s}' % (seen, tensors)).encode()
def write(data):
    while data:
        data = data[os.write(3, data):]
ONE = '{"$tensor": 0, "grad": false, "on": "cpu"}'
def tensor(*rows, result=ONE):
    return frame(1, said(result, json.dumps(rows)), bytes([2] * 8))
"""
DISTURBED = "Your code disturbed the grader's channel: "


@pytest.fixture
def worker(zygote) -> Iterator[Callable[[str], Worker]]:
    """A sandboxed worker that has loaded a task with this body."""
    workers: list[Worker] = []

    def forked(body: str) -> Worker:
        worker = zygote.fork(LIMITS, sandboxed=True)
        workers.append(worker)
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        worker.load(Load("exercise", "anna.py", {"anna.py": f"{TOOLS}\ndef task():\n{lines}\n"}))
        return worker

    yield forked
    for each in workers:
        each.close()


def run(worker: Worker) -> Observation | Lost:
    return worker.observe(Ask(NOTHING, "task", observe=("result",)))


def test_a_forged_answer_is_as_good_as_an_honest_one(worker):
    """What the others here change is refused for what they change."""
    seen = run(worker("write(frame(1, said('0.5')))\nos._exit(0)"))

    assert seen.part("result") == 0.5


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        ("b'HTTP/1.1 200 OK' * 9", "an answer that was not asked for"),
        ("frame(1, b'')[:8] + b'HTTP/1.1 200 OK' * 2", "the answer is not a frame"),
        ("frame(1, b'', lengths=(2, 2**60))", f"the answer is too large: 2 + {2**60} bytes"),
        ("frame(1, b'', lengths=(2**32 - 1, 0))", f"the answer is too large: {2**32 - 1} + 0"),
        ("frame(0, said('1'))", "an answer that was not asked for"),
        ("frame(2, said('1'))", "an answer that was not asked for"),
        ("frame(1, b'[' * 100_000)", "the header is not JSON: maximum recursion depth exceeded"),
        ("frame(1, b'[],' * 5_000_000)", "the header holds too many values"),
        ("frame(1, said('9' * 500_000))", "the header is not JSON: Exceeds the limit"),
        ("frame(1, said('NaN'))", "the header is not JSON: NaN is not JSON"),
        ("frame(1, said('-Infinity'))", "the header is not JSON: -Infinity is not JSON"),
        ("frame(1, said('1e999'))", "a number that no float holds"),
        ("frame(1, said('1', more=', \"calls\": []'))", "a key appears twice"),
        ("frame(1, said('1', more=', \"score\": 10'))", "an answer with other fields"),
        ("frame(1, said('[' * 90 + ']' * 90))", "a value is nested too deeply"),
        ('frame(1, said(\'{"$map": [["a", 1], ["a", 2]]}\'))', "a mapping has a key twice"),
        ("frame(1, said(ONE))", "a tensor that is not there, or not any more"),
        ("tensor(['object', [1], 0, 8])", "a tensor of unknown dtype"),
        ("tensor(['float32', [3], 0, 8])", "a tensor's bytes do not fit its shape"),
        ("tensor(['float32', [2], -8, 8])", "a tensor lies outside its place"),
        ("tensor(['bool', [8], 0, 8])", "a bool is neither 0 nor 1"),
        ("tensor(['int8', [0, 2**40, 2**40], 0, 0])", "a tensor's shape is too large"),
        ("tensor(['int8', [2**62, 4], 0, 8])", "a tensor's shape is malformed"),
        ("tensor(['int8', [8], 0, 8], ['int8', [8], 0, 8])", "a tensor lies outside its place"),
        ("tensor(['int8', [8], 0, 8], result=f'[{ONE}, {ONE}]')", "not any more"),
        ('frame(1, b\'{"message": {"losses": []}, "tensors": []}\')', "to another question"),
    ],
)
def test_a_forged_answer_is_refused(worker, forged, told):
    """In a sentence that says what was wrong with it, and the worker is gone."""
    hostile = worker(f"write({forged})\nos._exit(0)")

    lost = run(hostile)

    assert isinstance(lost, Lost)
    assert (lost.why, lost.message[: len(DISTURBED)]) == ("protocol", DISTURBED)
    assert told in lost.message
    assert len(lost.message) < 300
    assert run(hostile) == lost


def test_an_answer_cut_off_is_the_end_of_the_process(worker):
    """As if the worker had ended before it."""
    lost = run(worker("write(frame(1, said('1'))[:-5])\nos._exit(3)"))

    assert lost == Lost("exited", "Your code ended the process (exit status 3).")


def test_a_closed_channel_says_so(worker):
    """The process is still there."""
    lost = run(worker("os.close(3)\nwhile True: pass"))

    assert lost == Lost("protocol", DISTURBED + "it was closed")


def test_answers_to_later_questions_are_refused(worker):
    """Also the right number, if it comes before the question."""
    hostile = worker("write(frame(1, said('1')) + frame(2, said('2')))\nwhile True: pass")

    first, second = run(hostile), run(hostile)

    assert first.part("result") == 1
    assert second == Lost("protocol", DISTURBED + "an answer that was not asked for")


def test_an_answer_is_not_replayed(worker):
    """Word for word what was accepted before."""
    hostile = worker("write(frame(1, said('1')) * 2)\nos._exit(0)")

    first, second = run(hostile), run(hostile)

    assert first.part("result") == 1
    assert second == Lost("protocol", DISTURBED + "an answer that was not asked for")


def test_payloads_of_nan_arrive_bit_by_bit(worker):
    """Signalling ones too, through torch, the worker and the wire."""
    bits = "torch.tensor([0x7f800001, 0x7fc0beef, -1, -2**31], dtype=torch.int32)"
    seen = run(worker(f"import torch\nreturn {bits}.view(torch.float32)"))

    assert seen.part("result").data.hex() == "0100807fefbec07fffffffff00000080"
