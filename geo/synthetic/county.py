"""The county as a whole: its map, its households, its cases."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from affine import Affine

from geo.crs import STORED_CRS
from geo.synthetic import raw
from geo.synthetic.features import all_features
from geo.synthetic.grid import Grid
from geo.synthetic.households import make_tables
from geo.synthetic.naming import ADCODE
from geo.synthetic.society import make_society
from geo.synthetic.world import make_world, stream
from rules.errors import SchemaError
from rules.language import N_


class Raster(NamedTuple):
    """Values on a lattice, ready to be written as GeoTIFF.

    ``values`` is float32 with ``nodata`` where there is none; ``transform`` leads
    from column and row to degrees in ``crs``.
    """

    values: np.ndarray
    transform: Affine
    crs: str
    nodata: float


@dataclass(frozen=True, kw_only=True)
class SyntheticCounty:
    """A county that does not exist, on one day.

    Attributes
    ----------
    adcode, name : str
    seed : int
    until : datetime.date
        The day as of which households and cases stand; nothing is dated later.
    layers : dict of str to geopandas.GeoDataFrame
        Vector layers by kind (:data:`rules.vocabulary.LAYER_KINDS`), EPSG:4490.
    dem : Raster
        Height of the ground, metres; complete.
    flood_depth : Raster
        Depth of the flood of 100 years, metres; ``NaN`` where it stays dry.
    households, memberships, people, cases, steps, contacts : pandas.DataFrame
        See :class:`geo.synthetic.households.Tables`.
    """

    adcode: str
    name: str
    seed: int
    until: date
    layers: dict[str, gpd.GeoDataFrame]
    dem: Raster
    flood_depth: Raster
    households: pd.DataFrame
    memberships: pd.DataFrame
    people: pd.DataFrame
    cases: pd.DataFrame
    steps: pd.DataFrame
    contacts: pd.DataFrame


def make_county(households: int, seed: int, until: date) -> SyntheticCounty:
    """Make a county of any number of households.

    The same arguments make the same county; the map depends on the seed only.

    Parameters
    ----------
    households : int
        A few thousand and more have cases at every step.
    until : datetime.date
        The day as of which it stands.

    Raises
    ------
    SchemaError
        If there are no households, or more than there are identity numbers for.
    """
    most = raw.table("mix")["most_households"]
    if not 1 <= households <= most:
        message = N_("a demonstration county has 1 to {most} households, not {asked}")
        raise SchemaError(message, most=most, asked=households)
    world = make_world(seed)
    layers = all_features(world, stream(seed, "names"))
    society = make_society(world, layers, households, until, seed)
    tables = make_tables(society, world, until, seed)
    return SyntheticCounty(
        adcode=ADCODE,
        name=raw.table("names")["county"],
        seed=seed,
        until=until,
        layers=layers,
        dem=_raster(world.land.height_m.round(1), world.land.grid),
        flood_depth=_raster(world.flood.depth_m.round(2), world.flood.grid),
        **tables._asdict(),
    )


def _raster(values: np.ndarray, grid: Grid) -> Raster:
    return Raster(values.astype(np.float32), grid.transform, STORED_CRS, float("nan"))
