"""Cases as they had been recorded by a day: their steps, their whole files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ledger.case_rows import (
    Heads,
    Row,
    Which,
    by_household,
    closings,
    heads,
    highest_number,
    memberships,
    versions,
)
from ledger.schema import (
    appraisal,
    case_step,
    document,
    household,
    payment,
    vacated_house,
)
from ledger.store import Ledger, as_of, as_of_household
from rules.casefile import Appraised, CaseFile, Paid, StepDone, Vacated
from rules.policy import Policy
from rules.vocabulary import STEPS

OF_FILE = (
    "applied_by",
    "way",
    "builder",
    "area_m2",
    "real_cost_cny",
    "seismic_strengthening",
    "structural_design",
    "decoration_only",
    "beyond_task",
    "moved_in_on",
)
NUMBER_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """A case as it is on record.

    Attributes
    ----------
    file : CaseFile
        What the rules look at; its ``task`` is ``""`` where no task is on record.
    version : int
        The newest entry that touched it: what an edit must have seen.
    row : dict
        Its own columns (:data:`ledger.schema.retrofit_case`); empty if only steps
        are on record.
    documents, vacated : tuple of dict
        Their rows.
    """

    file: CaseFile
    version: int
    row: Row
    documents: tuple[Row, ...] = ()
    vacated: tuple[Row, ...] = ()


def step_rows(ledger: Ledger, on: date | None = None) -> Iterator[tuple]:
    """Stream ``case_id, household_id, village_code, step, on_date``.

    Only what had been recorded by the end of ``on`` and had happened by then.
    """
    position = ledger.position(on=on)
    steps = as_of(case_step, position).subquery()
    homes = as_of(household, position).subquery()
    query = select(
        steps.c.case_id,
        steps.c.household_id,
        homes.c.village_code,
        steps.c.step,
        steps.c.on_date,
    ).join_from(
        steps, homes, steps.c.household_id == homes.c.household_id, isouter=True
    )
    if on is not None:
        query = query.where(steps.c.on_date <= on)
    return ledger.rows(query)


def steps_of(
    ledger: Ledger, household_id: str, on: date | None = None
) -> list[tuple[str, str, date]]:
    """Return ``case_id, step, on_date`` of one household, in the order of dates."""
    state = as_of_household(case_step, ledger.position(on=on), household_id).subquery()
    query = select(state.c.case_id, state.c.step, state.c.on_date)
    return sorted(map(tuple, ledger.rows(query)), key=lambda row: row[2])


def case_records(
    ledger: Ledger, policy: Policy, position: int, which: Which | None = None
) -> list[CaseRecord]:
    """Read cases with everything about them, some twelve queries for any number.

    Parameters
    ----------
    position : int
        Everything recorded up to this entry (:meth:`Ledger.position`).
    which : Which, optional
        All cases if not given.

    Returns
    -------
    list of CaseRecord
        Ordered by ``case_id``.  Whether a household is eligible is not on record:
        ``eligible`` is ``None``.
    """
    found = heads(ledger, position, which or Which())
    homes = found.household_of.values()
    shelves = {
        table.name: by_household(ledger, table, position, homes)
        for table in (document, payment, appraisal, vacated_house)
    }
    shelves["membership"] = memberships(ledger, position, homes)
    shelves["closing"] = closings(ledger, position, homes)
    seqs = versions(ledger, position, found)
    return [
        _record(case_id, found, shelves, (policy, seqs[case_id]))
        for case_id in sorted(found.household_of)
    ]


def next_number(ledger: Ledger, prefix: str) -> str:
    """Return the next free case number, as ``990001-2026-000123``.

    Parameters
    ----------
    prefix : str
        County and year, as ``990001-2026-``.
    """
    highest = highest_number(ledger, prefix)
    number = int(highest.removeprefix(prefix)) if highest else 0
    return f"{prefix}{number + 1:0{NUMBER_DIGITS}d}"


def _record(
    case_id: str,
    found: Heads,
    shelves: Mapping[str, dict[str, list[Row]]],
    told: tuple[Policy, int],
) -> CaseRecord:
    policy, version = told
    household_id = found.household_of[case_id]
    own = {name: rows.get(household_id, []) for name, rows in shelves.items()}
    papers, payments = (
        [row for row in own[name] if row["case_id"] == case_id]
        for name in ("document", "payment")
    )
    row = found.case.get(case_id, {})
    home = found.home.get(household_id, {})
    steps = _steps(found.steps.get(case_id, []))
    file = CaseFile(
        case_id=case_id,
        household_id=household_id,
        village_code=home.get("village_code") or "",
        task=row.get("task") or "",
        opened_on=row["opened_on"] if row else steps[0].on,
        steps=steps,
        **_identity(own["membership"], policy),
        appraisals=_appraisals(own["appraisal"], _closed_before(case_id, own)),
        occupants=home.get("occupants"),
        documents=frozenset(paper["kind"] for paper in papers),
        payments=_payments(payments, home.get("account")),
        vacated=tuple(_vacated(house) for house in own["vacated_house"]),
        **{name: row.get(name) for name in OF_FILE},
    )
    return CaseRecord(
        file=file,
        version=version,
        row=row,
        documents=tuple(papers),
        vacated=tuple(own["vacated_house"]),
    )


def _steps(rows: Iterable[Row]) -> tuple[StepDone, ...]:
    ordered = sorted(rows, key=lambda r: (r["on_date"], STEPS.index(r["step"])))
    return tuple(
        StepDone(
            step=row["step"],
            on=row["on_date"],
            passed=row["passed"],
            posted_on=row["posted_on"],
        )
        for row in ordered
    )


def _identity(rows: list[Row], policy: Policy) -> dict[str, object]:
    """Tell whether a protected group is certified, since when, or who is missing."""
    competent = {group.id: group.certified_by for group in policy.groups}
    listed = [row for row in rows if row["group_name"] in competent]
    certified = [r for r in listed if r["certified_by"] in competent[r["group_name"]]]
    days = [row["certified_on"] for row in certified if row["certified_on"]]
    asked = [d for row in listed for d in competent[row["group_name"]]]
    missing = () if certified else tuple(dict.fromkeys(asked))
    counted = {row["group_name"] for row in certified or listed}
    return {
        "identity": True if certified else None if listed else False,
        "identity_on": min(days, default=None),
        "missing_departments": missing,
        "groups": tuple(group for group in competent if group in counted),
    }


def _closed_before(case_id: str, own: Mapping[str, list[Row]]) -> date:
    """Return when the household's last earlier case ended: what is older is of it."""
    ended = [r["on_date"] for r in own["closing"] if r["case_id"] < case_id]
    return max(ended, default=date.min)


def _appraisals(rows: Iterable[Row], since: date) -> tuple[Appraised, ...]:
    ordered = sorted(rows, key=lambda r: (r["appraised_on"], r["entry_seq"]))
    return tuple(
        Appraised(
            grade=row["grade"],
            on=row["appraised_on"],
            third_party=row["third_party"],
            disputed=row["disputed"],
            posted_on=row["posted_on"],
            meets_seismic_standard=row["meets_seismic_standard"],
        )
        for row in ordered
        if row["appraised_on"] >= since
    )


def _payments(rows: Iterable[Row], own_account: str | None) -> tuple[Paid, ...]:
    """Whether money went to the household's account is unknown if either is."""
    return tuple(
        Paid(
            source=row["source"],
            amount_cny=row["amount_cny"],
            kind=row["kind"],
            payee=row["payee"],
            on=row["paid_on"],
            to_own_account=row["account"] == own_account
            if row["account"] and own_account
            else None,
        )
        for row in sorted(rows, key=lambda r: (r["paid_on"], r["entry_seq"]))
    )


def _vacated(row: Row) -> Vacated:
    names = ("why", "moved_to", "threatens_neighbours", "demolished_on")
    names += ("water_off", "power_off", "cleared", "locked")
    return Vacated(**{name: row[name] for name in names})
