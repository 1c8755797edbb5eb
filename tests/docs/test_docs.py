"""What the documents say is so: who follows a page sees what it shows, and every link leads on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.course import load_course, load_exercise
from grader.vocabulary import vocabulary_for

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
README = REPOSITORY / "README.md"
BY_HAND = [
    path for path in sorted(DOCS.rglob("*.md")) if not path.is_relative_to(DOCS / "reference")
]
FENCE = re.compile(r"^ *```(\w*|\{\w+\})\n.*?^ *```$", re.DOTALL | re.MULTILINE)


def name_of(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", BY_HAND, ids=name_of)
def test_whoever_follows_a_page_sees_what_it_shows(page, reader):
    """All its files written, all its commands typed, in order: every line comes as it stands."""
    differences = list(reader.follow(text_of(page)))

    assert not differences, "\n\n".join(differences)


@pytest.mark.parametrize("page", BY_HAND, ids=name_of)
def test_every_whole_exercise_of_a_page_is_graded_there(page, blocks):
    """A block of YAML with tasks is a file, and a command of the page names its folder."""
    found = blocks(text_of(page))
    whole = [block for block in found if re.search("^tasks:", block.text, re.M)]
    typed = "".join(block.text for block in found if block.language == "console")

    assert [block.text for block in whole if block.path.split("/")[-2] not in typed.split()] == []


def test_the_script_of_the_page_on_runs_loads(tmp_path, blocks):
    """The check that stands there without an exercise of its own is right too."""
    (example,) = (b for b in blocks(text_of(DOCS / "how-to" / "runs.md")) if "clock" in b.text)
    indented = "".join(f"      {line}" for line in example.text.splitlines(keepends=True))
    (tmp_path / "exercises/x").mkdir(parents=True)
    (tmp_path / "reference/x").mkdir(parents=True)
    (tmp_path / "course.yaml").write_text("title: Docs\nexercises: [x]\n")
    for folder in ("exercises", "reference"):
        (tmp_path / folder / "x" / "x.py").write_text("def fit(**given):\n    pass\n")
    (tmp_path / "exercises/x/exercise.yaml").write_text(f"{FIT}{indented}")

    exercise = load_exercise(load_course(tmp_path), "x", vocabulary_for)

    assert [check.id for check in exercise.tasks[0].checks] == ["stops"]


FIT = """
id: x
title: X
module: x.py
tasks:
  - name: fit
    given:
      model: {mlp: {}}
      train_loader: {loader: {}}
      val_loader: {loader: {}}
      criterion: {criterion: mse}
      optimizer: {optimizer: {kinds: sgd}}
      early_stopping: null
      epochs: 1
    checks:
"""


def test_the_readme_shows_what_grade_prints(reader, blocks, commands):
    """Every line of its sample without a number in it comes in the output, in this order."""
    samples = [c for b in blocks(text_of(README)) if b.language == "console" for c in commands(b)]
    (sample,) = (command for command in samples if "nearly_right.py" in command.line)

    printed = iter([squeezed(line) for line in reader.printed(sample.line, REPOSITORY)])
    shown = [squeezed(line) for line in sample.shown]
    told = [line for line in shown if line not in ("", "...") and not re.search(r"\d", line)]

    assert len(told) > 10
    assert [line for line in told if line not in printed] == []


def squeezed(line: str) -> str:
    """A line without points (other machines have other devices to check) and without columns."""
    return " ".join(re.sub(r"[\d.]+/[\d.]+", "", line).split())


PAGES = [README, REPOSITORY / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    """Every relative link names a file that exists, and a heading in it if it names one."""
    assert [link for link in links_of(page) if not leads_somewhere(page, link)] == []


def test_every_page_is_in_the_index():
    """By a link that plain Markdown shows, not only in the tree that is built of it."""
    index = DOCS / "index.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in links_of(index)}

    assert [name_of(page) for page in DOCS.rglob("*.md") if page not in {*linked, index}] == []


def links_of(page: Path) -> list[str]:
    text = FENCE.sub("", text_of(page))
    return [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return False
    headings = re.findall(r"^#+ (.*)$", text_of(target), re.M) if anchor else []
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return not anchor or anchor in anchors
