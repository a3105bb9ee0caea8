"""Where a line may end: no stop or closing bracket begins a line (避头尾).

A text is parted into units that stay whole; a line ends between two of them only.
"""

import re
from collections.abc import Callable, Iterator

# What never begins a line, and what never ends one; 禁则 of Chinese typesetting.
NOT_FIRST = frozenset("、，。；：！？）》」』】〕〉］｝”’％‰…·—–～,.;:!?)]}%~")
NOT_LAST = frozenset("（《「『【〔〈［｛“‘([{¥–")
AFTER_NUMBER, BEFORE_NUMBER = frozenset("%‰％"), frozenset("≈≥≤<>")  # over a blank too
_WORDS = re.compile(r"[!-~]+ ?|\s+|.", re.DOTALL)


def units(words: str) -> list[str]:
    """Part a text into units that a line keeps whole; joined they are the text.

    Examples
    --------
    >>> units("乡镇（四））。约 39 %")
    ['乡', '镇', '（四））。', '约', ' ', '39 %']
    """
    whole: list[str] = []
    for word in _WORDS.findall(words):
        if whole and _together(whole[-1], word):
            whole[-1] += word
        else:
            whole.append(word)
    return whole


def broken(words: str, fits: Callable[[str], bool]) -> list[str]:
    """Break a text into lines that fit, between units where it can.

    A unit that is longer than a line is torn; one letter may be wider than the line.
    Blanks that begin a line are left out.

    Examples
    --------
    >>> broken("甲乙丙。丁", lambda line: len(line) <= 3)
    ['甲乙', '丙。丁']
    """
    lines = [""]
    for unit in units(words):
        if not lines[-1] or fits((lines[-1] + unit).rstrip()):
            lines[-1] += unit
        else:
            lines.append(unit.lstrip())
    return [part for line in lines for part in _torn(line, fits)]


def _together(before: str, word: str) -> bool:
    """Tell whether no line may end between two words."""
    if word[0] in AFTER_NUMBER or before.rstrip()[-1:] in BEFORE_NUMBER:
        return not before.isspace()
    if before[-1] in NOT_LAST:
        return True
    return word[0] in NOT_FIRST and not before[-1].isspace()


def _torn(line: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Tear a unit that is longer than the line, such as an address."""
    part = ""
    for letter in line:
        if part and not fits((part + letter).rstrip()):
            yield part
            part = ""
        part += letter
    yield part
