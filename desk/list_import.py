"""Import of the departments' lists: each row checked, each list in its new edition."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from desk.case_hand import Hand
from geo.household_files import Reject
from geo.list_files import identity_of, read_list
from geo.mapping import ColumnMapping
from geo.sheets import Sheet
from geo.sight import read_sheet
from ledger.households import place_names
from ledger.lists import edition
from ledger.roles import require_may_act
from rules.errors import AccessError, PlanningError
from rules.language import N_
from rules.policy import Policy
from rules.vocabulary import DEPARTMENTS


def import_list(
    hand: Hand,
    source: Path | Sheet,
    department: str,
    *,
    group: str | None = None,
    certified_on: date | None = None,
    mapping: ColumnMapping | None = None,
) -> dict[str, Any]:
    """Take a department's list into the ledger (rules G5, G6, A1).

    A list is what one department certifies of one group; a newer file with rows of
    that group is its new edition.  Who is not in it any more has left; nobody has
    while rows are refused, for he may be among them.

    Parameters
    ----------
    source : Path or Sheet
        The file, or what was read from it.
    group : str, optional
        The group of the rows that do not say it.
    certified_on : datetime.date, optional
        The day of the rows that do not say it.
    mapping : ColumnMapping, optional
        Which column is which; by default what the headings say.

    Returns
    -------
    dict
        ``imported`` (new or changed), ``unchanged``, ``left``, ``held`` (not in the
        file, but not taken for left), ``rejected``, and ``rows`` and ``notes``: a
        dict of ``row, field, value, reason`` each.

    Raises
    ------
    AccessError
        If the department certifies no such group under the policy (rule G5), or
        this is not done by this role (rule A1).
    FileError, SchemaError
        If the file as a whole cannot be read; then nothing is imported.
    """
    workspace = hand.workspace
    require_may_act(hand.acting, "county", workspace.county_code)
    _require_department(department)
    names = place_names(workspace.ledger)
    sheet = source if isinstance(source, Sheet) else read_sheet(source)
    found = read_list(sheet, places=names, today=hand.day, group=group, mapping=mapping)
    for row in found.rows:
        require_competent(workspace.policy, department, row["group_name"])
        row["certified_on"] = row["certified_on"] or certified_on
    incoming = [(identity_of(row), row) for row in found.rows]
    with workspace.ledger.transaction() as transaction:
        new = edition(
            workspace.ledger, department, incoming, complete=not found.rejects
        )
        if new.versions:
            named = replace(hand, note=sheet.file)
            new.write(named.entry(transaction, "import list", scope="lists"))
    return {
        "imported": new.joined + new.changed,
        "unchanged": new.unchanged,
        "left": new.left,
        "held": new.held,
        "rejected": len({reject.row for reject in found.rejects}),
        "rows": [_told(reject) for reject in found.rejects],
        "notes": [_told(note) for note in found.notes],
    }


def require_competent(policy: Policy, department: str, group: str) -> None:
    """Refuse a department's word on a group that is not its to certify (rule G5).

    Raises
    ------
    AccessError
        With the clause, and who is competent.
    """
    known = {protected.id: protected for protected in policy.groups}
    if group not in known:
        raise AccessError(
            N_("{document} protects no {group}; its groups are: {known}"),
            document=policy.document,
            group=group,
            known=" ".join(known),
        )
    if department not in known[group].certified_by:
        raise AccessError(
            N_(
                "{department} does not certify {group}; by {document} {clause} it is "
                "certified by: {competent}"
            ),
            department=department,
            group=group,
            document=policy.document,
            clause=known[group].clause,
            competent=" ".join(known[group].certified_by) or "-",
        )


def _require_department(department: str) -> None:
    if department not in DEPARTMENTS:
        message = N_(
            "{department} is no department that keeps lists; these do: {known}"
        )
        known = " ".join(DEPARTMENTS)
        raise PlanningError(message, department=department, known=known)


def _told(reject: Reject) -> dict[str, Any]:
    return {
        "row": reject.row,
        "field": reject.field,
        "value": reject.value,
        "reason": reject.reason,
    }
