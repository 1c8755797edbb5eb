"""What was measured, as Markdown between the markers of a page."""

import pytest
from device_lane.agreement import Agreement
from device_lane.measure import Measured, Times, Unmoved, medians
from device_lane.record import NoPlace, differing, record_of, rewritten
from device_lane.verdicts import FOUND, UNKNOWN, Changed, Verdict

PAGE = """\
# Devices

<!-- measured: cuda -->
nothing yet
<!-- end of cuda -->

<!-- measured: simulated -->
old
<!-- end of simulated -->

The end.
"""
CONDITIONS = {"measured on": "2026-01-31", "device": "sim:0"}
SAME = Verdict("exercise01", "work", "reference", is_right=True)
LOST = (Changed("value", "passed", "failed", "result is not what it should be"),)


def agreement(relative, dtype="float64"):
    return Agreement("exercise01", "work", "given", dtype, relative, "adds", "result", 4)


def test_only_the_record_of_the_device_is_replaced():
    """What was last measured on another one stays."""
    page = rewritten(PAGE, "simulated", "new\n", "devices.md")

    assert page == PAGE.replace("\nold\n", "\n\nnew\n\n")
    assert rewritten(page, "simulated", "new", "devices.md") == page


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace("<!-- measured: cuda -->", ""),
        PAGE.replace("<!-- end of cuda -->", ""),
        PAGE + PAGE,
        "<!-- end of cuda -->\n<!-- measured: cuda -->\n",
    ],
)
def test_a_page_without_a_place_says_what_to_add(page):
    """Both markers, once, in this order."""
    with pytest.raises(NoPlace) as error:
        rewritten(page, "cuda", "new", "docs/devices.md")

    assert str(error.value) == (
        "docs/devices.md has no one place for cuda: add a line '<!-- measured: cuda -->', and"
        " below it a line '<!-- end of cuda -->'"
    )


def test_conditions_come_first():
    """No figure without them."""
    record = record_of(Measured(), CONDITIONS)

    assert record.startswith("| condition |  |\n| --- | --- |\n| measured on | 2026-01-31 |\n")


def test_agreement_is_told_by_dtype_with_who_and_where():
    """Zero is equal to the last bit, and nobody is named for it."""
    found = Measured((agreement(0.0), agreement(1.25e-7, "float32")), (SAME,))

    record = record_of(found, CONDITIONS)

    assert "| exercise01 work | given | 1 | 8 | 1.2e-07 (result, adds) | 0 |" in record


def test_verdicts_are_counted_and_added_up():
    """Right ones and wrong ones apart."""
    wrong = [Verdict("exercise02", "fit", name, is_right=False) for name in ("a", "b")]
    other = Verdict("exercise02", "fit", "c", False, LOST, UNKNOWN)

    record = record_of(Measured(verdicts=(SAME, *wrong, other)), CONDITIONS)

    assert "| exercise02 fit | 0 of 0 | 2 of 3 |" in record
    assert "| all | 1 of 1 | 2 of 3 |" in record


def test_what_is_not_explained_is_told_in_full():
    """Check, both verdicts, and what was found."""
    other = Verdict("exercise02", "fit", "c", False, LOST, UNKNOWN)

    record = record_of(Measured(verdicts=(other,)), CONDITIONS)

    assert "Another verdict on the device: not explained." in record
    assert (
        "- exercise02 fit, `c` (wrong): `value` passed → failed. result is not what it should be"
    ) in record


def test_what_a_reason_explains_is_only_named():
    """A line a task; a right one among them is marked."""
    others = [
        Verdict("exercise02", "fit", "c", False, LOST, FOUND),
        Verdict("exercise02", "fit", "d", True, LOST, FOUND),
    ]
    record = record_of(Measured(verdicts=tuple(others)), CONDITIONS)

    told = "- exercise02 fit: `c`, `d` (right)"
    assert f"Another verdict on the device: {FOUND}.\n\n{told}" in record


def test_wrong_ones_that_escape_on_the_device_are_named():
    """They lose points on the CPU alone."""
    verdict = Verdict("exercise02", "fit", "c", False, LOST, UNKNOWN, escapes=True)

    record = record_of(Measured(verdicts=(verdict,)), CONDITIONS)

    assert "Wrong ones that lose points on the CPU alone:\n\n- exercise02 fit: `c`" in record


def test_a_long_finding_is_cut():
    """A page is no log."""
    changed = (Changed("value", "passed", "failed", "x" * 500),)
    record = record_of(
        Measured(verdicts=(Verdict("e", "t", "c", False, changed, UNKNOWN),)), CONDITIONS
    )

    assert f"{'x' * 160}…" in record
    assert "x" * 161 not in record


def test_what_was_not_run_is_told_with_the_reason():
    """A figure that is missing is no figure that is good."""
    unmoved = Unmoved("exercise01", "work", "no kernel", 1), Unmoved("exercise01", "pick", "a list")

    record = record_of(Measured(unmoved=unmoved), CONDITIONS)

    assert "- exercise01 work: no kernel (1 run).\n- exercise01 pick: a list." in record


def test_a_bar_in_a_cell_does_not_end_it():
    """Names of devices and processors may hold anything."""
    assert "| device | a/b |" in record_of(Measured(), {"device": "a|b"})


def test_times_are_medians_and_the_median_of_differences():
    """Not the difference of the medians: rounds are pairs, and a busy machine slows down both."""
    times = Times("exercise01", 7, (1.0, 2.0, 9.0), (3.0, 5.0, 9.5), (0.1,), (0.2,))

    record = record_of(Measured(times=(times,)), CONDITIONS)

    row = "| exercise01 | 7 | 2.000 | 5.000 | 2.000 | 0.100 | 0.200 | 0.100 |"
    assert medians(times.cold_here, times.cold_there) == (2.0, 5.0, 2.0)
    assert row in record


def test_times_that_were_not_taken_say_why():
    """Rather than an empty table."""
    reason = Measured(no_times="CUDA does not run in the sandbox here")

    assert "Not measured: CUDA does not run in the sandbox here." in record_of(reason, CONDITIONS)
    assert "Not measured: no rounds were asked for." in record_of(Measured(), CONDITIONS)


def test_what_is_measured_adds_up():
    """Exercise by exercise."""
    both = Measured(verdicts=(SAME,)) + Measured(verdicts=(SAME,), no_times="because")

    assert both == Measured(verdicts=(SAME, SAME), no_times="because")


def test_right_ones_that_differ_are_told_from_wrong_ones():
    """They decide the exit status."""
    right = Verdict("exercise01", "work", "adds", True, LOST, UNKNOWN)
    wrong = Verdict("exercise01", "work", "squares", False, LOST, UNKNOWN)

    assert differing((SAME, right, wrong), right=True) == [right]
