"""Wrong implementations of make_optimizer, as students write them."""

import optimizers
import torch
from optimizers import make_optimizer as _right

_KINDS = {
    "sgd": torch.optim.SGD,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
}


def knows_only_lower_case(name, params, lr):
    """Only lower-case names are known.

    What does somebody write who remembers the name of the class?
    """
    if name not in _KINDS:
        raise ValueError(f"unknown optimizer {name!r}")
    return _KINDS[name](params, lr=lr)


def knows_only_two_spellings(name, params, lr):
    """A name is known in lower case and as torch spells it, in no other letter case.

    What do "ADAM", "Adam" and "aDaM" have in common after .lower()?
    """
    spelled = {**_KINDS, **{kind.__name__: kind for kind in _KINDS.values()}}
    if name not in spelled:
        raise ValueError(f"unknown optimizer {name!r}")
    return spelled[name](params, lr=lr)


def gives_adam_for_adamw(name, params, lr):
    """Whatever begins with "adam" is Adam.

    Which branch does "adamw" take, and which names do too that should not be known at all?
    """
    lower = name.lower()
    if lower.startswith("adam"):
        return torch.optim.Adam(params, lr=lr)
    return _right(name, params, lr)


def gives_adam_with_decay_for_adamw(name, params, lr):
    """AdamW is made as Adam with weight_decay.

    Adam has a weight_decay too. Where does it enter there?
    """
    if name.lower() == "adamw":
        return torch.optim.Adam(params, lr=lr, weight_decay=0.01)
    return _right(name, params, lr)


def takes_whatever_torch_has(name, params, lr):
    """It looks for the name among everything in torch.optim.

    Which optimizers does the contract name? Try "adamax".
    """
    for known, kind in vars(torch.optim).items():
        if known.lower() == name.lower() and isinstance(kind, type):
            return kind(params, lr=lr)
    raise ValueError(f"unknown optimizer {name!r}")


def matches_parts_of_names(name, params, lr):
    """A name is known if it contains, or is contained in, one of the five.

    Does "sgdm" mean the same as "sgd"?
    """
    lower = name.lower()
    for known in ("adamw", "adam", "sgd", "rmsprop", "adagrad"):
        if known in lower:
            return _KINDS[known](params, lr=lr)
    raise ValueError(f"unknown optimizer {name!r}")


def strips_the_name(name, params, lr):
    """Blanks around the name are cut off, so that " adam" is known.

    Is " adam" one of the five names, in another letter case?
    """
    return _right(name.strip(), params, lr)


def falls_back_to_sgd(name, params, lr):
    """An unknown name gives SGD.

    Somebody types "adma" and trains for a night. With what?
    """
    return _KINDS.get(name.lower(), torch.optim.SGD)(params, lr=lr)


def returns_none_for_others(name, params, lr):
    """An unknown name gives None.

    Where will the error be raised then, and what will it say?
    """
    kind = _KINDS.get(name.lower())
    return kind(params, lr=lr) if kind else None


def raises_a_key_error(name, params, lr):
    """An unknown name raises a KeyError.

    Which type of error does the contract ask for?
    """
    return _KINDS[name.lower()](params, lr=lr)


def does_not_name_it(name, params, lr):
    """The message of the error does not say which name was given.

    What should the reader of the message look for in their own code?
    """
    if name.lower() not in _KINDS:
        raise ValueError("unknown optimizer")
    return _right(name, params, lr)


def ignores_the_rate(name, params, lr):
    """The learning rate is 0.01, whatever is given.

    Print optimizer.param_groups[0]["lr"].
    """
    return _right(name, params, 0.01)


def keeps_the_default_rate(name, params, lr):
    """The learning rate is not handed on: every optimizer has torch's default.

    Print optimizer.param_groups[0]["lr"]. Where does that number come from?
    """
    if name.lower() not in _KINDS:
        raise ValueError(f"unknown optimizer {name!r}")
    return _KINDS[name.lower()](params)


def adds_momentum_to_sgd(name, params, lr):
    """SGD gets a momentum of 0.9 that nobody asked for.

    Which settings does the contract name, and which did you add?
    """
    if name.lower() == "sgd":
        return torch.optim.SGD(params, lr=lr, momentum=0.9)
    return _right(name, params, lr)


def adds_weight_decay(name, params, lr):
    """Every optimizer gets a weight_decay of 0.01.

    Which settings does the contract name, and which did you add?
    """
    optimizer = _right(name, params, lr)
    for group in optimizer.param_groups:
        group["weight_decay"] = 0.01
    return optimizer


def returns_the_class(name, params, lr):
    """It returns the class, not an instance.

    Can you call .step() on what it returns?
    """
    _right(name, params, lr)
    return _KINDS[name.lower()]


def uses_its_own_classes(name, params, lr):
    """It makes the classes of this exercise, not torch's.

    From which module do the five classes in your dictionary come?
    """
    _right(name, list(params), lr)
    kind = getattr(optimizers, _KINDS[name.lower()].__name__)
    return kind(params, lr=lr)


def optimizes_copies(name, params, lr):
    """The optimizer gets copies of the parameters.

    Are these the tensors that the model uses?
    """
    copies = []
    for p in params:
        copies.append(p.detach().clone().requires_grad_())
        copies[-1].grad = p.grad
    return _right(name, copies, lr)


def reads_the_parameters_before(name, params, lr):
    """The parameters are gone through before the optimizer is made: a generator is empty by then.

    How often can you go through a generator? Which of your lines goes through it first?
    """
    if sum(1 for _ in params) == 0:
        raise ValueError(f"no parameters for {name}")
    return _right(name, params, lr)


def makes_all_five_first(name, params, lr):
    """It makes all five optimizers and returns one: a generator is empty after the first.

    How many optimizers does your dictionary make when only one is asked for?
    """
    if name.lower() not in _KINDS:
        raise ValueError(f"unknown optimizer {name!r}")
    made = {known: kind(params, lr=lr) for known, kind in _KINDS.items()}
    return made[name.lower()]
