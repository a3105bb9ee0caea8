"""How a word of record and a number are shown."""

from collections.abc import Callable

from rules.vocabulary import ENGLISH

Say = Callable[[str], str]


def word(text: str, say: Say) -> str:
    """Show a word of record; in English with its meaning."""
    english = ENGLISH.get(text)
    return text if say("yes") != "yes" or not english else f"{text} ({english})"


def figure(value: float, digits: int = 3) -> str:
    """Write a number in a few digits; a large one whole, not as a power of ten.

    Examples
    --------
    >>> figure(0.12345), figure(10111.2, 4)
    ('0.123', '10,111')
    """
    whole = abs(value) >= 10**digits - 0.5
    return f"{value:,.0f}" if whole else f"{value:,.{digits}g}"
