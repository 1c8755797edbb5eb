"""Figures of matplotlib as plain data."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import grader.observing.screen
from grader.observing import BACKEND
from grader.observing.figures import LONGEST_SIDE, pixels
from grader.observing.normalise import plain

SOURCE = "import torch\nimport matplotlib.pyplot as plt"


@pytest.fixture
def screen():
    """matplotlib draws as in a worker."""
    before = plt.get_backend()
    plt.switch_backend(BACKEND)
    yield
    plt.close("all")
    plt.switch_backend(before)


def part(value, *keys):
    for key in keys:
        value = value[key]
    return value


def test_an_axes_is_what_a_reader_sees_of_it():
    """Title, labels, scales, curves, legend."""
    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1, 2], [3.0, 2.0, 1.5], label="train")
    axes.set(title="Loss", xlabel="Epoch", ylabel="MSE", yscale="log")
    axes.legend()

    assert plain(figure) == {
        "title": "",
        "axes": (
            {
                "title": "Loss",
                "xlabel": "Epoch",
                "ylabel": "MSE",
                "xscale": "linear",
                "yscale": "log",
                "lines": (
                    {
                        "label": "train",
                        "x": (0.0, 1.0, 2.0),
                        "y": (3.0, 2.0, 1.5),
                        "is_drawn": True,
                        "is_visible": True,
                    },
                ),
                "points": (),
                "legend": ("train",),
            },
        ),
        "legends": (),
    }


@pytest.mark.parametrize("numbers", [[1, 2], torch.tensor([1, 2]), (1.0, 2.0)])
def test_the_data_of_a_curve_are_numbers(numbers):
    """Whatever was plotted."""
    figure = Figure()
    figure.subplots().plot(numbers, numbers)

    assert part(plain(figure), "axes", 0, "lines", 0, "y") == (1.0, 2.0)


def test_points_are_observed_whichever_way_they_are_drawn():
    """`scatter` makes a collection, `plot` with a marker a line that is not drawn."""
    figure = Figure()
    axes = figure.subplots()
    axes.scatter([1, 2], [3, 4], label="val")
    axes.plot([1, 2], [3, 4], "o", label="val")

    seen = part(plain(figure), "axes", 0)

    data = {"label": "val", "x": (1.0, 2.0), "y": (3.0, 4.0), "is_visible": True}
    assert seen["points"] == (data,)
    assert seen["lines"] == ({**data, "is_drawn": False},)


def test_a_label_that_nobody_gave_is_none():
    """matplotlib calls an unlabelled curve _child0."""
    figure = Figure()
    figure.subplots().plot([1, 2])

    assert part(plain(figure), "axes", 0, "lines", 0, "label") == ""
    assert part(plain(figure), "axes", 0, "legend") is None


@pytest.mark.parametrize("place", ["left", "center", "right"])
def test_a_title_may_stand_at_any_of_its_places(place):
    """All of them are read as the title."""
    figure = Figure()
    figure.subplots().set_title("Loss", loc=place)

    assert part(plain(figure), "axes", 0, "title") == "Loss"


def test_what_belongs_to_the_whole_figure_is_observed():
    """Its title, and a legend beside the axes."""
    figure = Figure()
    figure.suptitle("Training")
    figure.legend(handles=figure.subplots().plot([1], label="train"))

    seen = plain(figure)

    assert (seen["title"], seen["legends"]) == ("Training", (("train",),))


@pytest.mark.parametrize("shown", ["plt.show()", "figure.show()"])
def test_showing_a_figure_is_an_event(run, screen, shown):
    """In a worker, where nothing can be shown."""
    body = f"figure = plt.figure()\nfigure.subplots().plot([1, 2])\n{shown}\nreturn figure"

    seen = run(body, {}, source=SOURCE)

    assert seen.raised is None
    assert seen.count("shown") == 1
    assert len(part(seen.part("result"), "axes")) == 1


def test_showing_the_image_of_a_figure_is_an_event(run, screen):
    """What Pillow opens a window for, which matplotlib brings along."""
    body = (
        "file, figure = io.BytesIO(), plt.figure()\nfigure.savefig(file)\n"
        "Image.open(file).show()\nreturn figure"
    )

    seen = run(body, {}, source=f"{SOURCE}\nimport io\nfrom PIL import Image")

    assert seen.raised is None
    assert seen.count("shown") == 1


def test_a_figure_that_is_only_made_or_saved_is_not_shown(run, screen):
    """What right code does."""
    body = "figure = plt.figure()\nfigure.savefig(io.BytesIO())\nreturn figure"

    seen = run(body, {}, source=f"{SOURCE}\nimport io")

    assert seen.raised is None
    assert seen.count("shown") == 0


def test_the_screen_offers_nothing_but_a_canvas():
    """matplotlib asks a backend for much that need not be there."""
    with pytest.raises(AttributeError, match=r"^new_figure_manager$"):
        _ = grader.observing.screen.new_figure_manager


def test_the_picture_of_a_figure_is_what_would_be_saved():
    """Rows, columns and three colours, 150 dots an inch: here a blue square on white."""
    figure = Figure(figsize=(2, 1))
    figure.add_artist(Rectangle((0, 0), 0.5, 1, color=(0, 0, 1)))

    drawn = pixels(figure)

    assert (drawn.shape, drawn.dtype) == ((150, 300, 3), np.uint8)
    assert (drawn[75, 50].tolist(), drawn[75, 250].tolist()) == ([0, 0, 255], [255, 255, 255])


def test_what_is_transparent_is_drawn_on_white():
    """A PNG of three colours has no other ground."""
    figure = Figure(figsize=(1, 1), facecolor="none")
    figure.add_artist(Rectangle((0, 0), 0.5, 1, facecolor=(1, 0, 0, 0.5), edgecolor="none"))

    drawn = pixels(figure)

    assert drawn[75, 120].tolist() == [255, 255, 255]
    assert drawn[75, 30].tolist() == pytest.approx([255, 127, 127], abs=2)


def test_a_figure_as_large_as_a_house_is_drawn_smaller():
    """Its proportions stay."""
    assert pixels(Figure(figsize=(400, 200))).shape == (LONGEST_SIDE // 2, LONGEST_SIDE, 3)


@pytest.mark.usefixtures("screen")
def test_a_figure_of_pyplot_is_drawn_as_well():
    """It has a canvas of its own, which would show it."""
    figure = plt.figure(figsize=(1, 1))

    assert pixels(figure).shape == (150, 150, 3)
