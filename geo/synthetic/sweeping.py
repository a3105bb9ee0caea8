"""Sweeps after the rain and after the thaw, town by town (rule W6)."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import pandas as pd

from geo.synthetic.county import SyntheticCounty
from geo.synthetic.dossiers import Dated, Row, later, made
from geo.synthetic.visiting import Place, beside, calm_words, damage_words
from rules.fieldwork import seasonal_windows


class Sweep(NamedTuple):
    """A sweep of one town; ``ended`` and ``reported`` may still be to come."""

    sweep_id: str
    season: str
    town: str
    begun: date
    ended: date
    reported: date | None


def make_sweeps(county: SyntheticCounty, first: date) -> list[Sweep]:
    """Plan the newest sweeps; in the last one a town is late, another not begun."""
    field, dice = made("field"), Random(f"{county.seed} sweeps")
    years = range(first.year, county.until.year + 1)
    windows = [window for year in years for window in seasonal_windows(year)]
    towns = sorted(county.households["town_code"].unique())
    past = [w for w in windows if first < w.begins <= county.until][-field["sweeps"] :]
    made_: list[Sweep] = []
    for window in past:
        left_out = towns[-1:] if window is past[-1] else []
        for town in (town for town in towns if town not in left_out):
            begun = later(window.begins, (2, 14), dice)
            ended = begun + timedelta(days=field["sweep_days"])
            slow = window is past[-1] and town == towns[-2]
            told = None if slow else later(ended, field["reported_after_days"], dice)
            sweep_id = f"{window.begins.year}-{window.season}-{town}"
            made_.append(Sweep(sweep_id, window.season, town, begun, ended, told))
    return [sweep for sweep in made_ if sweep.begun <= county.until]


def sweep_rows(sweeps: list[Sweep], until: date) -> Iterator[Dated]:
    """Tell how each sweep began, ended and was reported."""
    for sweep in sweeps:
        row: Row = {
            "sweep_id": sweep.sweep_id,
            "season": sweep.season,
            "area_code": sweep.town,
            "begun_on": sweep.begun,
        }
        yield Dated(sweep.begun, "sweep", row)
        if sweep.ended <= until:
            row = row | {"ended_on": sweep.ended}
            yield Dated(sweep.ended, "sweep", row)
            if sweep.reported and sweep.reported <= until:
                yield Dated(
                    sweep.reported, "sweep", row | {"reported_on": sweep.reported}
                )


def found_by(sweeps: list[Sweep], village_code: str, day: date) -> dict[str, str]:
    """Return ``sweep_id`` of the sweep that passed a village on a day, else nothing."""
    for sweep in sweeps:
        if village_code.startswith(sweep.town) and sweep.begun <= day <= sweep.ended:
            return {"sweep_id": sweep.sweep_id}
    return {}


def swept_rows(county: SyntheticCounty, sweeps: list[Sweep]) -> Iterator[Dated]:
    """Tell the visits of the sweeps to families on the lists."""
    field = made("field")
    homes = _listed(county)
    share = min(field["swept"], field["most_swept"] / max(len(homes), 1))
    by_town = dict(list(homes.groupby("town_code")))
    for sweep in sweeps:
        dice = Random(f"{county.seed} {sweep.sweep_id}")
        last = min(sweep.ended, county.until)
        for home in by_town[sweep.town].itertuples() if sweep.town in by_town else ():
            if dice.random() < share:
                days = dice.randint(0, (last - sweep.begun).days)
                yield _swept(sweep, home, sweep.begun + timedelta(days=days), dice)


def _listed(county: SyntheticCounty) -> pd.DataFrame:
    homes = county.households
    cases = set(county.cases["household_id"])
    listed = (homes["groups"] != "") & ~homes["household_id"].isin(cases)
    names = ["household_id", "town_code", "village_name", "lon", "lat", "structure"]
    table = homes.loc[listed, names].astype(object)
    return table.where(table.notna(), None)


def _swept(sweep: Sweep, home: tuple, day: date, dice: Random) -> Dated:
    suspected = dice.random() < made("field")["suspected_off_list"]
    words = damage_words(home.structure, dice) if suspected else None
    row = {
        "visit_id": f"{sweep.sweep_id}-{home.household_id}",
        "household_id": home.household_id,
        "kind": "sweep",
        "sweep_id": sweep.sweep_id,
        "visited_on": day,
        "visitor": made("actors")["village"].format(village=home.village_name),
        "suspected": suspected,
    }
    row |= words or calm_words("sound", dice)
    return Dated(day, "visit", row | beside(Place(home.lon, home.lat), dice))
