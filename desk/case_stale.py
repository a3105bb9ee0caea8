"""A case that somebody changed after it was seen: nothing is done, all is shown."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from desk.workspace import Workspace
from ledger.case_rows import Row, Which, who_wrote
from ledger.cases import CaseRecord, case_records
from ledger.versions import VERSION_COLUMNS
from rules.casefile import CaseFile, StepDone
from rules.errors import StaleEditError
from rules.times import local_time
from rules.vocabulary import STEPS

# What somebody wanted of a case as it was seen, by the name of what would change.
Wanted = Callable[[CaseRecord], Mapping[str, Any]]


def require_fresh(
    workspace: Workspace,
    record: CaseRecord,
    version: int,
    wanted: Wanted | None = None,
) -> None:
    """Refuse to act on a case as it was before somebody changed it.

    Raises
    ------
    StaleEditError
        With ``differences``: what was seen, what is recorded now and what was to be,
        by field.
    """
    if record.version == version:
        return
    case_id = record.file.case_id
    found = _differences(_opened(workspace, case_id, version), record, wanted)
    changed = [d["field"] for d in found if d["base"] != d["theirs"]]
    actor, at = who_wrote(workspace.ledger, record.version)
    raise StaleEditError(
        "case {thing} was changed by {actor} at {at}, after it was opened here "
        "({fields}); nothing was overwritten: compare both and save again",
        thing=case_id,
        actor=actor,
        at=local_time(at),
        fields=", ".join(changed) or "-",
        table="retrofit_case",
        key={"case_id": case_id},
        version=version,
        newest=record.version,
        differences=found,
    )


def _opened(workspace: Workspace, case_id: str, version: int) -> CaseRecord | None:
    which = Which(case_ids=(case_id,))
    found = case_records(workspace.ledger, workspace.policy, version, which)
    return found[0] if found else None


def set_to(**told: Any) -> Wanted:
    """Say that some details of a case were to be these."""
    return lambda seen: told


def one_more(name: str, thing: Any) -> Wanted:
    """Say that one thing was to be added to those of a case."""
    return lambda seen: {name: (*getattr(seen.file, name), thing)}


def step_taken(done: StepDone) -> Wanted:
    """Say that a step was to be taken, or one that was taken to be told anew."""
    return lambda seen: {
        "steps": (*(s for s in seen.file.steps if s.step != done.step), done)
    }


def posting(step: str, on: date) -> Wanted:
    """Say that the result of a step was to be put up on a day."""
    return lambda seen: {
        "steps": tuple(
            replace(s, posted_on=on) if s.step == step else s for s in seen.file.steps
        )
    }


def undone_after(step: str) -> Wanted:
    """Say that the steps after one were to be undone."""
    later = STEPS[STEPS.index(step) + 1 :] if step in STEPS else ()
    return lambda seen: {
        "steps": tuple(s for s in seen.file.steps if s.step not in later)
    }


def _differences(
    before: CaseRecord | None, now: CaseRecord, wanted: Wanted | None
) -> tuple[dict, ...]:
    """Compare by field; what nobody wanted to change was to stay as it was seen."""
    opened = before or _unseen(now.file)
    was = _row(before) | asdict(before.file) if before else {}
    told = dict(wanted(opened)) if wanted else {}
    in_file = {name: told[name] for name in told if hasattr(opened.file, name)}
    mine = asdict(replace(opened.file, **in_file))
    theirs = _row(now) | asdict(now.file)
    found = []
    for name in {**theirs, **told}:
        base, value = was.get(name), theirs.get(name)
        to_be = mine.get(name, told[name]) if name in told else base
        if not base == value == to_be:
            found.append({"field": name, "base": base, "theirs": value, "mine": to_be})
    return tuple(found)


def _row(record: CaseRecord) -> Row:
    return {n: v for n, v in record.row.items() if n not in VERSION_COLUMNS}


def _unseen(file: CaseFile) -> CaseRecord:
    """Return a case as nobody has seen it yet."""
    names = ("case_id", "household_id", "village_code", "task", "opened_on")
    known = {name: getattr(file, name) for name in names}
    return CaseRecord(file=CaseFile(**known), version=0, row={})
