"""Imports point one way, through doors; heavy packages stay at home; modules stay small."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "grader"
LARGEST = 400  # lines of a module

# From top to bottom: a folder imports only folders further down.
ORDER = (
    "cli",  #         parses, calls one function, prints, exits
    "authoring",  #   what an instructor starts from: exercises, stubs, schemas
    "auditing",  #    prove that an exercise grades fairly
    "mutation",  #   small mistakes put into a reference
    "grading",  #     plan, ask, judge, diagnose, score
    "reports",  #     a report, and one module a renderer
    "submissions",  # files to sources
    "vocabulary",  #  the words of an exercise: built in, of packages, its own
    "drawing",  #     strategies to cases, and the smallest that fails
    "properties",  #  pure functions of observations
    "isolation",  #   zygote, workers, sandbox
    "course",  #      what the documents of a course say
    "yamlfile",  #    a YAML file: data with places, and its slips
    "observing",  #   worker side: run a case, record what happened
    "devices",  #     cpu, cuda, simulated
    "wire",  #        what crosses between judge and worker
    "cases",  #       concrete inputs as plain data
    "errors",  #      what authors and users can cause
)

# The modules that run in the zygote and its workers. Only they import torch and `observing`.
WORKER_SIDE = (
    "grader.devices",
    "grader.isolation.accelerate",
    "grader.isolation.lazy_compiler",
    "grader.isolation.warm",
    "grader.isolation.worker",
    "grader.isolation.zygote",
    "grader.observing",
)

# Where each package may be imported; anything else that is not in the standard library may not.
HOMES = {
    "PIL": ("grader.observing",),  # as matplotlib brings it
    "click": ("grader.cli",),
    "hypothesis": ("grader.drawing",),
    "matplotlib": ("grader.observing",),
    "numpy": ("grader",),  # anywhere
    "pydantic": ("grader.course",),
    "pydantic_core": ("grader.course",),
    "rich": ("grader.reports",),
    "tensorboard": ("grader.observing",),
    "torch": WORKER_SIDE,
    "yaml": ("grader.course", "grader.yamlfile"),
}

# Imports past a door. The judge's doors leave the modules of the wire out, for it must not load
# them: they decode what the judge says and build what it asks for. `evaluate` is left out because
# only trusted workers may load it: it would solve a task.
PAST_THE_DOOR = {
    ("grader.isolation.worker", "grader.observing.evaluate"),
    ("grader.isolation.worker", "grader.wire.codec"),
    ("grader.isolation.worker", "grader.wire.frames"),
}

COLD = """
import sys
from grader.cli import main
sys.argv = ["grade", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
loaded = {"torch", "hypothesis", "pydantic"} & set(sys.modules)
print("loaded by `grade --help`:", ", ".join(sorted(loaded)) or "nothing", file=sys.stderr)
"""


@dataclass(frozen=True)
class Import:
    """One import of one module: where it stands, and the module that it loads."""

    path: str
    importer: str
    imported: str

    def __str__(self) -> str:
        return f"{self.path} imports {self.imported}"


def imports_of(root: Path, package: Path) -> list[Import]:
    """Every import below `package`: also those inside functions and for type checkers only."""
    return [
        Import(path.relative_to(root).as_posix(), name_of(path, root), imported)
        for path in sorted(package.rglob("*.py"))
        for imported in imported_by(path, root)
    ]


def imported_by(path: Path, root: Path) -> Iterator[str]:
    inside = path.relative_to(root).with_suffix("").parts[:-1]  # the package that holds it
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = inside[: len(inside) + 1 - node.level] if node.level else ()
            base = ".".join((*above, *filter(None, [node.module])))
            # `from grader.wire import codec` loads the module, not a name of the door.
            yield from sorted({module_or(base, alias.name, root) for alias in node.names})


def module_or(base: str, name: str, root: Path) -> str:
    """What `from base import name` loads: a module, unless the door binds that name itself."""
    place = root.joinpath(*base.split("."))
    is_module = (place / f"{name}.py").is_file() or (place / name).is_dir()
    door = place / "__init__.py"
    is_bound = door.is_file() and name in public_names(door)
    return f"{base}.{name}" if is_module and not is_bound else base


def name_of(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def folder(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def between_folders(imports: list[Import]) -> list[Import]:
    """Those from one of our folders to another; the package itself only holds the version."""
    ours = [
        each for each in imports if folder(each.imported) and within(each.imported, ("grader",))
    ]
    return [each for each in ours if folder(each.importer) != folder(each.imported)]


def upward(imports: list[Import]) -> list[str]:
    return [
        str(each)
        for each in between_folders(imports)
        if folder(each.importer) in ORDER[ORDER.index(folder(each.imported)) :]
    ]


def past_doors(imports: list[Import]) -> list[Import]:
    """Those that reach into another folder, or into a folder that is inside their own."""
    return [each for each in imports if within(each.imported, ("grader",)) and is_past_door(each)]


def is_past_door(each: Import) -> bool:
    holder = each.imported.rpartition(".")[0]  # whoever is inside it may import its modules
    is_module = len(each.imported.split(".")) > 2
    return is_module and not within(each.importer, (holder,))


def away_from_home(imports: list[Import]) -> list[str]:
    tops = [(each, each.imported.split(".")[0]) for each in imports]
    return [
        str(each)
        for each, top in tops
        if top not in {"grader", *sys.stdlib_module_names}
        and not within(each.importer, HOMES.get(top, ()))
    ]


def written(root: Path, modules: dict[str, str]) -> list[Import]:
    """The imports of a package that holds these modules."""
    for name, source in modules.items():
        path = root / "grader" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return imports_of(root, root / "grader")


def doors() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)


def public_names(door: Path) -> set[str]:
    """What a door binds: imported, defined or assigned, its own modules aside."""
    found: set[str] = set()
    for node in ast.parse(door.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom | ast.Import) and not is_for_itself(node, door):
            found.update(alias.asname or alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update(target.id for target in targets if isinstance(target, ast.Name))
    return {name for name in found if not name.startswith("_")}


def is_for_itself(node: ast.Import | ast.ImportFrom, door: Path) -> bool:
    """Whether this brings a future's syntax or the folder's own modules, not names to offer."""
    if isinstance(node, ast.Import):
        return False
    own = node.module is None or node.module.split(".")[-1] == door.parent.name
    return own or node.module == "__future__"


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    return imports_of(REPOSITORY, PACKAGE)


def test_every_folder_has_a_place_in_the_order():
    """Whoever adds a folder says what it may import."""
    inside = [path.relative_to(PACKAGE).with_suffix("").parts[0] for path in PACKAGE.rglob("*.py")]

    assert set(inside) - {"__init__"} <= set(ORDER)


def test_every_folder_has_a_door():
    """A folder without one would offer all of its modules."""
    folders = {path.parent for path in PACKAGE.rglob("*.py")}

    assert [str(place) for place in folders if not (place / "__init__.py").is_file()] == []


def test_imports_point_one_way(imports):
    """A folder imports only folders below it, not even the other way for type hints."""
    assert upward(imports) == []


def test_folders_are_entered_through_their_door(imports):
    """Another folder's modules are its own affair; the exceptions are listed, and all needed."""
    found = past_doors(imports)

    assert [str(e) for e in found if (e.importer, e.imported) not in PAST_THE_DOOR] == []
    assert {(each.importer, each.imported) for each in found} == PAST_THE_DOOR


def test_the_package_itself_imports_nothing(imports):
    """`import grader` costs nothing: it is part of every command and of every worker."""
    assert [str(each) for each in imports if each.importer == "grader"] == []


def test_packages_are_imported_at_home_only(imports):
    """Each dependency has one home, so that its weight and its ideas stay there."""
    assert away_from_home(imports) == []


def test_the_judge_does_not_load_what_runs_submissions(imports):
    """Only modules of the zygote and its workers import `observing`."""
    into = [each for each in imports if within(each.imported, ("grader.observing",))]

    assert [str(each) for each in into if not within(each.importer, WORKER_SIDE)] == []


def test_modules_fit_in_a_head():
    """At 400 lines, a second idea has moved in."""
    lines = {path: len(path.read_bytes().splitlines()) for path in PACKAGE.rglob("*.py")}

    assert [f"{path}: {count} lines" for path, count in lines.items() if count > LARGEST] == []


@pytest.mark.parametrize("door", doors(), ids=lambda door: name_of(door, REPOSITORY))
def test_doors_say_what_they_offer(door):
    """`__all__` names everything public in a door, and nothing that is not there."""
    module = import_module(name_of(door, REPOSITORY))

    assert public_names(door) - set(module.__all__) == set(), "missing from __all__"
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


def test_help_is_light():
    """Whoever asks for help waits for no torch, Hypothesis or pydantic."""
    asked = subprocess.run(
        [sys.executable, "-c", COLD], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )

    assert asked.stderr.splitlines()[-1:] == ["loaded by `grade --help`: nothing"], asked.stderr


def test_an_import_upward_is_found(tmp_path):
    """In a function and under TYPE_CHECKING as well as at the top."""
    found = written(
        tmp_path,
        {
            "course/units.py": "def f():\n    from grader.cli import main\n",
            "wire/frames.py": "if TYPE_CHECKING:\n    from grader.observing import load\n",
            "cases/show.py": "from ..grading import judge\n",
            "cli/app.py": "from grader.errors import GraderError\n",
        },
    )

    assert upward(found) == [
        "grader/cases/show.py imports grader.grading",
        "grader/course/units.py imports grader.cli",
        "grader/wire/frames.py imports grader.observing",
    ]


def test_an_import_past_a_door_is_found(tmp_path):
    """Through a dotted name, as a name of the door, and into a folder inside one's own."""
    found = written(
        tmp_path,
        {
            "wire/__init__.py": "from grader.wire.frames import frames\n",
            "wire/codec.py": "",
            "wire/frames.py": "from grader.wire.codec import X\n",
            "isolation/layers/limits.py": "from grader.isolation.clock import X\n",
            "isolation/clock.py": "from grader.isolation.layers.limits import X\n",
            "grading/ask.py": "from grader.wire.codec import X\n",
            "grading/judge.py": "from grader.wire import codec, Y\n",
            "grading/plan.py": "from grader.wire import frames\n",
        },
    )

    assert [str(each) for each in past_doors(found)] == [
        "grader/grading/ask.py imports grader.wire.codec",
        "grader/grading/judge.py imports grader.wire.codec",
        "grader/isolation/clock.py imports grader.isolation.layers.limits",
    ]


def test_a_package_away_from_home_is_found(tmp_path):
    """A package that nobody gave a home is away wherever it is."""
    found = written(
        tmp_path,
        {
            "cli/app.py": "import click\nimport torch.nn\n",
            "isolation/workers.py": "def f():\n    from torch import nn\n",
            "isolation/warm.py": "import torch\nimport requests\n",
        },
    )

    assert away_from_home(found) == [
        "grader/cli/app.py imports torch.nn",
        "grader/isolation/warm.py imports requests",
        "grader/isolation/workers.py imports torch",
    ]
