"""What progress comes to: the sentence under a map, and all else that is told of it."""

from dataclasses import replace

from desk.progress_answers import Answer, five_answers
from desk.progress_changes import (
    Changes,
    changes,
    changes_told,
    published_changes,
    why_published,
)
from desk.progress_charts import (
    ageing,
    money_by_source,
    pace,
    plan_curve,
    published_ageing,
    published_pace,
    published_plan_curve,
)
from desk.progress_ends import Extreme, compared, ends
from desk.progress_figures import Figures, figures
from desk.progress_measures import PROGRESS_MEASURES, UNITS, Measure
from desk.progress_told import Told, checked, one_of, plain, read
from rules.adcode import level_of
from rules.language import N_
from rules.remarks import Remark

__all__ = [
    "Answer",
    "Changes",
    "ageing",
    "changes",
    "changes_told",
    "figures",
    "five_answers",
    "money_by_source",
    "pace",
    "plan_curve",
    "published_ageing",
    "published_changes",
    "published_pace",
    "published_plan_curve",
    "sentence",
    "why_published",
]

WORDS = ("measure", "unit")  # that are translated

SHARE = N_("{place}, {day}: {measure} – {share} ({above} of {below}).")
SHARE_TOLD = N_("{place}, {day}: {measure} – {share} (in classes: {above} of {below}).")
VALUE = N_("{place}, {day}: {measure} – {value} {unit}.")
AT_LEAST = N_("{place}, {day}: {measure} – {value} {unit} or a little more.")
NO_CASE = N_("{place}, {day}: {measure} – there is no case to tell of.")
HIDDEN = N_(
    "{place}, {day}: {measure} – not shown, so that no family can be recognised."
)
MOST = N_("Highest in {end} ({shown}).")
LEAST = N_("Lowest in {end} ({shown}).")
MOST_OF = N_("Highest in one of these, whose published numbers overlap: {names}.")
LEAST_OF = N_("Lowest in one of these, whose published numbers overlap: {names}.")
ALIKE = N_("No single area stands out.")
NOT_APART = N_("The published numbers do not tell which area is highest, or lowest.")
NOT_COMPARED = N_("In single areas there are too few cases to compare them.")


def sentence(told: Figures, measure: str, town: str = "") -> Told:
    """Say what a map of a measure shows; every number is read again from its table.

    Parameters
    ----------
    told : Figures
        Exact or published, see :func:`desk.progress_figures.figures`.
    town : str, optional
        The town whose villages are shown; the county's towns if not given.

    Raises
    ------
    PlanningError
        If a number of the sentence is not what its table says.
    """
    code = town or told.county
    first = _first(told, measure, code)
    more = [
        _end(told, measure, code, (end, most))
        for end, most in zip(ends(told, measure, code), (True, False), strict=True)
        if end
    ]
    if not more:
        alike = ALIKE if told.exact else NOT_APART
        more = [plain(alike if compared(told, measure, code) > 1 else NOT_COMPARED)]
    return checked(replace(first, code=code, more=tuple(more)), told)


def _first(told: Figures, measure: str, code: str) -> Told:
    asked, day = PROGRESS_MEASURES[measure], told.on.isoformat()
    values = {"place": told.name(code), "day": day, "measure": asked.title}
    message, wanted = _how(told, asked, code)
    numbers, claims = read(told, code, wanted, measure)
    if "unit" in message:
        values["unit"] = UNITS[asked.unit]
    remark = Remark(message=message, values=values | numbers, words=WORDS)
    return Told(remark=remark, claims=claims, names=(told.name(code), day))


def _how(told: Figures, asked: Measure, code: str) -> tuple[str, dict[str, str]]:
    """Return how a measure is said, and which of its columns fill it."""
    row = told.rate(level_of(code), asked.id).loc[code]
    state, below = row["state"], str(row["shown"]).startswith("<")
    hidden = state == "small" and not told.exact and not asked.is_share
    if state == "none":
        return NO_CASE, {}
    if hidden or state == "withheld":
        return HIDDEN, {}
    if asked.is_share:
        parts = {"above": "numerator_shown", "below": "denominator_shown"}
        return SHARE if told.exact else SHARE_TOLD, {"share": "shown", **parts}
    return VALUE if told.exact or below else AT_LEAST, {"value": "shown"}


def _end(
    told: Figures, measure: str, code: str, end: tuple[tuple[str, ...], bool]
) -> Told:
    """Name the area with the most or the least, or those that may be it."""
    areas, most = end
    extreme = Extreme(areas, measure, most, tuple(told.areas_in(code)))
    if len(areas) > 1:
        return one_of(told, MOST_OF if most else LEAST_OF, extreme)
    (area,) = areas
    numbers, claims = read(told, area, {"shown": "shown"}, measure)
    name = told.name(area)
    return Told(
        remark=Remark(message=MOST if most else LEAST, values={"end": name, **numbers}),
        claims=claims,
        extremes=(extreme,),
        names=(name,),
        code=area,
    )
