"""What a stranger finds on the first day works: the two commands, the pins, the files."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[1]
README = REPOSITORY / "README.md"
INSTALL = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e "

# Assembled, so that this file does not hold what it looks for.
REGISTRIES = ["pypi" + ".org", "python" + "hosted", "download.py" + "torch", "ana" + "conda.org"]
HOMES = re.compile(r"(?<![\w.])/(?:" + "|".join(["ho" + "me", "wo" + "rk", "ro" + "ot"]) + r")/\w")


def command_under(heading: str) -> str:
    """The one `sh` block of the README's section `heading`."""
    sections = re.split(r"^#+ +(.*?) *$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = dict(zip(sections[1::2], sections[2::2], strict=True))
    (command,) = re.findall(r"^```sh\n(.*?)\n```$", texts[heading], re.DOTALL | re.MULTILINE)[:1]
    return str(command)


def pins() -> dict[str, str]:
    """Each line of constraints.txt that is no comment: canonical name to version."""
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def requirements() -> list[Requirement]:
    """Every package that pyproject.toml names, extras and our own build included."""
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    project = document["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    named = [*document["build-system"]["requires"], *project["dependencies"], *extras]
    own = f"{project['name']}["  # an extra may name another one
    return [Requirement(line) for line in named if not line.startswith(own)]


def files() -> list[Path]:
    """Every file that is in the repository, or would be after `git add .`."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-zco", "--exclude-standard"],
        capture_output=True,
        cwd=REPOSITORY,
        check=True,
    )
    paths = [REPOSITORY / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def texts() -> dict[str, str]:
    return {
        path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in files()
    }


def test_the_first_command_grades_a_sample():
    """One line to paste: environment, install with the constraints, a right sample graded."""
    command = command_under("Try it")

    sample = "samples/exercise03/right.py"
    assert command == f"{INSTALL}'.[course]' && .venv/bin/grade exercise03 --submission {sample}"
    assert (REPOSITORY / sample).is_file()


def test_the_second_command_runs_the_tests():
    """The same for the tests, in the same environment."""
    command = command_under("Test it")

    assert command == f"""{INSTALL}'.[dev]' && PATH="$PWD/.venv/bin:$PATH" make check"""


def test_ci_runs_the_second_command(tmp_path):
    """CI reads the command from the README, wherever it is called from."""
    script = REPOSITORY / ".ci" / "run"

    shown = subprocess.run([script, "--show"], capture_output=True, text=True, cwd=tmp_path)

    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.strip() == command_under("Test it")


def test_hooks_run_the_commands_of_make_check():
    """Hooks and CI cannot disagree."""
    check = subprocess.run(
        ["make", "--no-print-directory", "-n", "check"],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))

    (local,) = hooks["repos"]
    assert local["repo"] == "local"
    assert [hook["entry"] for hook in local["hooks"]] == check.stdout.splitlines()


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_every_dependency_is_pinned(requirement):
    """constraints.txt names the exact version of each, one that pyproject.toml allows."""
    pinned = pins().get(canonicalize_name(requirement.name))

    assert pinned is not None, f"constraints.txt does not pin {requirement.name}"
    assert requirement.specifier.contains(pinned)


def test_pins_are_exact_and_fit_every_machine():
    """A pin is name==version, without the label of one kind of build (+cpu, +cu130)."""
    assert [f"{n}=={v}" for n, v in pins().items() if not re.fullmatch(r"[0-9][0-9a-z.]*", v)] == []


def test_the_changelog_has_a_place_for_what_comes():
    """Whatever can change a score is written under Unreleased."""
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(r"^## \[Unreleased\]$", changelog, re.MULTILINE)


def test_no_file_names_a_package_registry():
    """Where packages come from is for the machine that installs them to say."""
    found = [
        f"{path}: {host}" for path, text in texts().items() for host in REGISTRIES if host in text
    ]

    assert found == []


def test_no_file_names_a_place_on_one_machine():
    """No path of anyone's home or working folder."""
    found = {path: HOMES.findall(text) for path, text in texts().items()}

    assert [f"{path}: {names}" for path, names in found.items() if names] == []
