"""The commands of `grade` for those who write exercises.

As in `commands`: each parses, calls one function, prints and exits; nothing heavy is imported here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from grader.cli.options import task_option
from grader.cli.running import finish, here


@click.command()
@click.argument("names", metavar="[EXERCISE]...", nargs=-1)
@click.option("--seeds", default=3, show_default=True, help="How many seeds right ones must pass.")
@task_option("Audit this task only.")
@click.option("--mutants", is_flag=True, help="Try wrong ones made out of the reference instead.")
@click.option("--record", is_flag=True, help="Write down which check fails which misconception.")
@click.option("-v", "--verbose", is_flag=True, help="Show every implementation, not only faults.")
def audit(
    names: tuple[str, ...], seeds: int, task: str, mutants: bool, record: bool, verbose: bool
) -> None:
    """Prove that exercises grade fairly: right ones pass, wrong ones lose points.

    Grades the implementations that lie beside each exercise: the reference and every alternative
    must get full points from several seeds, the untouched stub none, every misconception must lose
    points in its own task, every check must be failed by at least one of them, and answers like
    zero or NaN must pass no check of numbers. Without EXERCISE, all of the course.

    Right ones must also pass on the simulated device and on CUDA, where a device is given, and
    where rounding alone is changed: samples permuted, batches cut, optimizers that step otherwise.
    From 10 seeds on that is done with every case, otherwise with a few. How often right ones were
    rejected is told with a bound, and how far right and wrong ones are from what is allowed: with
    -v, for each check.

    With --mutants, every small mistake that can be put into the reference (a step left out, a
    comparison turned round) must lose points, or be listed in reference/EXERCISE/equivalent.yaml
    as one that nobody can tell. What survives the first seed meets --seeds of them.

    With --record, if all of it holds, it is written down in reference/EXERCISE/kills.yaml which
    check fails which misconception. From then on a check that has become weaker is a fault.

    Exit status 1 if any of that does not hold.
    """
    if mutants and record:
        raise click.UsageError("--record is about misconceptions, not about --mutants")
    if mutants:
        from grader.cli.mutating import audit_mutants

        finish(audit_mutants, here(), names, seeds, task, verbose)
    from grader.cli.auditing import audit_exercises

    finish(audit_exercises, here(), names, seeds, task, record, verbose)


@click.command()
@click.argument("names", metavar="[EXERCISE]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a stub has drifted.")
@click.option("--force", is_flag=True, help="Replace a stub that is another one.")
def stub(names: tuple[str, ...], check: bool, force: bool) -> None:
    """Make the stub of EXERCISE out of its reference.

    In the reference, mark what students are to write, and what stands there in the stub:

    \b
        def double(x: Tensor) -> Tensor:
            \"""Return twice x.\"""
            # solution
            return 2 * x
            # instead
            # # TODO (one line): how often do you add x to itself?
            # raise NotImplementedError("double is yours to write")
            # end

    A region without `# instead` vanishes from the stub, and so does a statement behind whose first
    line stands `# solution`: an import, a helper function.

    With `# wrong` in the place of `# instead`, the lines under it are complete code with a bug that
    students are to find. As long as a function is that very code, it is not started.

    A stub that is there and is another one is shown beside the new one, and left as it is.

    With --check, exit status 1 if a stub (of all of the course, without EXERCISE) is not what its
    reference makes; where nothing is marked, if signatures or docstrings differ.
    """
    from grader.cli.stubbing import stub_exercises

    finish(stub_exercises, here(), names, check, force)


@click.command("try")
@click.argument("name", metavar="EXERCISE")
@task_option("Try this task only.")
@click.option("--show-cases", is_flag=True, help="Show every case, and what the reference leaves.")
@click.option(
    "--seed",
    type=int,
    envvar="GRADE_SEED",
    help="Decides the cases; the exercise's own by default.",
)
def try_(name: str, task: str, show_cases: bool, seed: int | None) -> None:
    """Run the reference of EXERCISE on the cases that students will meet.

    A line for each group of checks that share their cases: how many cases there are, how many of
    them stand at an edge of something, and whether the reference does what the checks ask. Needs
    no alternatives and no misconceptions: the first thing to run on a new exercise.

    Exit status 1 if the reference raises where it should not, or does not pass a check.
    """
    from grader.cli.trying import try_exercise

    finish(try_exercise, here(), name, task, show_cases, seed)


@click.command()
@click.argument(
    "document", type=click.Choice(["exercise", "course", "equivalent"]), default="exercise"
)
@click.option("--exercise", default="", help="With the words of this exercise's own.")
@click.option("--write", is_flag=True, help="Write the schemas into the course.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a schema is out of date.")
def schema(document: str, exercise: str, write: bool, check: bool) -> None:
    """Print the JSON Schema of the YAML files, for editors.

    An editor that knows it completes keys, strategies, properties and options, shows what they
    mean, and marks mistakes while you type. A file names its schema in its first line:

    \b
        # yaml-language-server: $schema=../../schemas/exercise.schema.json

    --write puts the schemas of all documents into the folder schemas of the course. An exercise
    that declares words of its own gets a schema of its own there, NAME.schema.json.

    With --check, exit status 1 if a schema in the course is not what the code makes.
    """
    from grader.cli.describing import check_schemas, print_schema, write_schemas

    if check or write:
        finish(check_schemas if check else write_schemas, here())
    finish(print_schema, here(), document, exercise)


@click.command()
@click.argument("name", default="")
@click.option("--exercise", default="", help="Also the words of this exercise's own.")
def strategies(name: str, exercise: str) -> None:
    """List the strategies, or show NAME in full.

    A strategy says where the values of a given come from.

    \b
    Examples:
      grade strategies
      grade strategies mlp
    """
    from grader.cli.describing import list_words

    finish(list_words, here(), "strategy", name, exercise)


@click.command()
@click.argument("name", default="")
@click.option("--exercise", default="", help="Also the words of this exercise's own.")
def properties(name: str, exercise: str) -> None:
    """List the properties, or show NAME in full.

    A property is what a check claims.

    \b
    Examples:
      grade properties
      grade properties gradients_zeroed
    """
    from grader.cli.describing import list_words

    finish(list_words, here(), "property", name, exercise)


@click.command()
@click.argument("name", metavar="EXERCISE")
@click.option("--title", default="", help="Its title; made of the first function's name if empty.")
@click.option(
    "--function",
    "functions",
    metavar="NAME",
    multiple=True,
    help="A function (or class) to be written; repeatable. With --from, only these of it.",
)
@click.option(
    "--kind",
    type=click.Choice(["tensor", "loop", "class"]),
    help="The template: a function of tensors (if nothing is said), a training loop, a class.",
)
@click.option(
    "--from",
    "solved",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A solved module: its public functions and classes become the tasks.",
)
@click.option("--module", default="", metavar="NAME.py", help="The file that students write.")
def new(
    name: str,
    title: str,
    functions: tuple[str, ...],
    kind: Literal["tensor", "loop", "class"] | None,
    solved: Path | None,
    module: str,
) -> None:
    """Write a whole new EXERCISE, which `grade audit` accepts as it stands.

    That is: exercise.yaml with comments, the stub, the reference, alternatives, misconceptions and
    the skeleton of a lesson; and its line in course.yaml.

    \b
    Examples:
      grade new exercise16 --function mae
      grade new exercise16 --function train --kind loop --title "Training loops"
      grade new exercise16 --from solved.py

    With --from, what functions are given is guessed from names and annotations, and tried out;
    what cannot be told is said.
    """
    from grader.cli.creating import new_exercise

    finish(new_exercise, here(), name, title, functions, kind, solved, module)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Of the course; by default the name of the folder.")
def init(folder: Path, title: str) -> None:
    """Start a course of your own in DIR.

    Writes course.yaml, a first exercise that works, a README for students and one for instructors,
    the schemas for editors, and a workflow that audits all of it on every push. DIR is not there
    yet, or empty.
    """
    from grader.cli.starting import init_course

    finish(init_course, folder, title)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def unpack(folder: Path) -> None:
    """Unpack the course that comes with the grader into DIR.

    The exercises, the reference, which grading needs, and samples of submissions. DIR is not there
    yet, or empty.
    """
    from grader.cli.starting import unpack_bundled

    finish(unpack_bundled, folder)


@click.command()
@click.option(
    "--require",
    metavar="LAYER",
    multiple=True,
    help="A layer, or all of a level, that must hold; by default standard. Repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def doctor(require: tuple[str, ...], as_json: bool) -> None:
    """Show what keeps a submission apart on this machine.

    Each layer of isolation is closed alone around a child process, which then tries to get through
    it: to read the reference or the grader's environment, to connect, to start processes, to use
    too much memory. Nothing is believed for the version of a kernel.

    A layer works, does not hold (an attack got through), or is unavailable; then it is said why,
    and what to do. `grade EXERCISE --require LAYER` grades nothing if a layer is not in force.

    \b
    Exit status:
      0  every layer that is required holds
      1  one of them does not
    """
    from grader.cli.examining import examine_isolation

    finish(examine_isolation, require, as_json)


AUTHORS = (new, audit, stub, try_, schema, strategies, properties, doctor, init, unpack)
