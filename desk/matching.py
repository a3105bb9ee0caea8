"""Lists and houses find each other: what is matched, by the number or by a person.

Rule G6.  Who has the same identity number is found at once; whoever only resembles is
proposed, and stays proposed until a person says yes or no.
"""

from dataclasses import replace
from typing import Any

from desk.case_hand import Hand
from desk.matching_people import by_id, everybody, key_of
from desk.matching_state import candidate_of, current_matches
from ledger.lists import (
    CONFIRMED,
    EXACT,
    REFUSED,
    RowKey,
    certifications,
    decisions,
    homes,
    list_rows,
    row_version,
)
from ledger.roles import require_may_act
from ledger.schema import list_row, match, membership
from ledger.writing import Transaction
from rules.errors import PlanningError, StaleEditError
from rules.language import N_

Row = dict[str, Any]


def run_matching(hand: Hand) -> dict[str, int]:
    """Match all rows by identity number, and record what is new.

    What is found is recorded as *exact*, with the membership it certifies (rule G5);
    in conflict with a name, or in several households, nothing is.

    Returns
    -------
    dict
        ``exact`` and ``memberships`` newly recorded.
    """
    workspace = hand.workspace
    require_may_act(hand.acting, "county", workspace.county_code)
    with workspace.ledger.transaction() as transaction:
        rows = {key_of(row): row for row in list_rows(workspace.ledger)}
        decided = decisions(workspace.ledger)
        settled = current_matches(decided)
        found = by_id(rows, everybody(workspace.ledger)).found
        new = {
            key: home
            for key, home in found.items()
            if (*key, home[0]) not in decided and not _is_confirmed(settled.get(key))
        }
        at = {key: told["household_id"] for key, told in settled.items()}
        at |= {key: home for key, (home, _) in new.items()}
        found_rows = [(rows[key], home) for key, home in at.items() if key in rows]
        members = _memberships(hand, found_rows)
        _write(hand, transaction, "match by identity number", _exact(new), members)
    return {"exact": len(new), "memberships": len(members)}


def confirm(hand: Hand, key: RowKey, household_id: str, *, version: int) -> int:
    """Record that a row of a list means somebody of a household (rule G6).

    Parameters
    ----------
    version : int
        Of the row, as it was seen.

    Returns
    -------
    int
        The row's new version.

    Raises
    ------
    StaleEditError
        If somebody decided on the row since.
    PlanningError
        If there is no such row or household, or the row is matched with another.
    AccessError
        If this is not this role's to say (rule A1).
    """
    ledger = hand.workspace.ledger
    with ledger.transaction() as transaction:
        row = _opened(hand, key, household_id, version)
        matched = current_matches(decisions(ledger, key)).get(key)
        if matched and matched["household_id"] != household_id:
            message = N_(
                "this row is matched with household {household}; refuse that first"
            )
            raise PlanningError(message, household=matched["household_id"])
        decided = _decided(hand, key, household_id, CONFIRMED)
        members = _memberships(hand, [(row, household_id)])
        return _write(hand, transaction, "confirm match", [decided], members)


def refuse(hand: Hand, key: RowKey, household_id: str, *, version: int) -> int:
    """Record that a row of a list means nobody of a household.

    A membership that rested on it is not ended by this; it is proposed to be
    (:attr:`desk.matching_tables.Matching.endings`).  Parameters, returns and raises
    as :func:`confirm`.
    """
    with hand.workspace.ledger.transaction() as transaction:
        _opened(hand, key, household_id, version)
        decided = _decided(hand, key, household_id, REFUSED)
        return _write(hand, transaction, "refuse match", [decided], [])


def end_membership(
    hand: Hand, household_id: str, group: str, *, version: int, reason: str
) -> int:
    """End a family's membership in a group it has left (rule G6).

    Parameters
    ----------
    version : int
        Of the membership, as it was seen.
    reason : str
        Why; it is recorded.
    """
    if not reason.strip():
        raise PlanningError(N_("say why the membership ends"))
    ledger = hand.workspace.ledger
    with ledger.transaction() as transaction:
        village = _village(hand, household_id)
        require_may_act(hand.acting, "county", village)
        known = certifications(ledger, household_id).get((household_id, group))
        if known is None:
            message = N_("household {household} is no member of {group}")
            raise PlanningError(message, household=household_id, group=group)
        _require_version(membership.name, group, version, known["entry_seq"])
        ended = {"household_id": household_id, "group_name": group, "removed": True}
        named = replace(hand, note=reason)
        entry = named.entry(transaction, "end membership", scope="exposure")
        entry.write(membership, [ended])
        return entry.seq


def _opened(hand: Hand, key: RowKey, household_id: str, version: int) -> Row:
    """Return the row of a list if it may be decided on, as it was seen."""
    require_may_act(hand.acting, "town", _village(hand, household_id))
    ledger = hand.workspace.ledger
    row = next(iter(list_rows(ledger, key=key)), None)
    if row is None:
        message = N_("list {list} has no row {row}; it may have left the list")
        raise PlanningError(message, list=key.list_id, row=key.row_id)
    _require_version(list_row.name, "/".join(key), version, row_version(ledger, key))
    return row


def _village(hand: Hand, household_id: str) -> str:
    home = homes(hand.workspace.ledger, household_id).get(household_id)
    if home is None:
        raise PlanningError(N_("no household {household}"), household=household_id)
    return home[0]


def _require_version(table: str, key: str, version: int, newest: int) -> None:
    if version != newest:
        raise StaleEditError(
            N_(
                "{key} was changed by somebody else (entry {newest}) since you opened "
                "it (entry {version}); look at it again"
            ),
            table=table,
            key=key,
            version=version,
            newest=newest,
        )


def _exact(new: dict[RowKey, tuple[str, str | None]]) -> list[Row]:
    return [
        key._asdict() | {"household_id": home, "person_id": person, "state": EXACT}
        for key, (home, person) in new.items()
    ]


def _decided(hand: Hand, key: RowKey, household_id: str, state: str) -> Row:
    """Return the version that records a decision, with what spoke for it."""
    told = candidate_of(hand.workspace, key, household_id)
    return told | key._asdict() | {"household_id": household_id, "state": state}


def _memberships(hand: Hand, found: list[tuple[Row, str]]) -> list[Row]:
    """Return the memberships that rows certify and that are not on record yet."""
    only = found[0][1] if len(found) == 1 else None
    known = certifications(hand.workspace.ledger, only)
    new: dict[tuple[str, str], Row] = {}
    for row, household_id in found:
        key = (household_id, row["group_name"])
        old = known.get(key, {})
        own = old.get("certified_by") in (None, row["department"])
        told = {"certified_by": row["department"], "certified_on": row["certified_on"]}
        if own and any(old.get(name) != value for name, value in told.items()):
            new[key] = (
                dict(zip(("household_id", "group_name"), key, strict=True)) | told
            )
    return list(new.values())


def _write(
    hand: Hand, transaction: Transaction, verb: str, rows: list[Row], members: list[Row]
) -> int:
    seq = 0
    if rows:
        entry = hand.entry(transaction, verb, scope="lists")
        entry.write(match, rows)
        seq = entry.seq
    if members:
        hand.entry(transaction, verb, scope="exposure").write(membership, members)
    return seq


def _is_confirmed(matched: Row | None) -> bool:
    return matched is not None and matched["state"] == CONFIRMED
