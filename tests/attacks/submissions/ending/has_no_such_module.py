"""Answer every name: a module-level __getattr__ that raises, then a task that does.

Task: exercise03/predict
"""


def __getattr__(name):
    raise BaseException(name)
