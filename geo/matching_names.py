"""Chinese names compared: how far two agree, and how often that happens by chance.

Rule G6.  A clerk writes what he hears and what his machine offers: another character
of the same sound, a traditional form, a name without the character of the
generation.  Each is a level of agreement of its own, for each says something else
about whether two rows mean one person.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

import numpy as np
import pandas as pd
from pypinyin import lazy_pinyin

from rules.parameters import load_parameters

LEVELS = ("equal", "variant", "homophone", "one_differs", "different")
MISSING = -1
EQUAL, VARIANT, HOMOPHONE, ONE_DIFFERS, DIFFERENT = range(len(LEVELS))
_ANY, _SPELLED = "\ufffe", "\uffff"  # stand in a name for a character left open
_SYLLABLES = 0xF0000  # private plane: one sign for each syllable

Pairs = tuple[np.ndarray, np.ndarray]


def plain_name(name: str | None) -> str:
    """Write a name without spaces, dots and full-width signs; empty if unknown.

    Examples
    --------
    >>> plain_name(" 张　三 "), plain_name("阿依古丽·买买提"), plain_name(None)
    ('张三', '阿依古丽买买提', '')
    """
    text = normalize("NFKC", name or "")
    return "".join(sign for sign in text if sign.isalnum()).upper()


@dataclass(frozen=True)
class Spelled:
    """Distinct names, as they are compared.

    Attributes
    ----------
    folded : list of str
        Variant characters replaced by the one that stands for all.
    sound : list of str
        One sign for each syllable, without tones.
    """

    names: list[str]
    folded: list[str]
    sound: list[str]


def spelled(*sides: Iterable[str]) -> list[Spelled]:
    """Spell out the names of several sides, so that they can be compared."""
    folding = _folding()
    named = [list(side) for side in sides]
    folded = [[name.translate(folding) for name in names] for names in named]
    sounding = _sounding(set().union(*(name for names in folded for name in names)))
    return [
        Spelled(names, alike, [name.translate(sounding) for name in alike])
        for names, alike in zip(named, folded, strict=True)
    ]


@cache
def _folding() -> dict[int, str]:
    variants = load_parameters("matching")["variants"]["characters"]
    return {ord(other): same[0] for same in variants for other in same[1:]}


def _sounding(characters: Iterable[str]) -> dict[int, str]:
    """Give each syllable a sign; what has no reading stands for itself."""
    readings = {c: lazy_pinyin(c, errors="ignore") for c in sorted(characters)}
    syllables = sorted({read[0] for read in readings.values() if read})
    sign = {read: chr(_SYLLABLES + at) for at, read in enumerate(syllables)}
    return {ord(c): sign[read[0]] for c, read in readings.items() if read}


def agreement(
    left: Spelled, right: Spelled, at_left: np.ndarray, at_right: np.ndarray
) -> np.ndarray:
    """Tell how far names agree, pair by pair.

    Parameters
    ----------
    at_left, at_right : ndarray of int
        Positions of each pair in ``left`` and ``right``.

    Returns
    -------
    ndarray of int8
        Positions in :data:`LEVELS`; ``MISSING`` where a name is empty.
    """
    pairs = at_left, at_right
    length = _lengths(left)[at_left], _lengths(right)[at_right]
    level = np.full(len(at_left), DIFFERENT, np.int8)
    level[_one_differs(left, right, pairs, length)] = ONE_DIFFERS
    level[_same(left.sound, right.sound, pairs)] = HOMOPHONE
    level[_one_missing(left, right, pairs, length)] = VARIANT
    level[_one_missing(right, left, pairs[::-1], length[::-1])] = VARIANT
    level[_same(left.folded, right.folded, pairs)] = VARIANT
    level[_same(left.names, right.names, pairs)] = EQUAL
    level[(length[0] == 0) | (length[1] == 0)] = MISSING
    return level


def _lengths(side: Spelled) -> np.ndarray:
    return np.char.str_len(np.array(side.names, str))


def _same(left: list[str], right: list[str], pairs: Pairs) -> np.ndarray:
    number, _ = pd.factorize(np.array([*left, *right], object))
    return number[: len(left)][pairs[0]] == number[len(left) :][pairs[1]]


def _letters(
    left: Spelled, right: Spelled, pairs: Pairs, of: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the characters of some pairs as numbers, 0 after the last."""
    text = np.array([*left.folded, *right.folded, " "], str)
    letters = text.view(np.uint32).reshape(len(text), -1)
    return letters[pairs[0][of]], letters[len(left.folded) + pairs[1][of]]


def _one_differs(
    left: Spelled, right: Spelled, pairs: Pairs, length: Pairs
) -> np.ndarray:
    """Find where one character is another, or two neighbours changed places."""
    of = np.flatnonzero(length[0] == length[1])
    one, other = _letters(left, right, pairs, of)
    differs = one != other
    swapped = (one[:, :-1] == other[:, 1:]) & (one[:, 1:] == other[:, :-1])
    swapped = (swapped & differs[:, 1:]).any(axis=1)
    many = np.count_nonzero(differs, axis=1)
    return of[(many == 1) | ((many == 2) & swapped)]


def _one_missing(
    longer: Spelled, shorter: Spelled, pairs: Pairs, length: Pairs
) -> np.ndarray:
    """Find where one given character was left out; the surname never is."""
    of = np.flatnonzero(length[0] == length[1] + 1)
    one, other = _letters(longer, shorter, pairs, of)
    before = np.logical_and.accumulate(one == other, axis=1).sum(axis=1)
    moved = (one[:, 1:] != other[:, :-1]) & (other[:, :-1] != 0)
    upto = np.logical_or.accumulate(moved[:, ::-1], axis=1).sum(axis=1)
    return of[(before >= 1) & (upto <= before)]


class Chances:
    """How often people of the ledger agree with a name to each degree.

    This is the probability that somebody *else* does: a rare name that agrees says
    much, a common one little.
    """

    def __init__(self, people: Spelled, times: Sequence[int]) -> None:
        """Count everything that names could share.

        Parameters
        ----------
        people : Spelled
            Names, spelled out together with those that are asked for.
        times : sequence of int
            How many people have each.
        """
        self._counts: Counter[tuple] = Counter()
        self.people = 0
        rows = zip(people.names, people.folded, people.sound, times, strict=True)
        for name, folded, sound, many in rows:
            if name:
                self.people += int(many)
                for key in set(_keys(name, folded, sound)):
                    self._counts[key] += int(many)

    def of(self, asked: Spelled) -> np.ndarray:
        """Return the chance of each level for each name.

        Returns
        -------
        ndarray of float (names, levels)
            Nothing is rarer than one of all people.
        """
        rows = zip(asked.names, asked.folded, asked.sound, strict=True)
        found = np.array([self._agreeing(*row) for row in rows], float)
        least = 1 / max(self.people, 1)
        near = np.clip(found.reshape(-1, len(LEVELS) - 1) * least, least, None)
        return np.column_stack([near, np.clip(1 - near.sum(axis=1), least, None)])

    def _agreeing(self, name: str, folded: str, sound: str) -> tuple[int, ...]:
        count = self._counts
        equal, alike = count["name", name], count["folded", folded]
        shorter = sum(count["folded", text] for text in set(_without_one(folded)))
        longer = count["shorter", folded]
        open_ = sum(count[key] for key in _opened(folded, sound) if key[0] == _ANY)
        heard = sum(count[key] for key in _opened(folded, sound) if key[0] == _SPELLED)
        swapped = sum(count["folded", text] for text in set(_swapped(folded)))
        homophones = count["sound", sound] - alike
        near = open_ - heard + swapped
        return equal, alike - equal + shorter + longer, homophones, near


def _keys(name: str, folded: str, sound: str) -> Iterator[tuple]:
    yield "name", name
    yield "folded", folded
    yield "sound", sound
    yield from (("shorter", text) for text in _without_one(folded))
    yield from _opened(folded, sound)


def _without_one(name: str) -> Iterator[str]:
    for at in range(1, len(name)):
        yield name[:at] + name[at + 1 :]


def _swapped(name: str) -> Iterator[str]:
    for at in range(len(name) - 1):
        if name[at] != name[at + 1]:
            yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _opened(folded: str, sound: str) -> Iterator[tuple[str, str]]:
    """Leave each character open in turn: any at all, or any of the same sound."""
    for at in range(len(folded)):
        before, after = folded[:at], folded[at + 1 :]
        yield _ANY, before + _ANY + after
        yield _SPELLED, before + _SPELLED + sound[at] + after
