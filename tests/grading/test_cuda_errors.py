"""What a student reads when the GPU reports an error, and what that means for the next run."""

import pytest

from grader.grading.cuda_errors import Trouble, explained, trouble_of
from grader.wire import Frame, Lost, Observation, Raised

# As torch 2.11 words them.
ASSERT = (
    "CUDA error: device-side assert triggered\n"
    "Search for `cudaErrorAssert' in https://docs.nvidia.com/cuda/ for more information.\n"
    "CUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace "
    "below might be incorrect.\nFor debugging consider passing CUDA_LAUNCH_BLOCKING=1\n"
)
MEMORY = (
    "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB of "
    "which 70.00 GiB is free. Process 7 has 1.10 GiB memory in use. 1.00 GiB allowed; Of the "
    "allocated memory 0 bytes is allocated by PyTorch"
)
GENERIC = (
    "A kernel on the GPU stopped on an index out of range, most often a class index that is "
    "negative, or not smaller than the number of classes."
)
CLASSES = (
    "A class index is negative, or not smaller than the number of classes: look at the targets, "
    "and at how many outputs the model has."
)
ROWS = (
    "An index into an embedding, or into index_select, is negative or too large: look at how many "
    "rows there are."
)
SIGMOID = (
    "Binary cross entropy was given a number that is not between 0 and 1: is there a sigmoid "
    "before it, or should it be the one with logits?"
)
RAISED = "AcceleratorError", "RuntimeError", "Exception", "BaseException"


def ran(message: str, *kinds: str) -> Observation:
    frames = (Frame("anna.py", 7, "train", "loss.backward()"),)
    return Observation(raised=Raised(kinds or RAISED, message, frames))


def failed(assertion: str) -> str:
    return f"{ASSERT}\nAssertion `{assertion}` failed"


TOLD = {
    "assertion": (ASSERT, GENERIC),
    "class index": (failed("t >= 0 && t < n_classes"), CLASSES),
    "class index in 2d": (failed("cur_target >= 0 && cur_target < n_classes"), CLASSES),
    "embedding": (failed("srcIndex < srcSelectDimSize"), ROWS),
    "probability": (failed("input_val >= zero && input_val <= one"), SIGMOID),
    "indexing": (
        failed('-sizes[i] <= index && index < sizes[i] && "index out of bounds"'),
        "An index is negative beyond the beginning, or too large.",
    ),
    "gather": (
        failed('idx_dim >= 0 && idx_dim < index_size && "out"'),
        "An index for gather or scatter is negative or too large.",
    ),
    "another assertion": (failed("x == 3"), GENERIC),
    "illegal access": (
        "CUDA error: an illegal memory access was encountered\nSearch for ...",
        "A kernel on the GPU reached for memory that is not there.",
    ),
    "crash": (
        "CUDA error: unspecified launch failure",
        "A kernel on the GPU crashed.",
    ),
}


@pytest.mark.parametrize(("message", "words"), TOLD.values(), ids=TOLD.keys())
def test_a_dead_context_is_told_in_one_sentence(message, words):
    """What was wrong with the code comes first; torch's sources are not the student's business."""
    seen = ran(message)

    assert trouble_of(seen) is Trouble.DEAD
    assert explained(seen, 1024).raised.message == words


def test_the_line_is_kept():
    """Only the words change, neither the kind of the error nor where it came from."""
    told = explained(ran(ASSERT), 1024).raised

    assert told.kinds == RAISED
    assert told.frames == (Frame("anna.py", 7, "train", "loss.backward()"),)


@pytest.mark.parametrize(
    "seen",
    [
        ran(MEMORY, "OutOfMemoryError", "RuntimeError"),
        ran("CUDA error: out of memory"),
        ran("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    ],
)
def test_too_little_memory_is_told_with_what_is_allowed(seen):
    """How much there is on the whole GPU does not help: the limit does."""
    words = "It needed more memory on the GPU than the 512 MB that it may have."

    assert trouble_of(seen) is Trouble.MEMORY
    assert explained(seen, 512).raised.message == words


def test_another_error_of_cuda_is_cut():
    """The first line says it; the advice that follows is for people with a debugger."""
    seen = ran("CUDA error: invalid configuration argument\nSearch for `cudaError...' in ...")

    assert trouble_of(seen) is Trouble.NONE
    assert explained(seen, 512).raised.message == (
        "The GPU reported an error: CUDA error: invalid configuration argument"
    )


@pytest.mark.parametrize(
    "seen",
    [
        Observation(),
        ran("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x1)", "RuntimeError"),
        ran("Expected all tensors to be on the same device, but found cuda:0 and cpu!"),
        ran("device-side assert: my own words", "ValueError"),
    ],
)
def test_ordinary_errors_stay_as_they_are(seen):
    """What is not about the GPU is told as anywhere else."""
    assert trouble_of(seen) is Trouble.NONE
    assert explained(seen, 512) is seen


def test_a_lost_worker_is_no_error_of_the_gpu():
    """A crash or a timeout is told by the judge already."""
    assert trouble_of(Lost("crashed", "CUDA error: out of memory")) is Trouble.NONE
