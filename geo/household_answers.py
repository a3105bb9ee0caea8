"""Yes and no, days, areas and whole numbers in a household file."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.column_words import units
from geo.household_cells import READ_AS, Checker, Say, differs, said_by
from geo.household_words import (
    NOT_UNDERSTOOD,
    UNKNOWN,
    Reading,
    each_word,
    unknown_words,
)
from rules.household_facts import AREA_M2
from rules.language import N_
from rules.parameters import load_parameters

ANSWERS = (
    "other_safe_home",
    "no_house",
    "disaster_rebuild_aid",
    "housing_aid_before",
    "good_samaritan",
    "meets_seismic_standard",
)
SERIAL = N_("was taken as the day that a spreadsheet counts so: {meant}")
WITHOUT_TIME = N_("was taken without the time of day, as {meant}")
YEAR_ONLY = N_("was taken as the year {meant}")
CONVERTED = N_("was turned into {meant} square metres")

_YES = frozenset({"是", "yes", "true", "1"})
_NO = frozenset({"否", "no", "false", "0"})
_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_DAY = re.compile(
    f"([0-9]{{4}})[-/.年]([0-9]{{1,2}})[-/.月]([0-9]{{1,2}})日?({_TIME})", re.ASCII
)
_MIDNIGHT = re.compile("[ T]0{1,2}:00(:00(\\.0+)?)?Z?")
_DIGITS = re.compile("([12][0-9]{3})([01][0-9])([0-3][0-9])", re.ASCII)
_SERIAL = re.compile(r"([1-6][0-9]{4})(\.[0-9]*)?", re.ASCII)
_FIRST_SERIAL = date(1899, 12, 30)  # 1900 has no 29 February, but in spreadsheets
_YEAR = re.compile(
    f"([12][0-9]{{3}})([-/.][0-9]{{1,2}}([-/.][0-9]{{1,2}}{_TIME})?"
    "|年([0-9]{1,2}月([0-9]{1,2}日)?)?)",
    re.ASCII,
)
_MEASURE = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?(.*)", re.ASCII)


def answered(checker: Checker) -> dict[str, pd.array]:
    """Read the columns of yes and no; an empty cell is not known."""
    return {name: _answers(checker, name) for name in ANSWERS}


def _answers(checker: Checker, name: str) -> pd.array:
    values, wrong = each_word(checker, name, _answer, pa.bool_())
    checker.refuse(name, wrong, N_("is neither yes nor no; write 是 or 否"))
    return pd.array(values.to_pandas(), dtype="boolean")


def _answer(word: str) -> Reading:
    word = word.lower()
    if word in _YES | _NO:
        return Reading(word in _YES)
    words = load_parameters("cell_words")["answers"]
    if word in words["yes"] or word in words["no"]:
        return Reading(word in words["yes"], READ_AS)
    return NOT_UNDERSTOOD


def dated(checker: Checker, name: str, earliest_year: int, today: date) -> np.ndarray:
    """Read a column of days, ``None`` where it is empty.

    Parameters
    ----------
    earliest_year, today
        Days before and after are refused.
    """

    def read(word: str) -> Reading:
        told = day_of(word)
        sane = told.value and told.value.year >= earliest_year
        return told if sane and told.value <= today else NOT_UNDERSTOOD

    values, wrong = each_word(checker, name, read, pa.date32())
    message = N_("is not a day up to {today}; write it as 2023-05-01")
    checker.refuse(name, wrong, message, today=today.isoformat())
    encoded = values.dictionary_encode()
    days = np.array([*encoded.dictionary.to_pylist(), None], dtype=object)
    which = pc.fill_null(encoded.indices, len(days) - 1)
    return days[which.to_numpy(zero_copy_only=False)]


def day_of(word: str) -> Reading:
    """Read a day in any form that says year, month and day.

    Examples
    --------
    >>> day_of("2019年5月1日").value, day_of("43586").value
    (datetime.date(2019, 5, 1), datetime.date(2019, 5, 1))
    """
    if found := _DAY.fullmatch(word):
        time = found[4]
        timed = time and not _MIDNIGHT.fullmatch(time)
        return _day(*found.groups()[:3], note=WITHOUT_TIME if timed else "")
    if found := _DIGITS.fullmatch(word):
        return _day(*found.groups(), note=READ_AS)
    if found := _SERIAL.fullmatch(word):
        return Reading(_FIRST_SERIAL + timedelta(int(found[1])), SERIAL)
    return NOT_UNDERSTOOD


def _day(*numbers: str, note: str) -> Reading:
    try:
        return Reading(date(*map(int, numbers)), note)
    except ValueError:
        return NOT_UNDERSTOOD


def areas(checker: Checker, name: str, unit: str = "") -> np.ndarray:
    """Read a column of areas as square metres, ``NaN`` where it is empty.

    Parameters
    ----------
    unit : str
        What the heading says; a cell may say otherwise.
    """
    least, most = AREA_M2
    kind, factor = units().get(unit, ("area", 1.0))
    factor = factor if kind == "area" else 1.0
    shape = r"^[0-9]{1,7}(\.[0-9]*)?$"
    values = _numbers(checker, name, shape, partial(_area, factor=factor))
    if factor != 1.0:
        plain = pc.match_substring_regex(checker.text(name), shape).to_numpy()
        values = values.copy()
        values[plain] = np.round(values[plain] * factor, 2)
        checker.note(name, plain, CONVERTED, _shown(values))
    with np.errstate(invalid="ignore"):
        sane = (values >= least) & (values <= most)
    message = N_("needs square metres from {least} to {most}")
    wrong = ~sane & checker.given(name) & ~_is_unknown(checker, name)
    checker.refuse(name, wrong, message, least=least, most=most)
    return values


def _area(word: str, factor: float) -> Reading:
    found = _MEASURE.fullmatch("".join(word.split()).lower())
    if not found:
        return NOT_UNDERSTOOD
    kind, own = units().get(found[3], ("", 0.0)) if found[3] else ("area", factor)
    if kind != "area":
        return NOT_UNDERSTOOD
    number = float(found[1].replace(",", "") + (found[2] or ""))
    return Reading(round(number * own, 2), READ_AS if own == 1.0 else CONVERTED)


def whole_numbers(
    checker: Checker, name: str, ends: tuple[int, int], *, year: bool = False
) -> pd.array:
    """Read a column of whole numbers, missing where it is empty.

    Parameters
    ----------
    ends : (int, int)
        The least and the most that is believed.
    year : bool
        Whether they are years, which may be told by a day.
    """
    least, most = ends
    shape = r"^[0-9]{1,4}(\.0*)?$"
    values = _numbers(checker, name, shape, _year if year else _count)
    with np.errstate(invalid="ignore"):
        sane = (values >= least) & (values <= most)
    wrong = ~sane & checker.given(name) & ~_is_unknown(checker, name)
    message = N_("needs a whole number from {least} to {most}")
    checker.refuse(name, wrong, message, least=least, most=most)
    return pd.array(np.where(sane, values, np.nan), dtype="Int16")


def _count(word: str) -> Reading:
    plain = "".join(word.split())
    number = re.sub(r"^(共|有)", "", plain)
    for unit, (kind, _) in units().items():
        if kind == "count" and number.endswith(unit):
            number = number.removesuffix(unit)
            break
    number = load_parameters("cell_words")["digits"]["words"].get(number, number)
    if re.fullmatch(r"[0-9]{1,4}(\.0*)?", number, re.ASCII):
        return Reading(float(number), READ_AS)
    return NOT_UNDERSTOOD


def _year(word: str) -> Reading:
    if found := _YEAR.fullmatch("".join(word.split())) or _YEAR.fullmatch(word):
        return Reading(float(found[1]), YEAR_ONLY)
    if _DIGITS.fullmatch(word) or _SERIAL.fullmatch(word):
        day = day_of(word).value
        return Reading(float(day.year), YEAR_ONLY) if day else NOT_UNDERSTOOD
    return _count(word)


def _numbers(
    checker: Checker, name: str, shape: str, read: Callable[[str], Reading]
) -> np.ndarray:
    """Read a column of numbers: most at once, those of another shape one by one."""
    text = checker.text(name)
    plain = pc.match_substring_regex(text, shape)
    values = pc.cast(pc.if_else(plain, text, None), pa.float64()).to_numpy()
    if name not in checker.cells:
        return values
    written = plain.to_numpy() & differs(checker.cells[name], text)
    checker.note(name, written, meant=said_by(text))
    rest = ~plain.to_numpy() & checker.given(name)
    return _with_others(checker, name, values, rest, read) if rest.any() else values


def _with_others(
    checker: Checker,
    name: str,
    values: np.ndarray,
    rest: np.ndarray,
    read: Callable[[str], Reading],
) -> np.ndarray:
    """Read the numbers of another shape, each text once."""
    texts = checker.text(name).filter(pa.array(rest)).combine_chunks()
    encoded = texts.dictionary_encode()
    readings = [read(word) for word in encoded.dictionary.to_pylist()]
    which = encoded.indices.to_numpy()
    numbers = [told.value if told.known else np.nan for told in readings]
    values = values.copy()
    values[rest] = np.array(numbers)[which]
    for message in sorted({told.note for told in readings if told.known}):
        where = rest.copy()
        where[rest] = np.array([told.note == message for told in readings])[which]
        checker.note(name, where, message, _shown(values))
    checker.note(name, _is_unknown(checker, name) & rest, UNKNOWN)
    return values


def _shown(values: np.ndarray) -> Say:
    return lambda at: f"{values[at]:g}"


def _is_unknown(checker: Checker, name: str) -> np.ndarray:
    words = pa.array(sorted(unknown_words()))
    return pc.is_in(pc.utf8_lower(checker.text(name)), words).to_numpy()
