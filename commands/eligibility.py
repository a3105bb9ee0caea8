"""``eligibility``: which task each household may enter, and who owes what."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.printing import AsJson, day_of, show, show_json, show_table
from desk.eligibility import HouseholdEligibility, county_eligibility
from desk.eligibility import household_eligibility as of_household
from desk.eligibility_tables import counts, owed, table_of, without_column
from desk.workspace import Workspace, workspace_at
from geo.entitlement import Missing, TaskAnswer
from geo.whole_files import written_whole

app = typer.Typer()

BY_NOBODY = "nobody named"


@app.command()
def eligibility(
    workspace: Path,
    household: Annotated[str, typer.Option(help="Id of one household.")] = "",
    on: Annotated[str, typer.Option(help="A day, as 2026-11-22.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="CSV file: one row per household and task.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which task each household may enter, by which clause, or what is missing."""
    day = day_of(on) if on else None
    with workspace_at(workspace) as opened:
        if household:
            _show_household(of_household(opened, household, day), as_json)
        else:
            _show_county(opened, day, out, as_json)


def _show_household(found: HouseholdEligibility, as_json: bool) -> None:
    if as_json:
        show_json(_household(found))
        return
    title = f"Household {found.household_id} on {found.on}"
    headings = ["task", "answer", "clauses", "missing", "supplied_by"]
    show_table(title, headings, (_row(answer) for answer in found.answers))
    groups = "; ".join(found.groups) or "on no list"
    show(f"groups: {groups}; counted as: {found.category or 'none yet'}")
    if found.departments:
        show(f"not certified yet; asked: {'; '.join(found.departments)}")
    for name, answer in found.appraise.items():
        show(f"to be appraised anew ({name}): {answer.name.lower()}")
    if found.damaged:
        show("to be appraised anew: a visit suspected damage since")
    for name, (answer, rules) in found.advice.items():
        clauses = "; ".join(dict.fromkeys(rule.clause for rule in rules))
        show(f"{name.replace('_', ' ')}: {answer.name.lower()} ({clauses})")


def _row(answer: TaskAnswer) -> tuple[str, ...]:
    return (
        answer.task,
        answer.answer.name.lower(),
        "; ".join(answer.clauses),
        "; ".join(missing.fact for missing in answer.missing),
        "; ".join(dict.fromkeys(map(_who, answer.missing))),
    )


def _who(missing: Missing) -> str:
    return " or ".join(missing.supplied_by) or BY_NOBODY


def _owed(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["task"], row["fact"], " or ".join(row["supplied_by"]) or BY_NOBODY


def _household(found: HouseholdEligibility) -> dict[str, Any]:
    return {
        "household_id": found.household_id,
        "on": found.on,
        "overall": found.overall.name.lower(),
        "groups": found.groups,
        "category": found.category,
        "column": found.column,
        "departments": found.departments,
        "tasks": [_task(answer, found) for answer in found.answers],
        "appraise": {k: a.name.lower() for k, a in found.appraise.items()},
        "damaged": found.damaged,
        "advice": {
            name: {"answer": a.name.lower(), "clauses": [r.clause for r in rules]}
            for name, (a, rules) in found.advice.items()
        },
    }


def _task(answer: TaskAnswer, found: HouseholdEligibility) -> dict[str, Any]:
    said = {"holds": answer.holds, "refuses": answer.refuses, "open": answer.open}
    rules = {
        name: [
            {
                "rule": rule.id,
                "clause": rule.clause,
                "document": found.documents[rule.id],
                "basis": rule.basis,
            }
            for rule in of_name
        ]
        for name, of_name in said.items()
    }
    missing = [
        {"fact": m.fact, "supplied_by": m.supplied_by, "clause": m.clause}
        for m in answer.missing
    ]
    told = {"task": answer.task, "answer": answer.answer.name.lower()}
    return told | {"clauses": answer.clauses} | rules | {"missing": missing}


def _show_county(
    opened: Workspace, day: date | None, out: Path | None, as_json: bool
) -> None:
    county = county_eligibility(opened, day)
    if out is not None:
        with written_whole(out) as unfinished:
            table_of(county).to_csv(unfinished, index=False, encoding="utf-8-sig")
    told = {
        "on": county.found.on,
        "households": len(county.exposure),
        "tasks": counts(county),
        "missing": owed(county),
        "without_column": without_column(county),
    }
    if as_json:
        show_json(told)
    else:
        _show_counts(told)


def _show_counts(told: dict[str, Any]) -> None:
    title = f"Eligibility on {told['on']}: {told['households']} households"
    headings = ["task", "yes", "no", "unknown"]
    tasks = ((t["task"] or "any task", *list(t.values())[1:]) for t in told["tasks"])
    show_table(title, headings, tasks)
    headings = ["task", "missing", "supplied_by", "clause", "households"]
    asked = ((*_owed(m), m["clause"], m["households"]) for m in told["missing"])
    show_table("What is missing, and who supplies it", headings, asked)
    if told["without_column"]:
        count = len(told["without_column"])
        show(f"certified, but under no known column of the form: {count}")
