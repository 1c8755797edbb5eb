"""The hand-written digits: real data, the same for every implementation."""

from dataclasses import replace

import pytest
import torch

from grader.cases import DigitsRecipe
from grader.observing import digits
from grader.observing.digits import all_digits, drawn_digits

TRAIN = DigitsRecipe(40, "float64", seed=3)


def rows(recipe: DigitsRecipe) -> set[tuple[float, ...]]:
    return {tuple(row) for row in drawn_digits(recipe)[0].tolist()}


def test_the_file_holds_what_its_licence_names():
    """1797 images of 8 x 8 pixels from 0 to 16, about as many of each digit."""
    images, labels = all_digits()

    assert images.shape == (1797, 8, 8)
    assert (images.min(), images.max()) == (0, 16)
    assert labels.bincount().tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_another_file_is_refused(tmp_path, monkeypatch):
    """What was recorded with these data would be compared with results from others."""
    other = tmp_path / "digits.npz"
    other.write_bytes(b"something else")
    monkeypatch.setattr(digits, "FILE", other)

    with pytest.raises(ValueError, match=r"^digits.npz is not the file that this version comes"):
        all_digits.__wrapped__()


@pytest.mark.parametrize(("form", "shape"), [("flat", (40, 64)), ("image", (40, 1, 8, 8))])
def test_digits_come_flat_or_as_images(form, shape):
    """In the dtype of the case, pixels in [0, 1]; which digit it is, as int64."""
    inputs, targets = drawn_digits(replace(TRAIN, form=form))

    assert (inputs.shape, inputs.dtype) == (shape, torch.float64)
    assert (inputs.min(), inputs.max()) == (0, 1)
    assert (targets.shape, targets.dtype) == ((40,), torch.int64)


def test_training_and_validation_have_no_row_in_common():
    """Of one case, that is: with one seed."""
    validation = replace(TRAIN, split="validation")

    assert len(rows(TRAIN)) == 40
    assert not rows(TRAIN) & rows(validation)


def test_another_seed_takes_other_rows():
    """So a memorised answer is no answer."""
    assert rows(TRAIN) != rows(replace(TRAIN, seed=4))


def test_only_digits_below_the_number_of_classes_are_taken():
    """For models with fewer outputs."""
    _, targets = drawn_digits(replace(TRAIN, classes=3))

    assert set(targets.tolist()) == {0, 1, 2}


def test_what_is_drawn_may_be_changed():
    """A run that writes into its inputs changes nothing for the next run."""
    inputs, targets = drawn_digits(TRAIN)
    before = inputs.clone(), targets.clone()
    inputs.zero_()
    targets.zero_()

    again = drawn_digits(TRAIN)

    assert torch.equal(again[0], before[0])
    assert torch.equal(again[1], before[1])
