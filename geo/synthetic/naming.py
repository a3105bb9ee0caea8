"""Names and codes of places, rivers, roads and what stands beside them."""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.synthetic import raw
from geo.synthetic.places import Places
from geo.synthetic.roads import Roads
from geo.synthetic.terrain import Land

ADCODE = "990001"


class PlaceNames(NamedTuple):
    """Codes (9 and 12 digits) and names, in the order of :class:`Places`."""

    town_codes: list[str]
    town_names: list[str]
    village_codes: list[str]
    village_names: list[str]


def name_places(land: Land, places: Places, rng: np.random.Generator) -> PlaceNames:
    """Name and code towns and villages; no two villages share a name."""
    words = raw.table("names")["towns"]
    towns = iter([words["seat"], *rng.permutation(words["towns"])])
    townships = iter(rng.permutation(words["townships"]))
    town_names = [str(next(townships if t else towns)) for t in places.is_township]
    within = ordinal_within(places.is_township)
    kind = np.where(places.is_township, 200, 100)
    town_codes = [f"{ADCODE}{number:03d}" for number in kind + within - 1]
    place = ordinal_within(places.town)
    village_codes = [
        f"{town_codes[town]}{199 + number:03d}"
        for town, number in zip(places.town, place, strict=True)
    ]
    return PlaceNames(
        town_codes, town_names, village_codes, _village_names(land, places, rng)
    )


def _village_names(land: Land, places: Places, rng: np.random.Generator) -> list[str]:
    words = raw.table("names")["villages"]
    limit = raw.table("land")["places"]["township_degree"]
    slope = land.slope_degree.ravel()[land.grid.cells(land.coarse.centres(places.seat))]
    high = slope > limit
    names = np.empty(high.size, dtype=object)
    for endings, here in (("high", high), ("low", ~high)):
        by_place = _mixed(words["first"], words[endings], "", rng)
        by_family = _mixed(words["families"], words[endings], "家", rng)
        family = rng.random(high.size) < words["family_share"]
        for left, chosen in ((by_family, family), (by_place, ~family)):
            names[here & chosen] = left[: (here & chosen).sum()]
    return [f"{name}村" for name in names]


def _mixed(
    first: Sequence[str], last: Sequence[str], joint: str, rng: np.random.Generator
) -> np.ndarray:
    """Return every first with every last word, in random order."""
    pairs = [f"{a}{joint}{b}" for a, b in product(first, last) if a != b]
    return rng.permutation(pairs)


def ordinal_within(keys: Sequence | np.ndarray) -> np.ndarray:
    """Count the rows of each key from 1, in their order.

    Examples
    --------
    >>> ordinal_within(["a", "b", "a"]).tolist()
    [1, 1, 2]
    """
    return pd.Series(keys).groupby(keys).cumcount().to_numpy() + 1


def name_rivers(count: int) -> list[str | None]:
    """Name rivers, the greatest first; the least have no name."""
    names = raw.table("names")["rivers"]["names"]
    return [*names, *[None] * count][:count]


def name_roads(roads: Roads, places: Places, names: PlaceNames) -> list[str]:
    """Name roads by letter and number, and by what they lead to."""
    made = raw.table("land")["roads"]
    through = {
        (road["road_class"], number): road["name"]
        for road, number in zip(
            made["through"],
            ordinal_within([road["road_class"] for road in made["through"]]),
            strict=True,
        )
    }
    stops = dict(zip(places.seat.tolist(), names.village_names, strict=True))
    seats = places.seat[places.town_seat].tolist()
    stops |= {c: n[:-1] for c, n in zip(seats, names.town_names, strict=True)}
    told = []
    for kind, number, ends, _ in roads.stretches:
        leads = "—".join(stops[end] for end in ends if end in stops)
        numbered = f"{made['letters'].get(kind)}{number:03d} {leads}".strip()
        told.append(through.get((kind, number), numbered))
    return told
