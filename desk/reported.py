"""What was reported of an event, as of now or as of an earlier report."""

from functools import partial
from typing import Any

from desk.hazard_now import StruckBy
from desk.known_events import event_of
from desk.layer_register import layers_in_force
from desk.workspace import Workspace
from ledger.event_reports import reports
from rules.errors import EventError
from rules.language import N_

Row = dict[str, Any]


def reports_of(
    workspace: Workspace, row: Row, at_report: int | None = None
) -> list[Row]:
    """Return the reports of an event that count: all, or those up to a number.

    Those withdrawn by now are left out, whenever they came.

    Raises
    ------
    EventError
        If there is none of that number, or none counts up to there.
    """
    known = reports(workspace.ledger, row["event_id"])
    numbers = [report["number"] for report in known]
    if at_report is not None and at_report not in numbers:
        raise EventError(
            N_("event {id} has no report {number}; its reports are: {known}"),
            id=row["event_id"],
            number=at_report,
            known=", ".join(map(str, numbers)) or "-",
        )
    last = numbers[-1] if at_report is None else at_report
    kept = [r for r in known if r["number"] <= last and not r["withdrawn"]]
    if not kept:
        raise EventError(
            N_("every report of event {id} up to number {number} was withdrawn"),
            id=row["event_id"],
            number=last,
        )
    return kept


def struck_by(
    workspace: Workspace, event_id: str, *, at_report: int | None = None
) -> StruckBy:
    """Return an event as its reports tell it.

    Parameters
    ----------
    at_report : int, optional
        The number of the last report to count; all by default.

    Raises
    ------
    EventError
        If there is no such event, or as :func:`reports_of`.
    """
    row = event_of(workspace, event_id)
    return StruckBy(
        row,
        workspace.folder("events"),
        partial(layer_of, workspace, "fault"),
        reports_of(workspace, row, at_report),
        known_as=_faults_known(workspace) if row["hazard"] == "earthquake" else "",
        rivers=partial(layer_of, workspace, "river"),
    )


def _faults_known(workspace: Workspace) -> str:
    rows = layers_in_force(workspace, "fault")
    return ",".join(sorted(f"{row['layer_id']}-{row['file']}" for row in rows))


def layer_of(workspace: Workspace, kind: str) -> Any:
    """Return the features of a layer kind in force, or ``None``."""
    # geopandas takes a second to load, and many events need neither of them.
    from desk.layer_store import vector_layer

    return vector_layer(workspace, kind)
