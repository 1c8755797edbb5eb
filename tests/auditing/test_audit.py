"""The audit finds every way in which an exercise could grade unfairly, and says what to do."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from grader.auditing import finish_audit, start_audit
from grader.course import CheckRecord, TaskRecord, load_course, load_exercise
from grader.reports import Count
from grader.vocabulary import vocabulary_for

YAML = """\
id: exercise01
title: Doubling
module: doubling.py
tasks:
  - name: double
    given:
      inputs: {tensor: {shape: [3]}}
    cases: 3
    checks:
      - matches_reference
      - unchanged: {of: inputs}
"""
STUB = """\
def double(inputs):
    raise NotImplementedError("double is yours to write")
"""
REFERENCE = """\
def double(inputs):
    return 2 * inputs
"""
ALTERNATIVES = """\
def adds(inputs):
    return inputs + inputs
"""
MISCONCEPTIONS = '''\
def squares(inputs):
    """It squares.

    What is the double of three?
    """
    return inputs ** 2


def doubles_in_place(inputs):
    """It doubles in place.

    Who else holds this tensor?
    """
    return inputs.mul_(2)
'''
PASSES = '''

def adds_too(inputs):
    """It adds.

    It is right.
    """
    return inputs + inputs
'''
HANGS = '''

def hangs(inputs):
    """It never ends.

    What would end it?
    """
    while True:
        pass
'''
REMEMBERS = '''

_known = []


def remembers_the_first(inputs):
    """It doubles what it was given first, ever after.

    Call it twice.
    """
    _known.append(inputs)
    return _known[0] * 2
'''
WITH_BUG = """\
def double(inputs):
    # solution
    return 2 * inputs
    # wrong
    # # TODO: twice?
    # return inputs + 2
    # end
"""
BUG = """\
def double(inputs):
    # TODO: twice?
    return inputs + 2
"""
SQUARES_TOO = '''

def multiplies_by_itself(inputs):
    """It multiplies by itself.

    By what should it multiply?
    """
    return inputs * inputs
'''


@pytest.fixture
def audit(tmp_path, zygote):
    """Write an exercise that is sound but for what is given here, and audit it."""

    def audited(yaml=YAML, stub=STUB, reference=REFERENCE, right=ALTERNATIVES, wrong=MISCONCEPTIONS,
                **options):  # fmt: skip
        files = {
            "course.yaml": "title: A course\nexercises: [exercise01]\n",
            "exercises/exercise01/exercise.yaml": yaml,
            "exercises/exercise01/doubling.py": stub,
            "reference/exercise01/doubling.py": reference,
            "reference/exercise01/alternatives/double.py": right,
            "reference/exercise01/misconceptions/double.py": wrong,
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        exercise = load_exercise(load_course(tmp_path, ()), "exercise01", vocabulary_for)
        with ThreadPoolExecutor(2) as pool:
            (pending,) = start_audit(exercise, zygote, pool, **{"seeds": 2, **options})
            return finish_audit(pending)

    return audited


def faults(audited):
    return "\n".join(map(str, audited.faults))


def notes(audited):
    return "\n".join(map(str, audited.notes))


def test_a_sound_exercise(audit):
    """Right ones pass, wrong ones are caught by every check, zeros and the like are turned down."""
    audited = audit()

    assert faults(audited) == ""
    assert (audited.right, audited.wrong, audited.checks) == (Count(2, 2), Count(2, 2), Count(2, 2))
    assert audited.degenerate == Count(5, 5)
    assert audited.stub_ok


def test_few_implementations_are_noted(audit):
    """Five misconceptions and three alternatives are the aim, not a promise."""
    audited = audit()

    assert "It has 1 alternative; 3 are the aim." in notes(audited)
    assert "It has 2 misconceptions; 5 are the aim." in notes(audited)


ON_A_DEVICE = """\
id: exercise01
title: Doubling
module: doubling.py
tasks:
  - name: double
    given:
      inputs: {tensor: {shape: [3]}}
      device: {device: cpu}
    run: result = double(inputs.to(device))
    observe: result
    checks:
      - matches_reference
"""
PLACED = """\
      - agrees_across_devices: {devices: [cpu, simulated], points: 0}
"""


def test_a_device_without_a_check(audit):
    """Where a device is given, a check with points should run on another one than the CPU."""
    told = "It is given a device, and what is never moved there loses no points."

    assert told in notes(audit(ON_A_DEVICE))
    assert told in notes(audit(ON_A_DEVICE + PLACED))
    assert told not in notes(audit(ON_A_DEVICE + PLACED.replace("points: 0", "points: 1")))
    assert told not in notes(audit())


@pytest.mark.parametrize(("points", "is_told"), [("1", False), ("1.5", True)])
def test_a_heavy_check_on_testimony_alone(audit, points, is_told):
    """What the worker alone tells should carry no more than a point."""
    check = f"      - globals_restored: {{points: {points}}}\n"

    told = "Check globals_restored carries 1.5 points on what the worker alone tells."

    assert (told in notes(audit(ON_A_DEVICE + check))) is is_told


def test_a_right_one_that_fails(audit):
    """An alternative that fails a check is named with its place, the check and the case."""
    audited = audit(right="def triples(inputs):\n    return 3 * inputs\n")

    assert audited.right == Count(1, 2)
    assert "reference/exercise01/alternatives/double.py:1: Alternative triples fails" in faults(
        audited
    )
    assert "matches_reference with seed 0 on case 1" in faults(audited)


def test_a_right_one_that_cannot_be_loaded(audit):
    """An alternative that cannot be imported proves nothing: a fault."""
    audited = audit(right="import nonsense_that_is_not_there\n\ndef adds(inputs): ...\n")

    assert "Alternative adds cannot be run: The file cannot be imported" in faults(audited)


def test_a_reference_that_raises(audit):
    """A reference that raises on a case of its own is said, with the check and the case."""
    audited = audit(reference="def double(inputs):\n    raise ValueError('no inputs')\n")

    assert "Check matches_reference could not be judged" in faults(audited)
    assert "the reference raises ValueError: no inputs" in faults(audited)


def test_a_reference_that_cannot_be_imported(audit):
    """Nothing else is said of a task whose reference cannot be run."""
    audited = audit(reference="import nonsense_that_is_not_there\n\ndef double(inputs): ...\n")

    (fault,) = audited.faults
    assert "The reference cannot be run: The file cannot be imported" in str(fault)


def test_a_reference_that_is_not_the_same_twice(audit):
    """The reference is graded like a submission, so what chance decides cannot pass."""
    lucky = "import time\n\ndef double(inputs):\n    return inputs * (time.time_ns() % 1000003)\n"

    assert "The reference fails matches_reference" in faults(audit(reference=lucky))


def test_a_wrong_one_that_passes(audit):
    """A misconception that loses no points is a fault, with its place."""
    audited = audit(wrong=MISCONCEPTIONS + PASSES)

    assert audited.wrong == Count(2, 3)
    assert "misconceptions/double.py:17: Misconception adds-too loses no points" in faults(audited)


def test_a_wrong_one_that_hangs(audit):
    """Never ending counts as losing points; it has no behaviour to be diagnosed by."""
    yaml = YAML.replace("tasks:", "limits: {time_s: 1}\ntasks:")
    audited = audit(yaml, wrong=MISCONCEPTIONS + HANGS)

    assert faults(audited) == ""
    assert "Misconception hangs gives nothing to compare" in notes(audited)


def test_a_check_that_nobody_fails(audit):
    """Every check needs a misconception that fails it, or nobody knows that it can fail."""
    audited = audit(YAML + "      - finite\n")

    assert audited.checks == Count(2, 3)
    assert "exercise01 double: No misconception fails check finite." in faults(audited)


def test_a_stub_that_is_started(audit):
    """The untouched stub must reach its own raise; returning something else is a fault."""
    audited = audit(stub="def double(inputs):\n    return None\n")

    assert not audited.stub_ok
    assert "The untouched stub of double should be not started" in faults(audited)


def test_a_stub_with_a_bug(audit):
    """One that is wrong on purpose runs and loses points: nothing has to be not started."""
    audited = audit(reference=WITH_BUG, stub=BUG)

    assert faults(audited) == ""
    assert audited.stub_ok


def test_a_stub_whose_bug_no_check_sees(audit):
    """Who leaves it as it is must not get full points."""
    reference, stub = (text.replace("inputs + 2", "inputs + inputs") for text in (WITH_BUG, BUG))
    audited = audit(reference=reference, stub=stub)

    assert not audited.stub_ok
    assert "The stub of double has a bug to find, but loses no points." in faults(audited)


def test_a_stub_whose_bug_stops_it(audit):
    """It must run: an error would tell where the bug is."""
    reference, stub = (text.replace("inputs + 2", "inputs @ 2") for text in (WITH_BUG, BUG))
    audited = audit(reference=reference, stub=stub)

    assert not audited.stub_ok
    assert "The stub of double should run, and be wrong, but stops in matches_reference" in (
        faults(audited)
    )


def test_a_stub_with_another_bug(audit):
    """The bug must be the reference's, or nobody knows that it is untouched."""
    audited = audit(reference=WITH_BUG, stub=BUG.replace("inputs + 2", "inputs + 3"))

    assert not audited.stub_ok
    assert "The stub of double is not the one that its reference makes." in faults(audited)
    assert "grade stub exercise01 --force" in faults(audited)


def test_a_check_that_zeros_pass(audit):
    """A comparison of numbers that zeros pass on every case is a bug in the check."""
    zero = "def double(inputs):\n    return 0 * inputs\n"
    audited = audit(reference=zero, right=zero.replace("double", "nothing"))

    assert "Check matches_reference, answered with zeros: passes every case." in faults(audited)
    assert "answered with NaN" not in faults(audited)


def test_a_comparison_without_numbers(audit):
    """That a result is None is no comparison of numbers: zeros and the like are not tried on it."""
    nothing = "def double(inputs):\n    return None\n"
    audited = audit(reference=nothing, right=nothing.replace("double", "returns_nothing"))

    assert audited.degenerate == Count(0, 0)


def test_twins_are_noted(audit):
    """Of two misconceptions that no case tells apart the first is diagnosed: the other is noted."""
    audited = audit(wrong=MISCONCEPTIONS + SQUARES_TOO)

    assert faults(audited) == ""
    assert "multiplies-by-itself behaves like squares wherever both were run" in notes(audited)


def test_what_everyone_came_to(audit):
    """Each implementation has a line that says which checks it fails."""
    lines = {(each.name, each.came_to) for each in audit(thorough=True).tried}

    assert ("reference", "passes every check") in lines
    assert ("adds (seed 1)", "passes every check") in lines
    assert ("squares", "fails matches_reference") in lines
    assert ("doubles-in-place", "fails unchanged") in lines


BOTH = YAML.replace("- matches_reference\n", "- matches_reference: {of: [result, inputs]}\n")
GIVEN = "74bf03cfa9fd"  # a digest
UNCHANGED = CheckRecord("unchanged(of=[inputs]) for 1 points", ("doubles-in-place",))
MATCHES = CheckRecord(
    "matches_reference(of=[result, inputs]) for 1 points", ("squares", "doubles-in-place")
)
CHECKS = {"matches_reference": MATCHES, "unchanged": UNCHANGED}


def test_what_each_check_fails_is_told(audit):
    """An audit says what each check asks for, and which misconceptions it costs points."""
    audited = audit(BOTH, thorough=True)

    assert audited.record == TaskRecord(GIVEN, CHECKS)


def test_what_hangs_is_not_recorded(audit):
    """How far a hanging one comes before its time is up depends on the machine."""
    audited = audit(BOTH.replace("module: ", "limits: {time_s: 0.5}\nmodule: "),
                    wrong=MISCONCEPTIONS + HANGS, thorough=True)  # fmt: skip

    assert audited.record.checks == CHECKS


def test_a_check_that_is_as_strong_as_recorded(audit):
    """What asks for and fails all that is recorded is no fault."""
    audited = audit(BOTH, recorded={"double": TaskRecord(GIVEN, CHECKS)})

    assert faults(audited) == ""


def test_a_check_that_has_become_weaker(audit):
    """A check that lets a recorded misconception pass is a fault, though another fails it."""
    audited = audit(recorded={"double": TaskRecord(GIVEN, CHECKS)})

    assert faults(audited) == (
        "exercise01 double: Check matches_reference was recorded as "
        "matches_reference(of=[result, inputs]) for 1 points, and is matches_reference() for 1 "
        "points. If that is meant: grade audit exercise01 --record\n"
        "exercise01 double: Check matches_reference has become weaker: it no longer fails "
        "doubles-in-place. If that is meant: grade audit exercise01 --record"
    )


def test_other_givens(audit):
    """Cases that are not those of the record are a fault."""
    audited = audit(BOTH.replace("cases: 3", "cases: 1"),
                    recorded={"double": TaskRecord(GIVEN, CHECKS)})  # fmt: skip

    assert "What double is given is not what was recorded." in faults(audited)


def test_a_check_that_was_left_out(audit):
    """A recorded check that is not there any more is a fault."""
    audited = audit(BOTH.replace("      - unchanged: {of: inputs}\n", ""),
                    recorded={"double": TaskRecord(GIVEN, CHECKS)})  # fmt: skip

    assert "Check unchanged is recorded, but there is none." in faults(audited)


def test_a_check_without_points(audit):
    """A check that costs nothing any more fails nobody."""
    yaml = BOTH.replace("{of: inputs}", "{of: inputs, points: 0}")

    audited = audit(yaml, recorded={"double": TaskRecord(GIVEN, CHECKS)})

    assert "Check unchanged has become weaker" in faults(audited)


def test_a_misconception_that_was_left_out(audit):
    """A record of what is not there any more says nothing."""
    gone = replace(UNCHANGED, fails=("doubles-in-place", "long-gone"))

    audited = audit(BOTH, recorded={"double": TaskRecord(GIVEN, {**CHECKS, "unchanged": gone})})

    assert faults(audited) == ""


def test_a_check_with_cases_of_its_own_that_has_become_weaker(audit):
    """Recorded ones are run on a check's own cases, though they have lost points before."""
    own = "      - matches_reference: {id: twice, cases: 2, run: result = double(inputs)}\n"
    recorded = CheckRecord("something stricter", ("doubles-in-place",))

    audited = audit(YAML + own, recorded={"double": TaskRecord(GIVEN, {"twice": recorded})})

    assert "Check twice has become weaker: it no longer fails doubles-in-place." in faults(audited)


def test_what_a_module_remembers(audit):
    """A recorded one that fails a check only after other cases is run on these as well."""
    own = "      - matches_reference: {id: twice, cases: 1, run: result = double(inputs)}\n"
    yaml, wrong = YAML + own, MISCONCEPTIONS + REMEMBERS
    recorded = audit(yaml, wrong=wrong, thorough=True).record

    audited = audit(yaml, wrong=wrong, recorded={"double": recorded})

    assert "remembers-the-first" in recorded.checks["twice"].fails
    assert faults(audited) == ""


TIRES = """

_calls = []


def tires(inputs):
    '''It keeps nothing of its inputs, and from the sixth call on does not double.

    What is different the sixth time?
    '''
    _calls.append(None)
    result = 2 * inputs if len(_calls) < 6 else inputs.clone()
    inputs.zero_()
    return result
"""


def test_what_only_later_cases_show(audit):
    """A recorded one that passes the first cases of a check is run on all of them."""
    own = "      - matches_reference: {id: often, cases: 20, run: result = double(inputs)}\n"
    yaml, wrong = YAML + own, MISCONCEPTIONS + TIRES
    recorded = audit(yaml, wrong=wrong, thorough=True).record

    audited = audit(yaml, wrong=wrong, recorded={"double": recorded})

    assert "tires" in recorded.checks["often"].fails
    assert faults(audited) == ""


PLOTS = """\
    plots:
      - id: line
        title: A line.
        run: |
          from matplotlib.figure import Figure
          figure = Figure(figsize=(1, 1))
          figure.subplots().plot([number.item() for number in double(torch.ones(2))])
"""
LISTS = "def double(inputs):\n    return [2 * number for number in inputs.tolist()]\n"


def test_every_right_one_draws_the_plots(audit):
    """Nothing is said of it."""
    assert faults(audit(yaml=YAML + PLOTS, seeds=1)) == ""


def test_a_plot_that_a_right_one_does_not_draw(audit):
    """Its lines ask for more than the checks do."""
    yaml = YAML.replace("- matches_reference", "- finite").replace("[3]", "[2]")

    audited = audit(yaml=yaml + PLOTS, right=LISTS.replace("double(", "lists("), seeds=1)

    assert (
        "exercise01 double: Plot line is not drawn with alternative lists: it raised "
        "AttributeError: 'float' object has no attribute 'item'. Correct its lines."
    ) in faults(audited)
