"""Simulated counties and what earthquakes do to them: the truth of the benchmark.

Nothing in here comes from the code that ranks; what is assumed stands in
``triage_order.toml``.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from benchmarks.triage_truths import HEAVY, assumed, at

_KM = 1000.0
_HALVINGS = 32  # of twelve degrees of intensity
_HOUSE_NODES = 9  # Gauss-Hermite points over what nobody knows of a house


@dataclass(frozen=True, kw_only=True)
class County:
    """Houses as equally long arrays.

    Attributes
    ----------
    east_m, north_m : float64 arrays
    village, structure, grade : int64 arrays
        Grades A to D are 0 to 3; all are known.
    village_m : float64 array (villages, 2)
        Middles of the villages.
    """

    east_m: np.ndarray
    north_m: np.ndarray
    village: np.ndarray
    structure: np.ndarray
    grade: np.ndarray
    village_m: np.ndarray

    def __len__(self) -> int:
        """Count the houses."""
        return len(self.village)


class Source(NamedTuple):
    """An earthquake: the middle of its rupture, and how that lies."""

    magnitude: float
    east_m: float
    north_m: float
    depth_km: float
    strike: float  # radians clockwise from north


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What an event did to a county, and what would be said at each door.

    Attributes
    ----------
    source : Source
    heavy : float64 array
        Probability of heavy damage for one who knows all but each house's own luck.
    damage_grade : int64 array
        1 to 5.
    tag : int64 array
        What a careful team would write, 0 绿, 1 黄, 2 红.
    wrong_tag : int64 array
        The same where teams err.
    call : float64 array
        When the house asks for a visit: lowest first, damaged ones sooner.
    report_day : float64 array
        When it reports by itself, in days; ``inf`` never.
    """

    source: Source
    heavy: np.ndarray
    damage_grade: np.ndarray
    tag: np.ndarray
    wrong_tag: np.ndarray
    call: np.ndarray
    report_day: np.ndarray


def draw_county(random: np.random.Generator) -> County:
    """Draw villages, their houses, structures and grades."""
    law = assumed()["county"]
    count = int(random.integers(law["villages"][0], law["villages"][1] + 1))
    side_m = np.array(law["side_km"]) * _KM
    village_m = np.array(law["middle_m"]) + (random.random((count, 2)) - 0.5) * side_m
    houses = random.integers(law["houses"][0], law["houses"][1] + 1, count)
    village = np.repeat(np.arange(count), houses)
    scatter_m = random.normal(0.0, law["scatter_km"] * _KM, (len(village), 2))
    mixes = random.dirichlet(np.array(law["mix"]) * law["mix_sameness"], count)
    structure = _choose(random, mixes[village])
    grades = [assumed()["grades"][word] for word in law["structures"]]
    east_m, north_m = (village_m[village] + scatter_m).T
    return County(
        east_m=east_m,
        north_m=north_m,
        village=village,
        structure=structure,
        grade=_choose(random, np.array(grades)[structure]),
        village_m=village_m,
    )


def _choose(random: np.random.Generator, shares: np.ndarray) -> np.ndarray:
    """Draw a position in each row by its shares."""
    below = np.cumsum(shares, axis=1)
    drawn = random.random(len(shares))[:, None] * below[:, -1:]
    return (drawn > below).sum(axis=1)


def expected_degree(
    source: Source, east_m: np.ndarray, north_m: np.ndarray
) -> np.ndarray:
    """Solve the ellipse relation for the intensity at points.

    The two halves of the ellipse are drawn apart by the rupture; no place is shaken
    more than the epicentre.
    """
    law = assumed()["event"]
    east_km, north_km = (east_m - source.east_m) / _KM, (north_m - source.north_m) / _KM
    along = np.abs(east_km * np.sin(source.strike) + north_km * np.cos(source.strike))
    across = east_km * np.cos(source.strike) - north_km * np.sin(source.strike)
    along = np.maximum(along - _half_rupture_km(source.magnitude), 0.0)
    low, high = np.ones(len(along)), np.full(len(along), 12.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        long_km, short_km = (
            np.maximum(10 ** ((middle - a - b * source.magnitude) / c) - r, 1e-9)
            for a, b, c, r in (law["long"], law["short"])
        )
        inside = (along / long_km) ** 2 + (across / short_km) ** 2 <= 1.0
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    offset, square, depth = law["epicentral"]
    return np.minimum(
        low, offset + square * source.magnitude**2 + depth * source.depth_km
    )


def _half_rupture_km(magnitude: float) -> float:
    law = assumed()["event"]
    if magnitude < law["rupture_from_magnitude"]:
        return 0.0
    slope, offset = law["rupture"]
    return 10 ** (slope * magnitude + offset) / 2


def draw_source(random: np.random.Generator, magnitude: float) -> Source:
    """Draw where an event begins, in the county or a little outside."""
    law, county = assumed()["draw"], assumed()["county"]
    side_m = (np.array(county["side_km"]) + 2 * law["beyond_km"]) * _KM
    east_m, north_m = np.array(county["middle_m"]) + (random.random(2) - 0.5) * side_m
    depth_km, strike = random.uniform(*law["depth_km"]), random.uniform(0.0, np.pi)
    return Source(magnitude, float(east_m), float(north_m), depth_km, strike)


def _village_noise(random: np.random.Generator, county: County) -> np.ndarray:
    """Draw what the event and each village add to the expected intensity."""
    law = assumed()["variability"]
    place = county.village_m[:, 0] + 1j * county.village_m[:, 1]
    apart_km = np.abs(place[:, None] - place) / _KM
    alike = np.exp(-3.0 * apart_km / law["range_km"]) + 1e-9 * np.eye(len(place))
    noise = law["event_degree"] * random.standard_normal()
    noise += law["place_degree"] * (
        np.linalg.cholesky(alike) @ random.standard_normal(len(place))
    )
    return noise + law["village_degree"] * random.standard_normal(len(place))


def draw_truth(
    random: np.random.Generator, county: County, truth: str, magnitude: float
) -> Truth:
    """Draw events until one damages enough houses, and what is found after it.

    Parameters
    ----------
    random : numpy.random.Generator
    county : County
    truth : str
        One of :data:`benchmarks.triage_truths.TRUTHS`.
    magnitude : float
    """
    heavy = np.zeros(0)
    while heavy.sum() < assumed()["draw"]["least_heavy"]:
        source = draw_source(random, magnitude)
        degree = _effective_degree(random, county, source)
        heavy = _known_heavy(truth, county.structure, degree)
    own = assumed()["variability"]["house_degree"] * random.standard_normal(len(county))
    reached = at(truth, county.structure, degree + own)
    damage_grade = 1 + (random.random(len(county))[:, None] < reached).sum(axis=1)
    tag, wrong_tag = _tags(random, damage_grade)
    return Truth(
        source=source,
        heavy=heavy,
        damage_grade=damage_grade,
        tag=tag,
        wrong_tag=wrong_tag,
        call=_calls(random, damage_grade),
        report_day=_reports(random, damage_grade),
    )


def _effective_degree(
    random: np.random.Generator, county: County, source: Source
) -> np.ndarray:
    """Return the intensity of each house, with its type and grade turned into degrees.

    What a house has of its own is not in it.
    """
    law, ranges = assumed()["variability"], assumed()["grade_degree"]
    types = len(assumed()["county"]["structures"])
    by_type = law["type_degree"] * random.standard_normal(types)
    by_grade = np.array([random.uniform(*ranges[grade]) for grade in "ABCD"])
    return (
        expected_degree(source, county.east_m, county.north_m)
        + _village_noise(random, county)[county.village]
        + by_type[county.structure]
        + by_grade[county.grade]
    )


@cache
def _house_nodes() -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(_HOUSE_NODES)
    return nodes * assumed()["variability"]["house_degree"], weights / weights.sum()


def _known_heavy(truth: str, structure: np.ndarray, degree: np.ndarray) -> np.ndarray:
    """Average over what each house has of its own, which nobody knows."""
    nodes, weights = _house_nodes()
    return sum(
        weight * at(truth, structure, degree + node)[:, HEAVY]
        for node, weight in zip(nodes, weights, strict=True)
    )


def _tags(
    random: np.random.Generator, damage_grade: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    law = assumed()["teams"]
    tag = _choose(random, np.array(law["tag"])[damage_grade - 1])
    errs = random.random(len(tag)) < law["wrong_ratio"]
    other = (tag + random.integers(1, 3, len(tag))) % 3
    return tag, np.where(errs, other, tag)


def _calls(random: np.random.Generator, damage_grade: np.ndarray) -> np.ndarray:
    """Draw an order by weight: exponential waiting times."""
    weight = np.array(assumed()["calls"]["weight"])[damage_grade - 1]
    return random.exponential(size=len(weight)) / weight


def _reports(random: np.random.Generator, damage_grade: np.ndarray) -> np.ndarray:
    days = assumed()["teams"]["days"]
    ratio = np.array(assumed()["reports"]["ratio"])[damage_grade - 1]
    reports = random.random(len(ratio)) < ratio
    return np.where(reports, random.uniform(-1.0, days, len(ratio)), np.inf)
