"""Appraisals of the houses, and what each left on record about the dwelling."""

from collections.abc import Iterator
from datetime import date, timedelta

from geo.synthetic.dossiers import DANGEROUS_TASK, Dated, Dossier, Row, later, made
from rules.vocabulary import GRADES


def appraisal_rows(dossier: Dossier, surveyed: Row, renewed: Row) -> Iterator[Dated]:
    """Tell the appraisals of a house, and the house as it is on record after them.

    Parameters
    ----------
    surveyed, renewed : dict
        The dwelling before the case, and after accepted works.
    """
    found = {"grade": dossier.grade}
    if dossier.task != DANGEROUS_TASK:
        found["meets_seismic_standard"] = False
    day = dossier.days.get("appraised")
    if day is not None:
        yield from _appraised(dossier, day)
        yield Dated(day, "dwelling", surveyed | found)
    accepted = dossier.days.get("county_acceptance")
    if accepted is not None:
        yield Dated(accepted, "dwelling", renewed | {"grade": None})
    if dossier.appraised_again_on is not None:
        yield from _again(dossier, dossier.appraised_again_on)
        yield Dated(dossier.appraised_again_on, "dwelling", renewed)


def _appraised(dossier: Dossier, day: date) -> Iterator[Dated]:
    share, dice = made("file"), dossier.dice
    follows = dossier.days.get("applied")
    disputed = dice.random() < share["disputed" if follows else "dispute_open"]
    last = follows or dossier.until
    disputed = disputed and (last - day).days >= 2
    row = _appraisal(dossier, day, dossier.grade)
    if not disputed:
        yield from _posted(dossier, row, last)
        return
    if follows is None:  # nobody has appraised it again yet
        yield Dated(day, "appraisal", row | {"disputed": True})
        return
    first = GRADES[max(GRADES.index(dossier.grade) - 1, 0)]
    yield Dated(day, "appraisal", row | {"grade": first, "disputed": True})
    again = day + timedelta(days=1)
    expert = {
        "appraisal_id": f"{dossier.case_id}-2",
        "appraised_on": again,
        "appraiser": dice.choice(made("appraiser")["third_party"]),
        "third_party": True,
        "reason": dice.choice(made("reasons")["reappraised"]),
    }
    yield from _posted(dossier, row | expert, last)


def _appraisal(dossier: Dossier, day: date, grade: str) -> Row:
    seismic = dossier.task != DANGEROUS_TASK
    return {
        "appraisal_id": f"{dossier.case_id}-1",
        "household_id": dossier.household_id,
        "appraised_on": day,
        "grade": grade,
        "appraiser": made("appraiser")["county"],
        "third_party": False,
        "disputed": False,
        "meets_seismic_standard": False if seismic else None,
    }


def _again(dossier: Dossier, day: date) -> Iterator[Dated]:
    """Yield the appraisal of the house after its works (rule H4)."""
    row = _appraisal(dossier, day, dossier.grade_again)
    safe = dossier.rebuilt or dossier.strengthened
    row |= {
        "appraisal_id": f"{dossier.case_id}-again",
        "meets_seismic_standard": True if safe else None,
        "reason": made("reasons")["appraised_again"],
        "posted_on": day,
    }
    yield Dated(day, "appraisal", row)


def _posted(dossier: Dossier, row: Row, last: date) -> Iterator[Dated]:
    """Yield the appraisal, and again once its result hangs on the house (rule H11)."""
    day = row["appraised_on"]
    posted = min(later(day, made("file")["posted_days"], dossier.dice), last)
    if dossier.slip == "unposted_grade":
        yield Dated(day, "appraisal", row)
    elif posted == day:
        yield Dated(day, "appraisal", row | {"posted_on": day})
    else:
        yield Dated(day, "appraisal", row)
        yield Dated(posted, "appraisal", row | {"posted_on": posted})
