"""Raise errors whose class, text, cause and frames are traps.

Task: exercise03/predict
"""

import itertools


class Meta(type):
    def __getattribute__(cls, name):
        raise SystemExit(0)

    @property
    def __name__(cls):
        return {"not": "text"}


class Monster(BaseException, metaclass=Meta):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__

    @property
    def __traceback__(self):
        raise SystemExit


class Loud(BaseException):
    def __str__(self):
        return "\x1b[2J\u202e\ud800" * 10**7


class Round(BaseException):
    pass


def ring():
    error = Round("round")
    error.__cause__ = error.__context__ = error
    return error


TURN = itertools.cycle([Monster, Loud, ring, GeneratorExit, KeyboardInterrupt, MemoryError])


def predict(model, inputs):
    raise next(TURN)()
