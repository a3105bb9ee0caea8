"""The plain way to triage: geopandas for the houses, ``rasterio.sample`` for the raster.

The peer that ``benchmarks.triage`` compares with; run by it in a process of its own.
The damage table is the product's, so that both answer the same question.
"""

import sys

import geopandas as gpd
import numpy as np
import rasterio

from geo.damage import HEAVY
from geo.houses import table
from rules.parameters import load_parameters


def main(houses_path: str, raster_path: str, out_path: str) -> None:
    """Read houses, sample intensity, look up damage, rank, write."""
    houses = gpd.read_file(houses_path)
    with rasterio.open(raster_path) as raster:
        points = zip(houses.geometry.x, houses.geometry.y, strict=True)
        houses["intensity"] = [value[0] for value in raster.sample(points)]
    sigma = load_parameters("attenuation")["sigma"]["raster"]
    curves = table(float(np.hypot(sigma["within"], sigma["between"])))
    steps = np.linspace(1.0, 12.0, curves.shape[1])
    for house_class, group in houses.groupby("house_class"):
        for grade in range(5):
            values = np.interp(group["intensity"], steps, curves[house_class, :, grade])
            houses.loc[group.index, f"p{grade + 1}"] = values
    heavy = houses[[f"p{k + 1}" for k in range(5)][HEAVY]].sum(axis=1)
    houses["score"] = heavy * houses["people"] * houses["dependence"]
    houses = houses.sort_values(["score", "household_id"], ascending=[False, True])
    houses["rank"] = np.arange(1, len(houses) + 1)
    columns = ["household_id", "rank", *[f"p{k}" for k in range(1, 6)], "score"]
    houses[columns].to_csv(out_path, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:4])
