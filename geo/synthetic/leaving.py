"""Houses left empty: demolished after a new one was built, or locked (rules H8, W9)."""

from collections.abc import Iterator
from datetime import date, timedelta

from geo.synthetic.dossiers import MOVED, Dated, Dossier, Row, later, made
from geo.synthetic.filing import moved_in_on

FOUR = ("water_off", "power_off", "cleared", "locked")


def vacated_rows(dossier: Dossier) -> Iterator[Dated]:
    """Tell what became of the old house of a family with a new home."""
    left = _left_on(dossier) if dossier.rebuilt else None
    if left is None:
        return
    moved = dossier.way in MOVED or dossier.way == "统建集体公租房"
    row: Row = {
        "vacated_id": f"{dossier.case_id}-old",
        "household_id": dossier.household_id,
        "why": "moved" if moved else "rebuilt",
        "moved_to": dossier.way if moved else None,
        "vacated_on": left,
        "threatens_neighbours": False if moved else None,
    }
    yield Dated(left, "vacated_house", row)
    day = _settled_on(dossier, left)
    if dossier.slip == "old_house_left" or not dossier.by_then(day):
        return
    if moved:
        done = dict.fromkeys(FOUR, True) | {"checked_on": day}
    else:
        done = {"demolished_on": day, "checked_on": day}
    if day == left:
        day = left + timedelta(days=1)
    if dossier.by_then(day):
        yield Dated(day, "vacated_house", row | done)


def _left_on(dossier: Dossier) -> date | None:
    """Return when the family left: for the works, or for the finished house."""
    if dossier.way == "拆除重建":
        return dossier.days.get("works_started")
    return moved_in_on(dossier)


def _settled_on(dossier: Dossier, left: date) -> date:
    day = later(left, made("file")["demolished_days"], dossier.dice)
    last = dossier.days.get("struck_off")
    return day if last is None else max(left, min(day, last - timedelta(days=1)))
