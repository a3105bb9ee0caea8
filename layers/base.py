"""The shape of a map layer, and of the shelf it takes its data from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import folium
import geopandas as gpd
import numpy as np
import pandas as pd

from geo.exposure import Exposure
from rules.language import N_

Choice = Mapping[str, str]
"""What was asked for, as in an address: the :data:`CHOICE_KEYS`.

``level`` is ``"town"`` or ``"village"``, ``selected`` the code of an outlined area,
``place`` a longitude and a latitude with a comma between, ``measure`` colours areas,
``limits`` is a day by whose values its classes are cut, not by its own limits,
``colour`` colours houses, ``projector`` is empty or ``"1"``.  A missing key and the
empty word both mean *not chosen*.
``plan`` and ``against`` are keys of plans; ``side`` is ``"before"`` on the first map of
a pair that compares them, and changes no data.  ``found`` names the state of what teams
brought back, so that its pictures are asked for anew; ``mission`` is a day's work of
the teams.
"""

PAGES = frozenset({"planner", "responder", "leader", "household"})
FILTERS = ("town", "group", "grade", "structure")
CHOICE_KEYS = (
    "page", "lang", "projector", "selected", "place",
    "measure", "limits", "colour", "level", "day", "event", "found", *FILTERS,
    "plan", "against", "side", "mission",
)  # fmt: skip

UNKNOWN_CLASS = 255


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What the numbers or classes of one measure mean.

    Attributes
    ----------
    title, unit, source : str
        English msgids, or words ready to show; ``source`` ends in its day.  Where
        the unit is ``"%"``, values and limits are ratios of 1.
    labels : tuple of str
        Names of the classes 0, 1, 2 … (msgids or words of record).  Empty for a
        number.
    limits : tuple of float
        Inner class limits of a number, rising; a value on a limit belongs to the
        class above it.  Empty: quantiles of the values, printed in the legend.
    tone : {"risk", "progress", "kind"}
        More is worse, more is better, or no order at all.
    unknown : str
        What class 255 is called, e.g. that there is no case.
    """

    title: str
    unit: str = ""
    source: str = ""
    labels: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()
    tone: Literal["risk", "progress", "kind"] = "risk"
    unknown: str = N_("not known")


class Description(NamedTuple):
    """What is known of a clicked thing: its words, ready to be shown as text."""

    kind: str  # "house", "village", "town", "zone" …
    id: str
    title: str
    rows: tuple[tuple[str, str], ...]  # (label, value); labels may be msgids


class Shelf(Protocol):
    """One county's data, ready to be drawn; made by ``desk.shelf``.

    Every method may be called from several threads at once.
    """

    version: str  # letters, digits, "-", "_"; changes whenever any data change
    county_name: str
    bounds: tuple[float, float, float, float]
    demonstration: bool
    drill: bool

    def vector(self, kind: str) -> gpd.GeoDataFrame | None:
        """Return the features of a layer kind in EPSG:4490, ``None`` if none."""

    def raster(self, kind: str) -> Path | None:
        """Return the GeoTIFF of a raster kind, ``None`` if none."""

    def source(self, kind: str) -> str:
        """Tell where a layer kind comes from and of which day; ``""`` unknown."""

    def exposure(self) -> Exposure:
        """Return all households in Morton order."""

    def chosen(self, choice: Choice) -> np.ndarray:
        """Tell which households pass the filters, as a mask over the exposure."""

    def house_classes(self, choice: Choice) -> np.ndarray:
        """Return the class of each household, ``uint8``; 255 unknown."""

    def house_scale(self, choice: Choice) -> Scale:
        """Say what :meth:`house_classes` mean: ``labels``, in class order."""

    def event_raster(self, choice: Choice) -> Path | None:
        """Return a GeoTIFF (EPSG:4326, intensity degrees) of the chosen event."""

    def event_depth(self, choice: Choice) -> Path | None:
        """Return a GeoTIFF (metres of water) of the chosen flood, ``None`` without."""

    def event_extent(self, choice: Choice) -> gpd.GeoDataFrame | None:
        """Return the land that the chosen flood covered, in EPSG:4490.

        ``None`` without a flood, and where it tells depths.
        """

    def area_measures(self, level: str, choice: Choice) -> pd.DataFrame:
        """Return a value for each ``"town"`` or ``"village"``.

        Index: code.  Columns: ``value`` (``NaN`` no data), ``numerator``,
        ``denominator`` (nullable), in the measure of ``choice["measure"]``.  Published
        ones have ``state`` (:data:`layers.disclosed.STATES`) and ``shown`` as well.
        """

    def area_scale(self, level: str, choice: Choice) -> Scale:
        """Say what :meth:`area_measures` mean: ``unit`` and ``limits``."""

    def plan_classes(self, choice: Choice) -> np.ndarray:
        """Return what the chosen plan does for each household, ``uint8``.

        0 to 3 are positions in ``rules.vocabulary.RETROFITS``; 4 a house that a veto
        keeps from being retrofitted in place and that the plan does not pay a move
        for; 255 not in the plan.  Without a plan, or one of that key, all are 255.
        """

    def plan_villages(self, choice: Choice) -> pd.DataFrame:
        """Return the villages of the chosen plan, in any order.

        Columns: ``code``, ``households``, ``cost_cny``, ``state``.  The state is
        ``"kept"``; where there is a plan to compare ``against``, ``"enters"`` for a
        village that only the chosen plan has, ``"leaves"`` for one that only the
        other has, with the numbers of the other.  Without a plan there is no row.
        """

    def plan_title(self, choice: Choice) -> str:
        """Name the chosen plan and its day; ``""`` without a plan."""

    def event_origin(self, choice: Choice) -> gpd.GeoDataFrame:
        """Return the epicentre of the chosen event in EPSG:4490; or no row."""

    def visited_doors(self, choice: Choice) -> gpd.GeoDataFrame:
        """Return the doors that teams have been at after the chosen event.

        Points in EPSG:4490 with ``tag``, a word of ``rules.vocabulary.TAGS``.
        """

    def mission_routes(self, choice: Choice) -> gpd.GeoDataFrame:
        """Return the ways and doors of the chosen mission, in EPSG:4490.

        Columns: ``kind`` (``"way"``, ``"door"``, ``"base"``), ``team`` (0 is the
        first), ``place`` (of a door on its way).  Without a mission there is no row.
        """

    def describe_house(self, position: int, choice: Choice) -> Description:
        """Describe the household at a position of the exposure.

        No personal name under ``choice["projector"]``.
        """

    def describe_place(
        self, lon: float, lat: float, choice: Choice
    ) -> Description | None:
        """Describe the village (or town, by ``level``) and the hazards at a place.

        ``None`` where nothing is known, outside the county for instance.
        """


class Kind(IntEnum):
    """What a layer shows; also its place, from the bottom up."""

    GROUND = 0
    AREA = 1
    HAZARD = 2
    EXPOSURE = 3
    RESULT = 4
    LABEL = 5


class Entry(NamedTuple):
    """One line of a legend: a drawn sample and its words."""

    colour: str  # css; "" draws the hatch of *no data*
    label: str  # msgid, word of record or number
    sign: str = "fill"  # "fill", "line", "dash", "dot", "ring", "size" or a shape
    count: float | None = None  # fills ``{count}`` in the label


@dataclass(frozen=True, kw_only=True)
class Legend:
    """Samples in order, each with its words, and where the data come from."""

    entries: tuple[Entry, ...]
    title: str = ""  # of the measure shown, where it is not the layer's own title
    unit: str = ""
    source: str = ""


class TileAddress(NamedTuple):
    """A square of the web map; ``x`` eastwards, ``y`` southwards."""

    z: int
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A thing to draw: where it comes from, its unit, its drawing.

    ``draw`` returns a folium layer that *points to* addresses; ``features`` or
    ``tile`` answer them.  ``asks`` names the keys of the choice that change the
    data, so that nothing else is part of their address.  Layers of one kind are
    drawn by ``place``, the lowest first.  A layer is listed only where all keys it
    ``needs`` are chosen, and opens switched off where one it ``yields_to`` is; one
    that ``hides_empty`` only where there is something to draw.
    """

    id: str
    title: str
    kind: Kind
    place: int = 0
    unit: str = ""
    pages: frozenset[str] = PAGES
    shown: frozenset[str] = PAGES  # the pages that open with it switched on
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    hides_empty: bool = False
    available: Callable[[Shelf, Choice], bool]
    legend: Callable[[Shelf, Choice], Legend]
    draw: Callable[[Shelf, Choice], folium.map.Layer]
    features: Callable[[Shelf, Choice], dict] | None = None
    tile: Callable[[Shelf, Choice, TileAddress], bytes | None] | None = None

    def is_listed(self, choice: Choice) -> bool:
        """Tell whether a page lists it under a choice."""
        return all(choice.get(key) for key in self.needs)

    def is_shown(self, choice: Choice) -> bool:
        """Tell whether the page of a choice opens with it switched on."""
        yields = any(choice.get(key) for key in self.yields_to)
        return choice["page"] in self.shown and not yields
