"""`--isolation` and `--require`, as a user and as CI give them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.isolating import LEVELS, required_layers
from grader.errors import UsageError
from grader.isolation import LAYERS, Level

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

REPOSITORY = Path(__file__).parents[2]
REFERENCE = REPOSITORY / "reference" / "exercise03" / "training_models.py"
GRADING = ["--course", str(REPOSITORY), "exercise03", "--submission", str(REFERENCE)]
TASK = ["--task", "predict"]


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_levels_are_those_that_there_are():
    """They are written down twice, as the help must not wait for the packages that know them."""
    assert tuple(level.value for level in Level) == LEVELS


def test_a_level_stands_for_its_layers():
    """Names of layers and of levels can be mixed."""
    assert required_layers(()) == frozenset()
    assert required_layers(("landlock", "none")) == {"landlock", *Level.NONE.layers}
    assert required_layers(("strict",)) == set(LAYERS)


def test_an_unknown_layer_is_refused_with_the_list():
    """With the name that was probably meant, and all there are."""
    with pytest.raises(UsageError) as refusal:
        required_layers(("landloc",))

    text = str(refusal.value)
    assert text.startswith("there is no layer 'landloc' of isolation. Did you mean 'landlock'? ")
    assert text.endswith("seccomp; none, standard, strict mean all layers of a level.")


def test_a_missing_layer_costs_nobody_points(tmp_path):
    """Nothing is graded; the report says why, and the status is that of the grader's own faults."""
    report = tmp_path / "report.json"
    options = ["--isolation", "none", "--require", "seccomp", "--json", str(report)]

    done = CliRunner().invoke(main, [*GRADING, *TASK, *options])

    document = json.loads(report.read_text())
    assert done.exit_code == 3
    assert document["status"] == "could_not_grade"
    assert "seccomp: left out: --isolation none" in document["reason"]
    assert "score" not in document
    assert "So it has neither earned nor lost any points." in done.output


def test_the_report_names_level_and_layers(tmp_path):
    """Those that held, and what the level lacks."""
    report = tmp_path / "report.json"

    done = CliRunner().invoke(
        main, [*GRADING, *TASK, "--json", str(report)], env={"GRADE_ISOLATION": "none"}
    )

    document = json.loads(report.read_text())
    assert done.exit_code == 0, done.output
    assert document["isolation_level"] == "none"
    assert document["isolation"] == list(Level.NONE.layers)
    assert "landlock" in document["isolation_missing"]
    last = " ".join(done.output.split("\n\n")[-1].split())
    assert last.startswith(
        "training_models.py · isolation none, without network-namespace, rlimits"
    )


def test_ci_requires_by_its_environment():
    """A workflow can set it once for all commands; names are set apart by spaces."""
    environment = {"GRADE_REQUIRE": "own-session seccom"}

    done = CliRunner().invoke(main, [*GRADING, *TASK], env=environment)

    assert done.exit_code == 2
    assert "there is no layer 'seccom' of isolation. Did you mean 'seccomp'?" in done.output


def test_no_package_of_the_levels_is_loaded_for_help():
    """`grade --help` knows the names without them."""
    code = (
        "import sys\nfrom grader.cli import main\n"
        "main(['exercise', '--help'], standalone_mode=False)\n"
        "sys.exit('grader.isolation' in sys.modules)"
    )

    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
