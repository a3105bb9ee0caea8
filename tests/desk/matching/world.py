"""Five families and what helps to ask about them."""

from desk.matching_tables import matching_of
from ledger.lists import RowKey, certifications, list_rows, row_version
from ledger.roles import Acting, Role
from rules.identity import check_digit

VILLAGE, OTHER = "990001100200", "990001100201"
PLANNER = Acting("Li", Role.PLANNER)


def number(serial):
    first17 = f"99000119600101{serial:03d}"
    return first17 + check_digit(first17)


def key(hand, name):
    row = next(r for r in list_rows(hand.workspace.ledger) if r["name"] == name)
    return RowKey(row["list_id"], row["row_id"])


def members(hand):
    known = certifications(hand.workspace.ledger)
    return {k: told["certified_by"] for k, told in known.items()}


def matching(hand, acting=PLANNER):
    return matching_of(hand.workspace, acting)


def counted(told):
    return tuple(told[n] for n in ("imported", "unchanged", "left", "rejected"))


def version(hand, key):
    return row_version(hand.workspace.ledger, key)
