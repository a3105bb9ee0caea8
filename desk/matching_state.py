"""Candidates: who may be meant by each row, computed once for a state of the ledger.

They are derived, so they are kept as a snapshot and not in the history: only what a
number proves or a person decides is recorded.  A snapshot names nobody.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from desk.matching_people import Everybody, by_id, everybody, key_of
from desk.workspace import Workspace
from geo.matching import People, candidates
from geo.whole_files import written_whole
from ledger.lists import FOUND, RowKey, compared_position, list_rows
from rules.parameters import PARAMETER_FOLDER, load_parameters

ALIKE, SEVERAL, OTHER_NAME = "alike", "several", "other_name"
COLUMNS = (
    "list_id",
    "row_id",
    "household_id",
    "person_id",
    "kind",
    "weight",
    "probability",
    "name_level",
    "village_level",
    "phone_level",
)
Row = dict[str, Any]


def current_matches(decided: Mapping[tuple[str, str, str], Row]) -> dict[RowKey, Row]:
    """Return the household each row is matched with, by the newest decision."""
    found: dict[RowKey, Row] = {}
    for (list_id, row_id, _), told in decided.items():
        key = RowKey(list_id, row_id)
        newest = found.get(key, told)["entry_seq"]
        if told["state"] in FOUND and told["entry_seq"] >= newest:
            found[key] = told
    return found


def candidates_of(workspace: Workspace) -> pd.DataFrame:
    """Return who may be meant by each row that no number finds.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`.  ``kind`` is ``alike`` (name, village and phone agree to a
        ``probability``), ``several`` (the number is on record in several households)
        or ``other_name`` (it belongs to somebody of quite another name).
    """
    made_from = f"{compared_position(workspace.ledger)}-{_parameters_digest()}"
    path = workspace.folder("snapshots") / f"matches-{made_from}.parquet"
    if not path.is_file():
        table = _compared(workspace)
        with written_whole(path) as unfinished:
            table.to_parquet(unfinished, index=False)
        _discard_older(path)
    return pd.read_parquet(path)


def candidate_of(workspace: Workspace, key: RowKey, household_id: str) -> Row:
    """Return what speaks for a pair; empty if nothing does."""
    table = candidates_of(workspace)
    own = (table["list_id"] == key.list_id) & (table["row_id"] == key.row_id)
    told = table[own & (table["household_id"] == household_id)]
    if told.empty:
        return {}
    best = told.iloc[0]
    values = {name: best[name] for name in ("person_id", "weight", "probability")}
    return {name: None if pd.isna(v) else v for name, v in values.items()}


def _compared(workspace: Workspace) -> pd.DataFrame:
    rows = {key_of(row): row for row in list_rows(workspace.ledger)}
    people = everybody(workspace.ledger)
    told = by_id(rows, people)
    open_ = [row for key, row in rows.items() if key not in told.found]
    conflicts = [
        {"list_id": key.list_id, "row_id": key.row_id, "household_id": home, "kind": k}
        for k, found in ((SEVERAL, told.several), (OTHER_NAME, told.other_name))
        for key, households in found.items()
        for home in households
    ]
    found = conflicts + _alike(open_, people).to_dict("records")
    table = pd.DataFrame(found, columns=COLUMNS)
    numbers, words = COLUMNS[5:], COLUMNS[:5]
    return table.astype(dict.fromkeys(numbers, "float64") | dict.fromkeys(words, "str"))


def _alike(rows: list[Row], people: Everybody) -> pd.DataFrame:
    """Return the households that rows may mean, the most probable first."""
    columns = [[row[n] for row in rows] for n in ("name", "village_code", "phone")]
    asked = People(*columns, [row["id_index"] for row in rows])
    found = candidates(asked, people.compared())
    row, person = (found[name].to_numpy(int) for name in ("row", "person"))
    keys = np.array([key_of(r) for r in rows], object).reshape(-1, 2)[row]
    table = found.assign(
        list_id=keys[:, 0],
        row_id=keys[:, 1],
        household_id=np.array(people.household_ids, object)[person],
        person_id=np.array(people.person_ids, object)[person],
        kind=ALIKE,
    )[list(COLUMNS)]
    most = load_parameters("matching")["thresholds"]["most_candidates"]
    best = table.drop_duplicates(["list_id", "row_id", "household_id"])
    return best.groupby(["list_id", "row_id"], sort=False).head(most)


def _parameters_digest() -> str:
    content = (PARAMETER_FOLDER / "matching.toml").read_bytes()
    return hashlib.sha256(content).hexdigest()[:8]


def _discard_older(newest: Path) -> None:
    for path in newest.parent.glob("matches-*.parquet"):
        if path != newest:
            path.unlink()
