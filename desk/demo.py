"""The demonstration county, written into a workspace as its history happened."""

import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path

import numpy as np
import pandas as pd

from desk.demo_casework import BEGIN, keep_sketches, write_history
from desk.demo_office import office_acts, take
from desk.events import Parameters, add_event_parameters
from desk.layer_store import add_layer
from desk.workspace import Workspace, create_workspace
from geo.raster_files import write_geotiff
from geo.synthetic import SyntheticCounty, make_county
from geo.synthetic.dossiers import Dated
from geo.synthetic.history import first_day, make_history
from geo.synthetic.sketches import sketches
from ledger.households import DWELLING_FIELDS, HOUSEHOLD_FIELDS
from ledger.schema import (
    dwelling,
    household,
    membership,
    person,
    place,
)

DEMO_COUNTY = "990001"
DEMO_HOUSEHOLDS, DEMO_SEED = 20_000, 1
ACTOR = "demonstration"
SOURCE = "演示数据 · demonstration, generated from seed {seed}"
CHANGED_BY_CASES = ("structure", "storeys", "year_built", "grade", "area_m2")
CHANGED_BY_CASES += ("meets_seismic_standard", "retrofitted_on")
PERSON_FIELDS = ("person_id", "household_id", "name", "id_number", "birth_date")
PERSON_FIELDS += ("sex", "relation", "disabled")

# Wenchuan 2008 as data/wenchuan-2008/stationlist.xml has it; event.xml there is one
# degree off in both coordinates.
WENCHUAN = Parameters(
    magnitude=7.9,
    lon=103.3639,
    lat=30.9858,
    depth_km=19.0,
    title="汶川 2008",
    at=datetime.fromisoformat("2008-05-12T06:28:01+00:00"),
)

Tell = Callable[[str, float], None]


def make_demo(
    root: Path,
    *,
    households: int = DEMO_HOUSEHOLDS,
    seed: int = DEMO_SEED,
    until: date | None = None,
    tell: Tell = lambda step, done: None,
) -> dict[str, int]:
    """Make a workspace with the demonstration county as of a day (today).

    Returns
    -------
    dict
        How many households, people, cases and layers were written, and ``records``
        of the casework.

    Raises
    ------
    WorkspaceError
        If the folder is not empty.
    """
    workspace = create_workspace(
        root,
        county_code=DEMO_COUNTY,
        county_name="安和县",
        policy_code=DEMO_COUNTY,
        demonstration=True,
    )
    tell("places", 0.05)
    county = make_county(households, seed, until or date.today())
    first = first_day(county)
    tell("layers", 0.3)
    layers = _write_layers(workspace, county, datetime.combine(first, BEGIN))
    tell("households", 0.4)
    _write_households(workspace, county, datetime.combine(first, BEGIN))
    tell("cases", 0.75)
    records = _write_cases(workspace, county)
    add_event_parameters(workspace, WENCHUAN, ACTOR)
    workspace.ledger.close()
    return {
        "households": len(county.households),
        "people": len(county.people),
        "cases": len(county.cases),
        "records": records,
        "layers": layers,
    }


def _write_layers(workspace: Workspace, county: SyntheticCounty, at: datetime) -> int:
    told = {"source": SOURCE.format(seed=county.seed), "actor": ACTOR, "at": at}
    for kind, features in county.layers.items():
        add_layer(workspace, kind, features, title=kind, **told)
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("dem", "flood_depth"):
            raster = getattr(county, kind)
            path = Path(folder) / f"{kind}.tif"
            write_geotiff(
                path, raster.values, raster.transform, crs=raster.crs, unit="metre"
            )
            add_layer(workspace, kind, path, title=kind, **told)
    return len(county.layers) + 2


def _write_households(
    workspace: Workspace, county: SyntheticCounty, at: datetime
) -> None:
    """Write the first survey: houses as they were before any case."""
    homes = county.households.assign(
        **{name: county.contacts[name] for name in ("phone", "account")}
    )
    surveyed = _plain_days(_as_surveyed(homes, county.cases))
    members = _known_by(county.memberships, at.date())
    people = county.people.assign(birth_date=_days(county.people["birth_date"]))
    with workspace.ledger.writing(
        actor=ACTOR, verb="survey", scope="exposure", at=at
    ) as entry:
        entry.write(place, _places(homes))
        entry.write(household, _rows(homes, ("household_id", *HOUSEHOLD_FIELDS)))
        entry.write(dwelling, _rows(surveyed, ("household_id", *DWELLING_FIELDS)))
        entry.write(membership, _rows(members, tuple(members.columns)))
        entry.write(person, _rows(people, PERSON_FIELDS))


def _write_cases(workspace: Workspace, county: SyntheticCounty) -> int:
    """Write the steps, papers, payments, visits and lists day by day."""
    of_case = county.households["household_id"].isin(county.cases["household_id"])
    homes = county.households[of_case]
    surveyed = _dwellings(_as_surveyed(homes, county.cases))
    history = make_history(county, surveyed, _dwellings(homes))
    structures = {id_: row["structure"] for id_, row in surveyed.items()}
    drawn = sketches(history, structures, county.seed)
    history += keep_sketches(workspace, drawn)
    history.sort(key=attrgetter("day"))
    return _write_with_office(workspace, history, county.until)


def _write_with_office(workspace: Workspace, history: list[Dated], until: date) -> int:
    """Write the history, and between its days what the office handed upward."""
    written = begun = 0
    days = workspace.ledger.days()
    for act in office_acts(workspace, until):
        if days and act.day < days[0]:
            continue  # a small county's history begins later
        end = bisect_right(history, act.day, key=attrgetter("day"))
        written += write_history(workspace, history[begun:end], ACTOR)
        begun = end
        take(workspace, act, ACTOR)
    return written + write_history(workspace, history[begun:], ACTOR)


def _dwellings(homes: pd.DataFrame) -> dict[str, dict]:
    rows = _rows(_plain_days(homes), ("household_id", *DWELLING_FIELDS))
    return {row["household_id"]: row for row in rows}


def _as_surveyed(homes: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Put back the houses of the cases as they were before any work was done."""
    before = cases.drop_duplicates("household_id").set_index("household_id")
    has_case = homes["household_id"].isin(before.index)
    ids = homes.loc[has_case, "household_id"]
    surveyed = homes.copy()
    for name in CHANGED_BY_CASES:
        values = before.loc[ids, f"{name}_before"].array
        surveyed.loc[has_case, name] = values
    return surveyed


def _known_by(memberships: pd.DataFrame, day: date) -> pd.DataFrame:
    """Leave out certificates that came after a day."""
    members = memberships.rename(columns={"group": "group_name"})
    members = members.assign(certified_on=_days(members["certified_on"]))
    later = memberships["certified_on"].dt.date > day
    for name in ("certified_by", "certified_on"):
        members[name] = members[name].astype(object).mask(later, None)
    return members


def _plain_days(homes: pd.DataFrame) -> pd.DataFrame:
    return homes.assign(retrofitted_on=_days(homes["retrofitted_on"]))


def _places(homes: pd.DataFrame) -> list[dict]:
    rows = {}
    for level in ("village", "town"):
        pairs = homes[[f"{level}_code", f"{level}_name"]].drop_duplicates()
        rows |= dict(pairs.itertuples(index=False, name=None))
    return [{"code": code, "name": name} for code, name in sorted(rows.items())]


def _days(column: pd.Series) -> pd.Series:
    return column.dt.date.astype(object).where(column.notna(), None)


def _rows(table: pd.DataFrame, names: tuple[str, ...]) -> Iterable[dict]:
    """Turn rows into dicts of plain values, a part at a time; missing is ``None``."""
    for start in range(0, len(table), 50_000):
        part = table.iloc[start : start + 50_000]
        columns = [_plain(part[name]) for name in names]
        for values in zip(*columns, strict=True):
            yield dict(zip(names, values, strict=True))


def _plain(column: pd.Series) -> list:
    values = column.astype(object)
    return np.where(column.isna(), None, values).tolist()
