"""Exposure: every household as columns, in map order."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.whole_files import written_whole
from rules.vocabulary import UNKNOWN

FORMAT = 3  # of the snapshot file: another set of columns, another number

# One column of a snapshot file and of :class:`Exposure`: numpy dtype.
COLUMNS = {
    "lon": np.float64,
    "lat": np.float64,
    "easting_m": np.float64,
    "northing_m": np.float64,
    "village": np.int32,
    "structure": np.int8,
    "storeys": np.int8,
    "year_built": np.int16,
    "grade": np.int8,
    "grade_on_record": np.int8,
    "occupants": np.int16,
    "dependents": np.int16,
    "groups": np.uint16,
    "certified": np.uint16,
    "other_safe_home": np.int8,
    "no_house": np.int8,
    "disaster_rebuild_aid": np.int8,
    "housing_aid_before": np.int8,
    "good_samaritan": np.int8,
    "area_m2": np.float64,
    "meets_seismic_standard": np.int8,
    "retrofitted_on": np.int32,
    "appraised_on": np.int32,
    "morton": np.uint64,
}

PLACES = ("village_codes", "village_names", "town_names", "metric_crs", "position")


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """Households of a county as equally long columns, sorted by ``morton``.

    Attributes
    ----------
    household_id : pyarrow.ChunkedArray of string
    lon, lat : float64, degrees in EPSG:4490; ``NaN`` without place.
    easting_m, northing_m : float64, metres in ``metric_crs``; ``NaN`` likewise.
    village : int32, position in ``village_codes``; -1 unknown.
    structure, grade : int8, codes of :mod:`rules.vocabulary`; -1 unknown.
    grade_on_record : int8
        The newest grade, even of a house retrofitted since; ``grade`` is unknown there,
        see :func:`grade_now`.
    storeys, year_built, occupants, dependents : integers; -1 unknown.
    groups, certified : uint16, bits of :func:`rules.vocabulary.group_mask`: groups
        the family is listed under, and those a competent department certified.
    other_safe_home, no_house, disaster_rebuild_aid, housing_aid_before,
    good_samaritan, meets_seismic_standard
        int8, 1 yes, 0 no, -1 unknown.
    area_m2 : float64, square metres; ``NaN`` unknown.
    retrofitted_on, appraised_on : int32, days since 1970-01-01; -1 not on record.
    morton : uint64, Web Mercator Morton code at zoom 26; the greatest value
        for a household without place.
    village_codes : tuple of str, 12 digits; the town is the first 9.
    village_names, town_names : tuple of str, along ``village_codes``.
    metric_crs : str
        CRS of ``easting_m`` and ``northing_m``, e.g. ``"EPSG:4544"``.
    position : int
        Entry of the history it was made from; what is derived from it is named so.
    """

    household_id: pa.ChunkedArray
    lon: np.ndarray
    lat: np.ndarray
    easting_m: np.ndarray
    northing_m: np.ndarray
    village: np.ndarray
    structure: np.ndarray
    storeys: np.ndarray
    year_built: np.ndarray
    grade: np.ndarray
    grade_on_record: np.ndarray
    occupants: np.ndarray
    dependents: np.ndarray
    groups: np.ndarray
    certified: np.ndarray
    other_safe_home: np.ndarray
    no_house: np.ndarray
    disaster_rebuild_aid: np.ndarray
    housing_aid_before: np.ndarray
    good_samaritan: np.ndarray
    area_m2: np.ndarray
    meets_seismic_standard: np.ndarray
    retrofitted_on: np.ndarray
    appraised_on: np.ndarray
    morton: np.ndarray
    village_codes: tuple[str, ...]
    village_names: tuple[str, ...]
    town_names: tuple[str, ...]
    metric_crs: str
    position: int = 0

    def __len__(self) -> int:
        """Count the households."""
        return len(self.lon)

    def take(self, rows: np.ndarray) -> "Exposure":
        """Return the households at ``rows`` (positions or a mask), in that order."""
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows
        return replace(
            self,
            household_id=self.household_id.take(pa.array(rows)),
            **{name: getattr(self, name)[rows] for name in COLUMNS},
        )


def unseen_since_retrofit(
    retrofitted_on: np.ndarray, appraised_on: np.ndarray
) -> np.ndarray:
    """Tell which houses were retrofitted and have no appraisal on record since.

    Parameters
    ----------
    retrofitted_on, appraised_on : int32 arrays
        Days since 1970-01-01; -1 not on record.
    """
    return (retrofitted_on >= 0) & (appraised_on < retrofitted_on)


def grade_now(
    grade: np.ndarray, retrofitted_on: np.ndarray, appraised_on: np.ndarray
) -> np.ndarray:
    """Return the grades that still speak of the house: the others become unknown.

    Rule H4: a grade from before the works says nothing about the house after them.

    Examples
    --------
    >>> days = {"retrofitted_on": np.array([-1, 20, 20]),
    ...         "appraised_on": np.array([-1, 10, 30])}
    >>> grade_now(np.array([3, 3, 3]), **days).tolist()
    [3, -1, 3]
    """
    unseen = unseen_since_retrofit(retrofitted_on, appraised_on)
    return np.where(unseen, UNKNOWN, grade).astype(COLUMNS["grade"])


def write_snapshot(exposure: Exposure, path: Path) -> None:
    """Write the columns to a Parquet file, all or nothing."""
    columns = {name: getattr(exposure, name) for name in COLUMNS}
    places = {name: getattr(exposure, name) for name in PLACES}
    table = pa.table({"household_id": exposure.household_id} | columns)
    table = table.replace_schema_metadata({"anfang": json.dumps(places)})
    with written_whole(path) as unfinished:
        pq.write_table(table, unfinished, compression="lz4")


def read_snapshot(path: Path) -> Exposure:
    """Read back what :func:`write_snapshot` wrote."""
    table = pq.read_table(path)
    places = json.loads(table.schema.metadata[b"anfang"])
    return Exposure(
        household_id=table["household_id"],
        village_codes=tuple(places["village_codes"]),
        village_names=tuple(places["village_names"]),
        town_names=tuple(places["town_names"]),
        metric_crs=places["metric_crs"],
        position=places["position"],
        **{name: table[name].to_numpy() for name in COLUMNS},
    )
