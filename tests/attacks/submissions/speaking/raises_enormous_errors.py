"""Raise errors whose class name, text, bases, notes and causes are enormous.

Task: exercise03/predict
"""

import itertools


def deep():
    kind = Exception
    for number in range(3000):
        kind = type(f"E{number}", (kind,), {})
    return kind("deep")


def noted():
    error = RuntimeError("x" * 10**8)
    error.__notes__ = ["::error::\x1b[31m" * 1000] * 1000
    error.__cause__ = RuntimeError("y" * 10**7)
    return error


def named():
    return type("::error::\x1b[31m" + "E" * 100_000, (Exception,), {})("named")


def grouped():
    return BaseExceptionGroup("many", [RuntimeError(str(n) * 10) for n in range(10**5)])


TURN = itertools.cycle([named, deep, noted, grouped])


def predict(model, inputs):
    raise next(TURN)()
