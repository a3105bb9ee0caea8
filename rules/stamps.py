"""What is stamped on everything that must not be taken for real."""

from collections.abc import Callable
from typing import Protocol

from rules.language import N_

DEMONSTRATION = N_("Demonstration data")
DRILL = N_("Drill, not a real event")


class Stamped(Protocol):
    """Anything that knows whether it is real."""

    demonstration: bool
    drill: bool


def stamp_of(thing: Stamped, say: Callable[[str], str]) -> str:
    """Return the words of the stamp in a language; empty on what is real.

    Parameters
    ----------
    thing
        A workspace, a shelf, a sheet: it says whether its people are invented
        (``demonstration``) and whether its event is (``drill``).
    say : callable
        Translates a message id.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> stamp_of(SimpleNamespace(demonstration=True, drill=False), str)
    'Demonstration data'
    """
    words = [DEMONSTRATION] * thing.demonstration + [DRILL] * thing.drill
    return " · ".join(map(say, words))
