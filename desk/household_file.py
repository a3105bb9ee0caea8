"""Everything about one family on one page (一户一档), as its reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.case_files import cases_on_record, with_eligibility
from desk.describe import NOT_APPRAISED_SINCE
from desk.eligibility import HouseholdEligibility, household_eligibility
from desk.workspace import Workspace
from ledger.audit import Change
from ledger.case_rows import Which
from ledger.cases import CaseRecord
from ledger.grants import UNMASKS
from ledger.households import place_names
from ledger.reading import Reader, for_role
from ledger.roles import Acting
from rules.casework import transitions
from rules.clocks import Running, clocks, next_due
from rules.dossier import missing_documents
from rules.money import Owed, owed
from rules.old_houses import Watch, watched
from rules.policy_tables import Document
from rules.reasons import Transition

Row = dict[str, Any]

OF_HOUSEHOLD = (
    "dwelling",
    "person",
    "membership",
    "appraisal",
    "case_step",
    "document",
    "payment",
    "visit",
    "photograph",
    "vacated_house",
)


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """One case of the household: where it stands, and what comes next.

    Attributes
    ----------
    steps : tuple of dict
        Rows of the steps taken, in the order of their days.
    next : tuple of Transition
        What may come next, each with the clause it rests on or that forbids it.
    clocks : tuple of Running
        Open ones and past ones, in the policy's order.
    due : Running or None
        The open clock that is due first.
    missing : tuple of Document
        Papers that a complete file would hold by now (rule W12).
    owed : Owed
        What the household is owed (rule M1).
    """

    record: CaseRecord
    steps: tuple[Row, ...]
    next: tuple[Transition, ...]
    clocks: tuple[Running, ...]
    due: Running | None
    missing: tuple[Document, ...]
    owed: Owed
    watch: Watch


@dataclass(frozen=True, kw_only=True)
class HouseholdFile:
    """A household as one role may read it on a day.

    Attributes
    ----------
    household : dict
        Its row, personal columns masked.
    rows : dict of str to list of dict
        By table of :data:`OF_HOUSEHOLD`; a table the role does not read is absent.
    answers : HouseholdEligibility or None
        ``None`` for a role that does not work on cases.
    cases : tuple of CaseView
        The newest first; empty likewise.
    history : list of (entry, changes)
        Who changed what, the newest first; empty for a role that may not read it.
    """

    household: Row
    village_name: str
    town_name: str
    on: date
    rows: dict[str, list[Row]]
    answers: HouseholdEligibility | None
    cases: tuple[CaseView, ...]
    history: list[tuple[Row, list[Change]]]

    @property
    def household_id(self) -> str:
        """The household's number."""
        return self.household["household_id"]

    @property
    def dwelling(self) -> Row:
        """The house; empty if none is on record."""
        return next(iter(self.rows.get("dwelling", [])), {})

    @property
    def grade_note(self) -> str:
        """Why the grade on record does not count (rule H4); empty if it does."""
        unseen = self.answers is not None and self.answers.unseen_since_retrofit
        return NOT_APPRAISED_SINCE if unseen and self.dwelling.get("grade") else ""


def household_file(
    workspace: Workspace, acting: Acting, household_id: str, on: date | None = None
) -> HouseholdFile:
    """Read a household's file, as it stands or as it stood on a past day.

    Raises
    ------
    AccessError
        If there is no such household in the reader's area.
    """
    reader, day = for_role(workspace.ledger, acting), on or date.today()
    household = reader.household(household_id, on)
    rows = {
        name: reader.of_household(name, household_id, on)
        for name in OF_HOUSEHOLD
        if reader.sees(name)
    }
    names = place_names(workspace.ledger)
    code = household["village_code"]
    works = reader.sees("case_step")
    judged = reader.sees("membership")
    return HouseholdFile(
        household=household,
        village_name=names.get(code) or code,
        town_name=names.get(code[:9]) or code[:9],
        on=day,
        rows=rows,
        answers=household_eligibility(workspace, household_id, on) if judged else None,
        cases=_cases(workspace, household_id, on, rows) if works else (),
        history=_history(reader, household_id, day) if works else [],
    )


def hidden_columns(acting: Acting, file: HouseholdFile) -> list[str]:
    """Name the values of a household that this role sees masked and may ask for."""
    allowed = sorted(UNMASKS.get(acting.role, frozenset()))
    own = [column for table, column in allowed if table == "household"]
    return [column for column in own if file.household.get(column)]


def look_at(
    workspace: Workspace, acting: Acting, which: tuple[str, str], reason: str
) -> str | None:
    """Return one hidden value of a household, recorded with its reason (rule A2).

    Parameters
    ----------
    which : tuple of str
        The household and the column.

    Raises
    ------
    AccessError
        If the role may not, or gives no reason.
    """
    household_id, column = which
    reader = for_role(workspace.ledger, acting)
    return reader.unmask(household_id, column, reason)


def _cases(
    workspace: Workspace,
    household_id: str,
    on: date | None,
    rows: dict[str, list[Row]],
) -> tuple[CaseView, ...]:
    which = Which(households=(household_id,))
    day = on or date.today()
    found = with_eligibility(workspace, cases_on_record(workspace, which, on), day)
    steps = sorted(rows["case_step"], key=lambda row: row["on_date"])
    views = [_case(workspace, record, steps, day) for record in found]
    return tuple(sorted(views, key=_opened, reverse=True))


def _case(
    workspace: Workspace, record: CaseRecord, steps: Sequence[Row], on: date
) -> CaseView:
    file, policy = record.file, workspace.policy
    running = tuple(clocks(file, policy, on, workspace.holidays))
    return CaseView(
        record=record,
        steps=tuple(row for row in steps if row["case_id"] == file.case_id),
        next=tuple(transitions(file, policy, on)),
        clocks=running,
        due=next_due(running),
        missing=missing_documents(file, policy),
        owed=owed(file, policy),
        watch=watched(file, policy, on),
    )


def _opened(view: CaseView) -> tuple[date, str]:
    return view.record.file.opened_on, view.record.file.case_id


def _history(
    reader: Reader, household_id: str, on: date
) -> list[tuple[Row, list[Change]]]:
    return [one for one in reader.history(household_id) if one[0]["day"] <= on]
