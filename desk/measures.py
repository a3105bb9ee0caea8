"""What the map is coloured by: a class for each house, a value for each area."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from desk.progress_measures import FIRST, PROGRESS_MEASURES
from geo.eligibility import Answer
from geo.exposure import Exposure
from layers.base import Choice, Scale
from rules.adcode import Level
from rules.errors import PlanningError
from rules.language import N_
from rules.vocabulary import GRADES, STRUCTURES

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

PUBLISHED = ("value", "numerator_shown", "denominator_shown", "state", "shown")
LEVELS = {"town": Level.TOWN, "village": Level.VILLAGE}

# Classes of the probability of heavy damage; a value on a limit is in the upper one.
HEAVY_LIMITS = (0.02, 0.10, 0.25, 0.50)
HEAVY_LABELS = ("< 2 %", "2–10 %", "10–25 %", "25–50 %", "≥ 50 %")

ANSWER_LABELS = (N_("not entitled"), N_("not known yet"), N_("entitled"))

FIRST_FIRST = (FIRST, *(id_ for id_ in PROGRESS_MEASURES if id_ != FIRST))

MEASURES = {
    "planner": {
        "score": Scale(title=N_("Pilot score"), unit=N_("points"), tone="risk"),
        "need": Scale(
            title=N_("Share of households that may be entitled"),
            unit="%",
            limits=(0.02, 0.05, 0.10, 0.20),
            tone="risk",
        ),
    },
    "responder": {
        "heavy": Scale(
            title=N_("Houses heavily damaged, expected share"),
            unit="%",
            limits=HEAVY_LIMITS,
            tone="risk",
        ),
    },
    "leader": {id_: PROGRESS_MEASURES[id_].scale for id_ in FIRST_FIRST},
}


def day_in(choice: Choice) -> date:
    """Return the chosen day; today where none or no such day was chosen."""
    try:
        return date.fromisoformat(choice.get("day", ""))
    except ValueError:
        return date.today()


def measure_in(choice: Choice) -> str:
    """Return the chosen measure of a page; its first where none was chosen."""
    known = MEASURES.get(choice.get("page", ""), MEASURES["planner"])
    wanted = choice.get("measure", "")
    return wanted if wanted in known else next(iter(known))


def house_classes(shelf: "CountyShelf", choice: Choice) -> np.ndarray:
    """Return the class of each household, ``uint8``; 255 unknown."""
    colour = _colour(choice)
    if colour == "heavy":
        heavy = shelf.triaged(choice["event"]).heavy
        classes = np.digitize(heavy, HEAVY_LIMITS)
        return np.where(np.isnan(heavy), 255, classes).astype(np.uint8)
    if colour == "task":
        verdict = shelf.judged().verdicts["seismic_retrofit"].eligible
        return verdict.astype(np.uint8)
    exposure = shelf.exposure()
    codes = exposure.structure if colour == "structure" else exposure.grade
    return codes.astype(np.uint8)  # -1 becomes 255


def house_scale(shelf: "CountyShelf", choice: Choice) -> Scale:
    """Say what :func:`house_classes` mean."""
    return {
        "heavy": Scale(
            title=N_("Probability of heavy damage"), labels=HEAVY_LABELS, tone="risk"
        ),
        "task": Scale(title=N_("Seismic retrofit"), labels=ANSWER_LABELS, tone="risk"),
        "structure": Scale(title=N_("Structure"), labels=STRUCTURES, tone="kind"),
        "grade": Scale(title=N_("Appraised grade"), labels=GRADES, tone="risk"),
    }[_colour(choice)]


def _colour(choice: Choice) -> str:
    page = choice.get("page", "")
    if page == "responder" and choice.get("event"):
        return "heavy"
    wanted = choice.get("colour", "")
    return wanted if wanted in ("structure", "task") else "grade"


def area_scale(shelf: "CountyShelf", choice: Choice) -> Scale:
    """Say what :func:`by_area` returns."""
    page = choice.get("page", "")
    return MEASURES.get(page, MEASURES["planner"])[measure_in(choice)]


def by_area(shelf: "CountyShelf", level: str, choice: Choice) -> pd.DataFrame:
    """Return ``value, numerator, denominator`` of the chosen measure by area code."""
    page, measure = choice.get("page", ""), measure_in(choice)
    if page == "leader":
        return _progress(shelf, level, measure, day_in(choice))
    if page == "responder":
        return _heavy(shelf, level, choice)
    if measure == "score":
        return _scores(shelf, level, choice)
    return _need(shelf, level, choice)


def _progress(
    shelf: "CountyShelf", level: str, measure: str, day: date
) -> pd.DataFrame:
    """Return what is published; before the ledger's first day nothing is."""
    try:
        return shelf.published(day).rate(LEVELS[level], measure)
    except PlanningError:
        return pd.DataFrame({name: [] for name in PUBLISHED}, dtype=object).astype(
            {"value": float}
        )


def _heavy(shelf: "CountyShelf", level: str, choice: Choice) -> pd.DataFrame:
    exposure = shelf.exposure()
    if not choice.get("event"):
        return _ratio(exposure, level, np.zeros(0), np.zeros(0, dtype=np.int64))
    heavy = shelf.triaged(choice["event"]).heavy
    rows = np.flatnonzero(np.isfinite(heavy) & shelf.chosen(choice))
    return _ratio(exposure, level, heavy[rows], rows)


def _need(shelf: "CountyShelf", level: str, choice: Choice) -> pd.DataFrame:
    found = shelf.judged()
    rows = np.flatnonzero(shelf.chosen(choice))
    may = found.verdicts["seismic_retrofit"].eligible[rows] != Answer.NO
    return _ratio(found.exposure, level, may.astype(float), rows)


def _scores(shelf: "CountyShelf", level: str, choice: Choice) -> pd.DataFrame:
    """Score of each ranked village; of a town, its best village's."""
    table = shelf.ranking()
    need = _need(shelf, level, choice)
    digits = int(LEVELS[level])
    best = table.groupby(table["village_code"].str[:digits])["score"].max()
    return need.assign(value=best.reindex(need.index).astype(float))


def _ratio(
    exposure: Exposure, level: str, values: np.ndarray, rows: np.ndarray
) -> pd.DataFrame:
    """Add up values by area and divide by the number of rows; ``NaN`` for no row."""
    codes = np.array([c[: int(LEVELS[level])] for c in exposure.village_codes] or [""])
    names, area = np.unique(codes, return_inverse=True)
    village = exposure.village[rows]
    placed = village >= 0
    where = area[village[placed]]
    total = np.bincount(where, weights=values[placed], minlength=len(names))
    count = np.bincount(where, minlength=len(names))
    value = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return pd.DataFrame(
        {"value": value, "numerator": total, "denominator": count}, index=names
    )
