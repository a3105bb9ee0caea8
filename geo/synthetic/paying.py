"""What was paid towards the cases."""

from collections.abc import Iterator
from datetime import date, timedelta

from geo.synthetic.dossiers import Dated, Dossier, Row, later, made
from rules.vocabulary import SOURCES


def payment_rows(dossier: Dossier) -> Iterator[Dated]:
    """Tell the payments of a case: half in advance where works are organised.

    Each source pays its part (rule M3); of a case beyond the year's task the county
    advances everything (rule W15).
    """
    amount = dossier.due_cny
    if dossier.slip == "underpaid":
        amount = amount * 4 // 5
    if not amount:
        return
    advance, rest = _split(dossier, amount)
    day = _advance_day(dossier)
    if advance and day is not None:
        yield from _paid(dossier, day, "advance", advance)
    paid = dossier.days.get("paid")
    if paid is not None:
        yield from _paid(dossier, paid, "balance" if advance else "whole", rest)


def _split(dossier: Dossier, amount: int) -> tuple[dict[str, int], dict[str, int]]:
    parts = made("money")["parts"]
    shares = {source: int(amount * parts[source]) for source in SOURCES[1:]}
    shares = {SOURCES[0]: amount - sum(shares.values()), **shares}
    if dossier.builder != "organised":
        return {}, shares
    half = dossier.standard_cny // 2  # ZB 四(三): half of the standard
    first = min(half, shares[SOURCES[0]])
    advance = {SOURCES[0]: first}
    rest = shares | {SOURCES[0]: shares[SOURCES[0]] - first}
    return advance, {source: part for source, part in rest.items() if part}


def _advance_day(dossier: Dossier) -> date | None:
    begun = dossier.days.get("works_started")
    if begun is None:
        return None
    day = later(begun, made("money")["advance_days"], dossier.dice)
    ends = dossier.days.get("town_acceptance")
    if ends is not None:
        day = min(day, max(begun, ends - timedelta(days=1)))
    return day if dossier.by_then(day) else None


def _paid(
    dossier: Dossier, day: date, kind: str, parts: dict[str, int]
) -> Iterator[Dated]:
    to_builder = dossier.builder == "government" or dossier.slip == "builder_paid"
    for source, amount in parts.items():
        row: Row = {
            "payment_id": f"{dossier.case_id}-{kind}-{SOURCES.index(source) + 1}",
            "case_id": dossier.case_id,
            "household_id": dossier.household_id,
            "source": source,
            "amount_cny": amount,
            "kind": kind,
            "payee": "builder" if to_builder else "household",
            "account": None if to_builder else dossier.account,
            "paid_on": day,
        }
        yield Dated(day, "payment", row)
