"""A small exercise, and what its implementations come to on the simulated device."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from device_lane.places import portable
from device_lane.runs import run_task

from grader.course import load_course, load_exercise
from grader.grading import prepare
from grader.vocabulary import vocabulary_for

HEAD = """\
id: exercise01
title: On a device
module: work.py
tasks:
  - name: work
    dtypes: [{dtypes}]
    cases: 1
"""
STUB = 'def work(*args, **given):\n    raise NotImplementedError("yours")\n'


@pytest.fixture
def exercise(tmp_path):
    """Write an exercise whose one task has these givens and checks."""

    def written(task, reference, right="", wrong="", dtypes="float64"):
        files = {
            "course.yaml": "title: A course\nexercises: [exercise01]\n",
            "exercises/exercise01/exercise.yaml": HEAD.format(dtypes=dtypes) + task,
            "exercises/exercise01/work.py": STUB,
            "reference/exercise01/work.py": reference,
            "reference/exercise01/alternatives/work.py": right,
            "reference/exercise01/misconceptions/work.py": wrong,
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load_exercise(load_course(tmp_path, ()), "exercise01", vocabulary_for)

    return written


@pytest.fixture
def run(exercise, zygote):
    """Run an exercise of one task on the CPU and on the simulated device."""

    def ran(*texts, **others):
        grading = prepare(exercise(*texts, **others), zygote, banked=False)
        plan = portable(grading.plans[0], 1, same_stream=True)
        with ThreadPoolExecutor(2) as pool:
            return run_task(grading, plan, "simulated", pool)

    return ran
