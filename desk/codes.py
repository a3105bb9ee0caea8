"""Codes of places: which are known, which changed, and who is under an old one."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from desk.case_hand import Hand
from desk.layer_register import layers_in_force
from desk.layer_store import vector_layer
from desk.places import OUTLINES, changes_on_record, outline_names, told_names
from desk.places import known_places as known_places
from desk.recoding import households_to_recode as households_to_recode
from desk.recoding import recode_households as recode_households
from desk.workspace import Workspace
from geo.code_changes import suggest_changes
from geo.code_files import (
    HEADINGS,
    REQUIRED,
    CodeFile,
    checked_changes,
    read_codes,
)
from geo.feature_files import read_features
from geo.household_cells import Reject
from geo.known_places import KnownPlaces
from geo.mapping import ColumnMapping
from geo.named_columns import named_columns
from geo.sheets import Sheet
from geo.sight import read_sheet
from ledger.codes import code_changes
from ledger.households import place_names
from ledger.register import layers
from ledger.roles import require_may_act
from ledger.schema import code_change
from rules.errors import PlanningError
from rules.language import N_

Row = dict[str, Any]


def import_codes(
    hand: Hand, source: Path | Sheet, mapping: ColumnMapping | None = None
) -> dict[str, Any]:
    """Take a table of changed codes into the ledger; nobody is recoded by it.

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
    require_may_act(hand.acting, "county", hand.workspace.county_code)
    sheet = source if isinstance(source, Sheet) else read_sheet(source)
    columns = named_columns(sheet, HEADINGS, REQUIRED, mapping)
    found = read_codes(sheet, columns=columns, **_against(hand))
    return _keep(replace(hand, note=sheet.file), found)


def keep_change(
    hand: Hand,
    old_code: str,
    new_code: str | None,
    *,
    source: str,
    changed_on: date | None = None,
) -> None:
    """Put one change of a code on record, such as one that was suggested.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If a code is none, or the change contradicts those on record.
    """
    require_may_act(hand.acting, "county", hand.workspace.county_code)
    cells = {
        "old_code": old_code,
        "new_code": new_code or "",
        "changed_on": changed_on.isoformat() if changed_on else "",
        "source": source,
    }
    found = checked_changes([(1, cells)], **_against(hand))
    for reject in found.rejects:
        message = N_("{code}: {reason}")
        raise PlanningError(message, code=old_code, reason=reject.reason)
    _keep(hand, found)


def drop_change(hand: Hand, old_code: str) -> None:
    """End a change that is on record; what was recoded stays recoded.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If none of that code is on record.
    """
    require_may_act(hand.acting, "county", hand.workspace.county_code)
    with hand.workspace.ledger.transaction() as transaction:
        rows = {row["old_code"]: row for row in code_changes(hand.workspace.ledger)}
        if old_code not in rows:
            message = N_("no change of code {code} on record")
            raise PlanningError(message, code=old_code)
        entry = hand.entry(transaction, "drop code change", scope="exposure")
        entry.write(code_change, [rows[old_code] | {"removed": True}])


def code_table(workspace: Workspace) -> list[Row]:
    """Return the changes on record, each with the names of both places.

    Returns
    -------
    list of dict
        ``old_code, old_name, new_code, new_name, changed_on, source``.
    """
    names = place_names(workspace.ledger) | known_places(workspace).names
    return [
        {
            "old_code": row["old_code"],
            "old_name": names.get(row["old_code"]) or "",
            "new_code": row["new_code"],
            "new_name": names.get(row["new_code"] or "") or "",
            "changed_on": row["changed_on"],
            "source": row["source"],
        }
        for row in code_changes(workspace.ledger)
    ]


def suggested_changes(workspace: Workspace) -> list[Row]:
    """Compare the register with older outlines and with the places on record.

    Returns
    -------
    list of dict
        Fields of :class:`geo.code_changes.Proposal`; what is on record is left out.

    Raises
    ------
    PlanningError
        If there is no register to compare with.
    """
    places = known_places(workspace)
    if not places.complete:
        raise PlanningError(
            N_(
                "no register of villages to compare with; import their outlines as a "
                "layer of kind village_boundary"
            )
        )
    before = _older_outlines(workspace)
    drawn = {} if before is None else outline_names(before)
    found = suggest_changes(
        drawn | told_names(place_names(workspace.ledger).items()),
        places.names,
        old_outlines=before,
        new_outlines=vector_layer(workspace, OUTLINES),
    )
    known = KnownPlaces(changes=places.changes)
    told = [one for one in found if known.recode(one.old_code) == (one.old_code, None)]
    return [asdict(one) for one in told]


def _keep(hand: Hand, found: CodeFile) -> dict[str, Any]:
    ledger = hand.workspace.ledger
    with ledger.transaction() as transaction:
        known = {row["old_code"] for row in code_changes(ledger)}
        new = {r["old_code"]: r for r in found.rows if r["old_code"] not in known}
        if new:
            entry = hand.entry(transaction, "code change", scope="exposure")
            columns = code_change.columns.keys()
            rows = [{n: r[n] for n in r if n in columns} for r in new.values()]
            entry.write(code_change, rows)
    return {
        "imported": len(new),
        "unchanged": len(found.rows) - len(new),
        "rejected": len({reject.row for reject in found.rejects}),
        "rows": [_told(reject) for reject in found.rejects],
        "notes": [],
    }


def _told(reject: Reject) -> Row:
    return {
        "row": reject.row,
        "field": reject.field,
        "value": reject.value,
        "reason": reject.reason,
    }


def _against(hand: Hand) -> dict[str, Any]:
    """Say what a change is held against."""
    workspace = hand.workspace
    recorded = changes_on_record(workspace)
    county = workspace.county_code
    return {"recorded": recorded, "today": hand.day, "county": county}


def _older_outlines(workspace: Workspace) -> gpd.GeoDataFrame | None:
    """Return outlines that are not in force any more, of each code the newest."""
    folder = workspace.folder("layers")
    counting = {row["layer_id"] for row in layers_in_force(workspace, OUTLINES)}
    older = [
        read_features(folder / row["file"])
        for row in layers(workspace.ledger)
        if row["kind"] == OUTLINES and row["layer_id"] not in counting
    ]
    if not older:
        return None
    return pd.concat(older, ignore_index=True).drop_duplicates("code", keep="last")
