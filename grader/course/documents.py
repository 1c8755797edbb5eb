"""The shape of the YAML files, as pydantic models. They end in this folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Floating = Literal["float64", "float32", "bfloat16", "float16"]


def _a_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Names = Annotated[list[str], BeforeValidator(_a_list)]


class FileModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    stand_ins: ClassVar[Mapping[str, Any]] = {}  # for needed values that are missing or wrong


class LimitsDocument(FileModel):
    """What one task of a submission, and all of it, may use."""

    time_s: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        default=None, description="Seconds of work a task; 10 where nobody says."
    )
    submission_s: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        default=None,
        description="Seconds of work a submission, all tasks together; 40 where nobody says.",
    )
    memory_mb: Annotated[int, Field(gt=0)] | None = Field(
        default=None,
        description="Megabytes on top of what torch itself maps; 1024 where nobody says.",
    )


class DefaultsDocument(FileModel):
    """What holds for every exercise that does not say otherwise."""

    points: Points = Field(default=1.0, description="What a check is worth that does not say.")
    seed: int = Field(default=0, description="Decides all cases of exercises that do not say.")
    limits: LimitsDocument = Field(
        default=LimitsDocument(),
        description="What one task of a submission, and all of it, may use.",
    )


class CourseDocument(FileModel):
    """course.yaml, in the topmost folder of a course: its title and the order of its exercises."""

    stand_ins = {"title": "", "exercises": []}

    title: str = Field(description="The headline of the list that `grade` prints.")
    exercises: list[str] = Field(
        description="The folders in `exercises/`, in order. None may be called like a command of "
        "`grade`."
    )
    defaults: DefaultsDocument = Field(
        default=DefaultsDocument(),
        description="What holds for every exercise that does not say otherwise.",
    )


class CheckDocument(FileModel):
    """What every check may say, beside the options of its property."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z_][\w-]*$")] | None = Field(
        default=None,
        description="Names the check in the JSON report; the property's name by default. Needed "
        "where a task has two checks of one property.",
    )
    points: Points | None = Field(
        default=None,
        description="All or nothing. By default what `defaults.points` of the course says.",
    )
    hint: str = Field(
        default="",
        description="Shown when the check fails and no misconception fits. Best a question.",
    )
    claim: str = Field(
        default="",
        description="What must hold, for the student; the property's own sentence by default.",
    )
    visibility: Literal["visible", "hidden"] = Field(
        default="visible",
        description="Of a `hidden` check, claim, hint, message and case are withheld in reports.",
    )
    when: dict[str, Any] = Field(
        default={},
        description="Replaces givens of the task, by name. The check then has cases of its own.",
    )
    run: str = Field(
        default="",
        description="Lines of Python to be run instead of the task's. With a `run` of its own and "
        "no `observe`, `result` is observed.",
    )
    resume: str = Field(
        default="",
        description="Lines to be run after those of `run`, in a fresh process: it finds the files "
        "that the first one left in a given `folder`, everything else that is given is built "
        "anew, and no name that `run` defines is there. What either of them defines can be "
        "observed; how the student's code trained is looked at in the second alone.",
    )
    observe: Names = Field(
        default=[], description="What is looked at, instead of what the task observes."
    )
    cases: Annotated[int, Field(ge=1, le=200)] | None = Field(
        default=None,
        description="How many general cases of its own; by default as many as the task.",
    )


class PlotDocument(FileModel):
    """A figure that `grade NAME --plots DIR` draws with the student's code. It earns no points."""

    stand_ins = {"id": "_", "title": "", "run": ""}

    id: Annotated[str, Field(pattern=r"^[A-Za-z_][\w-]*$")] = Field(
        description="Ends the name of the file: `EXERCISE_TASK_ID.png`."
    )
    title: str = Field(description="What is to be seen, for the report.")
    run: str = Field(
        description="Lines of Python that leave a `figure` of matplotlib. They may use what the "
        "lines of a task may use, but no givens: what is to be drawn, they make themselves."
    )


class TaskDocument(FileModel):
    """One task of exercise.yaml: a function or class of the module."""

    stand_ins = {"name": "_", "checks": [None]}

    name: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")] = Field(
        description="A function or class that the reference defines."
    )
    sizes: dict[str, Any] = Field(
        default={},
        description="Sizes that givens share, each a number or [lowest, highest]: "
        "`{N: [1, 7], C: 3}`. A case takes one value of each.",
    )
    shapes: dict[str, Any] = Field(
        default={},
        description="Shapes that givens share, one of which a case takes: "
        "`{S: [[], [N], [N, C]]}`.",
    )
    dtypes: Annotated[list[Floating], Field(min_length=1)] = Field(
        default=["float64", "float32"],
        description="Of which a case takes one, shared by all its givens.",
    )
    given: dict[str, Any] = Field(
        default={},
        description="What a case consists of: names, each with a strategy or a constant. Each "
        "name is a parameter of the function, unless there is a `run`.",
    )
    also_given: list[dict[str, Any]] = Field(
        default=[], description="Further variants, each of which replaces some of the givens."
    )
    run: str = Field(
        default="",
        description="Lines of Python to be run on a case, instead of one call with the givens by "
        "name. They may use the givens, `torch`, `nn`, `random`, all public names of the student's "
        "module, and `task`, the function that is graded.",
    )
    observe: Names = Field(
        default=[],
        description="Names that the run defines, to be looked at afterwards; by default `result`. "
        "All givens that a run can change are looked at too.",
    )
    cases: Annotated[int, Field(ge=1, le=200)] = Field(
        default=6, description="How many general cases follow the edges, for each variant."
    )
    checks: Annotated[list[Any], Field(min_length=1)] = Field(
        description="What must hold: each a property's name, or one with options."
    )
    plots: list[Any] = Field(
        default=[],
        description="Figures that `grade NAME --plots DIR` draws with the student's code.",
    )


class ExerciseDocument(FileModel):
    """exercises/NAME/exercise.yaml: what functions are given, and what must hold."""

    stand_ins = {"id": "_", "title": "", "module": "_.py", "tasks": [None]}

    id: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")] = Field(
        description="The name of the folder."
    )
    title: str = Field(description="Shown in the list of exercises and above the report.")
    module: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*\.py$")] = Field(
        description="The file name of the stub in this folder, and of the reference in "
        "`reference/NAME/`."
    )
    needs: Names = Field(
        default=[],
        description="The exercises whose lessons this one builds on, all of them earlier in the "
        "course. `grade` alone names them.",
    )
    seed: int | None = Field(
        default=None,
        description="Decides all cases; the course's by default. `--seed` and the environment "
        "variable `GRADE_SEED` come before it.",
    )
    limits: LimitsDocument = Field(
        default=LimitsDocument(), description="As in the course file, for this exercise alone."
    )
    tasks: Annotated[list[Any], Field(min_length=1)] = Field(
        description="Functions and classes to be graded, in the order of the report."
    )


class CheckRecordDocument(FileModel):
    """What a check asked for when it was recorded, and what it failed."""

    asks: str
    fails: list[str]


class TaskRecordDocument(FileModel):
    """What a task was given when it was recorded, and its checks."""

    given: str
    checks: dict[str, CheckRecordDocument]


class KillsDocument(FileModel):
    """kills.yaml, which `grade audit NAME --record` writes."""

    stand_ins = {"tasks": {}}

    tasks: dict[str, TaskRecordDocument]


class EquivalentDocument(FileModel):
    """equivalent.yaml, beside the reference: the mutants that no caller can tell from it."""

    stand_ins = {"equivalent": []}

    equivalent: list[Any] = Field(description="Mutants that are left out of the audit's count.")


class EntryDocument(FileModel):
    """One entry of equivalent.yaml."""

    stand_ins = {"task": "", "mutant": "", "reason": ""}

    task: str = Field(description="The task whose reference the mutant changes.")
    mutant: str = Field(description="Its id, as `grade audit --mutants` prints it.")
    reason: str = Field(description="Why no caller can tell it from the reference.")
