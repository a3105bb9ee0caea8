"""The plain way to triage: geopandas for houses, ``rasterio.sample`` for the raster.

The peer of ``benchmarks.triage``, run by it in a process of its own: from the ledger
of the same workspace to the same list.  The damage table is the product's.
"""

import sqlite3
import sys
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio

from geo.houses import house_class, table
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, STRUCTURES

HOUSES = """
SELECT h.household_id, h.village_code, h.occupants, h.dependents,
       d.lon, d.lat, d.structure, d.storeys, d.grade
FROM household h JOIN dwelling d ON d.household_id = h.household_id
WHERE h.entry_seq = (SELECT max(entry_seq) FROM household
                     WHERE household_id = h.household_id)
  AND d.entry_seq = (SELECT max(entry_seq) FROM dwelling
                     WHERE household_id = d.household_id)
"""


def read_houses(ledger: str) -> gpd.GeoDataFrame:
    """Read the newest state of every placed household."""
    houses = pd.read_sql(HOUSES, sqlite3.connect(ledger)).dropna(subset=["lon"])
    points = gpd.points_from_xy(houses["lon"], houses["lat"])
    return gpd.GeoDataFrame(houses, geometry=points, crs="EPSG:4490")


def add_damage(houses: gpd.GeoDataFrame) -> None:
    """Look up the probabilities of the five grades, class by class."""
    columns = SimpleNamespace(
        structure=pd.Categorical(houses["structure"], STRUCTURES).codes,
        grade=pd.Categorical(houses["grade"], GRADES).codes,
        storeys=houses["storeys"].fillna(-1).to_numpy(np.int8),
    )
    sigma = load_parameters("attenuation")["sigma"]["raster"]
    curves = table(float(np.hypot(sigma["within"], sigma["between"])))
    steps = np.linspace(1.0, 12.0, curves.shape[1])
    houses["house_class"] = house_class(columns)
    for number, group in houses.groupby("house_class"):
        for grade in range(5):
            values = np.interp(group["intensity"], steps, curves[number, :, grade])
            houses.loc[group.index, f"p{grade + 1}"] = values


def main(ledger: str, raster_path: str, out_path: str) -> None:
    """Read houses, sample intensity, look up damage, rank, write."""
    houses = read_houses(ledger)
    with rasterio.open(raster_path) as raster:
        points = zip(houses.geometry.x, houses.geometry.y, strict=True)
        houses["intensity"] = [value[0] for value in raster.sample(points)]
    add_damage(houses)
    law = load_parameters("triage")
    people = houses["occupants"].fillna(law["people"]["mean_occupants"])
    share = (houses["dependents"] / houses["occupants"].clip(lower=1)).clip(upper=1)
    share = share.fillna(law["dependence"]["mean_share"])
    heavy = houses["p4"] + houses["p5"]
    houses["score"] = heavy * people * (1 + law["dependence"]["weight"] * share)
    houses = houses.sort_values(["score", "household_id"], ascending=[False, True])
    houses["rank"] = np.arange(1, len(houses) + 1)
    grades = [f"p{k}" for k in range(1, 6)]
    columns = ["household_id", "rank", *grades, "score", "intensity", "village_code"]
    houses[columns].round(5).to_csv(out_path, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:4])
