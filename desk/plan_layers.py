"""What the map shows of plans, and where a plan is found by its key."""

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from desk.plan_settings import PlanSettings, from_json
from desk.plan_tables import MEASURES
from desk.planning import PlanFound
from geo.eligibility import Answer
from layers.base import UNKNOWN_CLASS, Choice
from ledger.plans import scenario
from rules.errors import PlanningError

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

SHOULD_MOVE = len(MEASURES)  # proposed for another site, not paid by the plan
COLUMNS = ("code", "households", "cost_cny", "state")


def settings_named(shelf: "CountyShelf", key: str) -> PlanSettings | None:
    """Return the settings of a saved plan; ``None`` if there is none of that id."""
    try:
        kept = scenario(shelf.workspace.ledger, key)
    except PlanningError:
        return None
    return from_json(json.dumps(dict(kept.settings)))


def classes(shelf: "CountyShelf", found: PlanFound | None) -> np.ndarray:
    """Return the class of each house in a plan: its measure, or that it should move."""
    result = np.full(len(shelf.exposure()), UNKNOWN_CLASS, dtype=np.uint8)
    if found is None:
        return result
    assessed = found.assessed
    move = (assessed.vetoes.answer == Answer.YES) & (assessed.entitled != Answer.NO)
    result[move] = SHOULD_MOVE
    codes = [MEASURES.index(name) for name in found.houses["measure"]]
    result[found.houses["position"].to_numpy(dtype=np.int64)] = codes
    return result


def villages(found: PlanFound | None, against: PlanFound | None) -> pd.DataFrame:
    """Return the villages of a plan, and how they differ from another one."""
    own, other = _counted(found), _counted(against)
    if against is None:
        return own.assign(state="kept")
    leaves = other[~other["code"].isin(own["code"])].assign(state="leaves")
    stays = own["code"].isin(other["code"])
    own = own.assign(state=np.where(stays, "kept", "enters"))
    return pd.concat([own, leaves], ignore_index=True)


def _counted(found: PlanFound | None) -> pd.DataFrame:
    if found is None:
        return pd.DataFrame({name: [] for name in COLUMNS[:3]}).astype({"code": "str"})
    table = found.villages[["village_code", "households", "cost_cny"]]
    return table.rename(columns={"village_code": "code"}).reset_index(drop=True)


def title(shelf: "CountyShelf", choice: Choice) -> str:
    """Name a plan and its day, for the legend; ``""`` without one."""
    key = choice.get("plan", "")
    try:
        kept = scenario(shelf.workspace.ledger, key) if key else None
    except PlanningError:
        return shelf.day.isoformat() if shelf.plan_at(key) else ""
    return f"{kept.name} · {kept.made_on.isoformat()}" if kept else ""
