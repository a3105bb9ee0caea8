"""Put a report of an event on record, once it is proved that it can be used."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd

from desk.drill import ID_PREFIX
from desk.event_forms import HAZARDS, in_use
from desk.event_told import Told
from desk.hazard_now import StruckBy
from desk.reported import layer_of
from desk.same_event import require_same_event
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from geo.feature_files import write_features
from geo.stations import Stations, write_stations
from ledger.event_reports import FIELDS, TELLS, kept_reports, report_id, reports
from ledger.register import events
from ledger.schema import event_report, hazard_event
from ledger.writing import Transaction
from rules.remarks import Remark
from rules.times import CHINA_TIME

Row = dict[str, Any]

NUMBERS = ("happened_at", "magnitude", "lon", "lat", "depth_km")
_KEPT_APART = ("form", "file", "sha256")  # the head tells those of its base


@dataclass(frozen=True, kw_only=True)
class TakenReport:
    """A report that was taken, or was on record already.

    Attributes
    ----------
    number : int
        Of the report of its event; 1 is the first.
    is_new : bool
        ``False``: the same report was on record, and nothing has changed.
    remarks : tuple of Remark
        What must be known of the water that it tells of.
    """

    event_id: str
    number: int
    is_new: bool
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class _Draft:
    """A report about to be written: what it tells, its row, its file."""

    told: Told
    row: Row
    file: Path | None


def record(workspace: Workspace, actor: str, told: Told, event_id: str) -> TakenReport:
    """Prove that an event can be used with a report; then keep it.

    Parameters
    ----------
    event_id : str
        The event it is of; empty for a new one.

    Raises
    ------
    EventError
        If the report is of another event, or does not reach the county.
    """
    with TemporaryDirectory(dir=workspace.folder("events")) as folder:
        file = _keep(told.content, Path(folder))
        draft = _Draft(told, _row(told, file), file)
        before = reports(workspace.ledger, event_id) if event_id else []
        if same := same_report(draft.row, before):
            return TakenReport(event_id=event_id, number=same, is_new=False)
        require_same_event(draft.row, before, workspace.folder("events"))
        used = head_of(event_id, [*before, draft.row])
        remarks = _proved(workspace, used, [*before, draft.row])
        with workspace.ledger.transaction() as transaction:
            taken = _written(workspace, transaction, actor, draft, event_id)
            return replace(taken, remarks=remarks)


def _proved(
    workspace: Workspace, head: Row, known: Sequence[Row]
) -> tuple[Remark, ...]:
    """Try the event out; returns what must be known of the water of a flood."""
    exposure, rivers = exposure_of(workspace), partial(layer_of, workspace, "river")
    struck = StruckBy(head, workspace.folder("events"), reports=known, rivers=rivers)
    struck.damage(exposure)
    return struck.flooded(exposure).remarks if head["hazard"] == "flood" else ()


def _written(
    workspace: Workspace,
    transaction: Transaction,
    actor: str,
    draft: _Draft,
    event_id: str,
) -> TakenReport:
    own = event_id or own_id(workspace, draft.told) or _free_id(workspace, draft.told)
    before = reports(workspace.ledger, own)
    if same := same_report(draft.row, before):  # somebody else was faster
        return TakenReport(event_id=own, number=same, is_new=False)
    number = before[-1]["number"] + 1 if before else 1
    row = draft.row | {
        "event_id": own,
        "number": number,
        "report_id": report_id(own, number),
    }
    entry = transaction.entry(
        actor=actor,
        verb="report event" if before else "add event",
        scope="events",
        note=row["title"],
    )
    if draft.file:  # a later version keeps a file of its own
        row["file"] = f"{own}-{entry.seq}{draft.file.suffix}"
        draft.file.replace(workspace.folder("events") / row["file"])
    # The first of an event that had only its head is kept apart from now on.
    first = [] if kept_reports(workspace.ledger, own) else before
    entry.write(event_report, [stored(report) for report in (*first, row)])
    entry.write(hazard_event, [head_of(own, [*before, row])])
    return TakenReport(event_id=own, number=number, is_new=True)


def head_of(event_id: str, known: Sequence[Row]) -> Row:
    """Return the register's row of an event: what its reports tell together.

    The form and the file are those of the base; a number that it does not tell is
    that of the newest report that does.

    Parameters
    ----------
    known : sequence of dict
        By number; one at least is not withdrawn.
    """
    base, _ = in_use(known)
    kept = [base, *(r for r in reversed(known) if not r["withdrawn"])]
    named = next((r for r in kept if r["form"] == "message"), kept[-1])
    return {
        "event_id": event_id,
        "hazard": HAZARDS[base["form"]],
        "title": named["title"],
        **{name: base[name] for name in _KEPT_APART},
        **{name: _first_known(kept, name) for name in NUMBERS},
    }


def same_report(row: Row, known: Iterable[Row]) -> int:
    """Return the number of a report that tells the same, 0 if there is none.

    One that was withdrawn does not count: it may be taken again.
    """
    for report in known:
        if not report["withdrawn"] and _fingerprint(report) == _fingerprint(row):
            return report["number"]
    return 0


def message_row(told: Told) -> Row:
    """Return what a report without a file would put on record."""
    return _row(told, None)


def own_id(workspace: Workspace, told: Told) -> str:
    """Return the id that a file itself gives its event; empty if none."""
    if not told.event_id or not workspace.drill:
        return told.event_id
    return f"{ID_PREFIX}{told.event_id}"


def stored(report: Row) -> Row:
    """Return the columns of a report that are put on record."""
    return {name: report[name] for name in FIELDS}


def _row(told: Told, file: Path | None) -> Row:
    """Make a report's row; its file lies where it was drafted."""
    received = datetime.now(CHINA_TIME).isoformat(timespec="seconds")
    blank = dict.fromkeys((*TELLS, "duration_h"))
    return (
        blank
        | told.values
        | {
            "form": told.form,
            "title": told.title,
            "file": str(file.resolve()) if file else None,
            "sha256": told.sha256,
            "received_at": received,
            "withdrawn": False,
            "text": told.text,
        }
    )


def _fingerprint(report: Row) -> tuple:
    text = "".join((report["text"] or "").split())
    if report["sha256"] or text:
        return report["form"], report["sha256"], text, report["duration_h"]
    return report["form"], *(report[name] for name in NUMBERS)


def _first_known(reports_: Sequence[Row], name: str) -> Any:
    return next((r[name] for r in reports_ if r[name] is not None), None)


def _free_id(workspace: Workspace, told: Told) -> str:
    """Return the next free number of its hazard."""
    taken = {row["event_id"] for row in events(workspace.ledger)}
    prefix = "eq" if HAZARDS[told.form] == "earthquake" else "flood"
    prefix = f"{ID_PREFIX}{prefix}" if workspace.drill else prefix
    number = 1
    while f"{prefix}-{number:03d}" in taken:
        number += 1
    return f"{prefix}-{number:03d}"


def _keep(
    content: Path | gpd.GeoDataFrame | Stations | None, folder: Path
) -> Path | None:
    if content is None:
        return None
    if isinstance(content, Path):
        kept = folder / content.name
        shutil.copyfile(content, kept)
        return kept
    if isinstance(content, Stations):
        kept = folder / "stations.parquet"
        write_stations(content, kept)
        return kept
    kept = folder / "polygons.parquet"
    write_features(content, kept)
    return kept
