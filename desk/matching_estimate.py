"""How many families are on neither of two sources: at least so many (rule G6)."""

from desk.matching_tables import DANGEROUS, Matching
from geo.chapman import Unseen, unseen
from rules.errors import PlanningError
from rules.language import N_

SURVEY = "survey"  # as a source: the houses of the ledger graded C or D


def neither(
    matching: Matching, first: str, second: str, *, dangerous: bool = False
) -> Unseen:
    """Estimate how many families are on neither of two sources: a lower bound.

    Two departments: families on the lists of each.  A department and ``survey``:
    houses that its lists call dangerous, and houses that the survey does.

    Parameters
    ----------
    first, second : str
        Departments, or one and ``survey``.
    dangerous : bool
        Count only families whose house is graded C or D.

    Raises
    ------
    PlanningError
        If a source has nothing, or too few families are on both.
    """
    with_survey = SURVEY in (first, second)
    sides = [
        _surveyed(matching)
        if name == SURVEY
        else _listed(matching, name, dangerous=dangerous, by_list=with_survey)
        for name in (first, second)
    ]
    for name, families in zip((first, second), sides, strict=True):
        if not families:
            raise PlanningError(N_("source {name} has no families"), name=name)
    return unseen(len(sides[0]), len(sides[1]), len(sides[0] & sides[1]))


def _surveyed(matching: Matching) -> set[str]:
    return {id_ for id_, grade in matching.grades.items() if grade in DANGEROUS}


def _listed(
    matching: Matching, department: str, *, dangerous: bool, by_list: bool
) -> set[str]:
    """Return a department's families; one without a house by its number or row."""
    found = set()
    for key, row in matching.rows.items():
        home = matching.matched.get(key)
        grade = row["grade"] if by_list else matching.grades.get(home or "")
        wanted = grade in DANGEROUS or not (dangerous or by_list)
        if wanted and row["department"] == department:
            found.add(home or row["id_index"] or "/".join(key))
    return found
