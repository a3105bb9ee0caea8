"""The history of the county's cases, row by row, in the order of the days."""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter

from geo.synthetic.appraisals import appraisal_rows
from geo.synthetic.county import SyntheticCounty
from geo.synthetic.dossiers import Dated, Dossier, Row, dossiers
from geo.synthetic.filing import file_rows
from geo.synthetic.funding import fund_rows
from geo.synthetic.leaving import vacated_rows
from geo.synthetic.listing import list_rows
from geo.synthetic.paying import payment_rows
from geo.synthetic.sweeping import (
    Sweep,
    found_by,
    make_sweeps,
    sweep_rows,
    swept_rows,
)
from geo.synthetic.visiting import visit_rows
from rules.policy import county_policy


def first_day(county: SyntheticCounty) -> date:
    """Return the day of the first survey, before the first case."""
    return county.steps["on_date"].min().date() - timedelta(days=1)


def make_history(
    county: SyntheticCounty, surveyed: dict[str, Row], renewed: dict[str, Row]
) -> list[Dated]:
    """Tell everything that was recorded after the first survey, day by day.

    Parameters
    ----------
    surveyed, renewed : dict of str to dict
        Dwellings of the households with a case: as surveyed, as they are now.
    """
    sweeps = make_sweeps(county, first_day(county))
    told = [
        dated
        for dossier in dossiers(county)
        for dated in _of_case(dossier, sweeps, surveyed, renewed)
    ]
    told += fund_rows(told, county.until)
    told += sweep_rows(sweeps, county.until)
    told += swept_rows(county, sweeps)
    told += list_rows(county)
    told += _certified_later(county)
    first = first_day(county)
    told = [dated._replace(day=max(dated.day, first)) for dated in told]
    return sorted(told, key=attrgetter("day"))


def _of_case(
    dossier: Dossier,
    sweeps: list[Sweep],
    surveyed: dict[str, Row],
    renewed: dict[str, Row],
) -> Iterator[Dated]:
    policy = county_policy(dossier.case_id[:6])
    home = dossier.household_id
    yield from file_rows(dossier, policy)
    yield from appraisal_rows(dossier, surveyed[home], renewed[home])
    yield from payment_rows(dossier)
    yield from vacated_rows(dossier)
    sweep = found_by(sweeps, dossier.village_code, dossier.days["found"])
    yield from visit_rows(dossier, sweep)


def _certified_later(county: SyntheticCounty) -> Iterator[Dated]:
    """Tell the certificates that came after the first survey (rule H6)."""
    first = first_day(county)
    rows = county.memberships.dropna(subset=["certified_on"])
    columns = (rows[name] for name in ("household_id", "group", "certified_by"))
    days = rows["certified_on"].dt.date
    for home, group, office, day in zip(*columns, days, strict=True):
        if day > first:
            row = {"household_id": home, "group_name": group}
            row |= {"certified_by": office, "certified_on": day}
            yield Dated(day, "membership", row)
