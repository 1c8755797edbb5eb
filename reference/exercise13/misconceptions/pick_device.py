"""Wrong implementations of pick_device, as students write them."""

import torch
from devices import pick_device


def ignores_the_preference(preferred=None):
    """It always picks the device itself, whatever is asked for.

    Somebody asks for "cpu" on a machine with a GPU. Which line of yours looks at that?
    """
    return pick_device()


def takes_cuda_for_granted(preferred=None):
    """Without a preference it returns CUDA, without asking whether there is any.

    Does torch.device("cuda") fail on a laptop? When does it fail?
    """
    return torch.device("cuda") if preferred is None else pick_device(preferred)


def defaults_to_the_cpu(preferred=None):
    """Without a preference it returns the CPU, on a machine with CUDA too.

    What is the best device of a machine with a GPU, and how do you find out?
    """
    return pick_device("cpu" if preferred is None else preferred)


def prefers_any_accelerator_to_the_cpu(preferred=None):
    """Without a preference and without CUDA it takes a GPU of Apple, if there is one.

    Which two devices does the task name for this case?
    """
    if preferred is None and not torch.cuda.is_available() and torch.backends.mps.is_available():
        return torch.device("mps")
    return pick_device(preferred)


def has_no_default(preferred):
    """The function cannot be called without an argument.

    What must stand in the signature so that pick_device() works?
    """
    return pick_device(preferred)


def returns_a_text(preferred=None):
    """What comes back is a text, not a torch.device.

    What is "cuda:1".index?
    """
    return str(pick_device(preferred))


def returns_texts_as_they_came(preferred=None):
    """A preference comes back as it was given: a text stays a text.

    The caller asks for .type of what comes back. What if a text came in?
    """
    device = pick_device(preferred)
    return device if preferred is None else preferred


def takes_texts_alone(preferred=None):
    """A preference that is a torch.device is not understood.

    Which methods does a text have that a torch.device has not?
    """
    if preferred is not None:
        preferred = preferred.strip().lower()
    return pick_device(preferred)


def takes_devices_alone(preferred=None):
    """A preference that is a text is not understood.

    What is the type of "cuda", and has it an attribute `type`?
    """
    if preferred is not None and preferred.type == "cuda" and not torch.cuda.is_available():
        raise RuntimeError(f"{preferred} cannot be used")
    return pick_device(preferred)


def ignores_devices(preferred=None):
    """A preference is looked at only if it is a text.

    What becomes of torch.device("cpu") on a machine with a GPU?
    """
    return pick_device(preferred if isinstance(preferred, str) else None)


def asks_for_cuda_first(preferred=None):
    """Where CUDA is available it is returned, whatever is asked for.

    Somebody asks for "cpu" on a machine with a GPU. Does your function get as far as to look?
    """
    if torch.cuda.is_available():
        return torch.device("cuda")
    return pick_device(preferred)


def prefers_cuda_to_the_cpu(preferred=None):
    """Where CUDA is available, it is returned even if the CPU is asked for.

    Somebody wants to find out whether the GPU is to blame for an error. Can they?
    """
    wants_cpu = preferred is not None and torch.device(preferred).type == "cpu"
    return pick_device(None if wants_cpu else preferred)


def drops_the_index(preferred=None):
    """Of the preference only the type is kept: "cuda:1" becomes "cuda".

    Which of two GPUs does torch.device("cuda") mean?
    """
    return torch.device(pick_device(preferred).type)


def never_looks_at_the_machine(preferred=None):
    """The preferred device is made, and never tried.

    Does torch.device("cuda:99") fail on your machine? When would it?
    """
    return pick_device() if preferred is None else torch.device(preferred)


def falls_back_to_the_cpu(preferred=None):
    """If the preferred device cannot be used, the CPU comes back, in silence.

    A run was to take ten minutes on a GPU. When does its owner learn that it takes a day?
    """
    try:
        return pick_device(preferred)
    except RuntimeError:
        return torch.device("cpu")


def falls_back_to_the_first_gpu(preferred=None):
    """An index that there is not becomes the first GPU.

    Who uses the first GPU already?
    """
    try:
        return pick_device(preferred)
    except RuntimeError:
        if torch.device(preferred).type == "cuda" and torch.cuda.is_available():
            return torch.device("cuda:0")
        raise


def never_counts_the_gpus(preferred=None):
    """It asks whether there is CUDA, not how many GPUs.

    There is one GPU, and somebody asks for "cuda:3". What does your code say?
    """
    if preferred is not None:
        device = torch.device(preferred)
        if device.type == "cuda" and torch.cuda.is_available():
            return device
    return pick_device(preferred)


def counts_from_one(preferred=None):
    """The number of GPUs is taken for the highest index.

    What is the index of the second of two GPUs?
    """
    if preferred is not None:
        device = torch.device(preferred)
        if device.type == "cuda" and (device.index or 0) <= torch.cuda.device_count() > 0:
            return device
    return pick_device(preferred)


def refuses_the_last_gpu(preferred=None):
    """The last GPU counts as one that there is not.

    There are two GPUs. Which indices are there?
    """
    device = pick_device(preferred)
    if device.type == "cuda" and (device.index or 0) + 1 >= torch.cuda.device_count() > 1:
        raise RuntimeError(f"there is no device {device}")
    return device


def knows_cuda_alone(preferred=None):
    """Only CUDA is tried; every other device is returned as it is.

    Which other kinds of device are there, and does your machine have one of them?
    """
    if preferred is not None and torch.device(preferred).type != "cuda":
        return torch.device(preferred)
    return pick_device(preferred)


def takes_gpu_for_cuda(preferred=None):
    """A "gpu" is taken for CUDA.

    Which word does torch have for it, and what does torch.device("gpu") raise?
    """
    return pick_device("cuda" if preferred == "gpu" else preferred)


def raises_a_value_error(preferred=None):
    """What cannot be used raises a ValueError.

    Which type of error does the contract name?
    """
    try:
        return pick_device(preferred)
    except RuntimeError as error:
        raise ValueError(str(error)) from error


def lets_the_assertion_through(preferred=None):
    """The device is tried, and the error comes through that torch raises, of whatever type.

    Which error does torch.zeros(1, device="cuda") raise on a machine without CUDA?
    """
    if preferred is None:
        return pick_device()
    return torch.zeros(1, device=preferred).device


def asserts_that_there_is_cuda(preferred=None):
    """Availability is checked by an assert.

    What type of error is a failed assert, and what does `python -O` make of it?
    """
    if preferred is not None and torch.device(preferred).type == "cuda":
        assert torch.cuda.is_available(), f"{preferred} is not available"
    return pick_device(preferred)


def does_not_name_the_device(preferred=None):
    """The message does not say which device cannot be used.

    Somebody reads your message in a log, without your code. What do they want to know?
    """
    try:
        return pick_device(preferred)
    except RuntimeError:
        raise RuntimeError("this is not usable here") from None


def names_no_index(preferred=None):
    """The message says that CUDA is to blame, but not which GPU.

    Of eight GPUs, which one is it that cannot be used?
    """
    try:
        return pick_device(preferred)
    except RuntimeError:
        if torch.device(preferred).type == "cuda":
            raise RuntimeError("CUDA error: invalid device ordinal") from None
        raise


def makes_it_the_default(preferred=None):
    """The device is made torch's default for everything that comes.

    After the call, where does torch.zeros(3) live?
    """
    device = pick_device(preferred)
    torch.set_default_device(device)
    return device
