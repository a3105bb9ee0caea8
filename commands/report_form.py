"""``report form1|form2|file``: the monthly forms, their proof, and handing them in."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commands.printing import ACTOR, AsJson, show, show_json, show_table
from commands.report_asking import Month, Out, month_of, write_out
from desk.case_hand import Hand
from desk.form_filing import Filing, file_form, filed_form, signed_reasons
from desk.form_found import FormFound
from desk.form_paper import form_file, form_proof, proof_file, values_of
from desk.monthly_form import last_month, monthly_form
from desk.workspace import Workspace, workspace_at
from ledger.roles import Acting, Role
from rules.errors import PlanningError
from rules.forms import FORMS

YUAN = 10_000  # in 万元
Reasons = Annotated[
    list[str],
    typer.Option("--reason", help="CHECK=WHY, signed with the form; one for each."),
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
        found = monthly_form(opened, form, month_of(month))
        filing = file_form(
            Hand(opened, Acting(name, Role.PLANNER)),
            found,
            _reasons(reason),
            note,
            before=last_month(opened, form, found.month),
        )
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
        found, filing = _found(opened, form, month_of(month))
        reasons = _reasons(reason)
        told = form_proof(
            opened,
            found,
            before=last_month(opened, form, found.month),
            filing=filing,
            reasons=reasons,
        )
        if out is not None:
            if filing is None:
                signed_reasons(found, reasons)
            write_out(out, form_file(opened, found, filing), (".xlsx",))
        if proof is not None:
            write_out(proof, proof_file(told, proof.suffix.lower()), (".xlsx", ".json"))
        if as_json:
            show_json(json.loads(proof_file(told, ".json")))
        else:
            _tell(found, filing)


def _found(
    workspace: Workspace, form: str, month: date
) -> tuple[FormFound, Filing | None]:
    filed = filed_form(workspace, form, month)
    if filed is not None:
        return filed[1], filed[0]
    return monthly_form(workspace, form, month), None


def _reasons(texts: list[str]) -> dict[str, str]:
    reasons = dict(text.partition("=")[::2] for text in texts)
    if lacking := [check for check, why in reasons.items() if not why.strip()]:
        raise PlanningError(
            "{check!r} gives no reason; write it as CHECK=WHY", check=lacking[0]
        )
    return reasons


def _tell(found: FormFound, filing: Filing | None) -> None:
    state = f"filed, no. {filing.number}" if filing else "a draft, not handed in"
    values = values_of(found, filing)
    rows = (
        (c.number, c.label, _shown(values.get(c.number), c.is_money), c.unit)
        for c in found.template.columns
    )
    show_table(f"{found.form} of {found.month:%Y-%m}: {state}", _HEADINGS, rows)
    for check in (*found.refused, *found.to_explain):
        kind = "refuses" if check.refuses else "asks for a reason"
        show(f"{check.id} {kind}: {check.says}")


_HEADINGS = ("column", "label", "value", "unit")


def _shown(value: int | None, is_money: bool) -> object:
    return value / YUAN if is_money and value is not None else value
