"""Count households and cases by area, for those who read no single one."""

from collections.abc import Callable
from datetime import date
from types import MappingProxyType

from sqlalchemy import Select, func, select, union

from ledger.households import grades_now, place_names
from ledger.schema import case_step, household, retrofit_case
from ledger.small_counts import AreaCount, protected
from ledger.store import Ledger, as_of
from rules.adcode import Level
from rules.errors import AccessError
from rules.vocabulary import GRADES, STEPS

DANGEROUS = GRADES[-2:]  # 危房, by the standard of the appraisal


def counted(ledger: Ledger, measure: str, on: date | None = None) -> list[AreaCount]:
    """Count by village, town and county; small counts are hidden.

    What is counted falls apart into measures without a sum over them: no count is the
    difference of two others.

    Raises
    ------
    AccessError
        If there is no such measure.
    """
    if measure not in MEASURES:
        raise AccessError(
            "there is no count of {measure}; there are: {known}",
            measure=measure,
            known=", ".join(MEASURES),
        )
    position = ledger.position(on=on)
    names = place_names(ledger)
    homes = as_of(household, position).subquery()
    everywhere = ledger.rows(select(homes.c.village_code).distinct())
    codes = {code for code in names if len(code) == Level.VILLAGE}
    villages = dict.fromkeys(sorted(codes | {_whole(c) for (c,) in everywhere}), 0)
    for code, count in ledger.rows(MEASURES[measure](position)):
        villages[_whole(code)] += count
    return list(protected(villages, names).values())


def _whole(code: str) -> str:
    """Give a household of which only the town is known a village of its own."""
    return code.ljust(Level.VILLAGE, "0")


def _graded(grades: tuple[str, ...]) -> Callable[[int], Select]:
    def query(position: int) -> Select:
        homes = as_of(household, position).subquery()
        houses = grades_now(position).subquery()
        same = homes.c.household_id == houses.c.household_id
        grade = houses.c.grade
        asked = grade.in_(grades) if grades else grade.is_(None)
        counted = select(homes.c.village_code, func.count())
        joined = counted.select_from(homes).outerjoin(houses, same)
        return joined.where(asked).group_by(homes.c.village_code)

    return query


def _cases(*, closed: bool) -> Callable[[int], Select]:
    def query(position: int) -> Select:
        homes = as_of(household, position).subquery()
        opened = as_of(retrofit_case, position).subquery()
        steps = as_of(case_step, position).subquery()
        columns = ("case_id", "household_id")
        both = [select(*[part.c[n] for n in columns]) for part in (opened, steps)]
        cases = union(*both).subquery()
        over = select(steps.c.case_id).where(steps.c.step == STEPS[-1])
        asked = cases.c.case_id.in_(over) if closed else cases.c.case_id.not_in(over)
        same = cases.c.household_id == homes.c.household_id
        counted = select(homes.c.village_code, func.count())
        joined = counted.select_from(cases).join(homes, same)
        return joined.where(asked).group_by(homes.c.village_code)

    return query


MEASURES: MappingProxyType[str, Callable[[int], Select]] = MappingProxyType(
    {
        "dangerous": _graded(DANGEROUS),
        "not_dangerous": _graded(GRADES[:-2]),
        "not_graded": _graded(()),
        "open_cases": _cases(closed=False),
        "struck_off_cases": _cases(closed=True),
    }
)
