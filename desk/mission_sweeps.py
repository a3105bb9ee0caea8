"""How a mission of a season joins the sweep of its town (rule W6)."""

from desk.case_hand import Hand
from desk.mission_settings import MissionSettings
from desk.sweeps import begin_sweep
from ledger.fieldwork import sweeps
from rules.errors import WorkspaceError
from rules.language import N_


def joined_sweep(hand: Hand, settings: MissionSettings) -> str:
    """Return the sweep of a town that is under way; begins one where there is none.

    Raises
    ------
    AccessError
        If the town is not this person's.
    WorkspaceError
        If it is not on record, or its sweep of this season has ended.
    """
    workspace = hand.workspace
    for row in reversed(sweeps(workspace.ledger, area=settings.area)):
        same = row["season"] == settings.season and row["area_code"] == settings.area
        if same and row["ended_on"] is None:
            return row["sweep_id"]
        if same and row["begun_on"].year == hand.day.year:
            raise WorkspaceError(
                N_("the sweep of this season ended there on {day}"),
                day=row["ended_on"].isoformat(),
            )
    (begun,) = begin_sweep(
        workspace, hand.acting, settings.season, settings.area, on=hand.day, at=hand.at
    )
    return begun
