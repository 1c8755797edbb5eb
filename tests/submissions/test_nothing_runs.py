"""Nothing of a submission is imported, unpickled or executed outside a worker, nor at intake."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
REFERENCE = REPOSITORY / "reference" / "exercise03" / "training_models.py"
CANARY = "import pathlib; pathlib.Path({path!r}).touch()\n"

# What tools look for in the folder that they are started in, and modules that the grader imports.
PLANTED = [
    *("conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py", "noxfile.py"),
    *("torch.py", "numpy/__init__.py", "grader/__init__.py", "click.py", "yaml.py", "json.py"),
    *("ast.py", "zipfile.py", "encodings/__init__.py", "hypothesis/__init__.py"),
]
PLUGIN = '[project]\nname = "x"\n\n[tool.pytest.ini_options]\naddopts = "-p conftest"\n'

# Reads a submission and says what Python's own watch has seen meanwhile.
WATCHED = """
import json, sys
from pathlib import Path
from grader.errors import SubmissionError
from grader.submissions import read_submission

b"x".decode("cp437")  # names in zips: the codec is Python's own, imported when it is first used
seen, on = [], False

def watch(event, args):
    if on:
        seen.append([event, *map(str, args)])

sys.addaudithook(watch)
path = Path(sys.argv[1])
on = True
try:
    submission = read_submission(path, "training_models.py", ["predict"])
    submission.places(), submission.text, submission.notes
finally:
    on = False
    json.dump(seen, sys.stdout)
"""
HARMLESS = {
    *("open", "os.listdir", "os.scandir", "compile", "object.__getattr__", "object.__setattr__"),
    *("sys._getframe", "gc.collect"),
}


@pytest.fixture
def trap(tmp_path):
    """A folder with a right solution, amidst files that leave a mark when they are executed."""
    folder = tmp_path / "anna"
    for name in PLANTED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(CANARY.format(path=str(tmp_path / "executed")))
    (folder / "pyproject.toml").write_text(PLUGIN)
    (folder / "evil.pth").write_text(CANARY.format(path=str(tmp_path / "executed")))
    (folder / "model.pt").write_bytes(b"cos\nsystem\n(S'touch executed'\ntR.")
    shutil.copy(REFERENCE, folder / "training_models.py")
    return folder


def in_a_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder.parent / "anna.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*.*")):
            archive.write(path, path.relative_to(folder))
    return folder.parent / "anna.zip"


def in_a_tar(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder.parent / "anna"), "xztar", folder))


def in_a_notebook(folder: Path) -> Path:
    path = folder.parent / "anna.ipynb"
    mark = CANARY.format(path=str(folder.parent / "executed"))
    cells = [f"%%time\n{mark}", f"!touch {folder.parent}/executed", REFERENCE.read_text(), mark]
    code = [{"cell_type": "code", "metadata": {}, "source": cell} for cell in cells]
    path.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": code}))
    return path


FORMS = [lambda folder: folder, in_a_zip, in_a_tar, in_a_notebook]


@pytest.mark.parametrize("form", FORMS, ids=["folder", "zip", "tar", "notebook"])
def test_reading_executes_nothing(trap, form):
    """Python sees files opened to be read, and sources parsed: no import, no start, no writing."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", WATCHED, str(form(trap))],
        cwd=REPOSITORY, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    seen = json.loads(done.stdout)
    assert {event for event, *_ in seen} <= HARMLESS
    assert {mode for event, _, mode, _ in (e for e in seen if e[0] == "open")} <= {
        "r",
        "rb",
        "None",
    }
    assert not (trap.parent / "executed").exists()


def test_grading_executes_nothing_outside_a_worker(trap, tmp_path):
    """Even if it is started in the submission's own folder; and no file shadows a library."""
    command = [sys.executable, "-P", "-c", "from grader.cli import main; main()"]
    command += ["--course", str(REPOSITORY), "exercise03", "--task", "predict"]

    done = subprocess.run(
        [*command, "--submission", ".", "--json", "-"],
        cwd=trap, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert json.loads(done.stdout)["passed"], done.stderr
    assert done.returncode == 0
    assert not (tmp_path / "executed").exists()
    assert not list(trap.rglob("__pycache__"))
