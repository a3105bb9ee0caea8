"""What the printed map of a plan shows."""

from collections.abc import Callable
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from desk.planning import PlanFound
from desk.shelf import CountyShelf
from geo.crs import STORED_CRS
from reports.plan_map import PlanMap
from rules.stamps import stamp_of

DRAWN = {
    "county_boundary": "county",
    "town_boundary": "towns",
    "seismic_zone": "zones",
    "river": "rivers",
}


def plan_map(
    shelf: CountyShelf, found: PlanFound, say: Callable[[str], str]
) -> PlanMap:
    """Gather the map of a plan, in metres."""
    crs = found.assessed.exposure.metric_crs
    layers = {}
    for kind, name in DRAWN.items():
        features = shelf.vector(kind)
        layers[name] = None if features is None else features.to_crs(crs)
    sources = [
        f"{say(title)}: {source}"
        for kind, title in (("seismic_zone", "Seismic zones"), ("river", "Rivers"))
        if (source := shelf.source(kind))
    ]
    title = say("Pilot villages proposed, {day}").format(day=date.today().isoformat())
    return PlanMap(
        title=f"{shelf.county_name} · {title}",
        villages=_villages(found, crs),
        sources=sources,
        stamp=stamp_of(shelf, say),
        **layers,
    )


def _villages(found: PlanFound, crs: str) -> gpd.GeoDataFrame:
    """Place each village that could be chosen, or is out, at its middle house."""
    exposure, out = found.assessed.exposure, found.assessed.out
    barred = out.index[out["out"]]
    index = found.ranked.index.union(barred)
    houses = pd.DataFrame(
        {"village": exposure.village, "lon": exposure.lon, "lat": exposure.lat}
    )
    middle = houses.groupby("village").median().reindex(index)
    ranked = found.ranked.reindex(index)
    points = gpd.GeoDataFrame(
        {
            "name": [exposure.village_names[at] for at in index],
            "need": ranked["need"].fillna(out["vetoed"].reindex(index)).to_numpy(),
            "rank": ranked["rank"].to_numpy(),
            "chosen": index.isin(found.villages.index),
            "out": index.isin(barred),
        },
        geometry=gpd.points_from_xy(middle["lon"], middle["lat"]),
        crs=STORED_CRS,
    )
    return points[np.isfinite(middle["lon"].to_numpy())].to_crs(crs)
