"""Ways in which step_lr goes wrong."""


def decays_smoothly(base_lr, epoch, step_size, gamma=0.1):
    """The exponent is not rounded down, so the rate falls in every epoch.

    What is 1 / 3 in this exponent, and how many drops have there been in epoch 1?
    """
    return base_lr * gamma ** (epoch / step_size)


def rounds_the_exponent(base_lr, epoch, step_size, gamma=0.1):
    """The number of drops is rounded to the nearest, not down.

    With a drop every 4 epochs: how many drops lie behind epoch 3?
    """
    return base_lr * gamma ** round(epoch / step_size)


def rounds_the_exponent_up(base_lr, epoch, step_size, gamma=0.1):
    """The number of drops is rounded up.

    With a drop every 4 epochs: how many drops lie behind epoch 1?
    """
    return base_lr * gamma ** -(-epoch // step_size)


def drops_one_epoch_early(base_lr, epoch, step_size, gamma=0.1):
    """Epochs are taken to count from 1, so every drop comes an epoch early.

    Which number has the first epoch?
    """
    return base_lr * gamma ** ((epoch + 1) // step_size)


def drops_one_epoch_late(base_lr, epoch, step_size, gamma=0.1):
    """Every drop comes an epoch late.

    With a drop every 4 epochs, which rate has epoch 4?
    """
    return base_lr * gamma ** (max(epoch - 1, 0) // step_size)


def drops_every_epoch(base_lr, epoch, step_size, gamma=0.1):
    """The step size is not used.

    What should change when step_size does?
    """
    return base_lr * gamma**epoch


def drops_once_only(base_lr, epoch, step_size, gamma=0.1):
    """The rate drops once and never again.

    How many drops lie behind epoch 6, with one every 2 epochs?
    """
    return base_lr * gamma if epoch >= step_size else base_lr


def drops_for_one_epoch_only(base_lr, epoch, step_size, gamma=0.1):
    """The rate is lowered in the epochs of a drop, and comes back in the next.

    Which rate does the epoch after a drop have?
    """
    return base_lr * gamma if epoch and epoch % step_size == 0 else base_lr


def multiplies_by_the_number_of_drops(base_lr, epoch, step_size, gamma=0.1):
    """The rate is multiplied by gamma times the number of drops, not by a power of gamma.

    What do two drops in a row multiply the rate by?
    """
    drops = epoch // step_size
    return base_lr * gamma * drops if drops else base_lr


def subtracts_gamma(base_lr, epoch, step_size, gamma=0.1):
    """Each drop takes away a part gamma of the rate, instead of leaving it.

    Which share of the rate is left after a drop, with a gamma of 0.9?
    """
    return base_lr * (1 - gamma) ** (epoch // step_size)


def divides_by_gamma(base_lr, epoch, step_size, gamma=0.1):
    """The rate is divided by gamma, so it rises.

    Is gamma above or below 1, as a rule?
    """
    return base_lr / gamma ** (epoch // step_size)


def compounds_the_drops(base_lr, epoch, step_size, gamma=0.1):
    """In each epoch of a drop the rate is multiplied by the whole power again.

    Do you start from the first rate, or from the last one?
    """
    lr = base_lr
    for drops in range(1, epoch // step_size + 1):
        lr *= gamma**drops
    return lr


def swaps_epoch_and_step_size(base_lr, epoch, step_size, gamma=0.1):
    """The step size is divided by the epoch.

    How many times does which of the two fit into the other?
    """
    return base_lr * gamma ** (step_size // max(epoch, 1))


def takes_step_size_before_epoch(base_lr, step_size, epoch, gamma=0.1):
    """The arguments come in another order than the docstring says.

    In which order does the caller give them?
    """
    return base_lr * gamma ** (epoch // step_size)


def ignores_gamma(base_lr, epoch, step_size, gamma=0.1):
    """The rate is divided by ten at each drop, whatever gamma is.

    Is the argument gamma used?
    """
    return base_lr * 0.1 ** (epoch // step_size)


def ignores_the_base_rate(base_lr, epoch, step_size, gamma=0.1):
    """The base rate is taken to be 0.1.

    Is the argument base_lr used?
    """
    return 0.1 * gamma ** (epoch // step_size)


def halves_by_default(base_lr, epoch, step_size, gamma=0.5):
    """The default of gamma is 0.5.

    Which value does the signature in the docstring's module give?
    """
    return base_lr * gamma ** (epoch // step_size)


def returns_the_factor(base_lr, epoch, step_size, gamma=0.1):
    """What is returned is what the rate is multiplied by, not the rate.

    What does your function give in epoch 0?
    """
    return gamma ** (epoch // step_size)


def returns_all_rates(base_lr, epoch, step_size, gamma=0.1):
    """The rates of all epochs so far are returned.

    How many numbers does the caller want?
    """
    return [base_lr * gamma ** (e // step_size) for e in range(epoch + 1)]


def rounds_the_rate(base_lr, epoch, step_size, gamma=0.1):
    """The rate is rounded to four decimal places.

    What becomes of a rate of 0.00003?
    """
    return round(base_lr * gamma ** (epoch // step_size), 4)


def has_a_lowest_rate(base_lr, epoch, step_size, gamma=0.1):
    """The rate never falls below 1e-6.

    Does the formula have a lowest rate?
    """
    return max(base_lr * gamma ** (epoch // step_size), 1e-6)


def never_raises_the_rate(base_lr, epoch, step_size, gamma=0.1):
    """A gamma above 1 is treated as 1.

    What does the formula say for a gamma of 2?
    """
    return base_lr * min(gamma, 1.0) ** (epoch // step_size)


_last = {}


def remembers_the_last_rate(base_lr, epoch, step_size, gamma=0.1):
    """The rate of the last call is multiplied again, whichever epoch it was for.

    Ask for epoch 4 twice. Do you get the same rate?
    """
    key = (base_lr, step_size, gamma)
    if epoch == 0 or key not in _last:
        _last[key] = base_lr * gamma ** (epoch // step_size)
    elif epoch % step_size == 0:
        _last[key] *= gamma
    return _last[key]
