"""Pixels out of a worker become a PNG file, whoever sent them."""

import io
from math import prod

import pytest
from matplotlib.image import imread

from grader.grading.pictures import MOST_PIXELS, as_png, is_picture
from grader.wire import Opaque, Tensor


def picture(*shape: int, dtype: str = "uint8") -> Tensor:
    return Tensor(dtype, shape, bytes(range(256)) * (prod(shape) // 256) + bytes(prod(shape) % 256))


def test_a_picture_is_written_as_it_is():
    """What a viewer reads out of the file are the same pixels."""
    sent = picture(5, 7, 3)

    read = imread(io.BytesIO(as_png(sent)), format="png")

    assert (read * 255).round().astype("uint8").tobytes() == sent.data
    assert read.shape == (5, 7, 3)


def test_a_picture_is_small_in_its_file():
    """A figure is mostly empty."""
    assert len(as_png(Tensor("uint8", (720, 960, 3), b"\xff" * (720 * 960 * 3)))) < 20_000


@pytest.mark.parametrize(
    "value",
    [
        None,
        "picture",
        Opaque("matplotlib.figure.Figure"),
        picture(4, 4),
        picture(4, 4, 4),
        picture(0, 4, 3),
        picture(4, 0, 3),
        picture(MOST_PIXELS + 1, 1, 3),
        picture(1, MOST_PIXELS + 1, 3),
        picture(4, 4, 3, dtype="int8"),
    ],
)
def test_anything_else_is_no_picture(value):
    """Of another kind, empty, or larger than any figure is drawn."""
    assert not is_picture(value)


def test_the_largest_picture():
    """It is one still."""
    assert is_picture(picture(1, MOST_PIXELS, 3))
