"""What the documents say is so: their files load, their words exist, their output is real."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.cli.words import VOCABULARY
from grader.course import Exercise, Words, load_course, load_exercise
from grader.errors import CourseError
from grader.properties import BUILT_IN as PROPERTIES

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
GUIDE = (DOCS / "writing-exercises.md").read_text(encoding="utf-8")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NEEDED = object()

# What the examples of properties are checked in: one given of each kind that they speak of.
GIVEN = """
      model: {mlp: {features: F}}
      loader: {loader: {features: F}}
      train_loader: {loader: {features: F}}
      val_loader: {loader: {features: F}}
      criterion: {criterion: mse}
      optimizer: {optimizer: {kinds: sgd}}
      inputs: {tensor: {shape: [N, F]}}
      predictions: {tensor: {shape: [N, F], requires_grad: true}}
      targets: {tensor: {shape: [N, F]}}
      params: {parameters: {}}
      losses: [1.0]
      lr: 0.1
      epochs: 1
      early_stopping: null
      device: {device: cpu}
"""


def sections(heading: str) -> dict[str, str]:
    """The text under each `### `name`` of a section of the guide."""
    (found,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)
    _, *parts = re.split(r"^### `(\w+)`\n", found, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def blocks(text: str, language: str) -> list[str]:
    return [block for name, block in FENCE.findall(text) if name == language]


def options(text: str) -> dict[str, Any]:
    """The options of a word, as its table has them, with their defaults."""
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (needed|`.*?`) \| .*\|$", text, re.MULTILINE)
    return {
        name: NEEDED if told == "needed" else plain(yaml.safe_load(told.strip("`")))
        for name, told in rows
    }


def signature(words: Words, name: str) -> dict[str, Any]:
    """The same, as the code has them."""
    return {
        option: NEEDED if parameter.default is inspect.Parameter.empty else plain(parameter.default)
        for option, parameter in words.options(name).items()
    }


def plain(value: Any) -> Any:
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def claim(text: str) -> str:
    """What the section quotes first."""
    return " ".join(text.strip().removeprefix('"').partition('."')[0].split()) + "."


@dataclass(frozen=True)
class Folder:
    """A course on disk."""

    root: Path

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def load(self, name: str) -> Exercise:
        return load_exercise(load_course(self.root), name, VOCABULARY)

    def task(self, given: str, checks: str) -> Exercise:
        """An exercise whose one function takes anything, with these lines in it."""
        self.write("course.yaml", "title: Docs\nexercises: [x]\n")
        for folder in ("exercises", "reference"):
            code = "def step(**given):\n    pass\n\n\nclass EarlyStopping:\n    pass\n"
            self.write(f"{folder}/x/x.py", code)
        head = "id: x\ntitle: X\nmodule: x.py\ntasks:\n  - name: step\n"
        sizes = "    sizes: {N: 3, C: 2, F: [1, 3]}\n"
        text = f"{head}{sizes}    given:\n{given}\n    checks:\n{checks}\n"
        self.write("exercises/x/exercise.yaml", text)
        return self.load("x")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


@pytest.fixture
def tutorial(folder: Folder) -> Folder:
    """The files that the guide shows, written where it says."""
    for path, text in FILE.findall(GUIDE):
        folder.write(path, text)
    folder.write("course.yaml", "title: Docs\nexercises: [exercise16]\n")
    return folder


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the README's second command prints, line by line."""
    cache = str(tmp_path_factory.mktemp("cache"))
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from grader.cli import main; main()",
            *sample_command().split()[1:],
        ],
        cwd=REPOSITORY,
        env={**os.environ, "COLUMNS": "80", "XDG_CACHE_HOME": cache},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    return [squeezed(line) for line in done.stdout.splitlines()]


def sample() -> str:
    """The README's block of output that begins with the command that makes it."""
    (found,) = (text for text in blocks(README, "console") if "nearly_right.py" in text)
    return found


def sample_command() -> str:
    return sample().splitlines()[0].removeprefix("$ ")


def squeezed(line: str) -> str:
    """A line without points (other machines have other devices to check) and without columns."""
    return " ".join(re.sub(r"[\d.]+/[\d.]+", "", line).split())


def test_the_tutorial_loads(tutorial):
    """The worked example is a whole exercise, without a mistake in it."""
    exercise = tutorial.load("exercise16")

    assert [task.name for task in exercise.tasks] == ["count_parameters", "train_with_average"]


def test_every_whole_exercise_in_the_docs_is_a_file(tutorial):
    """A block of YAML with an id and tasks is one that the tutorial's test has loaded."""
    texts = [page.read_text(encoding="utf-8") for page in sorted(DOCS.glob("*.md"))]
    whole = [
        block
        for text in texts
        for block in blocks(text, "yaml")
        if re.search("^tasks:", block, re.M)
    ]

    assert whole == [(tutorial.root / "exercises/exercise16/exercise.yaml").read_text()]


def test_the_course_file_of_the_docs_loads(folder):
    """So does the course file that the guide shows."""
    (course,) = (block for block in blocks(GUIDE, "yaml") if block.startswith("title:"))
    folder.write("course.yaml", course)
    folder.write("exercises/exercise01/exercise.yaml", "")
    folder.write("exercises/exercise02/exercise.yaml", "")

    assert load_course(folder.root).defaults.time_s == 5


def test_the_mistakes_of_the_tutorial_are_told_as_shown(tutorial):
    """What the guide prints for two typing errors is what is said."""
    path = "exercises/exercise16/exercise.yaml"
    text = (tutorial.root / path).read_text()
    broken = text.replace("- gradients_zeroed", "- gradient_zeroed").replace(
        "outputs: O", "output: O"
    )
    tutorial.write(path, broken)

    with pytest.raises(CourseError) as caught:
        tutorial.load("exercise16")

    assert f"$ grade exercise16\n{caught.value}\n" in blocks(GUIDE, "console")


@pytest.mark.parametrize(
    ("heading", "words"),
    [("Strategies", VOCABULARY.strategies), ("Properties", VOCABULARY.properties)],
)
def test_the_guide_names_the_whole_vocabulary(heading, words):
    """Every word has a section, and there are no others."""
    assert sorted(sections(heading)) == sorted(words.functions)


@pytest.mark.parametrize("name", VOCABULARY.strategies.functions)
def test_the_options_of_a_strategy_are_as_documented(name):
    """Names, order and defaults."""
    assert options(sections("Strategies")[name]) == signature(VOCABULARY.strategies, name)


@pytest.mark.parametrize("name", VOCABULARY.properties.functions)
def test_the_options_of_a_property_are_as_documented(name):
    """Names, order and defaults."""
    assert options(sections("Properties")[name]) == signature(VOCABULARY.properties, name)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_claim_of_a_property_is_quoted(name):
    """The section begins with the sentence that students read."""
    assert claim(sections("Properties")[name]) == PROPERTIES[name].claim


@pytest.mark.parametrize("name", VOCABULARY.strategies.functions)
def test_the_example_of_a_strategy_loads(name, folder):
    """It can be given as it stands, and uses the strategy."""
    (example,) = blocks(sections("Strategies")[name], "yaml")

    task = folder.task(indented(example, 6), "      - globals_restored").tasks[0]

    assert name in {use.strategy for use in task.given.values()}


@pytest.mark.parametrize("name", VOCABULARY.properties.functions)
def test_the_example_of_a_property_loads(name, folder):
    """It can be checked as it stands, and uses the property."""
    (example,) = blocks(sections("Properties")[name], "yaml")

    task = folder.task(GIVEN, indented(example, 6)).tasks[0]

    assert [check.property for check in task.checks] == [name]


def test_the_other_examples_load(folder):
    """The checks that the guide shows outside of the vocabulary are right too."""
    (runs,) = re.findall(r"^## Runs.*?(?=^## )", GUIDE, re.DOTALL | re.MULTILINE)

    for example in blocks(runs, "yaml"):
        assert folder.task(GIVEN, indented(example, 6)).tasks[0].checks


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}" for line in text.splitlines(keepends=True))


def test_the_readme_shows_what_grade_prints(printed):
    """Every line of its sample without a number in it comes in the output, in this order."""
    _, *lines = (squeezed(line) for line in sample().splitlines())
    shown = [line for line in lines if line not in ("", "...") and not re.search(r"\d", line)]

    rest: Callable[[], str] = iter(printed).__next__
    missing = [line for line in shown if not any(line == other for other in iter(rest, None))]

    assert len(shown) > 10
    assert missing == []


def test_links_between_documents_lead_somewhere():
    """Every relative link names a file that exists, and a heading in it if it names one."""
    pages = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *DOCS.glob("*.md")]

    assert [f"{page.name}: {link}" for page in pages for link in dead_links(page)] == []


def dead_links(page: Path) -> list[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    return [link for link in links if not leads_somewhere(page, link)]


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return False
    headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M) if anchor else []
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return not anchor or anchor in anchors
