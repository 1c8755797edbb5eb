"""The time of a submission, shared by tasks that run side by side."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.grading.budget import Budget


def test_tasks_run_side_by_side_while_there_is_time_for_each_in_full():
    """Both have begun before either has ended, and what they spend is added up."""
    budget = Budget(20.0)

    with budget.turn(0, most_s=10.0) as first, budget.turn(1, most_s=10.0) as second:
        first.spend(3.0)
        second.spend(4.0)

    assert budget.left_s == 13.0


def test_a_task_that_might_be_left_less_waits_for_those_before_it():
    """It finds what it would find if they had run one after the other: 8 s, not 5."""
    budget = Budget(15.0)

    def left_to_the_next() -> float:
        with budget.turn(1, most_s=10.0) as part:
            return part.left_s

    with ThreadPoolExecutor(1) as pool:
        with budget.turn(0, most_s=10.0) as first:
            later = pool.submit(left_to_the_next)
            first.spend(7.0)
        left_s = later.result()

    assert left_s == 8.0


def test_the_last_task_has_what_is_left():
    """Though that is less than a task may use."""
    budget = Budget(4.0)

    with budget.turn(0, most_s=10.0) as part:
        assert part.left_s == 4.0


def test_tasks_begin_in_their_order():
    """Whichever thread comes first: the second begins when the first has begun."""
    budget = Budget(40.0)
    begun: list[int] = []

    def begin(number: int) -> None:
        with budget.turn(number, most_s=10.0):
            begun.append(number)

    with ThreadPoolExecutor(3) as pool:
        for number in (2, 1, 0):
            pool.submit(begin, number)

    assert begun == [0, 1, 2]


def test_a_turn_that_ends_in_an_error_is_over():
    """Nothing is kept for it any more, and the next can begin."""
    budget = Budget(10.0)

    with pytest.raises(KeyError), budget.turn(0, most_s=10.0) as part:
        part.spend({}["two"])

    with budget.turn(1, most_s=10.0) as part:
        assert part.left_s == 10.0
