"""The simplest case that fails: found within a budget, by the seed alone."""

from grader.cases import Case
from grader.course import Literal, Task, Use
from grader.drawing import Source, simplest_case
from grader.drawing.simplest import RUNS
from grader.vocabulary import BUILT_IN


def use(name: str, options) -> Use:
    """A strategy in use, as when it has been decoded."""
    return Use(name, options, BUILT_IN.strategies.known[name])


GIVEN = {
    "number": use("integers", {"between": (0, 50)}),
    "losses": use("lists", {"of": use("integers", {"between": (0, 9)}), "max_size": 6}),
    "loader": use("loader", {}),
    "always": Literal(1),
}


class Failing:
    """Fails on some cases, and remembers on which it was tried."""

    def __init__(self, fails) -> None:
        self.fails = fails
        self.tried: list[Case] = []

    def __call__(self, case: Case) -> bool:
        self.tried.append(case)
        return self.fails(case)


ANYWHERE = Source()


def search(fails, source: Source = ANYWHERE, seed: int = 3) -> Case | None:
    task = Task(
        name="fit", sizes={"F": (1, 4)}, shapes={}, dtypes=("float64", "float32"), given=GIVEN,
        also_given=(), run="", observe=("result",), cases=5, checks=(),
    )  # fmt: skip
    return simplest_case(task, {}, source, fails, seed)


def test_the_known_minimum_is_found():
    """The smallest number, the shortest list, the first dtype."""
    found = search(lambda case: case.given["number"] >= 7 and len(case.given["losses"]) >= 2)

    assert (found.given["number"], found.given["losses"]) == (7, (0, 0))
    assert (found.dtype, found.seed) == ("float64", 0)


def test_what_fails_everywhere_fails_on_the_smallest_case():
    """Nothing special is left in it."""
    found = search(lambda case: True)

    assert (found.given["number"], found.given["losses"]) == (0, ())
    assert found.label == ""


def test_a_failure_at_an_edge_only_is_found():
    """The edge that showed it first is where the search looks too."""
    source = Source(0, (("loader", "a single row"),))

    found = search(lambda case: case.given["loader"].data.rows == 1, source)

    assert found.given["loader"].data.rows == 1


def test_the_budget_counts_runs():
    """However hard the case, and however slow each run."""
    hard = Failing(lambda case: sum(case.given["losses"]) > 20 and case.given["number"] % 3 == 1)

    search(hard)

    assert 0 < len(hard.tried) <= RUNS


def test_no_case_is_run_twice():
    """The answer for a case stays what it was."""
    seen = Failing(lambda case: case.given["number"] > 3)

    search(seen)

    keys = [repr((case.given, case.dtype, case.seed)) for case in seen.tried]
    assert len(keys) == len(set(keys))


def test_nothing_is_found_where_nothing_fails():
    """The case that failed first is then the one to show."""
    assert search(lambda case: False) is None


def test_the_same_seed_finds_the_same_case():
    """A report does not change from run to run."""
    first, again = (search(lambda case: sum(case.given["losses"]) > 5) for _ in range(2))

    assert first == again
