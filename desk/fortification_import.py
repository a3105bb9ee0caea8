"""The table of what towns and villages are to be built for, into the ledger."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from desk.case_hand import Hand
from desk.places import known_places
from geo.fortification_files import read_fortification
from geo.household_cells import Reject
from geo.sheets import Sheet
from geo.sight import read_sheet
from ledger.roles import require_may_act
from ledger.zoning import FIELDS, record_fortification, unrecorded


def import_fortification(hand: Hand, source: Path | Sheet) -> dict[str, Any]:
    """Take a table of what towns and villages are built for into the ledger.

    Parameters
    ----------
    source : Path or Sheet
        CSV or Excel: a code or names of town and village, 峰值加速度 or 烈度, maybe
        特征周期.

    Returns
    -------
    dict
        ``imported``, ``unchanged``, ``rejected``, and ``rows`` and ``notes``: a dict
        of ``row, field, value, reason`` each.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    FileError, SchemaError
        If the file as a whole cannot be read; then nothing is imported.
    """
    workspace = hand.workspace
    require_may_act(hand.acting, "county", workspace.county_code)
    sheet = source if isinstance(source, Sheet) else read_sheet(source)
    found = read_fortification(
        sheet,
        places=known_places(workspace),
        county=workspace.county_code,
        today=hand.day,
    )
    rows = [{name: row[name] for name in FIELDS} for row in found.rows]
    with workspace.ledger.transaction() as transaction:
        new = unrecorded(workspace.ledger, rows)
        if new:
            named = replace(hand, note=sheet.file)
            entry = named.entry(transaction, "import fortification", scope="layers")
            record_fortification(entry, new)
    return {
        "imported": len(new),
        "unchanged": len(rows) - len(new),
        "rejected": len(found.rejects),
        "rows": [_told(reject) for reject in found.rejects],
        "notes": [_told(note) for note in found.notes],
    }


def _told(reject: Reject) -> dict[str, Any]:
    return {
        "row": reject.row,
        "field": reject.field,
        "value": reject.value,
        "reason": reject.reason,
    }
