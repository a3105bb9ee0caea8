"""Our own copies of feature layers, as GeoParquet in EPSG:4490."""

from pathlib import Path

import geopandas as gpd


def read_features(path: Path) -> gpd.GeoDataFrame:
    """Read back what :func:`write_features` wrote."""
    return gpd.read_parquet(path)


def write_features(features: gpd.GeoDataFrame, path: Path) -> None:
    """Write features that are already in EPSG:4490, all or nothing."""
    unfinished = path.with_suffix(".part")
    features.to_parquet(unfinished)
    unfinished.replace(path)
