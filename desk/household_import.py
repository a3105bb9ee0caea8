"""Import of households: every row checked, all the good ones in one entry."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from desk.layer_store import county_bounds
from desk.workspace import Workspace
from geo.household_files import read_households
from ledger.differences import Differences, differences, newest_entry
from ledger.writing import Entry, Transaction
from rules.vocabulary import HOUSEHOLD_COLUMNS

MOST_EXAMPLES = 50
READ = 0.25  # share of the work that is done when the file is read
WRITTEN_FROM = 0.2  # of the rest, when writing begins

Tell = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What was recorded: households changed (with those that are new), and the rest.

    ``entry_seq`` is the entry; ``None`` where there was nothing to record.
    """

    changed: int
    unchanged: int
    new: int
    entry_seq: int | None = None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What taking a table in would do.

    Attributes
    ----------
    new, changed, unchanged : int
        Households; the new ones are not among the changed.
    examples : list of dict
        ``household_id, field, was, becomes`` of households on record that would
        change; personal values are masked.
    """

    new: int
    changed: int
    unchanged: int
    examples: list[dict[str, Any]]


Also = Callable[[Transaction, Entry, Imported], None]


def import_households(
    workspace: Workspace,
    path: Path,
    actor: str,
    tell: Tell = lambda step, done: None,
) -> dict[str, Any]:
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
    tell("reading", 0.0)
    table, rejects = read_households(path, bounds=county_bounds(workspace))
    made = write_households(
        workspace,
        table,
        actor=actor,
        note=path.name,
        tell=lambda step, done: tell(step, READ + (1 - READ) * done),
    )
    return {
        "imported": made.changed,
        "rejected": len({reject.row for reject in rejects}),
        "unchanged": made.unchanged,
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


def import_job(
    workspace: Workspace, arguments: dict[str, Any], tell: Tell
) -> dict[str, Any]:
    """Do as :func:`import_households` with ``path`` and ``actor``, as a job."""
    path, actor = Path(arguments["path"]), arguments["actor"]
    return import_households(workspace, path, actor, tell)


def write_households(
    workspace: Workspace,
    table: pd.DataFrame,
    *,
    actor: str,
    role: str | None = None,
    note: str,
    verb: str = "import households",
    tell: Tell | None = None,
    also: Also | None = None,
) -> Imported:
    """Record what a table of checked households changes, in one entry.

    Parameters
    ----------
    table : pandas.DataFrame
        See :func:`geo.household_files.read_households`; of the columns that
        ``attrs["columns"]`` does not name, what is on record stays.
    tell : callable, optional
        Told the step (``comparing``, ``writing``) and the share that is done.
    also : callable, optional
        Writes more under the same entry, which then is made in any case: all is
        recorded, or nothing.

    Raises
    ------
    WorkspaceError
        If somebody else writes for too long, or the disk does not take it.
    """
    say = tell or (lambda step, done: None)
    say("comparing", 0.0)
    ledger, incoming = workspace.ledger, _columns(table)
    found = differences(ledger, incoming)
    say("writing", WRITTEN_FROM)
    with ledger.transaction() as transaction:
        if newest_entry(ledger) != found.seen:  # somebody wrote in the meantime
            found = differences(ledger, incoming)
        made = Imported(changed=found.changed, unchanged=found.unchanged, new=found.new)
        if also or found.changed or len(found.places):
            head = {"actor": actor, "role": role, "verb": verb, "note": note}
            entry = transaction.entry(scope="exposure", **head)
            made = replace(made, entry_seq=entry.seq)
            _write(found, entry, say)
            if also:
                also(transaction, entry, made)
    say("writing", 1.0)
    return made


def compare_households(workspace: Workspace, table: pd.DataFrame) -> Compared:
    """Say what :func:`write_households` would record of a table; nothing is."""
    found = differences(workspace.ledger, _columns(table), examples=MOST_EXAMPLES)
    return Compared(
        new=found.new,
        changed=found.changed - found.new,
        unchanged=found.unchanged,
        examples=found.examples,
    )


def template_text() -> str:
    """Return the template: the header of a household file, as CSV."""
    return ",".join(HOUSEHOLD_COLUMNS) + "\n"


def _write(found: Differences, entry: Entry, say: Tell) -> None:
    share = 1 - WRITTEN_FROM
    found.write(entry, lambda done: say("writing", WRITTEN_FROM + share * done))


def _columns(table: pd.DataFrame) -> pa.Table:
    """Return the columns that the file has; where it names no group, there is none."""
    given = table[table.attrs["columns"]]
    columns = {
        name: pa.chunked_array(pa.array(given[name], from_pandas=True))
        for name in given
    }
    if "groups" in columns:
        columns["groups"] = pc.coalesce(columns["groups"].cast(pa.string()), "")
    return pa.table(columns)
