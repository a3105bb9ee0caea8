"""Import of households: every row checked, all the good ones in one entry."""

from pathlib import Path
from typing import Any

import pandas as pd

from desk.layer_store import county_bounds
from desk.workspace import Workspace
from geo.household_files import read_households
from ledger.households import differences
from rules.vocabulary import HOUSEHOLD_COLUMNS


def import_households(workspace: Workspace, path: Path, actor: str) -> dict[str, Any]:
    """Take a household file (CSV or Excel, see the template) into the ledger.

    Returns
    -------
    dict
        ``imported`` (new or changed), ``rejected``, ``unchanged``, and ``rows``:
        a dict of ``row, field, value, reason`` for each rejected row.

    Raises
    ------
    FileError, SchemaError
        If the file as a whole cannot be read; then nothing is imported.
    """
    table, rejects = read_households(path, bounds=county_bounds(workspace))
    with workspace.ledger.transaction() as transaction:
        found = differences(workspace.ledger, _records(table))
        if found.changed or found.places:
            entry = transaction.entry(
                actor=actor, verb="import households", scope="exposure", note=path.name
            )
            found.write(entry)
    return {
        "imported": found.changed,
        "rejected": len({reject.row for reject in rejects}),
        "unchanged": found.unchanged,
        "rows": [
            {
                "row": reject.row,
                "field": reject.field,
                "value": reject.value,
                "reason": reject.reason,
            }
            for reject in rejects
        ],
    }


def template_text() -> str:
    """Return the template: the header of a household file, as CSV."""
    return ",".join(HOUSEHOLD_COLUMNS) + "\n"


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn rows into dicts with ``None`` for what is unknown.

    A column that the file does not have is left out: what is on record stays.
    """
    given = table[table.attrs["columns"]]
    records = given.astype(object).where(given.notna(), None).to_dict("records")
    if "groups" in given:
        for record in records:
            record["groups"] = tuple(filter(None, (record["groups"] or "").split(";")))
    return records
