"""The case file as it grew: the case itself, its steps, its papers."""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import itemgetter

from geo.synthetic.dossiers import (
    MOVED,
    Dated,
    Dossier,
    Row,
    later,
    made,
    step_before,
    takers,
)
from geo.synthetic.raw import table
from rules.policy import Policy

ACCEPTANCES = ("town_acceptance", "county_acceptance")
POSTED_DAYS = 4  # from one posting to the next step: three full days between


def file_rows(dossier: Dossier, policy: Policy) -> Iterator[Dated]:
    """Tell the history of one case file."""
    yield from _case(dossier)
    yield from _steps(dossier, policy)
    yield from _papers(dossier, policy)


def moved_in_on(dossier: Dossier) -> date | None:
    """Return the day the family moved in, ``None`` if it has not (rule W8)."""
    accepted = dossier.days.get("county_acceptance")
    if dossier.slip == "moved_early" and "works_started" in dossier.days:
        return min(dossier.days["works_started"] + timedelta(days=30), dossier.until)
    if accepted is None:
        return None
    latest = min(dossier.days.get("struck_off", dossier.until), dossier.until)
    room = (latest - accepted).days
    least, most = made("file")["moved_in_days"]
    if room < most and "struck_off" not in dossier.days:
        return None
    return accepted + timedelta(days=min(least + _spread_days(dossier, most), room))


def _spread_days(dossier: Dossier, most: int) -> int:
    """Draw a number of days that is the same whenever it is asked for."""
    return int(dossier.case_id[-6:]) * 7 % (most + 1)


def _case(dossier: Dossier) -> Iterator[Dated]:
    """Yield the case anew whenever more is known of it."""
    days = dossier.days
    row: Row = {
        "case_id": dossier.case_id,
        "household_id": dossier.household_id,
        "task": dossier.task,
        "opened_on": days["found"],
        "year": days["found"].year,
    }
    yield Dated(days["found"], "retrofit_case", row)
    learned = [(days[step], known) for step, known in _learned(dossier) if step in days]
    moved = moved_in_on(dossier)
    if moved is not None:
        learned.append((moved, {"moved_in_on": moved}))
    for day, known in sorted(learned, key=itemgetter(0)):
        row = row | known
        yield Dated(day, "retrofit_case", row)


def _learned(dossier: Dossier) -> Iterator[tuple[str, Row]]:
    """Yield what becomes known of a case with some of its steps."""
    share, dice = made("file"), dossier.dice
    by_village = dice.random() < share["applied_by_village"]
    yield "applied", {"applied_by": "village" if by_village else "household"}
    approved = dossier.days.get("county_approval", dossier.until)
    yield "county_approval", {"year": approved.year}
    chances = ("beyond_task", "energy_retrofit", "accessibility")
    drawn = {name: dice.random() < share[name] for name in chances}
    new_home = dossier.rebuilt and dossier.way not in MOVED
    yield (
        "agreement",
        drawn
        | {
            "way": dossier.way,
            "builder": dossier.builder,
            "structural_design": True if new_home else None,
            "seismic_strengthening": dossier.strengthened or None,
            "area_m2": dossier.area_m2 if new_home else None,
        },
    )
    painted = dossier.slip == "painted"
    built = {"real_cost_cny": dossier.cost_cny, "decoration_only": painted}
    yield "town_acceptance", built


def _steps(dossier: Dossier, policy: Policy) -> Iterator[Dated]:
    posted = {publicity.step for publicity in policy.publicity}
    for step, day in dossier.days.items():
        row = _step(dossier, policy, step, day)
        if step in posted:
            row["posted_on"] = _posted_on(dossier, step, day)
        if step in ACCEPTANCES:
            row["passed"] = True
            yield from _failed_before(dossier, row)
        if step in posted:
            yield from _undone_before(dossier, row)
        yield Dated(day, "case_step", row)
    yield from _failing(dossier, policy)


def _step(dossier: Dossier, policy: Policy, step: str, day: date) -> Row:
    level, clause = _rests_on(policy, step)
    return {
        "case_id": dossier.case_id,
        "step": step,
        "household_id": dossier.household_id,
        "on_date": day,
        "actor": takers(dossier)[level],
        "clause": clause,
    }


def _rests_on(policy: Policy, step: str) -> tuple[str, str]:
    told = policy.step(step)
    return told.by, f"{policy.document} {told.clause}"


def _posted_on(dossier: Dossier, step: str, day: date) -> date | None:
    if dossier.slip == "no_posting":
        return None
    late = dossier.slip == "short_posting" and step == "village_review"
    return min(day + timedelta(days=3 if late else 0), dossier.until)


def _failed_before(dossier: Dossier, passed: Row) -> Iterator[Dated]:
    """Yield an acceptance that was not passed, before the one that was (rule W11)."""
    share, dice = made("file"), dossier.dice
    failed = later(passed["on_date"], share["failed_days"], dice)
    failed = passed["on_date"] - (failed - passed["on_date"])
    fails = dice.random() < share["failed_acceptance"]
    if fails and failed > dossier.days[step_before(passed["step"])]:
        yield _failure(dossier, passed, failed)


def _failing(dossier: Dossier, policy: Policy) -> Iterator[Dated]:
    """Yield the acceptance that a house under works did not pass."""
    share = made("file")
    begun = dossier.days.get("works_started")
    if begun is None or "town_acceptance" in dossier.days:
        return
    seen = begun + timedelta(days=share["failing_after_days"])
    if seen <= dossier.until and dossier.dice.random() < share["failing_now"]:
        row = _step(dossier, policy, "town_acceptance", seen)
        yield _failure(dossier, row, seen)


def _failure(dossier: Dossier, row: Row, day: date) -> Dated:
    reason = dossier.dice.choice(table("texts")["acceptance"]["failed"])
    failed = row | {"on_date": day, "passed": False, "reason": reason}
    return Dated(day, "case_step", failed)


def _undone_before(dossier: Dossier, row: Row) -> Iterator[Dated]:
    """Yield a step taken, posted and undone, before it was taken again."""
    dice, day = dossier.dice, row["on_date"]
    first = dossier.days[step_before(row["step"])] + timedelta(days=POSTED_DAYS)
    undone = day - timedelta(days=1)
    if dice.random() >= made("file")["gone_back"] or first >= undone:
        return
    taken = row | {"on_date": first, "posted_on": first}
    yield Dated(first, "case_step", taken)
    reason = dice.choice(made("reasons")["gone_back"])
    yield Dated(undone, "case_step", taken | {"removed": True, "reason": reason})


def _papers(dossier: Dossier, policy: Policy) -> Iterator[Dated]:
    lost = None
    if dossier.slip == "missing_paper":
        lost = dossier.dice.choice(policy.documents).id
    for paper in policy.documents:
        day = dossier.days.get(paper.from_step)
        if day is None or paper.id == lost:
            continue
        row = {
            "document_id": f"{dossier.case_id}-{paper.id}",
            "case_id": dossier.case_id,
            "household_id": dossier.household_id,
            "kind": paper.id,
            "dated": day,
        }
        yield Dated(day, "document", row)
