"""A matplotlib backend that draws as Agg does, and records whenever something is to be shown.

So does a viewer of Pillow's, which matplotlib needs: a figure that was saved is an image like any.

A worker names it in MPLBACKEND. matplotlib itself is imported only when the backend is used, but
this module before the sandbox closes: the worker cannot read its file later.
"""

from __future__ import annotations

from typing import Any

from grader.observing.probes import record

BACKEND = f"module://{__name__}"


def __getattr__(name: str) -> Any:
    """FigureCanvas, which is all that matplotlib needs of a backend; made on first use."""
    if name != "FigureCanvas":
        raise AttributeError(name)
    _watch_images()
    found = globals()[name] = _canvas()  # matplotlib goes on with vars() of this module
    return found


def _watch_images() -> None:
    """Record whenever Pillow is told to show an image, which finds no viewer here anyway."""
    from PIL import Image, ImageShow

    class Viewer(ImageShow.Viewer):
        def show(self, image: Image.Image, **options: Any) -> int:  # noqa: ARG002
            record("shown")
            return 1

    ImageShow.register(Viewer, 0)  # asked before all others


def _canvas() -> Any:
    from matplotlib.backend_bases import FigureManagerBase
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    class Manager(FigureManagerBase):
        def show(self) -> None:
            record("shown")

        @classmethod
        def pyplot_show(cls, *, block: bool | None = None) -> None:  # noqa: ARG003
            record("shown")

    class Canvas(FigureCanvasAgg):
        manager_class = Manager

    return Canvas
