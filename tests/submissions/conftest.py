"""Notebooks for tests: written as Jupyter writes them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@pytest.fixture
def write_notebook(tmp_path: Path) -> Callable[..., Path]:
    """Write a notebook of these code cells; a cell that is a dict stands for itself."""

    def write(*cells: object, name: str = "anna.ipynb", **fields: object) -> Path:
        document = {"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, **fields}
        document.setdefault("cells", [_cell(cell) for cell in cells])
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
        return tmp_path / name

    return write


def _cell(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    lines = cell.splitlines(keepends=True)
    return {"cell_type": "code", "metadata": {}, "source": lines, "outputs": []}
