"""What a property is: a pure function of evidence, whose docstring is the claim students read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, overload

from grader.cases import Case
from grader.course import given_from, part_from
from grader.wire import Observation, Variation

PLAIN = (Variation(),)

# What a run can change is observed along with what it defines; given by these strategies.
TRAINED = "linear", "mlp", "clock", "parameters"
CHANGING = *TRAINED, "tensor", "optimizer", "scheduler", "scaler", "loader"
SEEN = *CHANGING, "folder"

Part: TypeAlias = Annotated[str, part_from(*SEEN)]  # `result.0`, `model.gradients`
Parts: TypeAlias = tuple[Part, ...]
GivenPart: TypeAlias = Annotated[str, part_from(*SEEN, observed=False)]
TrainedName: TypeAlias = Annotated[str, given_from(*TRAINED)]
LoaderName: TypeAlias = Annotated[str, given_from("loader", "script_loader")]
TensorName: TypeAlias = Annotated[str, given_from("tensor")]
ChangingName: TypeAlias = Annotated[str, given_from(*CHANGING)]
GivenName: TypeAlias = Annotated[str, given_from()]


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a property does not hold, in words for the student."""

    message: str
    expected: str = ""
    actual: str = ""
    difference: str = ""
    place: str = ""  # file:line in the student's code, where one is known
    given: tuple[tuple[str, str], ...] = ()  # what of the case shows it, instead of all of it


@dataclass(frozen=True, slots=True)
class Evidence:
    """One case, and what the submission and the reference left behind in each variation.

    `observed` are the names that the run observes; `losses` are recomputed by trusted code from
    the parameters before the run and from those that the submission left.
    """

    case: Case
    actual: tuple[Observation, ...]
    expected: tuple[Observation, ...]
    observed: tuple[str, ...] = ("result",)
    losses: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Distance:
    """How far what was observed is from what was wanted.

    `multiple`: the largest difference as a multiple of what is allowed. 0 is equal, up to 1 is
    accepted, infinity is another form, NaN, or nothing at all. `allowed` is what it is a multiple
    of, and `chosen` whether the exercise sets that, or rounding does.
    """

    multiple: float
    allowed: float
    chosen: bool = False


Judge = Callable[..., Finding | None]
Measure = Callable[..., Distance]
Variations = Callable[..., tuple[Variation, ...]]
Testimony = Literal["", "alone", "witnessed"]
Witness = Callable[..., Variation | None]


def no_witness(**_: Any) -> Variation | None:
    """For what no values bear out."""
    return None


@dataclass(frozen=True, slots=True)
class Property:
    """A claim that can be judged.

    `variations` says which runs it needs, given its options; `recomputes` that it wants losses
    recomputed; `expects_error` that an error raised by the run is its business, not a failure.
    `numeric` properties compare numbers: the audit sees to it that zeros do not pass them. Of
    each entry of `needs`, a word and a kind of recipe, one must be among the givens. A
    `negative` one holds of code that does nothing, always raises, or knows the answer beforehand,
    and earns nothing alone. `measure` takes what the judge takes, and says how far from being
    judged otherwise it was. `testimony` says whether it rests on what the worker noted beside
    the values, which nothing else shows (alone) or which values bear out too (witnessed): code
    that could change such notes has no points for it. `witness` says in which run, given its
    options: where the values of the plain run are right, those of that run must be right too.
    """

    name: str
    claim: str
    judge: Judge
    variations: Variations
    recomputes: bool = False
    expects_error: bool = False
    numeric: bool = False
    needs: tuple[tuple[str, type], ...] = ()
    negative: bool = False
    measure: Measure | None = None
    testimony: Testimony = ""
    witness: Witness = no_witness

    def runs(self, options: Mapping[str, Any]) -> tuple[Variation, ...]:
        return self.variations(**options)


def _plain(**_: Any) -> tuple[Variation, ...]:
    return PLAIN


@overload
def prop(judge: Judge, /) -> Property: ...


@overload
def prop(
    *,
    variations: Variations = ...,
    recomputes: bool = ...,
    expects_error: bool = ...,
    numeric: bool = ...,
    needs: tuple[tuple[str, type], ...] = ...,
    negative: bool = ...,
    measure: Measure | None = ...,
    testimony: Testimony = ...,
    witness: Witness = ...,
) -> Callable[[Judge], Property]: ...


def prop(
    judge: Judge | None = None,
    /,
    *,
    variations: Variations = _plain,
    recomputes: bool = False,
    expects_error: bool = False,
    numeric: bool = False,
    needs: tuple[tuple[str, type], ...] = (),
    negative: bool = False,
    measure: Measure | None = None,
    testimony: Testimony = "",
    witness: Witness = no_witness,
) -> Property | Callable[[Judge], Property]:
    """Declare a property. Its docstring's first paragraph is the claim that students read."""

    def declare(judge: Judge) -> Property:
        claim = " ".join((judge.__doc__ or "").strip().split("\n\n")[0].split())
        return Property(
            name=judge.__name__,
            claim=claim,
            judge=judge,
            variations=variations,
            recomputes=recomputes,
            expects_error=expects_error,
            numeric=numeric,
            needs=needs,
            negative=negative,
            measure=measure,
            testimony=testimony,
            witness=witness,
        )

    return declare(judge) if judge is not None else declare
