"""The shelf: one county's data at one moment, ready to be drawn and asked.

Everything is computed at most once for each choice and kept; when the ledger moves
on, a new shelf takes its place (:mod:`desk.current`).
"""

from datetime import date
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from desk import measures
from desk.assessment import Assessed, assess
from desk.describe import describe_house, describe_place
from desk.field_shelf import FIELD, FieldShelf
from desk.judging import Judged, judged
from desk.layer_register import layers_in_force
from desk.layer_store import raster_layer, vector_layer
from desk.plan_ranking import rank
from desk.plan_shelf import PlanShelf
from desk.progress import progress_in
from desk.progress_shelf import ProgressShelf
from desk.recent import Recent
from desk.workspace import Workspace
from geo.exposure import Exposure
from layers.base import FILTERS, Choice, Description, Scale
from ledger.households import place_names
from rules.adcode import Level
from rules.editions import begins_on
from rules.vocabulary import GRADES, GROUPS, STRUCTURES

CHINA = (73.0, 18.0, 136.0, 54.0)
KEPT = 64  # results kept for different choices
# Scopes that change nothing of the households themselves.
APART = ("plans", "forms", "agendas", *FIELD)


class CountyShelf(PlanShelf, FieldShelf, ProgressShelf):
    """Implements :class:`layers.base.Shelf` over a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        # Plans and what the field brings change nothing that is drawn of the county.
        self.position = workspace.ledger.position(apart_from=APART)
        self.version = f"{workspace.mark}-{self.position}-{date.today():%Y%m%d}"
        self.day = date.today()
        self.county_name = workspace.county_name
        self.demonstration = workspace.demonstration
        self.drill = workspace.drill
        self._results = Recent(KEPT)
        self._once = self._results.get

    def is_stale(self) -> bool:
        """Tell whether the ledger has moved on, or the day has changed."""
        newest = self.workspace.ledger.position(apart_from=APART)
        moved = self.position != newest
        return moved or self.day != date.today()

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the outline, or else of the households."""
        for kind in ("county_boundary", "town_boundary", "village_boundary"):
            if (outline := self.vector(kind)) is not None:
                return tuple(outline.total_bounds)
        lon, lat = self.exposure().lon, self.exposure().lat
        if not np.isfinite(lon).any():
            return CHINA
        return (np.nanmin(lon), np.nanmin(lat), np.nanmax(lon), np.nanmax(lat))

    def vector(self, kind: str) -> gpd.GeoDataFrame | None:
        """Return the features of a layer kind in EPSG:4490, ``None`` if none."""
        return self._once(("vector", kind), lambda: vector_layer(self.workspace, kind))

    def raster(self, kind: str) -> Path | None:
        """Return the GeoTIFF of a raster kind, ``None`` if none."""
        return self._once(("raster", kind), lambda: raster_layer(self.workspace, kind))

    def source(self, kind: str) -> str:
        """Tell where the newest layer of a kind in force comes from; ``""`` unknown."""
        rows = self._once(("layers",), lambda: layers_in_force(self.workspace))
        own = [row for row in rows if row["kind"] == kind]
        if not own:
            return ""
        newest = max(own, key=begins_on)
        since = newest["valid_from"]
        parts = (newest["source"], newest["edition"], since and since.isoformat())
        return " · ".join(filter(None, parts))

    def places(self) -> dict[str, str]:
        """Return the names of towns and villages by code, in the order of codes."""
        made = ("places",), lambda: place_names(self.workspace.ledger)
        return {code: name or code for code, name in sorted(self._once(*made).items())}

    def exposure(self) -> Exposure:
        """Return all households in Morton order."""
        return self.judged().exposure

    def judged(self, on: date | None = None) -> Judged:
        """Return households with hazards and verdicts under the rules of a day."""
        key = ("judged", on or date.today())
        return self._once(key, lambda: judged(self.workspace, on))

    def ranking(self, on: date | None = None) -> pd.DataFrame:
        """Return the ranked pilot villages; empty without a seismic zone layer."""
        key = ("ranking", on or date.today())
        return self._once(key, lambda: rank(self.assessed(on)))

    def assessed(self, on: date | None = None) -> Assessed:
        """Return who is at risk, entitled, and helped by which measure."""
        key = ("assessed", on or date.today())
        return self._once(key, lambda: assess(self.workspace, self.judged(on), on))

    def is_assessed(self) -> bool:
        """Tell whether today's assessment is at hand, without making it."""
        return ("assessed", date.today()) in self._results

    def progress(self, on: date, level: Level) -> pd.DataFrame:
        """Return the progress by area as of a day."""
        key = ("progress", on, level)
        return self._once(key, lambda: progress_in(self.progress_book(), on, level))

    def chosen(self, choice: Choice) -> np.ndarray:
        """Tell which households pass the filters, as a mask over the exposure."""
        named = tuple(
            choice.get(n, "") for n in ("town", "group", "grade", "structure")
        )
        return self._once(("chosen", named), lambda: self._passing(*named))

    def _passing(self, town: str, group: str, grade: str, structure: str) -> np.ndarray:
        exposure = self.exposure()
        mask = np.ones(len(exposure), dtype=bool)
        if town:
            inside = [code.startswith(town) for code in exposure.village_codes]
            mask &= np.array([*inside, False])[exposure.village]
        if group:
            mask &= (exposure.groups >> GROUPS.index(group) & 1).astype(bool)
        if grade:
            mask &= exposure.grade == _code(grade, GRADES)
        if structure:
            mask &= exposure.structure == _code(structure, STRUCTURES)
        return mask

    def house_classes(self, choice: Choice) -> np.ndarray:
        """Return the class of each household to colour it by; 255 unknown."""
        return measures.house_classes(self, choice)

    def house_scale(self, choice: Choice) -> Scale:
        """Say what :meth:`house_classes` mean."""
        return measures.house_scale(self, choice)

    def area_measures(self, level: str, choice: Choice) -> pd.DataFrame:
        """Return a value for each town or village, see :mod:`desk.measures`."""
        wanted = ("measure", "page", "day", "event", "found", *FILTERS)
        named = tuple(choice.get(name, "") for name in wanted)
        return self._once(
            ("areas", level, named), lambda: measures.by_area(self, level, choice)
        )

    def area_scale(self, level: str, choice: Choice) -> Scale:
        """Say what :meth:`area_measures` mean."""
        return measures.area_scale(self, choice)

    def describe_house(self, position: int, choice: Choice) -> Description:
        """Describe the household at a position of the exposure."""
        return describe_house(self, position, choice)

    def describe_place(
        self, lon: float, lat: float, choice: Choice
    ) -> Description | None:
        """Describe the village and the hazards at a place."""
        return describe_place(self, lon, lat, choice)


def _code(word: str, words: tuple[str, ...]) -> int:
    """Return the code of a word; what is no word asks for the unknown."""
    return words.index(word) if word in words else -1
