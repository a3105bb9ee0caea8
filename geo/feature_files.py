"""Our own copies of feature layers, as GeoParquet in EPSG:4490."""

from pathlib import Path

import geopandas as gpd

from geo.whole_files import written_whole


def read_features(path: Path) -> gpd.GeoDataFrame:
    """Read back what :func:`write_features` wrote."""
    return gpd.read_parquet(path)


def write_features(features: gpd.GeoDataFrame, path: Path) -> None:
    """Write features that are already in EPSG:4490, all or nothing."""
    with written_whole(path) as unfinished:
        features.to_parquet(unfinished)
