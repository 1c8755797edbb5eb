"""Print and raise what Azure Pipelines, TeamCity, GitLab and Buildkite take from a log as commands.

Task: exercise03/predict
"""

TEXT = "\n".join([
    "##vso[task.setvariable variable=POINTS]7",
    "see ##vso[task.complete result=Succeeded;]done",
    "###vso[task.logissue type=error]x",
    "##teamcity[buildStatus status='SUCCESS' text='7 of 7']",
    "section_start:0:x\r\x1b[0K",
    "--- :fire: x",
])  # fmt: skip


def predict(model, inputs):
    print(TEXT)
    raise RuntimeError(TEXT)
