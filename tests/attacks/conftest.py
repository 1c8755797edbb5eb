"""What every attack meets: one judge, one zygote, and a canary that it must leave alone.

An attack is a file in submissions/<what it aims at>/, or a folder whose main file says what it
tries. The last lines of its docstring are read here: `Task: exercise03/predict` (or an exercise
alone, for all of its tasks) and, if they differ from nothing, `Honest: 2.5`, the points that its
honest part is worth, and `Open: why`, if it is known to gain more.

Attacks know everything: `/canary` in their source stands for the folder in which the judge works,
and /canary/guarded/secret is what they are after.
"""

from __future__ import annotations

import ast
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.grading import Grading, grade, prepare
from grader.isolation import Limits, Zygote
from grader.reports import Report
from grader.vocabulary import vocabulary_for
from grader.wire import Load, Loaded

REPOSITORY = Path(__file__).parents[2]
SUBMISSIONS = Path(__file__).parent / "submissions"
collect_ignore = ["submissions"]  # one of them hands in a conftest.py
PLACE = "/canary"  # in the source of an attack
HEADER = re.compile(r"^(Task|Honest|Open): (.+)$", re.MULTILINE)
TIME_S = 2.0  # of the worker's own time for a task: honest solutions use a tenth of it
NEEDED = {"landlock", "seccomp"}  # layers
Grader = Callable[[Path, str, str], Report]


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile submission, and what it may come to."""

    name: str
    path: Path
    says: str
    exercise: str
    task: str = ""
    honest: float = 0.0
    open: str = ""


def attack_at(path: Path) -> Attack:
    """What the docstring of an attack says of it."""
    main = path if path.is_file() else min(path.glob("*.py"), key=_last_to_tell)
    text = ast.get_docstring(ast.parse(main.read_text("utf-8"))) or ""
    header = dict(HEADER.findall(text))
    exercise, _, task = header.get("Task", "").partition("/")
    return Attack(
        name=path.relative_to(SUBMISSIONS).with_suffix("").as_posix(),
        path=path,
        says=text.partition("\n\n")[0],
        exercise=exercise,
        task=task,
        honest=float(header.get("Honest", 0)),
        open=header.get("Open", ""),
    )


def _last_to_tell(file: Path) -> bool:
    """Of several files that with a header is the main one."""
    return HEADER.search(file.read_text("utf-8")) is None


ATTACKS = [attack_at(path) for path in sorted(SUBMISSIONS.glob("*/*")) if path.name[0] not in "._"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `attack` is run with each of them."""
    if "attack" in metafunc.fixturenames:
        metafunc.parametrize("attack", [_parameter(attack) for attack in ATTACKS])


def _parameter(attack: Attack) -> object:
    marks = [pytest.mark.xfail(reason=attack.open, strict=True)] if attack.open else []
    return pytest.param(attack, marks=marks, id=attack.name)


@pytest.fixture
def attacks() -> list[Attack]:
    return ATTACKS


@dataclass(frozen=True, slots=True)
class Canary:
    """A folder with a guarded one in it, which holds a secret and is open to anybody."""

    folder: Path
    secret: str  # in the judge's environment too

    def state(self) -> dict[str, tuple[object, ...]]:
        """All that must stay as it is."""
        guarded = [self.folder / name for name in ("guarded", "home")]
        below = [path for folder in guarded for path in folder.rglob("*")]
        return {str(path): _state(path) for path in sorted([*guarded, *below])}


def _state(path: Path) -> tuple[object, ...]:
    status = path.lstat()
    content = path.read_bytes() if path.is_file() else b""
    return status.st_mode, status.st_uid, status.st_mtime_ns, status.st_size, content


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    """Where the judge has its home, its bank and its temporary files while attacks are graded."""
    folder = Path(tempfile.mkdtemp(prefix="canary-"))
    folder.chmod(0o755)
    token = secrets.token_hex(16)
    for name in ("guarded", "home", "bank", "tmp", "handed in"):
        (folder / name).mkdir()
    for name in ("secret", "writable"):
        (folder / "guarded" / name).write_text(f"{token}\n")
        (folder / "guarded" / name).chmod(0o666)
    (folder / "guarded").chmod(0o777)
    patch = pytest.MonkeyPatch()
    for variable, name in {"HOME": "home", "XDG_CACHE_HOME": "bank", "TMPDIR": "tmp"}.items():
        patch.setenv(variable, str(folder / name))
    patch.setenv("ZEROGRAD_CANARY", token)
    patch.setattr(tempfile, "tempdir", str(folder / "tmp"))
    yield Canary(folder, token)
    patch.undo()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def zygote(canary: Canary) -> Iterator[Zygote]:
    """One for all: whatever an attack does, the next submission's worker is forked from it.

    The attacks are real ones. Without a sandbox they would do to this machine what they try to.
    """
    running = Zygote()
    try:
        missing = NEEDED - _layers(running)
        if missing:
            pytest.skip(f"attacks are run only where these layers hold: {', '.join(missing)}")
        yield running
    finally:
        running.close()


def _layers(zygote: Zygote) -> set[str]:
    """What a worker has closed before anything hostile is run."""
    worker = zygote.fork(Limits(), sandboxed=True)
    said = worker.load(Load("nothing", "nothing.py", {"nothing.py": ""}))
    worker.close()
    return set(said.layers) if isinstance(said, Loaded) else set()


@pytest.fixture(scope="module")
def graded(zygote: Zygote, canary: Canary) -> Grader:
    """Grade a submission of an exercise, in one task or in all; what a judge needs is made once."""
    course = load_course(REPOSITORY, frozenset())
    kept: dict[tuple[str, str], Grading] = {}

    def report(path: Path, exercise: str, task: str) -> Report:
        if (exercise, task) not in kept:
            loaded = replace(load_exercise(course, exercise, vocabulary_for), time_s=TIME_S)
            kept[exercise, task] = prepare(loaded, zygote, 0, task)
        return grade(kept[exercise, task], path)

    return report


@pytest.fixture(scope="module")
def handed_in(canary: Canary) -> Callable[[Attack], Path]:
    """Copy an attack to where it is handed in, with the canary's place in it."""
    folder = canary.folder / "handed in"

    def path(attack: Attack) -> Path:
        files = [attack.path] if attack.path.is_file() else sorted(attack.path.rglob("*.py"))
        for file in files:
            target = folder / file.relative_to(attack.path.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text("utf-8").replace(PLACE, str(canary.folder))
            target.write_text(text, "utf-8")
        return folder / attack.path.name

    return path


@pytest.fixture(scope="module")
def left(zygote: Zygote, canary: Canary) -> Callable[[], list[str]]:
    """What a submission left behind: processes, files in the folder for temporary ones."""
    own = zygote._folder, zygote._folder / "matplotlib"

    def look() -> list[str]:
        zygote.trusted.dismiss()
        processes = _forked(canary) - {zygote._process.pid}
        files = {*(canary.folder / "tmp").iterdir(), *zygote._folder.iterdir()} - {*own}
        return sorted(str(each) for each in processes | files)

    return look


def _forked(canary: Canary) -> set[int]:
    """The zygote and all that were ever forked from it and still run, wherever they hide.

    They bear its command line and its environment, in which the canary's folder is named, unless
    they call themselves by the name of that folder.
    """
    name = canary.folder.name.encode()
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        told = b"".join(_read(process / each) for each in ("cmdline", "comm", "environ"))
        if name in told and int(process.name) != os.getpid():
            found.add(int(process.name))
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # it has just ended, or is another user's
        return b""


@pytest.fixture(scope="module")
def honest_one() -> Path:
    """A right solution of exercise03."""
    return REPOSITORY / "samples" / "exercise03" / "right.py"


@pytest.fixture
def repository() -> Path:
    return REPOSITORY


@pytest.fixture
def submissions() -> Path:
    return SUBMISSIONS
