"""How right and wrong ones are kept apart: false rejects, other worlds, margins."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.reports.page import counted

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Right implementations in another world (`on CUDA`), and how many do there as at home."""

    world: str
    is_device: bool
    same: int
    tried: int
    cases: int
    reasons: tuple[str, ...] = ()  # why some of it, or all, could not be tried


@dataclass(frozen=True, slots=True)
class Margin:
    """The largest distance of a right one in a check, and the smallest of a wrong one.

    Both are multiples of what the check allows; `wrong` is None where none fails it by a number.
    `allowed` is that, in the numbers' own unit, where the wrong one is farthest (if it is finitely
    far; else where the right one is). With `chosen` the exercise sets it, otherwise rounding does.
    """

    check: str
    right: float
    right_by: str
    wrong: float | None = None
    wrong_by: str = ""
    allowed: float = 0.0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Fairness:
    """What right implementations of a task met. `bound`: on the share of seeds, at 95 %."""

    implementations: int
    seeds: int
    runs: int
    rejected: int
    bound: float
    elsewhere: tuple[Elsewhere, ...] = ()
    margins: tuple[Margin, ...] = ()

    def same(self, on_devices: bool) -> str:
        """How many came out the same, of all that could be tried on devices or in rewrites."""
        places = [each for each in self.elsewhere if each.is_device is on_devices and each.tried]
        same, tried = (sum(each.same for each in places), sum(each.tried for each in places))
        return f"{same}/{tried}" if tried else "-"

    def narrowest(self) -> tuple[float | None, float | None]:
        """The largest right and the smallest wrong of the checks that allow for rounding."""
        rounded = [margin for margin in self.margins if not margin.chosen]
        wrong = [margin.wrong for margin in rounded if margin.wrong is not None]
        return max((m.right for m in rounded), default=None), min(wrong, default=None)


def fairness_row(fairness: Fairness) -> tuple[str, ...]:
    """The cells of a task in the audit's second table."""
    right, wrong = fairness.narrowest()
    return (
        f"{fairness.rejected}/{fairness.runs}",
        share(fairness.bound),
        fairness.same(on_devices=True),
        fairness.same(on_devices=False),
        multiple(right),
        multiple(wrong),
    )


FAIRNESS_HEADS = (
    "runs\nrejected",
    "seeds\nat most",
    "other\ndevices",
    "rounding\nrewrites",
    "right\nat most",
    "wrong\nat least",
)


FAIRNESS_LEGEND = (
    "seeds: the share of them that rejects a right one, at 95 %. right, wrong: the largest "
    "difference of a right one, the smallest of a wrong one, as multiples of what rounding is "
    "allowed."
)


def fairness_lines(fairness: Fairness) -> Iterator[str]:
    """The same in sentences."""
    yield (
        f"{fairness.rejected} of {fairness.runs} runs rejected "
        f"({counted(fairness.implementations, 'implementation')}, "
        f"{counted(fairness.seeds, 'seed')}); "
        f"95 % bound {share(fairness.bound)} of seeds"
    )
    for each in fairness.elsewhere:
        done = f"{each.same} of {each.tried} same verdicts, {counted(each.cases, 'case')}"
        left = f"skipped: {'; '.join(each.reasons)}" if each.reasons else ""
        yield f"{each.world}: {', '.join(filter(None, [done if each.tried else '', left]))}"


def margin_table(margins: Sequence[Margin]) -> RenderableType:
    """Two lines a check: the largest of right ones, and the smallest of wrong ones."""
    from rich.table import Table
    from rich.text import Text

    table: Table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(overflow="fold", max_width=20)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for each in margins:
        table.add_row(Text(each.check), "right at most", multiple(each.right), Text(each.right_by))
        by = f"{each.wrong_by} ({each.allowed:.1e} allowed)".strip()
        table.add_row("", "wrong at least", multiple(each.wrong), Text(by))
    return table


def share(of: float) -> str:
    return f"{100 * of:.1f} %"


def multiple(of: float | None) -> str:
    """`0.0021`, `3.1e+04`, `inf`; a dash for nothing."""
    if of is None:
        return "-"
    return f"{of:.2g}" if math.isfinite(of) else "inf"
