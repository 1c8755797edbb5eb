"""Whether a submission computes on the device that it is given, and the same on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from grader.cases import DeviceRecipe, OptimizerRecipe
from grader.course import Amount
from grader.properties._compare import (
    SMALLEST_SCALE,
    Compared,
    Comparison,
    farthest,
    first_finding,
    largest,
    misfit,
    rounding,
    size_of,
)
from grader.properties._placement import OnDevice, ResultPlace
from grader.properties._show import show
from grader.properties.model import Evidence, Finding, Parts, prop
from grader.wire import Observation, Rewrite, Tensor, Variation, leaves

ComparedDevice = Literal["cpu", "simulated", "simulated:1", "cuda"]
Devices = tuple[ComparedDevice, ...]

EVERYWHERE: Devices = ("cpu", "simulated", "simulated:1")  # what any machine has


# How many roundings a sum may be off. The simulated device has the CPU's kernels and computes the
# same to the last bit, unless code goes another way there: 64 covers any order of summation.
SAME_KERNELS = {"float64": 64.0, "float32": 64.0, "bfloat16": 8.0, "float16": 8.0}
# CUDA's own kernels add up in another order, and their exp, log and tanh are off by a rounding or
# two more, in each layer and step.
OTHER_KERNELS = {"float64": 1024.0, "float32": 256.0, "bfloat16": 32.0, "float16": 32.0}
# An adaptive optimizer divides by the size of the gradient. Where the true one is 0 it blows up
# what the order of summation leaves of it: 1e-16 in float64, beside the 1e-8 that it adds. In
# float32 no such case is drawn, since it would come out anyhow.
BLOWN_UP = 2.0**22
GENTLE = frozenset({"sgd", "momentum", "nesterov"})
# Numbers that are not 0, and not one and the same, for more reasons than rounding.
TELLING = 1.0e-3


def _on_devices(*, devices: Devices = EVERYWHERE, **_: object) -> tuple[Variation, ...]:
    if len(set(devices)) < max(2, len(devices)):
        raise ValueError("two or more different devices are compared")
    return tuple(dict.fromkeys(run for pair in _pairs(devices) for run in pair))


def _pairs(devices: Devices) -> Iterator[tuple[Variation, Variation]]:
    """Which runs are compared: on the first device, and on each of the others.

    CUDA has a random stream of its own, and would drop other outputs: both are run without dropout.
    """
    for device in devices[1:]:
        rewrite: Rewrite = "no dropout" if "cuda" in (device, devices[0]) else ""
        yield (
            Variation(device=devices[0], rewrite=rewrite),
            Variation(device=device, rewrite=rewrite),
        )


def _shows_device(*, devices: Devices = EVERYWHERE, **_: object) -> Variation | None:
    """A run on the simulated device, if that is one of these."""
    is_simulated = "simulated" in devices
    return Variation(device="simulated", shows=("device", "")) if is_simulated else None


def _with_first_device(
    seen: Evidence,
    *,
    devices: Devices = EVERYWHERE,
    of: Parts = (),
    results: ResultPlace = "any",
    within: Amount = 0.0,
) -> Iterator[Compared]:
    runs = dict(zip(_on_devices(devices=devices), seen.actual, strict=True))
    agreeing: set[str] = set()
    if finding := _other_words(seen, of or seen.observed):
        yield misfit(finding)
        return
    for device, (one, other) in zip(devices[1:], _pairs(devices), strict=True):
        for name, run in ((devices[0], runs[one]), (device, runs[other])):
            placed = OnDevice(seen, run, name, of or seen.observed, results)
            if finding := placed.finding():
                yield misfit(_indexed(finding, name, agreeing))
                return
        compared = list(_compared(seen, runs[one], runs[other], (devices[0], device), of, within))
        yield from compared
        if first_finding(compared) is None:
            agreeing.add(device)
    if finding := _same_throughout(seen, of or seen.observed):
        yield misfit(finding)


@prop(
    variations=_on_devices,
    needs=(("a device", DeviceRecipe),),
    measure=farthest(_with_first_device),
    testimony="witnessed",
    witness=_shows_device,
)
def agrees_across_devices(
    seen: Evidence,
    *,
    devices: Devices = EVERYWHERE,
    of: Parts = (),
    results: ResultPlace = "any",
    within: Amount = 0.0,
) -> Finding | None:
    """Everything is on the device that is given, and the results are the same on each of them.

    The submission is compared with itself; texts and flags that the run defines, with the
    reference's too. Zeros alone, or one number in all of a tensor, do not pass where the reference
    leaves others. The task needs a given `device`; without one, every run stays on the CPU. A
    device that the machine lacks makes the check *skipped*: it neither earns nor costs points.

    Before any number is compared, it is looked at where things are on each other device: the passes
    through the given models, the losses of training, and afterwards the models and optimizers among
    `of`.

    By how much numbers may differ follows from the dtype, how many are summed up (N) and the number
    of steps: N**0.5 * (1 + steps) times a number of roundings of the largest one. On the simulated
    device these are 64, on CUDA, whose kernels add up in another order, 256 in float32 and 1024 in
    float64, more where an adaptive optimizer blows rounding up. TF32 is off. So float64 is the
    strict lane: what is computed in float32 there is found. Have it among the task's `dtypes`.

    Alone: wrong numbers pass, if they are the same everywhere. Beside it: `matches_reference`.

    Options:
        devices: the first is compared with each of the others. `simulated` is a second device over
            the CPU's memory: it shows wrong placement on any machine. `simulated:1` is another of
            its kind, and shows that the index of the device is ignored.
        of: what is compared; by default all that is observed. Of models among these parameters,
            buffers and gradients must be on the device, of optimizers what they keep for each
            parameter.
        results: where the tensors of what the run defines must be: on the device that was `given`,
            on the `cpu`, or on `any`.
        within: by which part of the largest number they may differ, instead: for code that computes
            in half precision.

    Example:
        - agrees_across_devices: {of: [result, model], devices: [cpu, simulated]}
    """
    return first_finding(
        _with_first_device(seen, devices=devices, of=of, results=results, within=within)
    )


def _other_words(seen: Evidence, names: Parts) -> Finding | None:
    """Texts and flags that the run defines: those of the first run are the reference's.

    That they agree with each other says nothing, if idle code leaves the same. How often each comes
    is not looked at: it may say how often something is called.
    """
    for name in names:
        is_given = name.partition(".")[0] in seen.case.given
        if is_given or not seen.expected or not seen.expected[0].has(name):
            continue
        wanted, found = _words(seen.expected[0], name), _words(seen.actual[0], name)
        if wanted != found and seen.actual[0].raised is None:
            actual = show(seen.actual[0].part(name)) if seen.actual[0].has(name) else "nothing"
            expected = show(seen.expected[0].part(name))
            return Finding(f"{name} is not what it should be", expected, actual)
    return None


def _words(run: Observation, name: str) -> set[str | bool]:
    """The texts and flags in a part of a run."""
    found = leaves(run.part(name)) if run.has(name) else iter(())
    return {leaf for _, leaf in found if isinstance(leaf, str | bool)}


def _same_throughout(seen: Evidence, names: Parts) -> Finding | None:
    """Zeros, or one number in all of a tensor, agree with themselves everywhere, and say nothing.

    Unless the reference leaves that too, or what rounding may make of it.
    """
    for name in names:
        is_given = name.partition(".")[0] in seen.case.given
        if is_given or not (seen.expected and seen.actual[0].has(name)):
            continue
        wanted, found = _floats(seen.expected[0], name), _floats(seen.actual[0], name)
        if not wanted or not found or min(found) != max(found):
            continue
        size, is_tensor = max(map(abs, wanted)), _has_field(seen.actual[0], name)
        is_wider = is_tensor and max(wanted) - min(wanted) > TELLING * size
        if is_wider or (found[0] == 0 and size > TELLING):
            message = f"{name} is {found[0]:g} throughout, which is the same on every device"
            expected, actual = show(seen.expected[0].part(name)), show(seen.actual[0].part(name))
            return Finding(message, expected, actual)
    return None


def _floats(run: Observation, name: str) -> list[float]:
    """The numbers in a part of a run; of each tensor the smallest and the largest."""
    found = [leaf for _, leaf in leaves(run.part(name))] if run.has(name) else []
    ends = [leaf for leaf in found if isinstance(leaf, float)]
    for leaf in found:
        if isinstance(leaf, Tensor) and leaf.is_floating and 0 not in leaf.shape:
            ends += [float(leaf.array().min()), float(leaf.array().max())]
    return ends


def _has_field(run: Observation, name: str) -> bool:
    """Whether a part of a run holds a tensor of several numbers."""
    return any(
        isinstance(leaf, Tensor) and leaf.is_floating and max(leaf.shape, default=1) > 1
        for _, leaf in leaves(run.part(name))
    )


def _compared(
    seen: Evidence,
    one: Observation,
    other: Observation,
    devices: tuple[str, str],
    of: Parts,
    within: float,
) -> Iterator[Compared]:
    """What two runs left behind, part by part."""
    steps = _steps(seen)
    relative = within or _rounding(seen, steps, is_cuda="cuda" in devices)
    for name in of or seen.observed:
        if one.has(name):
            wanted = one.part(name)
            found = other.part(name) if other.has(name) else None
            reach = max(largest([wanted]), SMALLEST_SCALE[seen.case.dtype])
            compared = Comparison(relative * reach).compared(name, wanted, found)
            if finding := compared.finding:
                finding = _disagreeing(finding, *devices, steps)
                compared = replace(compared, finding=finding)
            distance = replace(compared.distance, chosen=within > 0)
            yield replace(compared, distance=distance)


def _disagreeing(finding: Finding, first: str, device: str, steps: int) -> Finding:
    first = "the CPU" if first == "cpu" else first
    after = f", after {steps} step{'s' * (steps > 1)}" if steps else ""
    return replace(
        finding,
        message=f"{device} disagrees with {first}: {finding.message}",
        difference=finding.difference + after if finding.difference else "",
    )


def _steps(seen: Evidence) -> int:
    """How many updates build on each other: counted in the reference's run, which is trusted."""
    return max(seen.expected[0].count("step"), seen.expected[0].count("backward"))


def _rounding(seen: Evidence, steps: int, is_cuda: bool) -> float:
    """By which part of their size numbers may differ on two devices."""
    dtype = seen.case.dtype
    roundings = OTHER_KERNELS[dtype] if is_cuda else SAME_KERNELS[dtype]
    kinds = {r.kind for r in seen.case.given.values() if isinstance(r, OptimizerRecipe)}
    if is_cuda and dtype == "float64" and steps and not (kinds and kinds <= GENTLE):
        roundings = BLOWN_UP
    return rounding(dtype, size_of(seen.case), steps, roundings)


def _indexed(finding: Finding, device: str, agreeing: set[str]) -> Finding:
    """On a second device of a kind with which it agrees, only the index can be what is ignored."""
    kind, _, index = device.partition(":")
    if not index or kind not in agreeing:
        return finding
    return replace(finding, message=f"only the index of the device is ignored: {finding.message}")
