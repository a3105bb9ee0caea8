"""Household files: every row checked, every refused row told with its reason."""

from datetime import date
from pathlib import Path

import pandas as pd

from geo.household_cells import Reject
from geo.household_coordinates import Bounds
from geo.household_rows import check_households
from geo.mapping import propose
from geo.sight import read_sheet
from rules.errors import SchemaError
from rules.language import N_

__all__ = ["Reject", "read_households"]


def read_households(
    path: Path,
    *,
    bounds: Bounds | None = None,
    county: str | None = None,
    this_year: int | None = None,
) -> tuple[pd.DataFrame, list[Reject]]:
    """Read households from any table, by the names of its columns.

    A row with any bad value is refused whole; the others are taken.

    Parameters
    ----------
    path : Path
        The file; its headings name the columns, in any order.
    bounds : west, south, east, north, optional
        Of the county, degrees: houses beyond are refused.
    county : str, optional
        Six digits with which every village code must begin.
    this_year : int, optional
        No house is built later; by default, the year of today.

    Returns
    -------
    table : pandas.DataFrame
        ``HOUSEHOLD_COLUMNS`` in that order: text, ``float64`` for ``lon`` and
        ``lat``, ``Int16`` for whole numbers; missing means unknown.  The index
        ``row`` is the row of the file; ``attrs["columns"]`` names those the
        file has, ``attrs["ignored_columns"]`` the
        columns that were not asked for.
    rejects : list of Reject
        In the order of the rows.

    Raises
    ------
    FileError
        If the file is empty, damaged, or holds no table.
    SchemaError
        If a needed column is missing, or one appears twice.
    """
    sheet = read_sheet(path)
    proposal = propose(sheet, "households")
    if proposal.twice:
        message = N_("{file}: columns that appear twice: {names}")
        names = ", ".join(proposal.twice)
        raise SchemaError(message, file=path.name, names=names)
    found = check_households(
        sheet,
        proposal.mapping,
        places=None,
        bounds=bounds,
        county=county,
        this_year=this_year or date.today().year,
    )
    return found.table, found.rejects
