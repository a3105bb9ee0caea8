"""Households under codes that are not in force: shown, and recoded when asked to."""

from typing import Any

from desk.case_hand import Hand
from desk.places import known_places
from desk.workspace import Workspace
from ledger.codes import households_by_code, recode
from ledger.households import place_names
from ledger.roles import require_may_act
from rules.adcode import Level
from rules.language import N_

VERB = "recode households"

Row = dict[str, Any]


def households_to_recode(workspace: Workspace) -> list[Row]:
    """Return the old codes that households are recorded under.

    Returns
    -------
    list of dict
        ``old_code, old_name, new_code`` (``""``: nobody can say), ``new_name``,
        ``households``, ``reason`` (a message id).
    """
    places = known_places(workspace)
    names = place_names(workspace.ledger) | places.names
    found = []
    for code, households in sorted(households_by_code(workspace.ledger).items()):
        now, reason = places.recode(code)
        if now == code and (code in places.names or not places.complete):
            continue
        new = now if now != code else ""
        found.append(
            {
                "old_code": code,
                "old_name": names.get(code) or "",
                "new_code": new,
                "new_name": names.get(new) or "",
                "households": households,
                "reason": reason or N_("is not in force, and no change is on record"),
            }
        )
    return found


def recode_households(hand: Hand) -> dict[str, int]:
    """Record every household of an old code under the new one, in one entry.

    The history keeps the old code.  What :func:`households_to_recode` knows no new
    code for stays as it is.

    Returns
    -------
    dict
        ``households`` and ``villages`` that were recoded, ``left`` households.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    """
    workspace = hand.workspace
    require_may_act(hand.acting, "county", workspace.county_code)
    with workspace.ledger.transaction() as transaction:
        rows = households_to_recode(workspace)
        sure = [row for row in rows if row["new_code"]]
        if sure:
            codes = {row["old_code"]: row["new_code"] for row in sure}
            entry = hand.entry(transaction, VERB, scope="exposure")
            recode(workspace.ledger, entry, codes, _new_names(workspace, sure))
    recoded = sum(row["households"] for row in sure)
    left = sum(row["households"] for row in rows) - recoded
    return {"households": recoded, "villages": len(sure), "left": left}


def _new_names(workspace: Workspace, rows: list[Row]) -> list[Row]:
    """Return the places to be on record for new codes, those that are not yet."""
    recorded, places = place_names(workspace.ledger), known_places(workspace).names
    names = {}
    for row in rows:
        new, old = row["new_code"], row["old_code"]
        names[new] = row["new_name"] or recorded.get(old) or ""
        town = new[: Level.TOWN]
        names[town] = places.get(town) or recorded.get(old[: Level.TOWN]) or ""
    return [
        {"code": code, "name": name}
        for code, name in sorted(names.items())
        if not recorded.get(code) and (name or code not in recorded)
    ]
