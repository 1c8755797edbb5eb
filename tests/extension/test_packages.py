"""Words of installed packages: found by their entry points, when an exercise needs them."""

from __future__ import annotations

import pytest

from grader.course import Check
from grader.grading.bank import digest_of

POINTS = "[zerograd.properties]\nflat = {module}\n"
FLAT = '''\
from grader.properties import Evidence, Finding, prop


@prop
def flat(seen: Evidence) -> Finding | None:
    """The rates are all the same."""
    return None
'''


def needing(folder, *names: str) -> None:
    checks = "\n".join(f"      - {name}" for name in names)
    folder.replace("exercises/x/exercise.yaml", "      - monotone: {points: 3}", checks)


def checks(folder) -> tuple[Check, ...]:
    return folder.exercise().tasks[0].checks


def test_a_word_of_a_package(folder, install):
    """It means what the package says, in the version that is installed."""
    install("extras", "1.0", POINTS.format(module="extras_one"), extras_one=FLAT)
    needing(folder, "flat", "monotone")

    flat, monotone = checks(folder)

    assert flat.word.meaning.claim == "The rates are all the same."
    assert (flat.word.origin, monotone.word.origin) == ("extras 1.0", "properties.py")


def test_built_in_words_ask_no_package(folder, install):
    """A broken package is told of where its words are needed, and nowhere else."""
    install("broken", "1.0", POINTS.format(module="broken_one"), broken_one="1 / 0\n")
    needing(folder, "finite")
    (folder.root / "exercises/x/properties.py").unlink()

    assert [check.property for check in checks(folder)] == ["finite"]

    folder.replace("exercises/x/exercise.yaml", "finite", "flat")

    assert folder.mistakes().endswith(
        "broken_one.py:1:1: raises ZeroDivisionError: division by zero (entry point 'flat' of "
        "broken 1.0)\n  Correct the package, or remove it: pip uninstall broken"
    )


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("no_such_module", "raises ModuleNotFoundError: No module named 'no_such_module'"),
        ("json:dumps", "json:dumps is no module"),
    ],
)
def test_an_entry_point_that_leads_nowhere(folder, install, module, said):
    """Told at its line in the package's own list."""
    install("lost", "2.1", POINTS.format(module=module))
    needing(folder, "flat")

    assert f"lost-2.1.dist-info/entry_points.txt:2:1: {said} (entry point" in folder.mistakes()


def test_a_package_with_mistakes(folder, install):
    """All of them, each with the package and the entry point."""
    source = FLAT.replace("flat(seen: Evidence)", "finite(seen: Evidence, limit)")
    install("wrong", "0.1", POINTS.format(module="wrong_one"), wrong_one=source)
    needing(folder, "flat")

    said = folder.mistakes()

    by = "(entry point 'flat' of wrong 0.1)"
    assert f"wrong_one.py:5:5: property 'finite' is built in already {by}" in said
    assert (
        f"wrong_one.py:5:28: option 'limit' of property 'finite' is not keyword-only {by}" in said
    )


def test_a_package_that_is_no_python(folder, install):
    """Its file and line."""
    install("typing", "0.1", POINTS.format(module="typing_error"), typing_error="x = 1\ndef f(:\n")
    needing(folder, "flat")

    assert "typing_error.py:2:7: raises SyntaxError: invalid syntax" in folder.mistakes()


def test_two_packages_with_one_word(folder, install):
    """Which of them is meant nobody knows."""
    install("first", "1.0", POINTS.format(module="first_flat"), first_flat=FLAT)
    install("second", "1.0", POINTS.format(module="second_flat"), second_flat=FLAT)
    needing(folder, "flat")

    assert (
        "second_flat.py:5:5: property 'flat' is declared by first 1.0 already (entry point 'flat' "
        "of second 1.0)\n  Give it another name."
    ) in folder.mistakes()


def test_a_file_that_declares_a_word_of_a_package(folder, install):
    """The exercise gives its own another name."""
    install("taken", "1.0", POINTS.format(module="taken_flat"), taken_flat=FLAT)
    folder.write("exercises/x/properties.py", FLAT)
    needing(folder, "flat")

    assert folder.mistakes() == (
        "exercises/x/properties.py:5:5: property 'flat' is declared by taken 1.0 already\n"
        "  Give it another name."
    )


def test_a_word_that_is_imported_from_a_package(folder, install):
    """Without an entry point, importing it into the file is enough."""
    install("shared", "1.0", "", shared_words=FLAT)
    folder.write("exercises/x/properties.py", "from shared_words import flat\n")
    needing(folder, "flat")

    assert checks(folder)[0].word.meaning.name == "flat"


def test_another_version_is_another_digest(folder, install):
    """What has been observed with the words of one version is not found with another."""
    needing(folder, "flat")
    install("aging", "1.0", POINTS.format(module="aging_flat"), aging_flat=FLAT)
    first = digest_of(folder.exercise(), 0, "2.6")
    again = digest_of(folder.exercise(), 0, "2.6")

    install_again(folder, "aging", "1.1")

    assert first == again
    assert digest_of(folder.exercise(), 0, "2.6") != first


def install_again(folder, name: str, version: str) -> None:
    """Upgrade a package in its place."""
    (info,) = (folder.root.parent / name).glob("*.dist-info")
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata)
    info.rename(info.with_name(f"{name}-{version}.dist-info"))


@pytest.mark.parametrize("file", ["properties.py", "strategies.py"])
def test_a_change_in_a_file_of_words_is_another_digest(folder, file):
    """The cases may be others then."""
    first = digest_of(folder.exercise(), 0, "2.6")

    folder.replace(f"exercises/x/{file}", "\n\n\n", "\n\n\n# another\n")

    assert digest_of(folder.exercise(), 0, "2.6") != first
