"""What may stand in each column of a household file, checked column by column."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.crs import CHINA_BOUNDS
from geo.household_answers import answered, areas, dated
from geo.household_cells import (
    AS_NUMBER,
    LOST_DIGITS,
    NAMES,
    Checker,
    Problem,
    Table,
)
from geo.household_contacts import accounts, phones
from rules.household_facts import EARLIEST_YEAR, RANGES
from rules.identity import CHECK_CHARACTERS, WEIGHTS
from rules.language import N_
from rules.vocabulary import GRADES, GROUPS, HOUSEHOLD_COLUMNS, STRUCTURES


def checked(
    table: Table,
    *,
    bounds: tuple[float, float, float, float] | None,
    county: str | None,
    this_year: int,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the rows without fault, and every fault of the others.

    Parameters
    ----------
    table : Table
        Cells as text; empty means unknown.
    bounds, county, this_year
        As in :func:`geo.household_files.read_households`.
    """
    checker = Checker(table.cells)
    columns: dict[str, Any] = {name: checker.text(name) for name in NAMES}
    columns["household_id"] = _household_ids(checker)
    columns["id_number"] = _id_numbers(checker)
    columns |= {"phone": phones(checker), "account": accounts(checker)}
    columns |= _codes(checker, county)
    columns |= _places(checker, bounds)
    columns |= _numbers(checker, this_year)
    columns["structure"] = _words(checker, "structure", _structure)
    columns["grade"] = _words(checker, "grade", _grade)
    columns["groups"] = _words(checker, "groups", _groups)
    columns |= answered(checker) | _house(checker, this_year)
    index = pd.Index(checker.rows, name="row")
    frame = pd.DataFrame(
        {name: _series(columns[name], index) for name in HOUSEHOLD_COLUMNS}
    )
    refused = {problem.row for problem in checker.problems}
    return frame[~index.isin(list(refused))], checker.problems


def _house(checker: Checker, this_year: int) -> dict[str, Any]:
    today = min(date.today(), date(this_year, 12, 31))
    retrofitted_on = dated(checker, "retrofitted_on", EARLIEST_YEAR, today)
    return {"area_m2": areas(checker, "area_m2"), "retrofitted_on": retrofitted_on}


def _series(column: Any, index: pd.Index) -> pd.Series:
    if isinstance(column, pa.ChunkedArray):
        column = pc.if_else(pc.equal(column, ""), None, column).to_pandas()
        return pd.Series(column.to_numpy(object), index, dtype="str")
    return pd.Series(column, index)


def _household_ids(checker: Checker) -> pa.ChunkedArray:
    ids = checker.text("household_id")
    checker.refuse("household_id", pc.equal(ids, ""), N_("is empty"))
    rounded = pc.match_substring_regex(ids, AS_NUMBER)
    checker.refuse("household_id", rounded, LOST_DIGITS)
    series = ids.to_pandas()
    again = (series.duplicated() & (series != "")).to_numpy()
    first = pd.Series(checker.rows, index=series)[~again] if again.any() else {}
    message = N_("duplicate household_id, first in row {first}")
    for at in np.flatnonzero(again):
        value = series.iloc[at]
        values = {"first": int(first[value])}
        row = int(checker.rows[at])
        checker.problems.append(Problem(row, "household_id", value, message, values))
    return ids


def _id_numbers(checker: Checker) -> pa.ChunkedArray:
    ids = pc.utf8_upper(checker.text("id_number"))
    rounded = pc.match_substring_regex(ids, AS_NUMBER)
    checker.refuse("id_number", rounded, LOST_DIGITS)
    shaped = pc.match_substring_regex(ids, "^[0-9]{17}[0-9X]$").to_numpy()
    other = ~shaped & ~pc.equal(ids, "").to_numpy() & ~rounded.to_numpy()
    checker.refuse("id_number", other, N_("needs 17 digits and a digit or X"))
    wrong = np.zeros(len(shaped), bool)
    wrong[shaped] = ~_check_characters_fit(ids.filter(pa.array(shaped)))
    checker.refuse("id_number", wrong, N_("its check digit is wrong"))
    return ids


def _check_characters_fit(ids: pa.ChunkedArray) -> np.ndarray:
    """Check identity numbers all at once, as :func:`rules.identity.is_valid` does."""
    letters = ids.to_numpy().astype("S18").view(np.uint8).reshape(-1, 18)
    digits = letters[:, :17].astype(np.int32) - ord("0")
    expected = np.frombuffer(CHECK_CHARACTERS.encode(), np.uint8)
    return expected[digits @ np.array(WEIGHTS) % 11] == letters[:, 17]


def _codes(checker: Checker, county: str | None) -> dict[str, pa.ChunkedArray]:
    village = checker.text("village_code")
    shaped = pc.match_substring_regex(village, "^[0-9]{12}$").to_numpy()
    checker.refuse("village_code", ~shaped, N_("needs 12 digits"))
    if county is not None:
        elsewhere = shaped & ~pc.starts_with(village, county).to_numpy()
        message = N_("is no village of county {county}")
        checker.refuse("village_code", elsewhere, message, county=county)
    town = checker.text("town_code")
    own = pc.utf8_slice_codeunits(village, 0, 9)
    told = pc.utf8_slice_codeunits(town, 0, 9)
    other = ~pc.equal(town, "").to_numpy() & shaped & ~pc.equal(own, told).to_numpy()
    checker.refuse("town_code", other, N_("is not the town of the village_code"))
    return {"village_code": village, "town_code": own}


def _places(
    checker: Checker, bounds: tuple[float, float, float, float] | None
) -> dict[str, np.ndarray]:
    west, south, east, north = CHINA_BOUNDS
    lon = _degrees(checker, "lon", west, east)
    lat = _degrees(checker, "lat", south, north)
    for name, other in (("lon", "lat"), ("lat", "lon")):
        missing = pc.equal(checker.text(name), "").to_numpy()
        half = missing & ~pc.equal(checker.text(other), "").to_numpy()
        checker.refuse(name, half, N_("is empty, but {other} is not"), other=other)
    if bounds is not None:
        west, south, east, north = bounds
        within = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        placed = np.isfinite(lon) & np.isfinite(lat)
        checker.refuse("lon", placed & ~within, N_("outside the county"))
    return {"lon": lon, "lat": lat}


def _degrees(checker: Checker, name: str, least: float, most: float) -> np.ndarray:
    text = checker.text(name)
    number = pc.match_substring_regex(text, r"^[+-]?[0-9]{1,3}(\.[0-9]*)?$")
    given = ~pc.equal(text, "").to_numpy()
    checker.refuse(name, given & ~number.to_numpy(), N_("is not a number of degrees"))
    values = pc.cast(pc.if_else(number, text, None), pa.float64()).to_numpy()
    with np.errstate(invalid="ignore"):
        beyond = number.to_numpy() & ~((values >= least) & (values <= most))
    message = N_("is not in China, {least} to {most}")
    checker.refuse(name, beyond, message, least=least, most=most)
    return values


def _numbers(checker: Checker, this_year: int) -> dict[str, pd.array]:
    ranges = {**RANGES, "year_built": (EARLIEST_YEAR, this_year)}
    columns = {name: _whole(checker, name, *ends) for name, ends in ranges.items()}
    more = columns["dependents"] > columns["occupants"]
    more = more.to_numpy(bool, na_value=False)  # unknown is no contradiction
    checker.refuse("dependents", more, N_("more dependents than occupants"))
    return columns


def _whole(checker: Checker, name: str, least: int, most: int) -> pd.array:
    text = pc.replace_substring_regex(checker.text(name), r"\.0*$", "")
    shaped = pc.match_substring_regex(text, "^[0-9]{1,4}$")
    values = pc.cast(pc.if_else(shaped, text, None), pa.int16())
    sane = pc.and_(pc.greater_equal(values, least), pc.less_equal(values, most))
    wrong = ~pc.equal(checker.text(name), "").to_numpy()
    wrong &= ~pc.fill_null(sane, False).to_numpy()
    message = N_("needs a whole number from {least} to {most}")
    checker.refuse(name, wrong, message, least=least, most=most)
    return pd.array(values.to_pandas(), dtype="Int16")


def _words(
    checker: Checker, name: str, read: Callable[[str], str | None]
) -> pa.ChunkedArray:
    """Read a column of few words, each word once; ``None`` is no known word."""
    encoded = checker.text(name).combine_chunks().dictionary_encode()
    meanings = [read(word) for word in encoded.dictionary.to_pylist()]
    words = pa.array(meanings, pa.string()).take(encoded.indices)
    known = {"structure": STRUCTURES, "grade": GRADES, "groups": GROUPS}[name]
    unknown = words.is_null().to_numpy(zero_copy_only=False)
    checker.refuse(name, unknown, N_("not one of: {known}"), known=" ".join(known))
    return pa.chunked_array([words])


def _structure(word: str) -> str | None:
    return word if not word or word in STRUCTURES else None


def _grade(word: str) -> str | None:
    grade = word.upper().removesuffix("级").strip()
    return grade if not grade or grade in GRADES else None


def _groups(text: str) -> str | None:
    words = [word.strip() for word in text.split(";") if word.strip()]
    words = [w if w in GROUPS else w.removeprefix("农村") for w in words]
    if not all(word in GROUPS for word in words):
        return None
    return ";".join(group for group in GROUPS if group in words)
