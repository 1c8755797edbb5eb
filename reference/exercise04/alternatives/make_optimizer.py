"""Other right ways to write make_optimizer."""

import functools

import torch
from torch import optim


def a_chain_of_ifs(name, params, lr):
    """Compares one name after the other."""
    key = name.lower()
    if key == "sgd":
        return torch.optim.SGD(params, lr=lr)
    if key == "adam":
        return torch.optim.Adam(params, lr=lr)
    if key == "adamw":
        return torch.optim.AdamW(params, lr=lr)
    if key == "rmsprop":
        return torch.optim.RMSprop(params, lr=lr)
    if key == "adagrad":
        return torch.optim.Adagrad(params, lr=lr)
    raise ValueError("Unknown optimizer: " + name)


def a_match_statement(name, params, lr):
    """Matches the name in upper case."""
    match name.upper():
        case "SGD":
            kind = optim.SGD
        case "ADAM":
            kind = optim.Adam
        case "ADAMW":
            kind = optim.AdamW
        case "RMSPROP":
            kind = optim.RMSprop
        case "ADAGRAD":
            kind = optim.Adagrad
        case _:
            raise ValueError(f"{name} is none of SGD, Adam, AdamW, RMSprop, Adagrad")
    return kind(params, lr)


def catches_the_key_error(name, params, lr):
    """Looks the name up, and turns the KeyError into a ValueError."""
    kinds = [optim.SGD, optim.Adam, optim.AdamW, optim.RMSprop, optim.Adagrad]
    by_name = {kind.__name__.casefold(): kind for kind in kinds}
    try:
        return by_name[name.casefold()](list(params), lr=lr)
    except KeyError as error:
        raise ValueError(name) from error


class _UnknownOptimizerError(ValueError):
    """An error type of its own."""


def an_error_of_its_own(name, params, lr):
    """Finds the name's place in a list, and raises a subclass of ValueError."""
    names = "sgd adam adamw rmsprop adagrad".split()
    if name.lower() not in names:
        raise _UnknownOptimizerError(f"name must be one of {names}, got '{name}'")
    spelled = "SGD Adam AdamW RMSprop Adagrad".split()[names.index(name.lower())]
    return getattr(torch.optim, spelled)(params=params, lr=lr)


def partial_functions(name, params, lr):
    """Prepares all five with the rate, calls one, and lets the optimizers choose no foreach."""
    prepared = {
        "sgd": functools.partial(torch.optim.SGD, lr=lr, foreach=False),
        "adam": functools.partial(torch.optim.Adam, lr=lr, foreach=False),
        "adamw": functools.partial(torch.optim.AdamW, lr=lr, foreach=False),
        "rmsprop": functools.partial(torch.optim.RMSprop, lr=lr, foreach=False),
        "adagrad": functools.partial(torch.optim.Adagrad, lr=lr, foreach=False),
    }
    found = [make for known, make in prepared.items() if known == name.lower()]
    if len(found) != 1:
        raise ValueError(f"there is no optimizer called {name!r}")
    return found[0](params)
