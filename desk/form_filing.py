"""Forms handed in: each is kept as it was filed, with its proof; corrections follow.

What was filed is never counted anew in silence: its numbers are those on record, and
what the ledger says since is shown beside them (:func:`differences_since`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from desk.case_hand import Hand, require_short
from desk.form_found import CellChange, FormCheck, FormFound, differences
from desk.form_paper import form_proof, proof_file, values_of
from desk.form_proofs import found_of, keep_proof, proof_bytes
from desk.monthly_form import last_month, monthly_form
from desk.workspace import Workspace
from ledger import office
from ledger.office_schema import LONGEST_REASONS
from ledger.roles import require_may_act
from ledger.schema import form_filing as table
from rules.errors import PlanningError
from rules.language import N_
from rules.remarks import Remark

NOTE_LENGTH = table.c.note.type.length
SCOPE = "forms"


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A form as it was handed in.

    Attributes
    ----------
    month : date
        Its first day.
    number : int
        1 is the first; the others are corrections.
    position : int
        Entry of the history it was counted from.
    values : mapping of int to int or None
        By column: households or yuan; ``None`` where no amount is known.
    sha256 : str
        Of the proof that is kept.
    reasons : mapping of str to str
        Signed reasons, by check.
    actor : str
        Who filed it.
    """

    filing_id: str
    form: str
    month: date
    number: int
    position: int
    made_at: str
    values: Mapping[int, int | None]
    sha256: str
    reasons: Mapping[str, str]
    note: str = ""
    actor: str = ""

    @property
    def is_correction(self) -> bool:
        """Tell whether it corrects one before."""
        return self.number > 1


def file_form(
    hand: Hand,
    found: FormFound,
    reasons: Mapping[str, str],
    note: str = "",
    *,
    before: FormFound | None = None,
) -> Filing:
    """Hand in a form as it was counted; a second one of a month is a correction.

    Parameters
    ----------
    reasons : mapping of str to str
        By check, for each of ``found.to_explain``; they are signed by who acts.
    note : str
        Why it is corrected; needed from the second one on.
    before : FormFound, optional
        Last month's, for the proof; counted if not given.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If the month is not over, a check refuses the form or needs a reason, a
        correction says no why or too long a one, or corrects nothing, or somebody
        was faster.
    """
    require_may_act(hand.acting, "county", hand.workspace.county_code)
    _require_over(hand, found)
    signed = signed_reasons(found, reasons)
    earlier = filings(hand.workspace, found.form, found.month)
    _require_why(hand.workspace, found, earlier, note)
    draft = _drafted(hand, found, signed, len(earlier) + 1, note)
    before = before or last_month(hand.workspace, found.form, found.month)
    proof = form_proof(hand.workspace, found, before=before, filing=draft)
    content = proof_file(proof, ".json")
    hashed = keep_proof(hand.workspace, draft.filing_id, content)
    filing = replace(draft, sha256=hashed)
    verb = "correct form" if filing.is_correction else "file form"
    with hand.workspace.ledger.transaction() as transaction:
        office.save_filing(
            transaction,
            lambda: hand.entry(transaction, verb, scope=SCOPE),
            _row(filing),
        )
    return filing


def filings(workspace: Workspace, form: str, month: date) -> list[Filing]:
    """Return what was handed in for a month: the first, then its corrections."""
    rows = office.filings(workspace.ledger, form, _month(month))
    return [_filing(row) for row in rows]


def filed_months(workspace: Workspace, form: str) -> list[Filing]:
    """Return the newest filing of each month, the newest month first."""
    rows = office.filings(workspace.ledger, form)
    newest = {row["month"]: row for row in rows}
    return [_filing(newest[month]) for month in sorted(newest, reverse=True)]


def filed_form(
    workspace: Workspace, form: str, month: date
) -> tuple[Filing, FormFound] | None:
    """Return the form of a month as it was filed last; ``None`` if it was not.

    Raises
    ------
    FileError
        If its kept proof is missing or was changed.
    """
    found = filings(workspace, form, month)
    if not found:
        return None
    return found[-1], found_as_filed(workspace, found[-1])


def found_as_filed(workspace: Workspace, filing: Filing) -> FormFound:
    """Return a filed form with what is behind each number, from its kept proof.

    Raises
    ------
    FileError
        If the proof is missing or was changed.
    """
    return found_of(workspace, vars(filing))


def kept_proof(workspace: Workspace, filing: Filing) -> bytes:
    """Return the proof as it is kept, JSON.

    Raises
    ------
    FileError
        If it is missing or was changed.
    """
    return proof_bytes(workspace, filing.filing_id, filing.sha256)


def differences_since(
    workspace: Workspace, form: str, month: date
) -> dict[int, CellChange]:
    """Say what the ledger tells of a filed month since; empty if nothing changed.

    Only columns whose number, or what is behind it, differs.

    Raises
    ------
    FileError
        If the kept proof is missing or was changed.
    """
    filed = filed_form(workspace, form, month)
    if filed is None:
        return {}
    found = differences(monthly_form(workspace, form, month), filed[1])
    return {number: one for number, one in found.items() if _moved(one)}


def _moved(change: CellChange) -> bool:
    same = change.before == change.after
    return not same or bool(change.entered or change.left)


def _require_over(hand: Hand, found: FormFound) -> None:
    if hand.day <= found.until:
        raise PlanningError(
            N_("the form counts up to {day}; hand it in when that day is over"),
            day=found.until.isoformat(),
        )


def signed_reasons(found: FormFound, reasons: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons that a form needs before it may go out.

    Raises
    ------
    PlanningError
        If a check refuses the form, or a reason is missing or too long.
    """
    if found.refused:
        raise PlanningError(
            N_("the form cannot be handed in: {why}"),
            why=_said(found.refused),
        )
    given = {id_: " ".join(text.split()) for id_, text in reasons.items()}
    missing = [check for check in found.to_explain if not given.get(check.id)]
    if missing:
        raise PlanningError(
            N_("give a reason, it is signed with your name: {why}"),
            why=_said(missing),
        )
    signed = {check.id: given[check.id] for check in found.to_explain}
    if len(json.dumps(signed, ensure_ascii=False)) > LONGEST_REASONS:
        raise PlanningError(N_("the reasons are too long to be kept; be brief"))
    return signed


def _said(checks: Sequence[FormCheck]) -> Remark:
    """Say what checks found, in the language of whoever reads it."""
    told = {f"check_{number}": check.says for number, check in enumerate(checks)}
    return Remark(message="; ".join(f"{{{name}}}" for name in told), values=told)


def _require_why(
    workspace: Workspace, found: FormFound, before: list[Filing], note: str
) -> None:
    if not before:
        return
    if not note.strip():
        raise PlanningError(
            N_("the form of {month} was handed in: say why it is corrected"),
            month=_month(found.month),
        )
    earlier = found_as_filed(workspace, before[-1])
    changed = differences(found, earlier).values()
    same_values = values_of(found) == dict(before[-1].values)
    if same_values and not any(_moved(change) for change in changed):
        raise PlanningError(
            N_("the form of {month} says what was handed in; nothing to correct"),
            month=_month(found.month),
        )


def _drafted(
    hand: Hand, found: FormFound, signed: dict[str, str], number: int, note: str
) -> Filing:
    moment = (hand.at or datetime.now()).astimezone()
    return Filing(
        filing_id=f"{found.form}-{_month(found.month)}-{number}",
        form=found.form,
        month=found.month,
        number=number,
        position=found.position,
        made_at=moment.isoformat(timespec="seconds"),
        values=values_of(found),
        sha256="",
        reasons=signed,
        note=require_short(note, NOTE_LENGTH),
        actor=hand.acting.name,
    )


def _row(filing: Filing) -> dict[str, Any]:
    told = {name: value for name, value in vars(filing).items() if name != "actor"}
    values = told.pop("values")
    return told | {
        "month": _month(filing.month),
        "figures": json.dumps({str(n): values[n] for n in sorted(values)}),
        "reasons": json.dumps(dict(filing.reasons), ensure_ascii=False),
        "note": filing.note or None,
    }


def _filing(row: Mapping[str, Any]) -> Filing:
    told = {n: v for n, v in row.items() if n not in ("figures", "entry")}
    values = json.loads(row["figures"])
    return Filing(
        **told
        | {
            "month": date.fromisoformat(f"{row['month']}-01"),
            "values": {int(number): value for number, value in values.items()},
            "reasons": json.loads(row["reasons"]),
            "note": row["note"] or "",
        }
    )


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
