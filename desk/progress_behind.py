"""Which town is behind: by the order for who reads cases, else by published numbers."""

from dataclasses import replace
from typing import NamedTuple

from desk.progress_ends import Beyond, Extreme, beyond, compared, ends
from desk.progress_figures import OWN, UNOPENED
from desk.progress_reasons import COMPLETED, OVERDUE, Seen, counted, tellable
from desk.progress_told import Claim, Told, plain, read
from rules.adcode import Level
from rules.language import N_
from rules.parameters import load_parameters

NAMED = 3  # towns that are last together, at most
LAST_OVERDUE = N_(
    "{town} stands last in the order of the towns: {overdue} of its {open} open cases "
    "are overdue by what the town itself must do."
)
LAST_UNOPENED = N_(
    "{town} stands last in the order of the towns: beside {open} open cases {unopened} "
    "dangerous houses there have no case at all, beyond the days allowed."
)
LAST_BOTH = N_(
    "{town} stands last in the order of the towns: {overdue} of its {open} open cases "
    "are overdue by what the town itself must do, and {unopened} dangerous houses have "
    "no case at all, beyond the days allowed."
)
LAST_COMPLETED = N_(
    "{town} stands last in the order of the towns: {completed} of its {found} cases "
    "are completed, {share}; in the county {whole}."
)
ALSO_COMPLETED = N_(
    "Completed are {completed} of its {found} cases, {share}; in the county {whole}."
)
LAST_BARE = N_("{town} stands last in the order of the towns.")
LAST_PUBLIC = N_(
    "{town} stands last in the order of the towns, which looks at what a town itself "
    "must do."
)
LAST_TOGETHER = N_("{towns} stand last together in the order of the towns.")
NONE_LAST = N_("No town stands behind the others.")
FEW_CASES = N_("In single towns there are too few cases to tell which is behind.")
NOT_TOLD = N_("The published numbers do not tell which town is furthest behind.")
LOWEST = N_(
    "{town} has the lowest share completed of the towns that can be compared: {share}; "
    "the county {whole}."
)
HIGHEST = N_(
    "{town} has the highest share overdue (what the county must do counts, too) of the "
    "towns that can be compared: {share}; the county {whole}."
)
ONE_OF_LOW = N_(
    "The published numbers do not tell which town is furthest behind; completed below "
    "the county's {whole}: {towns}."
)
ONE_OF_HIGH = N_(
    "The published numbers do not tell which town is furthest behind; overdue (what "
    "the county must do counts, too) above the county's {whole}: {towns}."
)
LOW = N_("Completed below the county's {whole}: {towns}.")
HIGH = N_(
    "Overdue (what the county must do counts, too) above the county's {whole}: {towns}."
)


class _Part(NamedTuple):
    """A part of the order that is published of towns, and how it is said."""

    measure: str
    above: bool
    alone: str
    first: str
    further: str


PARTS = (
    _Part(COMPLETED, False, LOWEST, ONE_OF_LOW, LOW),
    _Part(OVERDUE, True, HIGHEST, ONE_OF_HIGH, HIGH),
)


def town_behind(seen: Seen) -> str:
    """Return the town that is called the last; ``""`` if none or several are."""
    last = _last(seen) if seen.figures.exact or not _are_few(seen) else []
    if last or seen.figures.exact:
        return last[0] if len(last) == 1 else ""
    return next((alone for part in PARTS if (alone := _alone(seen, part))), "")


def behind(seen: Seen, town: str) -> Told:
    """Say which town is behind, by that part of the order which puts it there.

    Who reads cases is told the order of record, and why.  A leader is told the order
    alone, which the towns are told, too (rule R3), and what everybody can find in the
    published numbers; where these do not tell it, that they do not.
    """
    if not seen.figures.exact:
        return _published(seen)
    last = _last(seen)
    if len(last) > 1:
        towns = "、".join(map(seen.figures.name, last))
        return plain(LAST_TOGETHER, towns=towns)
    return _exactly(seen, town) if town else plain(NONE_LAST)


def _last(seen: Seen) -> list[str]:
    """List the towns that are last in the order; none where too many."""
    ranks = seen.order["rank"]
    worst = [str(code) for code in ranks.index[ranks == ranks.max()]]
    return worst if len(worst) <= NAMED and len(worst) < len(ranks) else []


def _exactly(seen: Seen, town: str) -> Told:
    """Name the part that weighs most, and completions also where they come second.

    Nothing is named in which the town stands no worse than the county.
    """
    by_late, by_completed = _weights(seen, town)
    name = {"town": seen.figures.name(town)}
    if max(by_late, by_completed) <= 0:
        return plain(LAST_BARE, town, **name)
    if by_completed > by_late:
        return _completed(seen, LAST_COMPLETED, town).plus(name)
    told = _late(seen, town).plus(name)
    if by_completed > 0:
        return told.then(_completed(seen, ALSO_COMPLETED, town))
    return told


def _weights(seen: Seen, town: str) -> tuple[float, float]:
    """Return by how many points a town is worse than the county, late and completed."""
    weight, order = load_parameters("notices")["ranking"], seen.order
    row, kept = order.loc[town], order["unopened"]
    late = (order[OWN] + kept).sum() / max((order["open"] + kept).sum(), 1)
    done = order["completed"].sum() / max((order["found"] + kept).sum(), 1)
    by_late = weight["overdue_weight"] * (row["share_shrunk"] - late)
    by_completed = weight["completed_weight"] * (done - row["completed_shrunk"])
    figures = seen.figures
    share = figures.rate(Level.TOWN, COMPLETED).at[town, "value"]
    whole = figures.rate(Level.COUNTY, COMPLETED).at[figures.county, "value"]
    return by_late, by_completed if share < whole else 0.0


def _late(seen: Seen, town: str) -> Told:
    """Say what of its own a town is late with: open cases, houses without one, both."""
    row, message = seen.order.loc[town], LAST_BOTH
    wanted = {"open": "open", "overdue": OWN, "unopened": UNOPENED}
    if not row[UNOPENED]:
        message = LAST_OVERDUE
        del wanted["unopened"]
    elif not row[OWN]:
        message = LAST_UNOPENED
        del wanted["overdue"]
    measure = "found" if row[UNOPENED] > row[OWN] else OVERDUE
    told = replace(plain(message, town), measure=measure)
    values = {field: f"{row[column]:,}" for field, column in wanted.items()}
    claims = tuple(Claim(field, town, "", column) for field, column in wanted.items())
    return told.plus(values, claims)


def _completed(seen: Seen, message: str, town: str) -> Told:
    figures = seen.figures
    told = counted(seen, message, town, {"completed": "completed", "found": "found"})
    told = told.plus(*read(figures, town, {"share": "shown"}, COMPLETED))
    told = told.plus(*read(figures, figures.county, {"whole": "shown"}, COMPLETED))
    return replace(told, measure=COMPLETED)


def _published(seen: Seen) -> Told:
    """Say which towns lie behind the county, and whether one is behind them all."""
    if _are_few(seen):
        return plain(FEW_CASES)
    figures = seen.figures
    parts = [part for part in PARTS if beyond(figures, part.measure, above=part.above)]
    parts.sort(key=lambda part: not _alone(seen, part))
    shown = parts[0].measure if parts else OVERDUE
    told = _in_order(seen)
    if told is None:
        told = _part(seen, parts.pop(0), first=True) if parts else plain(NOT_TOLD)
    for part in parts:
        told = told.then(_part(seen, part, first=bool(_alone(seen, part))))
    return replace(told, measure=shown)


def _are_few(seen: Seen) -> bool:
    """Tell whether the published numbers of the towns are too small to compare them."""
    county = seen.figures.county
    few = compared(seen.figures, COMPLETED, county) < 2
    return few or not tellable(seen, county, "found")


def _in_order(seen: Seen) -> Told | None:
    """Say who is last in the order; ``None`` if nobody or too many are."""
    last = _last(seen)
    if not last:
        return None
    towns = "、".join(map(seen.figures.name, last))
    if len(last) > 1:
        return plain(LAST_TOGETHER, towns=towns)
    return plain(LAST_PUBLIC, last[0], town=towns)


def _alone(seen: Seen, part: _Part) -> str:
    """Return the town that alone lies behind all others and the county; ``""`` none."""
    figures = seen.figures
    most, least = ends(figures, part.measure, figures.county)
    codes = most if part.above else least
    apart = beyond(figures, part.measure, above=part.above)
    return codes[0] if len(codes) == 1 and codes[0] in apart else ""


def _part(seen: Seen, part: _Part, *, first: bool) -> Told:
    figures, county = seen.figures, seen.figures.county
    codes = beyond(figures, part.measure, above=part.above)
    told = plain(part.first if first else part.further)
    told = told.plus(*read(figures, county, {"whole": "shown"}, part.measure))
    alone = _alone(seen, part) if first else ""
    if not alone:
        told = told.plus({"towns": "、".join(map(figures.name, codes))})
        apart = Beyond(codes, part.measure, part.above)
        return replace(told, extremes=(apart,), measure=part.measure)
    told = replace(told, remark=replace(told.remark, message=part.alone), code=alone)
    told = told.plus(*read(figures, alone, {"share": "shown"}, part.measure))
    among = tuple(figures.areas_in(county))
    extreme = Extreme((alone,), part.measure, part.above, among)
    apart = Beyond(codes, part.measure, part.above)
    told = told.plus({"town": figures.name(alone)})
    return replace(told, extremes=(extreme, apart), measure=part.measure)
