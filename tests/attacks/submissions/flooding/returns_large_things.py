"""Return what makes a report large: many keys, long texts, wide nesting.

Task: exercise03/predict
"""

import itertools

KEYS = {f"{n:0>100}": n for n in range(9_000)}
WIDE = [[[[[n] * 11] * 11] * 11] * 11 for n in range(11)]
LONG = type("E" * 100_000, (Exception,), {})
TURN = itertools.cycle([KEYS, WIDE, "x" * 100_000, ["y" * 90_000] * 9, LONG()])


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, device, early_stopping=None):
    return next(TURN)


def predict(model, inputs):
    return next(TURN)
