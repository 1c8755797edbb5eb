"""A matplotlib figure as plain data: what a reader sees of it, in whatever way it was drawn.

Nothing here imports matplotlib before there is a figure: who has made one has loaded it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DPI = 150
LONGEST_SIDE = 1600  # pixels; a larger figure is drawn smaller


def is_figure(live: Any) -> bool:
    """Whether it is a matplotlib Figure."""
    module = sys.modules.get("matplotlib.figure")
    return module is not None and issubclass(type(live), module.Figure)


def figure_content(figure: Any) -> dict[str, Any]:
    """Each axes of a figure, in order, and the figure's own title and legends."""
    return {
        "title": figure.get_suptitle(),
        "axes": [_axes(axes) for axes in figure.axes],
        "legends": [_legend(legend) for legend in figure.legends],
    }


def pixels(figure: Any) -> NDArray[np.uint8]:
    """The figure as a picture on white: rows, columns, and red, green, blue."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)  # in the place of the one that it was made with
    figure.set_dpi(min(DPI, LONGEST_SIDE / max(figure.get_size_inches())))
    canvas.draw()
    drawn = np.asarray(canvas.buffer_rgba(), dtype=np.float32)
    opacity = drawn[..., 3:] / 255
    on_white = drawn[..., :3] * opacity + 255 * (1 - opacity)
    return on_white.round().astype(np.uint8)


def _axes(axes: Any) -> dict[str, Any]:
    legend = axes.get_legend()
    return {
        "title": _title(axes),
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "xscale": axes.get_xscale(),
        "yscale": axes.get_yscale(),
        "lines": [_line(line) for line in axes.lines],
        "points": [_points(each) for each in axes.collections if hasattr(each, "get_sizes")],
        "legend": None if legend is None else _legend(legend),
    }


def _title(axes: Any) -> str:
    """Of the three places of a title, the one that is used."""
    titles = (axes.get_title(loc=place) for place in ("center", "left", "right"))
    return next(filter(None, titles), "")


def _line(line: Any) -> dict[str, Any]:
    data = {"x": _floats(line.get_xdata()), "y": _floats(line.get_ydata())}
    drawn = line.get_linestyle() not in ("None", "none", "", " ")
    return {"label": _label(line), **data, "is_drawn": drawn, "is_visible": line.get_visible()}


def _points(points: Any) -> dict[str, Any]:
    places = points.get_offsets().tolist()
    x, y = [float(x) for x, _ in places], [float(y) for _, y in places]
    return {"label": _label(points), "x": x, "y": y, "is_visible": points.get_visible()}


def _label(artist: Any) -> str:
    """What matplotlib makes up itself, such as _child0, is no label."""
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _legend(legend: Any) -> list[str]:
    return [text.get_text() for text in legend.get_texts()]


def _floats(values: Any) -> list[float]:
    return [float(value) for value in values]
