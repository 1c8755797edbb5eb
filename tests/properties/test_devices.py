"""The same on every device: what is compared with what, by how much it may differ, what is said."""

import re
from dataclasses import replace

import pytest

from grader.cases import OptimizerRecipe
from grader.properties import BUILT_IN
from grader.wire import Event, Frame, Observation, Raised, Variation

from .conftest import event, tensor

AGREES = BUILT_IN["agrees_across_devices"]
PAIR = ("cpu", "simulated")
CUDA = ("cpu", "cuda")
STEPS = (event("step"),) * 3


def judge(seen, devices=PAIR, **options):
    return AGREES.judge(seen, devices=devices, **options)


def error(message: str, kind: str = "RuntimeError") -> Raised:
    return Raised((kind, "Exception"), message, (Frame("anna.py", 3, "fit", "model(x)"),))


def runs(*results) -> tuple[Observation, ...]:
    return tuple(Observation(values={"result": result}) for result in results)


def model_on(device: str, **fields) -> Observation:
    weight = replace(tensor([1.0]), device=device)
    return Observation(values={"model": {"parameters": {"0.weight": weight}}}, **fields)


def test_a_run_for_each_device_is_asked_for():
    """The first is what the others are compared with; on CUDA both are without dropout."""
    assert AGREES.runs({}) == (
        Variation(device="cpu"),
        Variation(device="simulated"),
        Variation(device="simulated:1"),
    )
    assert AGREES.runs({"devices": ("cpu", "simulated", "cuda")}) == (
        Variation(device="cpu"),
        Variation(device="simulated"),
        Variation(device="cpu", rewrite="no dropout"),
        Variation(device="cuda", rewrite="no dropout"),
    )


def test_that_passes_are_made_on_the_device_is_borne_out_by_values():
    """On the simulated one, which every machine has."""
    shown = Variation(device="simulated", shows=("device", ""))

    assert AGREES.witness() == AGREES.witness(devices=PAIR, of=("result",)) == shown
    assert AGREES.witness(devices=CUDA) is None


def test_texts_and_flags_are_the_references_too(evidence):
    """Two runs that leave the same wrong ones agree with each other; how many there are is free."""
    right, wrong = ((True, "bfloat16"), (True, "none"))

    assert judge(evidence(expected=right, seen=runs(right, right))) is None
    assert judge(evidence(expected=right, seen=runs(2 * right, 2 * right))) is None
    assert judge(evidence(expected=right, seen=runs(wrong, wrong))).message == (
        "result is not what it should be"
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0.0, 1.3),
        ((0.0, 0.0), (1.3, 1.2)),
        (tensor([0.0, 0.0]), tensor([1.3, 1.2])),
        (tensor([7.0, 7.0]), tensor([1.3, 1.2])),
    ],
    ids=["zero", "zeros", "a tensor of zeros", "a tensor of one number"],
)
def test_one_number_throughout_agrees_with_nothing_but_itself(evidence, actual, expected):
    """Whoever computes nothing returns it on every device."""
    found = judge(evidence(expected=expected, seen=runs(actual, actual)))

    assert re.fullmatch(
        r"result is [07] throughout, which is the same on every device", found.message
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0.0, 1e-9),
        ((0.1, 0.1), (0.1, 0.05)),
        (tensor([2.0, 2.0]), tensor([2.0, 2.0000001])),
        (tensor([0.0]), tensor([0.0])),
        (tensor([1.0, 2.0]), tensor([3.0, 4.0])),
    ],
    ids=["rounded to zero", "rates", "all but equal", "right", "other numbers"],
)
def test_wrong_numbers_may_agree_on_every_device(evidence, actual, expected):
    """What they should be is another check's business, and right ones may lie close together."""
    assert judge(evidence(expected=expected, seen=runs(actual, actual))) is None


@pytest.mark.parametrize("devices", [("cpu",), ("cpu", "cpu"), ("cpu", "cuda", "cpu")])
def test_devices_to_compare_are_two_and_different(devices):
    """Else it would say nothing."""
    with pytest.raises(ValueError, match="two or more different devices are compared"):
        AGREES.runs({"devices": devices})


def test_each_device_is_compared_with_its_own_run_on_the_first(evidence):
    """With dropout on the simulated one, without it on CUDA."""
    devices = ("cpu", "simulated", "cuda")

    assert judge(evidence(seen=runs(1.0, 1.0, 2.0, 2.0)), devices) is None
    assert judge(evidence(seen=runs(1.0, 2.0, 2.0, 2.0)), devices).message == (
        "simulated disagrees with the CPU: result is not what it should be"
    )
    assert judge(evidence(seen=runs(1.0, 1.0, 2.0, 1.0)), devices).message == (
        "cuda disagrees with the CPU: result is not what it should be"
    )


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (runs(None)[0], "simulated disagrees with the CPU: result is not a tensor"),
        (Observation(), "simulated disagrees with the CPU: result is not a tensor"),
        (Observation(raised=error("no")), "it fails on simulated"),
    ],
    ids=["none", "nothing", "an error"],
)
def test_another_form_disagrees(evidence, other, message):
    """Or none at all."""
    seen = evidence(seen=(*runs(tensor([2.0])), other))

    assert judge(seen).message == message


EPS = {"float64": 2.0**-52, "float32": 2.0**-23}
ADAM = {"optimizer": OptimizerRecipe("adam", 0.1)}
SGD = {"optimizer": OptimizerRecipe("momentum", 0.1)}


@pytest.mark.parametrize(
    ("devices", "dtype", "given", "roundings"),
    [
        (PAIR, "float64", ADAM, 64),
        (PAIR, "float32", ADAM, 64),
        (CUDA, "float64", SGD, 1024),
        (CUDA, "float64", ADAM, 2**22),
        (CUDA, "float64", {"epochs": 2}, 2**22),
        (CUDA, "float32", ADAM, 256),
    ],
)
def test_what_rounding_may_do(evidence, devices, dtype, given, roundings):
    """By dtype, device, steps of the reference, and whether the optimizer blows rounding up.

    An optimizer that the code makes itself may be any.
    """
    seen = evidence(given=given, seen=runs(2.0, 2.0))
    case = replace(seen.case, dtype=dtype)
    wanted = (Observation(values={"result": 2.0}, events=STEPS),) * 2

    measured = AGREES.measure(replace(seen, case=case, expected=wanted), devices=devices)

    assert measured.allowed == pytest.approx(2.0 * EPS[dtype] * roundings * (1 + 3))


def test_on_cuda_a_result_without_steps_is_strict(evidence):
    """Nothing blows rounding up then, whatever optimizer is given."""
    measured = AGREES.measure(evidence(given=ADAM, seen=runs(2.0, 2.0)), devices=CUDA)

    assert measured.allowed == pytest.approx(2.0 * EPS["float64"] * 1024)


def test_float32_in_float64_is_found(evidence):
    """Float64 is the strict lane: one number rounded to float32 is too far off on any device."""
    seen = evidence(given=SGD, seen=runs(0.1, 0.10000000149))

    assert judge(seen) is not None
    assert judge(seen, CUDA) is not None


def test_the_submissions_own_steps_allow_nothing(evidence):
    """They are counted in the reference's run."""
    steps = tuple(Observation(values={"result": n}, events=STEPS * 99) for n in (2.0, 2.0))

    measured = AGREES.measure(evidence(given=SGD, seen=steps), devices=PAIR)

    assert measured.allowed == pytest.approx(2.0 * EPS["float64"] * 64)


def test_an_exercise_may_allow_more(evidence):
    """Half precision is off by a part of the largest number, and that is its choice."""
    seen = evidence(seen=runs(2.0, 2.03))

    assert judge(seen, within=0.01) is not None
    assert judge(seen, within=0.02) is None
    assert AGREES.measure(seen, devices=PAIR, within=0.02).chosen


def test_the_second_device_of_a_kind_says_what_is_ignored(evidence):
    """Only if the first one agrees."""
    devices = ("cpu", "simulated", "simulated:1")
    cpu, one, two = model_on("cpu"), model_on("sim:0"), model_on("sim:1")

    assert judge(evidence(seen=(cpu, one, two)), devices, of=("model",)) is None
    assert judge(evidence(seen=(cpu, one, one)), devices, of=("model",)).message == (
        "only the index of the device is ignored: "
        "model.parameters.0.weight is on sim:0, not on the device that was given"
    )
    assert judge(evidence(seen=(cpu, cpu, cpu)), devices, of=("model",)).message == (
        "model.parameters.0.weight is on cpu, not on the device that was given"
    )
    assert judge(evidence(seen=(cpu, one)), ("cpu", "simulated:1"), of=("model",)).message == (
        "model.parameters.0.weight is on sim:0, not on the device that was given"
    )


def test_the_first_device_counts_too(evidence):
    """Code that takes a device of its own is somewhere else on the CPU's run."""
    seen = evidence(seen=(model_on("sim:0"), model_on("sim:0")))

    finding = judge(seen, of=("model",))

    assert finding.message == (
        "model.parameters.0.weight is on sim:0, not on the device that was given"
    )
    assert finding.expected == "everything on cpu, the device that was given"


@pytest.mark.parametrize(
    ("device", "message"),
    [
        ("cpu", "tensors on two devices meet: model.parameters.0.weight is on cpu"),
        ("sim:0", "tensors on two devices meet"),
    ],
)
def test_a_model_that_stayed_behind_explains_an_error(evidence, device, message):
    """Where the events do not; else it was something else. It need not be asked about."""
    mixed = error("Expected all tensors to be on the same device, but found sim:0 and cpu!")
    seen = evidence(given={"model": 0}, seen=(model_on("cpu"), model_on(device, raised=mixed)))

    assert judge(seen, of=("result",)).message == message


@pytest.mark.parametrize(
    "said",
    [
        "Expected all tensors to be on the same device, but found at least two devices, cuda:0",
        "Input type (FloatTensor) and weight type (cuda.FloatTensor) should be the same",
        "indices should be either on cpu or on the same device as the indexed tensor (cpu)",
        "Expected a 'cuda' device type for generator but found 'cpu'",
        "Tensor for argument #1 'mat1' is on CPU, but expected it to be on GPU",
        "Input and hidden tensors are not at the same device, found input tensor at cuda:0",
    ],
)
def test_all_that_torch_says_of_two_devices_is_known(evidence, said):
    """In whatever words."""
    seen = evidence(seen=(*runs(1.0), Observation(raised=error(said))))

    finding = judge(seen)

    assert finding.message == "tensors on two devices meet"
    assert finding.actual == f"RuntimeError: {said} In anna.py:3: model(x)"


@pytest.mark.parametrize(
    "said",
    [
        "Torch not compiled with CUDA enabled",
        "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU",
        "No CUDA GPUs are available",
        "Cannot access accelerator device when none is available.",
    ],
)
def test_code_that_insists_on_cuda_is_told_apart(evidence, said):
    """It fails where there is none, whatever device it was given; on CUDA it is another error."""
    seen = evidence(seen=(*runs(1.0), Observation(raised=error(said))))

    finding = judge(seen)

    assert finding.message == "it uses CUDA, not the device that was given"
    assert (finding.expected, finding.place) == (
        "everything on sim:0, the simulated device that was given",
        "anna.py:3",
    )
    assert judge(seen, CUDA).message == "it fails on cuda"


def test_what_was_asked_explains_a_failure_and_makes_none(evidence):
    """Asking about CUDA to pin memory, say, is nobody's business."""
    asked = Event("asked", "torch.cuda.is_available()", {"place": "anna.py:2"})
    there, away = model_on("sim:0", events=(asked,)), model_on("cpu", events=(asked,))

    assert judge(evidence(seen=(model_on("cpu"), there)), of=("model",)) is None
    assert judge(evidence(seen=(model_on("cpu"), away)), of=("model",)).message == (
        "model.parameters.0.weight is on cpu, not on the device that was given"
    )


def test_a_count_of_steps_may_stay_on_the_cpu(evidence):
    """As optimizers keep it; what they keep for each parameter may not."""
    step = tensor(3.0)
    there, here = (replace(tensor([1.0]), device=device) for device in ("sim:0", "cpu"))

    def seen(average):
        kept = {"state": {"0": {"step": step, "exp_avg": average}}, "param_groups": ()}
        return Observation(values={"optimizer": kept})

    def found(average):
        return judge(evidence(given=ADAM, seen=(seen(here), seen(average))), of=("optimizer",))

    assert found(there) is None
    assert found(here).message == (
        "optimizer.state.0.exp_avg is on cpu, not on the device that was given"
    )


def test_other_givens_stay_where_they_were(evidence):
    """A function cannot move its caller's tensors."""
    inputs = Observation(values={"inputs": tensor([1.0])})

    assert judge(evidence(seen=(inputs, inputs)), of=("inputs",), results="given") is None
