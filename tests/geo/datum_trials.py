"""Many batches shown to the datum doctor, and how often it was right."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.datum import Reference, diagnose
from tests.geo.datum_worlds import (
    PLACES,
    REACHES,
    SETTLED,
    County,
    make_batch,
    make_county,
    truths,
)

SIZES = (20, 30, 50, 100, 200, 300, 500, 1000, 2000)


def counties(rng: np.random.Generator, count: int) -> list[tuple[County, float]]:
    """Make counties all over China, settled in all ways, with their longitude."""
    places = [PLACES[at % len(PLACES)] for at in range(count)]
    return [
        (make_county(rng, SETTLED[at % len(SETTLED)], place), place[0])
        for at, place in enumerate(places)
    ]


def same(one: str, other: str) -> bool:
    """Tell whether two readings are one: zones of 3 and 6 degrees, not numbered."""
    return _three_degree(one) == _three_degree(other)


def _three_degree(reading: str) -> str:
    code = int(reading[5:9]) if reading.startswith("EPSG:") else 0
    if not 4502 <= code <= 4512:
        return reading
    return f"EPSG:{4534 + 2 * (code - 4502)}{reading[9:]}"


def trials(
    count: int,
    seed: int,
    *,
    sizes: tuple[int, ...] = SIZES,
    reaches: tuple[str, ...] = REACHES[:2],
    bad: float = 0.05,
    houses: bool = False,
    worlds: int = 60,
) -> pd.DataFrame:
    """Show batches to the doctor; ``got`` is right, abstained or wrong."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        _trial(rng, made, sizes[at % len(sizes)], reaches, bad, houses)
        for at, made in enumerate(_chosen(rng, counties(rng, worlds), count))
    )


def _chosen(rng: np.random.Generator, made: list, count: int) -> Iterator:
    return (made[at] for at in rng.integers(len(made), size=count))


def _trial(rng, made, rows, reaches, bad, houses) -> dict:
    county, longitude = made
    truth, reach = rng.choice(truths(longitude)), rng.choice(reaches)
    batch = make_batch(rng, county, rows, truth, reach=reach, bad=bad)
    found = diagnose(batch.x, batch.y, batch.codes, reference(rng, county, houses))
    named = found.reading
    got = "abstained" if named is None else "right" if same(named, truth) else "wrong"
    return {
        "asked": rows,
        "rows": len(batch.x),
        "reach": reach,
        "settled": county.settled,
        "truth": truth,
        "named": named,
        "got": got,
        "longitude": longitude,
    }


def reference(rng: np.random.Generator, county: County, houses: bool) -> Reference:
    """Know the villages, or only half of the houses."""
    if not houses:
        return Reference(villages=county.villages)
    known = rng.random(len(county.lon)) < 0.5
    codes = county.villages["code"].to_numpy()[county.village]
    table = pd.DataFrame({"lon": county.lon, "lat": county.lat, "code": codes})
    return Reference(houses=table[known])


def shares(results: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Count batches, and the share of each answer."""
    answers = ["right", "abstained", "wrong"]
    table = results.groupby(by, observed=True)["got"].value_counts().unstack()
    table = table.reindex(columns=answers).fillna(0.0)
    batches = table.sum(axis=1)
    table = table.div(batches, axis=0)
    table.insert(0, "batches", batches.astype(int))
    return table
