"""``report form1|form2|file``: the monthly forms, their proof, and handing them in."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.printing import ACTOR, AsJson, show, show_json, show_table
from commands.report_asking import Month, Out, month_of, write_out
from desk.case_hand import Hand
from desk.form_filing import file_form, signed_reasons
from desk.form_found import FormFound
from desk.form_paper import form_file, form_proof, proof_file, values_of
from desk.form_seen import FormSeen, form_seen, is_over
from desk.monthly_form import form_and_last
from desk.workspace import workspace_at
from ledger.roles import Acting, Role
from reports.form_proof import FormProof
from rules.errors import PlanningError
from rules.forms import FORMS

YUAN = 10_000  # in 万元
Reasons = Annotated[
    list[str],
    typer.Option(
        "--reason",
        help="CHECK=WHY, signed with the form; once for each check that asks for one. "
        "CHECK is its id: the lines below the printed table begin with it, and --json "
        "tells it under checks.",
    ),
]
Proof = Annotated[
    Path | None, typer.Option(help="What stands behind each number, .xlsx or .json.")
]


def form1(
    workspace: Path,
    month: Month = "",
    out: Out = None,
    proof: Proof = None,
    reason: Reasons = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """Write the monthly form of dangerous houses (附件 1); ``--json``: its proof."""
    _form("form1", workspace, month, (out, proof), reason, as_json)


def form2(
    workspace: Path,
    month: Month = "",
    out: Out = None,
    proof: Proof = None,
    reason: Reasons = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """Write the monthly form of seismic retrofit (附件 2); ``--json``: its proof."""
    _form("form2", workspace, month, (out, proof), reason, as_json)


def file(
    workspace: Path,
    form: Annotated[str, typer.Option(help="form1 or form2.")],
    month: Month = "",
    reason: Reasons = [],  # noqa: B006
    note: Annotated[str, typer.Option(help="Why a filed form is corrected.")] = "",
    name: Annotated[str, typer.Option(help="Who hands it in; it is signed.")] = ACTOR,
) -> None:
    """Hand a form in: its numbers are kept as they are; a second time corrects it."""
    if form not in FORMS:
        raise PlanningError(
            "no form {form!r}; forms are: {known}", form=form, known=", ".join(FORMS)
        )
    with workspace_at(workspace) as opened:
        found, before = form_and_last(opened, form, month_of(month))
        reasons = _reasons(reason, found)
        if is_over(found.month, date.today()):
            _require_reasons(found, reasons)
        hand = Hand(opened, Acting(name, Role.PLANNER))
        filing = file_form(hand, found, reasons, note, before=before)
    show(f"{filing.filing_id}: handed in by {filing.actor} at {filing.made_at}")


def _form(
    form: str,
    workspace: Path,
    month: str,
    paths: tuple[Path | None, Path | None],
    reason: list[str],
    as_json: bool,
) -> None:
    out, proof = paths
    with workspace_at(workspace) as opened:
        seen = form_seen(opened, form, month_of(month))
        found, filing = seen.shown, seen.filing
        reasons = _reasons(reason, found)
        told = form_proof(
            opened, found, before=seen.before, filing=filing, reasons=reasons
        )
        if out is not None:
            if filing is None:
                _require_reasons(found, reasons)
            paper = form_file(opened, found, filing)
            write_out(out, paper, (".xlsx",), quiet=as_json)
        if proof is not None:
            content = proof_file(told, proof.suffix.lower())
            write_out(proof, content, (".xlsx", ".json"), quiet=as_json)
        if as_json:
            show_json(_as_json(told, seen))
        else:
            _tell(seen, reasons)


def _as_json(told: FormProof, seen: FormSeen) -> dict[str, Any]:
    """Return the proof; of a filed form also what the ledger gives by now."""
    later = [
        {"number": number, "filed": change.before, "now": change.after}
        for number, change in sorted(seen.later.items())
    ]
    return json.loads(proof_file(told, ".json")) | {"changed_since_filed": later}


def _reasons(texts: list[str], found: FormFound) -> dict[str, str]:
    """Read the reasons typed, each for a check that there is."""
    reasons = dict(text.partition("=")[::2] for text in texts)
    known = [check.id for check in found.checks]
    if unknown := [check for check in reasons if check not in known]:
        raise PlanningError(
            "there is no check {check!r}; checks are: {known}",
            check=unknown[0],
            known=", ".join(known),
        )
    if lacking := [check for check, why in reasons.items() if not why.strip()]:
        raise PlanningError(
            "{check!r} gives no reason; write it as CHECK=WHY", check=lacking[0]
        )
    return reasons


def _require_reasons(found: FormFound, reasons: dict[str, str]) -> None:
    """Refuse a form that cannot go out, and name each check that lacks its reason."""
    missing = [check for check in found.to_explain if not reasons.get(check.id)]
    if missing and not found.refused:
        lines = "".join(f"\n  {check.id}: {check.says}" for check in missing)
        raise PlanningError(
            "give a reason for each of these, as --reason CHECK=WHY; it is signed with "
            "your name:{checks}",
            checks=lines,
        )
    signed_reasons(found, reasons)


def _tell(seen: FormSeen, reasons: dict[str, str]) -> None:
    found, filing = seen.shown, seen.filing
    state = f"filed, no. {filing.number}" if filing else "a draft, not handed in"
    values = values_of(found, filing)
    rows = (
        (c.number, c.label, _shown(values.get(c.number), c.is_money), c.unit)
        for c in found.template.columns
    )
    show_table(f"{found.form} of {found.month:%Y-%m}: {state}", _HEADINGS, rows)
    signed = filing.reasons if filing else reasons
    for check in (*found.refused, *found.to_explain):
        kind = "refuses" if check.refuses else "asks for a reason"
        why = signed.get(check.id)
        show(f"{check.id} {kind}: {check.says}" + (f" (given: {why})" if why else ""))
    if seen.later:
        columns = ", ".join(map(str, sorted(seen.later)))
        show(
            f"warning: since it was filed the ledger changed in columns {columns}; "
            "what is printed is what was filed"
        )


_HEADINGS = ("column", "label", "value", "unit")


def _shown(value: int | None, is_money: bool) -> object:
    return value / YUAN if is_money and value is not None else value
