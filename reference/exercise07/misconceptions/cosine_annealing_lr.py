"""Ways in which cosine_annealing_lr goes wrong."""

import math


def rises_again(base_lr, epoch, t_max, eta_min=0.0):
    """After t_max the rate follows the cosine up again.

    What does the cosine do after pi?
    """
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * epoch / t_max)) / 2


def starts_over(base_lr, epoch, t_max, eta_min=0.0):
    """After t_max the rate jumps back to base_lr and falls again.

    Is this a schedule with restarts? Which rate does epoch t_max + 1 have?
    """
    done = epoch if epoch <= t_max else epoch % t_max
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * done / t_max)) / 2


def starts_over_at_t_max(base_lr, epoch, t_max, eta_min=0.0):
    """In epoch t_max itself the rate is back at base_lr.

    Which rate does epoch t_max have?
    """
    done = epoch % t_max
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * done / t_max)) / 2


def ends_at_zero_afterwards(base_lr, epoch, t_max, eta_min=0.0):
    """After t_max the rate is 0, whatever eta_min is.

    What is eta_min for, once t_max is reached?
    """
    if epoch > t_max:
        return 0.0
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * epoch / t_max)) / 2


def returns_to_the_base_rate(base_lr, epoch, t_max, eta_min=0.0):
    """After t_max the rate is base_lr again.

    Where does it stay after t_max?
    """
    if epoch > t_max:
        return base_lr
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * epoch / t_max)) / 2


def makes_a_whole_wave(base_lr, epoch, t_max, eta_min=0.0):
    """The cosine makes a whole wave until t_max, down and up.

    How far does the angle run between epoch 0 and t_max?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(2 * math.pi * share)) / 2


def makes_a_quarter_of_a_wave(base_lr, epoch, t_max, eta_min=0.0):
    """The cosine runs to a right angle only, and is not shifted up.

    Halfway to t_max the rate should be halfway too. Is it?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * math.cos(math.pi / 2 * share)


def forgets_pi(base_lr, epoch, t_max, eta_min=0.0):
    """The angle ends at 1, not at pi.

    What is the cosine of 1?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(share)) / 2


def counts_in_degrees(base_lr, epoch, t_max, eta_min=0.0):
    """The angle is given to the cosine in degrees.

    In which unit does math.cos take its angle?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(180 * share)) / 2


def takes_the_sine(base_lr, epoch, t_max, eta_min=0.0):
    """The sine stands in the place of the cosine.

    Which of the two is 1 at the angle 0?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.sin(math.pi * share)) / 2


def falls_in_a_straight_line(base_lr, epoch, t_max, eta_min=0.0):
    """The rate falls by the same amount in every epoch.

    How fast should it fall in the first epochs, compared with the middle?
    """
    share = min(epoch / t_max, 1.0)
    return base_lr + (eta_min - base_lr) * share


def rises_from_the_lowest(base_lr, epoch, t_max, eta_min=0.0):
    """The wave is turned over: the rate begins at eta_min.

    What does your function give in epoch 0?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 - math.cos(math.pi * share)) / 2


def forgets_to_halve(base_lr, epoch, t_max, eta_min=0.0):
    """The wave is twice as high as it should be.

    What is 1 + cos(0)?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share))


def adds_the_lowest_on_top(base_lr, epoch, t_max, eta_min=0.0):
    """The wave goes from base_lr to 0, and eta_min is added to it.

    What does your function give in epoch 0 when eta_min is not 0?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + base_lr * (1 + math.cos(math.pi * share)) / 2


def cuts_off_at_the_lowest(base_lr, epoch, t_max, eta_min=0.0):
    """The wave goes from base_lr to 0 and is cut off at eta_min.

    In which epoch does your rate reach eta_min, and in which should it?
    """
    share = min(epoch / t_max, 1.0)
    return max(base_lr * (1 + math.cos(math.pi * share)) / 2, eta_min)


def ignores_the_lowest(base_lr, epoch, t_max, eta_min=0.0):
    """The argument eta_min is not used.

    What should change when eta_min does?
    """
    share = min(epoch / t_max, 1.0)
    return base_lr * (1 + math.cos(math.pi * share)) / 2


def arrives_an_epoch_early(base_lr, epoch, t_max, eta_min=0.0):
    """Epochs are taken to count from 1, so eta_min is reached an epoch early.

    Which number has the first epoch?
    """
    share = min((epoch + 1) / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2


def arrives_before_t_max(base_lr, epoch, t_max, eta_min=0.0):
    """The way down is t_max - 1 epochs long.

    In which epoch is eta_min reached?
    """
    share = min(epoch / max(t_max - 1, 1), 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2


def arrives_an_epoch_late(base_lr, epoch, t_max, eta_min=0.0):
    """The way down is t_max + 1 epochs long.

    In which epoch is eta_min reached?
    """
    share = min(epoch / (t_max + 1), 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2


def divides_without_the_rest(base_lr, epoch, t_max, eta_min=0.0):
    """The share of the way is rounded down, so nothing changes before t_max.

    What is 3 // 10?
    """
    share = min(epoch // t_max, 1)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2


def swaps_epoch_and_t_max(base_lr, t_max, epoch, eta_min=0.0):
    """The arguments come in another order than the docstring says.

    In which order does the caller give them?
    """
    share = min(epoch / max(t_max, 1), 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2


def keeps_a_little_by_default(base_lr, epoch, t_max, eta_min=0.001):
    """The default of eta_min is not 0.

    Where does the rate end if nobody gives eta_min?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2


def keeps_a_millionth_by_default(base_lr, epoch, t_max, eta_min=1e-6):
    """The default of eta_min is not 0.

    Where does the rate end if nobody gives eta_min?
    """
    share = min(epoch / t_max, 1.0)
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2


def rounds_the_rate(base_lr, epoch, t_max, eta_min=0.0):
    """The rate is rounded to two decimal places.

    What becomes of a rate of 0.00003?
    """
    share = min(epoch / t_max, 1.0)
    return round(eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2, 2)


def has_a_lowest_rate_of_its_own(base_lr, epoch, t_max, eta_min=0.0):
    """The rate never falls below 0.001.

    Who says what the lowest rate is?
    """
    share = min(epoch / t_max, 1.0)
    return max(eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * share)) / 2, 1e-3)


_last = {}


def anneals_the_last_rate(base_lr, epoch, t_max, eta_min=0.0):
    """Where the epoch is not 0, the wave starts from the rate of the call before.

    Do you start from the first rate, or from the last one?
    """
    start = base_lr if epoch == 0 else _last.get((base_lr, t_max, eta_min), base_lr)
    share = min(epoch / t_max, 1.0)
    rate = eta_min + (start - eta_min) * (1 + math.cos(math.pi * share)) / 2
    _last[base_lr, t_max, eta_min] = rate
    return rate
