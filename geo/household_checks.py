"""What may stand in each column of a household file, checked column by column."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.household_answers import answered, areas, dated, whole_numbers
from geo.household_cells import (
    AS_NUMBER,
    LOST_DIGITS,
    NAMES,
    Checker,
    differs,
    said_by,
)
from geo.household_contacts import accounts, phones
from geo.household_words import grades, groups, structures
from rules.household_facts import EARLIEST_YEAR, RANGES, ROUNDED
from rules.identity import CENTURY_OF_OLD_NUMBERS, CHECK_CHARACTERS, WEIGHTS
from rules.language import N_

LONGEST = {"household_id": 64, "head_name": 80, "village_name": 80, "town_name": 80}
OLD_FORM = N_("was written in the old form of 15 digits")
NOT_TOLD_APART = N_("the same person as in row {first}")
_FILLING = r"[\s'’‘`-]"
_LIKE_X = "[x×✕Хх*]$"
_BETWEEN = "|"

IdOf = Callable[[str], str]


def people(checker: Checker) -> dict[str, Any]:
    """Read who lives there: names, numbers, telephones, accounts."""
    columns: dict[str, Any] = {name: _names(checker, name) for name in sorted(NAMES)}
    columns["id_number"] = id_numbers(checker)
    return columns | {"phone": phones(checker), "account": accounts(checker)}


def house(checker: Checker, this_year: int, units: dict[str, str]) -> dict[str, Any]:
    """Read what stands there, what was done to it, and what the family may claim."""
    today = min(date.today(), date(this_year, 12, 31))
    return {
        "structure": structures(checker),
        "grade": grades(checker),
        "groups": groups(checker),
        "area_m2": areas(checker, "area_m2", units.get("area_m2", "")),
        "retrofitted_on": dated(checker, "retrofitted_on", EARLIEST_YEAR, today),
        **_counts(checker, this_year),
        **answered(checker),
    }


def _names(checker: Checker, name: str) -> pa.ChunkedArray:
    text = checker.text(name)
    if name in LONGEST:
        _require_short(checker, name, text)
    return text


def _require_short(checker: Checker, name: str, text: pa.ChunkedArray) -> None:
    most = LONGEST[name]
    long = pc.greater(pc.utf8_length(text), most)
    checker.refuse(name, long, N_("is longer than {most} letters"), most=most)


def household_ids(checker: Checker) -> pa.ChunkedArray:
    """Read the column that tells one household from another."""
    ids = checker.text("household_id")
    checker.refuse("household_id", pc.equal(ids, ""), N_("is empty"))
    rounded = pc.match_substring_regex(ids, AS_NUMBER)
    checker.refuse("household_id", rounded, LOST_DIGITS)
    _require_short(checker, "household_id", ids)
    checker.note("household_id", differs(checker.cells["household_id"], ids),
                 meant=said_by(ids))  # fmt: skip
    message = N_("duplicate household_id, first in row {first}")
    _refuse_repeated(checker, "household_id", ids, message)
    return ids


def made_ids(checker: Checker, columns: dict[str, Any], id_of: IdOf) -> pa.Array:
    """Name each household by its head, where the file has no name for it.

    By his number; without one, by his name and village.  Two that this cannot tell
    apart are refused.
    """
    number, name = columns["id_number"], columns["head_name"]
    named = pc.binary_join_element_wise(name, columns["village_code"], _BETWEEN)
    known = pc.if_else(pc.equal(name, ""), "", named)
    identity = pc.if_else(pc.equal(number, ""), known, number)
    message = N_("no number and no name tells whose household this is")
    checker.refuse("id_number", pc.equal(identity, ""), message)
    field = "id_number" if "id_number" in checker.cells else "head_name"
    _refuse_repeated(checker, field, identity, NOT_TOLD_APART)
    texts = identity.to_pylist()
    fine = (~checker.refused).tolist()
    made = [id_of(t) if ok else None for t, ok in zip(texts, fine, strict=True)]
    return pa.array(made, pa.string())


def _refuse_repeated(
    checker: Checker, name: str, keys: pa.ChunkedArray, message: str
) -> None:
    """Refuse the second of two rows that say the same."""
    series = pd.Series(keys.to_numpy())
    again = (series.duplicated() & (series != "")).to_numpy()
    if not again.any():
        return
    first = pd.Series(checker.rows, index=series)[~again]
    for at in np.flatnonzero(again).tolist():
        values = {"first": int(first[series.iloc[at]])}
        value = checker.value(name, at)
        checker.refuse_one(at, name, value, message, values)


def id_numbers(checker: Checker) -> pa.ChunkedArray:
    """Read identity numbers (GB 11643), in whatever form they are written.

    Those that end in zeros from the 16th digit on are refused as rounded by a
    spreadsheet, but where a person has looked at the row: of the true ones, one in
    a thousand ends so.
    """
    if "id_number" not in checker.cells:
        return checker.text("id_number")
    text = checker.text("id_number")
    rounded = pc.match_substring_regex(text, AS_NUMBER).to_numpy()
    ids = pc.replace_substring_regex(text, _FILLING, "")
    ids = pc.utf8_upper(pc.replace_substring_regex(ids, _LIKE_X, "X"))
    if not checker.looked_at:
        rounded |= pc.match_substring_regex(ids, ROUNDED).to_numpy()
    checker.refuse("id_number", rounded, LOST_DIGITS)
    old = pc.match_substring_regex(ids, "^[0-9]{15}$").to_numpy()
    if old.any():
        ids = _lifted(ids, old)
    shaped = pc.match_substring_regex(ids, "^[0-9]{17}[0-9X]$").to_numpy() & ~rounded
    other = ~shaped & checker.given("id_number") & ~rounded
    checker.refuse("id_number", other, N_("needs 17 digits and a digit or X"))
    signs = _signs(ids.filter(pa.array(shaped)))
    born = _are_born(signs)
    fits = _fit(signs)
    unborn, wrong = np.zeros((2, len(shaped)), bool)
    unborn[shaped], wrong[shaped] = ~born & fits, ~fits
    checker.refuse("id_number", wrong, N_("its check digit is wrong"))
    message = N_("the birthday in it does not exist")
    checker.refuse("id_number", unborn, message)
    checker.note("id_number", old, OLD_FORM)
    written = differs(checker.cells["id_number"], ids) & ~old
    checker.note("id_number", written, meant=said_by(ids))
    return ids


def _lifted(ids: pa.ChunkedArray, old: np.ndarray) -> pa.ChunkedArray:
    """Write the numbers of 15 digits with 18, as rules.identity.whole_number does."""
    some = ids.filter(pa.array(old))
    begin = pc.utf8_slice_codeunits(some, 0, 6)
    end = pc.utf8_slice_codeunits(some, 6, 15)
    first17 = pc.binary_join_element_wise(begin, end, CENTURY_OF_OLD_NUMBERS)
    checks = np.frombuffer(CHECK_CHARACTERS.encode(), "S1")[_sums(_signs(first17, 17))]
    last = pa.array(checks.astype("U1"), pa.string())
    whole = pc.binary_join_element_wise(first17, last, "")
    together = ids.combine_chunks()
    return pa.chunked_array(
        [pc.replace_with_mask(together, pa.array(old), whole.combine_chunks())]
    )


def _signs(ids: pa.ChunkedArray, length: int = 18) -> np.ndarray:
    texts = ids.to_numpy().astype(f"S{length}")
    return texts.view(np.uint8).reshape(-1, length)


def _sums(signs: np.ndarray) -> np.ndarray:
    digits = signs[:, :17].astype(np.int32) - ord("0")
    return digits @ np.array(WEIGHTS) % 11


def _fit(signs: np.ndarray) -> np.ndarray:
    expected = np.frombuffer(CHECK_CHARACTERS.encode(), np.uint8)
    return expected[_sums(signs)] == signs[:, 17]


def _check_characters_fit(ids: pa.ChunkedArray) -> np.ndarray:
    """Check identity numbers all at once, as :func:`rules.identity.is_valid` does."""
    return _fit(_signs(ids))


def _are_born(signs: np.ndarray) -> np.ndarray:
    """Tell which numbers hold a day that exists."""
    digits = signs[:, 6:14].astype(np.int32) - ord("0")
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    month = digits[:, 4:6] @ np.array([10, 1])
    day = digits[:, 6:8] @ np.array([10, 1])
    sane = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    lengths = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    at = np.where(sane, month - 1, 0)
    return sane & (day <= lengths[at] + (leap & (month == 2)))


def _counts(checker: Checker, this_year: int) -> dict[str, pd.array]:
    columns = {n: whole_numbers(checker, n, ends) for n, ends in RANGES.items()}
    years = (EARLIEST_YEAR, this_year)
    columns["year_built"] = whole_numbers(checker, "year_built", years, year=True)
    more = columns["dependents"] > columns["occupants"]
    more = more.to_numpy(bool, na_value=False)  # unknown is no contradiction
    checker.refuse("dependents", more, N_("more dependents than occupants"))
    return columns
