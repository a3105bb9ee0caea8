"""How the order of visits did: each door as it stood before it was opened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import numpy as np

from desk.triage import Triaged
from geo.crs import to_metric
from geo.damage import HEAVY
from geo.exposure import Exposure
from geo.learned_damage import learned_damage
from geo.learning import Tags, learn
from geo.self_grading import OrderGrading, found_heavy, grade_order, grading
from geo.shaking import Shaking
from rules.times import CHINA_TIME, instant

PRIOR, LEARNED, DISTANCE = "prior", "learned", "distance"
LONG_AGO = datetime(1900, 1, 1, tzinfo=CHINA_TIME)


def graded_order(found: Triaged) -> OrderGrading:
    """Grade the orders of an event by what was found at the doors visited.

    Three orders are held against each other: the one from before the first finding;
    the one that learned, where each door counts as it stood before it was opened,
    taught only by the doors opened earlier; and going by distance from the epicentre,
    where one is known.

    Returns
    -------
    OrderGrading
        See :func:`geo.self_grading.grade_order`.
    """
    tags = found.visited.tags()
    village = found.exposure.village[tags.position]
    heavy = found_heavy(tags)
    if len(tags.position) < grading()["tags_needed"]:
        return grade_order(heavy, village, {})
    scores = {PRIOR: -found.before.rank[tags.position].astype(float)}
    if found.struck.shaking is not None:
        scores[LEARNED] = _learned_scores(found, tags)
    distance_m = _distance_m(found, tags.position)
    if distance_m is None:
        return grade_order(heavy, village, scores)
    return grade_order(heavy, village, scores | {DISTANCE: -distance_m}, DISTANCE)


def _distance_m(found: Triaged, position: np.ndarray) -> np.ndarray | None:
    """Return how far doors lie from the epicentre, ``None`` where none is known."""
    event, exposure = found.event, found.exposure
    if event["lon"] is None or event["lat"] is None:
        return None
    origin = np.array([event["lon"]]), np.array([event["lat"]])
    east_m, north_m = to_metric(*origin, exposure.metric_crs)
    return np.hypot(
        exposure.easting_m[position] - east_m, exposure.northing_m[position] - north_m
    )


def _learned_scores(found: Triaged, tags: Tags) -> np.ndarray:
    """Score the visited doors, each by what those before it had taught.

    Only the visited doors are looked at, which keeps a county's order out of it.
    """
    doors = tags.position
    exposure = found.exposure.take(doors)
    shaking = _at_doors(found.struck.shaking, doors)
    heavy = found.before.heavy[doors].astype(float)
    for earlier, part in _parts(found, doors):
        taught = _some(tags, earlier)
        heavy[part] = _expected(exposure, shaking, taught)[part]
    before = found.before
    weight = before.people[doors] * before.dependence[doors] / before.effort[doors]
    return _with_first(before.first[doors], heavy * weight)


def _parts(
    found: Triaged, doors: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the doors opened before a part of the time, and those in it."""
    told = found.visited.at.take(doors).to_pylist()
    moments = [instant(text) or LONG_AGO for text in told]
    order = np.array(sorted(range(len(doors)), key=lambda at: (moments[at], at)))
    parts = np.array_split(order, grading()["parts"])
    for number, part in enumerate(parts[1:], start=1):
        yield np.concatenate(parts[:number]), part


def _some(tags: Tags, rows: np.ndarray) -> Tags:
    """Return some of the tags, placed along the visited doors."""
    return Tags(
        position=rows,
        tag=tags.tag[rows],
        damage_grade=tags.damage_grade[rows],
        reason=tags.reason[rows],
    )


def _expected(exposure: Exposure, shaking: Shaking, tags: Tags) -> np.ndarray:
    learned = learn(exposure, shaking, tags)
    damage = learned_damage(exposure, shaking, learned, tags)
    return damage.probabilities[:, HEAVY].sum(axis=1)


def _at_doors(shaking: Shaking, doors: np.ndarray) -> Shaking:
    sigma = shaking.sigma_degree
    return replace(
        shaking,
        intensity_degree=shaking.intensity_degree[doors],
        sigma_degree=sigma[doors] if isinstance(sigma, np.ndarray) else sigma,
    )


def _with_first(first: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Put the county's own classes before all others, the first class first."""
    place = np.where(first > 0, first, np.iinfo(np.int16).max)
    order = np.lexsort((-score, place))  # NaN comes last in its class
    ranked = np.empty(len(score))
    ranked[order] = -np.arange(len(score), dtype=float)
    return ranked
