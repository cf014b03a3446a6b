"""The arithmetic of the figures."""

import statistics

ROUNDS = 5


class Missing(Exception):
    """A baseline that is not installed; its text says what, and in which package."""


def median(values):
    if not values:
        raise ValueError("there is no value to take the median of")
    return statistics.median(values)


def ratios(above, below):
    """Round by round: both lists are of the same rounds."""
    if len(above) != len(below):
        raise ValueError(f"{len(above)} rounds cannot be divided by {len(below)}")
    return [a / b for a, b in zip(above, below)]


def ratio(above, below):
    return median(ratios(above, below))


def span(values, digits=0):
    """The median, and between what it lies."""
    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"


def take_turns(contenders, rounds=ROUNDS, begin=None):
    """What each of the named functions gave in each round, but for a first round that does not count. They take turns,
    and every other round in the other order. `begin`: called with a round's number before it."""
    results = {name: [] for name in contenders}
    for number in range(rounds + 1):
        if begin is not None:
            begin(number)
        order = list(contenders) if number % 2 == 0 else list(reversed(contenders))
        for name in order:
            result = contenders[name]()
            if number > 0:
                results[name].append(result)
    return results


def column(rounds, name):
    return [each[name] for each in rounds]


def human(number):
    """10000 as people say it: 10 thousand."""
    for size, word in ((1_000_000, "million"), (1_000, "thousand")):
        if number >= size:
            return f"{number / size:g} {word}"
    return f"{number:g}"
