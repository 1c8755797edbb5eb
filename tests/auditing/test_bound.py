"""The bound is the exact one of Clopper and Pearson."""

import pytest

from grader.auditing.bound import upper_bound


@pytest.mark.parametrize(
    ("seen", "tries", "bound"),
    [
        (0, 1, 0.95),
        (0, 3, 0.631597),
        (0, 100, 0.029513),
        (2, 100, 0.061619),
        (5, 10_000, 0.00105101),
        (99, 100, 0.999487),
    ],
)
def test_known_values(seen, tries, bound):
    """As tables have them: beta quantiles, to all digits given."""
    assert upper_bound(seen, tries) == pytest.approx(bound, rel=1e-5)


@pytest.mark.parametrize("tries", [0, 1, 7])
def test_nothing_can_be_said_of_what_was_always_seen(tries):
    """Nor of what was never tried."""
    assert upper_bound(tries, tries) == 1.0


def test_none_seen_is_the_rule_of_three():
    """About three over the number of tries."""
    assert upper_bound(0, 1000) == pytest.approx(3 / 1000, rel=0.01)
