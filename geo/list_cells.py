"""What may stand in each cell of a department's list, and what it means.

Each reader returns the value and a note (``None`` if there is nothing to say), or
raises :class:`CannotBe`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from unicodedata import normalize

from geo.household_answers import day_of
from geo.household_words import MAY_MEAN, UNKNOWN, Reading, grade_of, unknown_words
from geo.place_words import short_town, short_village
from rules.adcode import Level
from rules.identity import birthday, is_old_form, is_valid, whole_number
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, GROUPS

_AS_NUMBER = re.compile(r"[0-9.]+E\+?[0-9]+")
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SPACED = re.compile(r"[0-9]{4} [0-9]{1,2} [0-9]{1,2}")
_FIXED = re.compile(r"0?[0-9]{7,11}")


class CannotBe(ValueError):
    """A cell holds what it must not: an English message id and its values."""


def id_number(text: str) -> tuple[str | None, str | None]:
    """Read an identity number (GB 11643) in any form it is written in.

    Examples
    --------
    >>> id_number("１１０１０５１９４９１２３１００２x")
    ('11010519491231002X', None)
    >>> id_number("110105491231002")
    ('11010519491231002X', 'was written in the old form of 15 digits')
    """
    number = whole_number(text.strip("'’‘").replace("×", "X"))
    if not number:
        return None, None
    if _AS_NUMBER.fullmatch(number):
        raise CannotBe(
            N_("was stored as a number and lost digits; store it as text"), {}
        )
    if not _SHAPE.fullmatch(number):
        raise CannotBe(N_("needs 17 digits and a digit or X"), {})
    if not is_valid(number):
        raise CannotBe(N_("its check digit is wrong"), {})
    if birthday(number) is None:
        raise CannotBe(N_("the birthday in it does not exist"), {})
    old = is_old_form(text.strip("'’‘"))
    return number, N_("was written in the old form of 15 digits") if old else None


def phone_number(text: str) -> tuple[str | None, str | None]:
    """Read a telephone number; of several in one cell the first.

    Examples
    --------
    >>> phone_number("+86 139-1234-5678"), phone_number("")
    (('13912345678', None), (None, None))
    >>> phone_number("1391234567")
    (None, 'is no telephone number, and was left out')
    """
    plain = normalize("NFKC", text)
    first = re.split(r"[/、,;]", plain)[0]
    digits = re.sub(r"[\s()-]", "", first).removeprefix("+86")
    if not digits:
        return None, None
    mobile = len(digits) == 11 and not digits.startswith("0")
    if (_MOBILE if mobile or digits.startswith("1") else _FIXED).fullmatch(digits):
        return digits, None
    return None, N_("is no telephone number, and was left out")


def group_word(text: str | None) -> tuple[str, None]:
    """Read a group, in the words of record or in those of offices.

    Examples
    --------
    >>> group_word("农村低保"), group_word("分散供养特困人员")
    (('低保户', None), ('分散供养特困人员', None))
    """
    word = "".join(normalize("NFKC", text or "").split()).removeprefix("农村")
    if not word:
        raise CannotBe(N_("is empty"), {})
    others = load_parameters("matching")["group_words"]["words"]
    known = {group.removeprefix("农村"): group for group in GROUPS}
    group = known.get(others.get(word, word))
    if group is None:
        raise CannotBe(N_("not one of: {known}"), {"known": " ".join(GROUPS)})
    return group, None


def grade_word(text: str) -> tuple[str | None, str | None]:
    """Read the grade of a house.

    Examples
    --------
    >>> grade_word("Ｄ"), grade_word("丙级"), grade_word("")
    (('D', None), ('C', 'was read as {meant}'), (None, None))
    """
    word = normalize("NFKC", text).strip()
    if word.lower() in unknown_words():
        return None, UNKNOWN
    told = grade_of(word) if word else Reading(None)
    if told.candidates:
        raise CannotBe(MAY_MEAN, {"candidates": " ".join(told.candidates)})
    if not told.known:
        raise CannotBe(N_("not one of: {known}"), {"known": " ".join(GRADES)})
    return told.value, told.note or None


def day(text: str, today: date) -> tuple[date | None, str | None]:
    """Read a day: ``2023-05-01``, ``2023年5月1日``, ``20230501``, ``45047``.

    Examples
    --------
    >>> day("2023年5月1日", date(2024, 1, 1))
    (datetime.date(2023, 5, 1), None)
    """
    if not text:
        return None, None
    plain = normalize("NFKC", text)
    told = day_of(plain.replace(" ", "-") if _SPACED.fullmatch(plain) else plain)
    if told.value is None:
        raise CannotBe(N_("is not a day; write it as 2026-11-22"), {})
    if told.value > today:
        raise CannotBe(N_("lies in the future"), {})
    return told.value, told.note or None


class VillageNames:
    """Villages by their names, as lists write them."""

    def __init__(self, places: Mapping[str, str]) -> None:
        """Take the names of towns (9 digits) and villages (12) by code."""
        self.codes = {code for code in places if len(code) == Level.VILLAGE}
        self.towns = {
            code: short_town(name)
            for code, name in places.items()
            if len(code) == Level.TOWN
        }
        self.named: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.codes):
            self.named[short_village(places[code])].append(code)

    def code_of(
        self, code: str, village: str, town: str
    ) -> tuple[str | None, str | None]:
        """Return the code of a village; unknown, with a note, if it is not certain.

        Examples
        --------
        >>> names = VillageNames({"990001100": "安河镇", "990001100200": "柳沟村"})
        >>> names.code_of("", "柳沟村委会", "")
        ('990001100200', None)
        >>> names.code_of("", "柳沟", "安澜镇")
        (None, 'is no village of that town, and was taken as unknown')
        """
        plain = normalize("NFKC", code).strip()
        if plain in self.codes:
            return plain, None
        if plain and not village:
            return None, N_("is no village on record, and was taken as unknown")
        if not village:
            return None, None
        found = self.named.get(short_village(village), [])
        within = [c for c in found if not town or self._is_town(c, town)]
        if len(within) == 1:
            return within[0], None
        if len(within) > 1:
            return None, N_("is the name of several villages, and was taken as unknown")
        if found:
            return None, N_("is no village of that town, and was taken as unknown")
        return None, N_("is no village on record, and was taken as unknown")

    def _is_town(self, village: str, town: str) -> bool:
        return self.towns.get(village[: Level.TOWN]) == short_town(town)
