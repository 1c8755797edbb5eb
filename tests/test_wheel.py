"""What is installed from a wheel: the grader, and the course that comes with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PARTS = ("course.yaml", "exercises", "reference", "samples", "schemas")
GRADE = "from grader.cli import main; main()"

# Tries to open every file of the course where a wheel puts it, and says what came of it.
HUNTER = """
import os
import sys


def mse_loss(predictions, targets):
    found = set()
    for path in sys.path:
        for folder, _, files in os.walk(os.path.join(path, "grader", "bundled")):
            for file in files:
                try:
                    open(os.path.join(folder, file)).close()
                    found.add("open")
                except OSError as error:
                    found.add(type(error).__name__)
    raise RuntimeError(", ".join(sorted(found)))
"""


@dataclass(frozen=True)
class Installed:
    """An environment in which the wheel is installed, and a folder to work in."""

    python: Path
    packages: Path
    folder: Path

    def grade(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.python, "-c", GRADE, *arguments],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "COLUMNS": "80",
                "XDG_CACHE_HOME": str(self.folder / "cache"),
            },
            capture_output=True,
            text=True,
            timeout=120,
        )


def build(target: str, source: Path, folder: Path) -> Path:
    """Build one kind of distribution, as pip would."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=120)
    (made,) = folder.iterdir()
    return made


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A virtual environment that holds the wheel; what it needs comes from our own."""
    root = tmp_path_factory.mktemp("installed")
    venv.create(root / "venv", with_pip=False)
    (packages,) = root.glob("venv/lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    paths = sysconfig.get_paths()
    (packages / "needed.pth").write_text(f"{paths['purelib']}\n{paths['platlib']}\n")
    return Installed(root / "venv/bin/python", packages, root)


@pytest.fixture(scope="module")
def unpacked(installed: Installed) -> Installed:
    """The same, in the bundled course."""
    done = installed.grade("unpack", "course")
    assert done.returncode == 0, done.stderr
    return Installed(installed.python, installed.packages, installed.folder / "course")


def test_the_wheel_holds_the_course(wheel):
    """Every file of the bundled course, and nothing that Python has left beside them."""
    files = [
        path for part in PARTS for path in (REPOSITORY / part, *(REPOSITORY / part).rglob("*"))
    ]
    expected = {
        f"grader/bundled/{path.relative_to(REPOSITORY).as_posix()}"
        for path in files
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {name for name in names(wheel) if name.startswith("grader/bundled/")} == expected


def test_the_wheel_holds_the_data_and_their_licence(wheel):
    """The digits, which are not under the licence of the code."""
    shipped = {name for name in names(wheel) if "/shipped/" in name}

    assert shipped == {f"grader/observing/shipped/digits.{suffix}" for suffix in ("md", "npz")}


def test_the_wheel_holds_nothing_else(wheel):
    """One package and what describes it: no tests, no second name to import."""
    tops = {name.split("/")[0] for name in names(wheel)}

    assert {top.removeprefix("zerograd").lstrip("-0123456789.") for top in tops} == {
        "grader",
        "dist-info",
    }


def test_a_wheel_from_the_sdist_is_the_same(wheel, tmp_path):
    """Whoever builds from the source distribution gets the same files."""
    sdist = build("sdist", REPOSITORY, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()

    assert names(build("wheel", source, tmp_path / "again")) == names(wheel)


def test_an_editable_install_brings_no_copy(tmp_path):
    """It leads to the package in the checkout, and to no other folder beside it."""
    code = f"from hatchling.build import build_editable; build_editable({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True, capture_output=True)
    (made,) = tmp_path.iterdir()

    assert [name for name in names(made) if name.startswith("grader")] == []
    with zipfile.ZipFile(made) as archive:
        assert b"'grader'" in archive.read("_editable_impl_zerograd.py")


def test_the_bundled_course_is_unpacked(unpacked):
    """The course lies in the folder, as in the repository, and is listed there."""
    done = unpacked.grade()

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Training models with PyTorch\n")
    assert (unpacked.folder / "reference/exercise01/losses.py").is_file()


def test_the_unpacked_course_grades(unpacked):
    """Its reference gets full points from the installed grader."""
    right = "reference/exercise01/losses.py"

    done = unpacked.grade("exercise01", "--task", "mse_loss", "--submission", right)

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_submission_cannot_read_the_installed_solution(unpacked):
    """No file of the course in site-packages opens, though the packages beside it do."""
    solution = unpacked.packages / "grader/bundled/reference/exercise01/losses.py"
    (unpacked.folder / "hunter.py").write_text(HUNTER)

    done = unpacked.grade(
        "exercise01", "--task", "mse_loss", "--submission", "hunter.py", "--json", "-"
    )

    report = json.loads(done.stdout)
    if "landlock" not in report["isolation"]:
        pytest.skip("this kernel has no Landlock")
    message = report["tasks"][0]["checks"][0]["message"]
    assert solution.is_file()
    assert message.startswith("it raised RuntimeError: PermissionError at hunter.py")
