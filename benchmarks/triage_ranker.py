"""The door between the simulator and the product: a county as the product knows it.

The product is told magnitude, place and depth, what the ledger says of the houses, and
the tags of the doors visited so far; never the truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from benchmarks.triage_county import County, Source
from benchmarks.triage_truths import assumed
from geo.crs import to_stored
from geo.exposure import COLUMNS, Exposure
from geo.learned_damage import learned_damage
from geo.learning import Tags, learn
from geo.quake import Quake
from geo.shaking import Shaking, shaking_from_parameters
from geo.triage import Interval, triage
from rules.vocabulary import STRUCTURES, UNKNOWN


def exposure_of(county: County) -> Exposure:
    """Write a simulated county down as the product's snapshot has it."""
    law = assumed()["county"]
    lon, lat = to_stored(county.east_m, county.north_m, law["crs"])
    codes = np.array([STRUCTURES.index(word) for word in law["structures"]])
    told = {
        "lon": lon,
        "lat": lat,
        "easting_m": county.east_m,
        "northing_m": county.north_m,
        "village": county.village,
        "structure": codes[county.structure],
        "storeys": np.ones(len(county)),
        "grade": county.grade,
        "grade_on_record": county.grade,
        "occupants": np.full(len(county), law["occupants"]),
        "dependents": np.zeros(len(county)),
    }
    names = tuple(_village_code(v) for v in range(len(county.village_m)))
    return Exposure(
        household_id=pa.chunked_array([[f"{i:06d}" for i in range(len(county))]]),
        village_codes=names,
        village_names=names,
        town_names=names,
        metric_crs=law["crs"],
        **_columns(told, len(county)),
    )


def _village_code(village: int) -> str:
    town, place = divmod(village, 20)
    return f"990001{town + 1:03d}{place + 1:03d}"


def _columns(told: dict[str, np.ndarray], count: int) -> dict[str, np.ndarray]:
    """Complete the columns: what nobody told is unknown, or a mask without a bit."""
    unsaid = {
        name: np.zeros(count, kind)
        if np.issubdtype(kind, np.unsignedinteger)
        else np.full(count, UNKNOWN, kind)
        for name, kind in COLUMNS.items()
    }
    return unsaid | {name: told[name].astype(COLUMNS[name]) for name in told}


def with_gaps(random: np.random.Generator, exposure: Exposure) -> Exposure:
    """Forget some structures and grades, as ledgers do."""
    law, count = assumed()["gaps"], len(exposure)
    no_structure = random.random(count) < law["structure_ratio"]
    no_grade = random.random(count) < law["grade_ratio"]
    structure, grade = exposure.structure.copy(), exposure.grade.copy()
    structure[no_structure], grade[no_grade] = UNKNOWN, UNKNOWN
    return replace(exposure, structure=structure, grade=grade, grade_on_record=grade)


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """The product's ranking of one county after one event.

    Attributes
    ----------
    exposure : Exposure
    shaking : Shaking
        From magnitude, place and depth alone.
    models : tuple of str
        Members of the ensemble.
    """

    exposure: Exposure
    shaking: Shaking
    models: tuple[str, ...]

    def ranked(self, tags: Tags) -> tuple[np.ndarray, Interval]:
        """Order the visits as these tags have it.

        Returns
        -------
        order : integer array
            Positions, first to visit first; visited doors come last.
        total : Interval
            Houses of the county heavily damaged, visited ones as they were found.
        """
        learned = learn(self.exposure, self.shaking, tags, models=self.models)
        damage = learned_damage(self.exposure, self.shaking, learned, tags)
        result = triage(self.exposure, damage, tags=tags, effort=self._effort)
        return result.order, result.heavy_total

    @property
    def _effort(self) -> np.ndarray:
        # Recall counts doors, so each door costs the same.
        return np.ones(len(self.exposure), dtype=np.float32)


def ranker_of(exposure: Exposure, source: Source, models: Sequence[str]) -> Ranker:
    """Tell the product of an event; its direction stays unknown."""
    lon, lat = to_stored([source.east_m], [source.north_m], exposure.metric_crs)
    quake = Quake(
        magnitude=source.magnitude,
        lon=float(lon[0]),
        lat=float(lat[0]),
        depth_km=source.depth_km,
    )
    shaking = shaking_from_parameters(exposure, quake)
    return Ranker(exposure=exposure, shaking=shaking, models=tuple(models))


def tags_of(
    visited: np.ndarray, tag: np.ndarray, asked: np.ndarray, damage_grade: np.ndarray
) -> Tags:
    """Write findings down as the product reads them.

    Parameters
    ----------
    visited : integer array
        Positions of houses, each once.
    tag, asked, damage_grade : arrays, one per house of the county
        ``damage_grade`` is -1 where the team wrote none.
    """
    return Tags(
        position=visited.astype(np.int64),
        tag=tag[visited].astype(np.int8),
        damage_grade=damage_grade[visited].astype(np.int8),
        reason=asked[visited].astype(np.int8),
    )
