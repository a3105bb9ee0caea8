"""``case``: what is recorded beside steps: grade, posting, details, papers, money."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commands.acting import OnDay, on_a_case, on_or_today
from commands.printing import day_of
from desk.case_details import OldHouse, move_in, record_vacated, set_details
from desk.case_hand import Hand, Recorded, Seen
from desk.case_house import dispute_appraisal, record_appraisal
from desk.case_money import record_payment
from desk.case_papers import Paper, record_document, withdraw_document
from desk.casework import post
from ledger.case_rows import kind_of
from ledger.schema import retrofit_case, vacated_house
from rules.casefile import Appraised, Paid, Vacated
from rules.errors import CaseError

Values = Annotated[list[str], typer.Argument(metavar="NAME=VALUE…")]
Day = Annotated[str, typer.Option(help="A day, as 2026-11-22.")]
REFUND = "refund"
WORDS = {"yes": True, "no": False, "?": None}


def add_records(case: typer.Typer) -> None:
    """Add these verbs to ``case``."""
    verbs = {
        "appraise": appraise,
        "dispute": dispute,
        "post": post_result,
        "set": set_values,
        "document": document,
        "pay": pay,
        "move-in": moved_in,
        "old-house": old_house,
    }
    for name, act in verbs.items():
        case.command(name)(on_a_case(act))


def appraise(
    hand: Hand,
    what: Seen,
    grade: str,
    on: OnDay = "",
    third_party: Annotated[bool, typer.Option("--third-party")] = False,
    posted: Day = "",
    appraiser: Annotated[str, typer.Option(help="Who appraised.")] = "",
) -> Recorded:
    """Record the grade of the house, A to D."""
    made = Appraised(
        grade=grade,
        on=on_or_today(hand, on),
        third_party=third_party,
        posted_on=day_of(posted) if posted else None,
    )
    return record_appraisal(hand, what, made, appraiser=appraiser)


def dispute(hand: Hand, what: Seen) -> Recorded:
    """Record that the owner disputes the grade."""
    return dispute_appraisal(hand, what)


def post_result(hand: Hand, what: Seen, step: str, on: OnDay = "") -> Recorded:
    """Record that the result of a step was put up."""
    return post(hand, what, step, on=on_or_today(hand, on))


def set_values(
    hand: Hand,
    what: Seen,
    values: Values,
) -> Recorded:
    """Set details of a case, as way=修缮加固 area_m2=48 structural_design=yes."""
    told = dict(told_by(text, retrofit_case) for text in values)
    return set_details(hand, what, told)


def old_house(hand: Hand, what: Seen, values: Values) -> Recorded:
    """Record the old house, as why=rebuilt demolished_on=2026-11-22 locked=yes."""
    told = dict(told_by(text, vacated_house) for text in values)
    left_on, id_ = told.pop("vacated_on", None), told.pop("vacated_id", "")
    known = {one.name for one in fields(Vacated)}
    if unknown := told.keys() - known:
        raise CaseError(
            "{name} is no detail of an old house; there are: {known}",
            name=min(unknown),
            known=", ".join(sorted(known)),
        )
    house = Vacated(**{"why": ""} | told)
    old = OldHouse(house=house, left_on=left_on, vacated_id=id_)
    return record_vacated(hand, what, old)


def document(
    hand: Hand,
    what: Seen,
    kind: Annotated[str, typer.Argument()] = "",
    file: Annotated[Path | None, typer.Argument()] = None,
    dated: Day = "",
    withdraw: Annotated[str, typer.Option(metavar="ID", help="Take it out.")] = "",
    reason: Annotated[str, typer.Option(help="Why it is taken out.")] = "",
) -> Recorded:
    """Put a paper into the file; without FILE it lies in the cabinet only.

    With --withdraw, take a paper out that was filed by mistake.
    """
    if withdraw:
        return withdraw_document(
            replace(hand, note=reason or hand.note), what, withdraw
        )
    day = day_of(dated) if dated else None
    return record_document(hand, what, Paper(kind=kind, path=file, dated=day))


def pay(
    hand: Hand,
    what: Seen,
    amount: Annotated[int, typer.Argument(help="Whole yuan.")],
    source: Annotated[str, typer.Option(help="中央, 省级 or 省级以下.")],
    kind: Annotated[str, typer.Option(help="advance, balance, whole, refund.")],
    payee: Annotated[str, typer.Option()] = "household",
    account: Annotated[str, typer.Option(help="Else the household's own.")] = "",
    on: OnDay = "",
) -> Recorded:
    """Record a payment; only --as finance."""
    paid = Paid(
        source=source,
        amount_cny=-abs(amount) if kind == REFUND else amount,
        kind=kind,
        payee=payee,
        on=on_or_today(hand, on),
    )
    return record_payment(hand, what, paid, account=account)


def moved_in(hand: Hand, what: Seen, on: OnDay = "") -> Recorded:
    """Record that the family lives in the finished house."""
    return move_in(hand, what, on=on_or_today(hand, on))


def told_by(text: str, table: object) -> tuple[str, object]:
    """Read one detail as it was typed; ``?`` is unknown."""
    name, sign, value = text.partition("=")
    if not sign:
        raise CaseError("{text!r} says no value; write it as way=修缮加固", text=text)
    if value in WORDS:
        return name, WORDS[value]
    kind = kind_of(table, name)
    if kind is date:
        return name, day_of(value)
    try:
        return name, kind(value) if kind in (int, float) else value
    except ValueError:
        return name, value  # what cannot be is refused where it would be kept
