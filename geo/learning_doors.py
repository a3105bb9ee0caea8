"""What visits say: severity found against severity expected, inspectors being human."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from geo.exposure import Exposure
from geo.houses import (
    CLASS_COUNT,
    house_class,
    rounded_sigma,
    table,
)
from geo.learning_prior import Prior
from geo.shaking import Shaking
from rules.parameters import load_parameters
from rules.vocabulary import UNKNOWN, VISIT_REASONS

_GRADES_SEEN, _ASKED = 1, 2  # added up: what was written, and why one was there
KINDS = 4
_ASKED_REASON = VISIT_REASONS.index("asked")


@dataclass(frozen=True, kw_only=True)
class Tags:
    """What was found at doors, each household at most once.

    Attributes
    ----------
    position : int64 array
        Of the household in the exposure.
    tag : int8 array
        Position in :data:`rules.vocabulary.TAGS`; -1 unknown.
    damage_grade : int8 array
        1 to 5; -1 unknown.
    reason : int8 array
        Position in :data:`rules.vocabulary.VISIT_REASONS`; -1 unknown.
    """

    position: np.ndarray
    tag: np.ndarray
    damage_grade: np.ndarray
    reason: np.ndarray

    def __len__(self) -> int:
        """Count the visits."""
        return len(self.position)

    @classmethod
    def none(cls) -> "Tags":
        """Return no visits at all."""
        position, empty = np.empty(0, np.int64), np.empty(0, np.int8)
        return cls(position=position, tag=empty, damage_grade=empty, reason=empty)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Visits as a model sees them; one row each.

    Attributes
    ----------
    place, kind : int32 arrays
        Positions of the village and of the structure among the latent numbers.
    row : int64 array
        Row of the curves of :func:`severity_curves`.
    outcome : int64 array
        What was written: tag, or damage grade less one.
    is_graded : bool array
    severity : float64 array
        What was found, 0 (nothing) to 1.
    intensity_degree : float32 array
    weight : float64 array
        Belief per degree, before a village's share is limited.
    """

    place: np.ndarray
    kind: np.ndarray
    row: np.ndarray
    outcome: np.ndarray
    is_graded: np.ndarray
    severity: np.ndarray
    intensity_degree: np.ndarray
    weight: np.ndarray


def doors_of(exposure: Exposure, shaking: Shaking, prior: Prior, tags: Tags) -> Doors:
    """Return the visits that teach something: known hazard, something written."""
    intensity = shaking.intensity_degree[tags.position]
    graded = tags.damage_grade != UNKNOWN
    told = ~np.isnan(intensity) & (graded | (tags.tag != UNKNOWN))
    position, graded = tags.position[told], graded[told]
    outcome = np.where(graded, tags.damage_grade[told] - 1, tags.tag[told])
    law = load_parameters("learning")
    by_tag = np.array(law["inspector_tags"]["severity"])
    by_grade = np.array(law["inspector_grades"]["severity"])
    tagged = by_tag[np.where(graded, 0, outcome)]
    asked = tags.reason[told] == _ASKED_REASON
    kind = graded * _GRADES_SEEN + asked * _ASKED
    classes = house_class(exposure.take(position)).astype(np.int64)
    return Doors(
        place=prior.place[position],
        kind=prior.kind[position],
        row=kind * CLASS_COUNT + classes,
        outcome=outcome.astype(np.int64),
        is_graded=graded,
        severity=np.where(graded, by_grade[np.where(graded, outcome, 0)], tagged),
        intensity_degree=intensity[told],
        weight=_belief(graded, tags.reason[told]),
    )


def _belief(graded: np.ndarray, reason: np.ndarray) -> np.ndarray:
    law = load_parameters("learning")["belief"]
    by_reason = np.array([*(law[word] for word in VISIT_REASONS), law["unknown"]])
    return np.where(graded, law["grade"], law["tag"]) * by_reason[reason]


@lru_cache(maxsize=32)
def severity_curves(model: str, house_sd_degree: float) -> np.ndarray:
    """Return the severity expected to be written, by kind of visit.

    Returns
    -------
    float64 array (KINDS * CLASS_COUNT, intensities)
        Never falls with intensity.
    """
    kinds = []
    for kind in range(KINDS):
        grades = _grades_met(model, house_sd_degree, kind)
        confusion, severity = _inspector(bool(kind & _GRADES_SEEN))
        kinds.append(grades @ (confusion @ severity))
    return np.concatenate(kinds)


@lru_cache(maxsize=32)
def log_chances(model: str, house_sd_degree: float) -> np.ndarray:
    """Return the logarithm of the chance of each thing that may be written.

    Returns
    -------
    float64 array (KINDS * CLASS_COUNT, intensities, 5)
        A tag has three outcomes; the rest of its row is ``-inf``.
    """
    kinds = []
    for kind in range(KINDS):
        confusion, _severity = _inspector(bool(kind & _GRADES_SEEN))
        chances = _grades_met(model, house_sd_degree, kind) @ confusion
        logs = np.full((*chances.shape[:2], 5), -np.inf)
        logs[..., : chances.shape[2]] = np.log(chances)
        kinds.append(logs)
    return np.concatenate(kinds)


def _grades_met(model: str, house_sd_degree: float, kind: int) -> np.ndarray:
    """Return grades of the houses one is at: who asks, asks where damage is."""
    grades = table(rounded_sigma(house_sd_degree), model).astype(np.float64)
    grades = np.maximum(grades, 0.0)
    if kind & _ASKED:
        grades = grades * np.array(load_parameters("learning")["asking"]["by_grade"])
    return grades / grades.sum(axis=-1, keepdims=True)


def _inspector(is_graded: bool) -> tuple[np.ndarray, np.ndarray]:
    name = "inspector_grades" if is_graded else "inspector_tags"
    law = load_parameters("learning")[name]
    return np.array(law["by_grade"]), np.array(law["severity"])
