"""Damage at doors that were visited: what was found there, inspectors being human."""

from dataclasses import replace

import numpy as np

from geo.damage import GRADE_COUNT, Damage
from geo.learning_doors import Tags
from rules.parameters import load_parameters
from rules.vocabulary import UNKNOWN


def found_damage(damage: Damage, tags: Tags) -> Damage:
    """Replace what was expected at visited doors by what was found there.

    A damage grade that was written is the grade.  A tag weighs the grades by how often
    inspectors give it to each; where the hazard is unknown, all were as likely before.

    Parameters
    ----------
    damage : Damage
        Returned as it is if these visits are in it already, or if there are none.
    """
    if damage.found is not None or len(tags) == 0:
        return damage
    told = (tags.tag != UNKNOWN) | (tags.damage_grade != UNKNOWN)
    position = tags.position[told]
    probabilities = damage.probabilities.copy()
    probabilities[position] = _found(
        probabilities[position], tags.tag[told], tags.damage_grade[told]
    )
    found = np.zeros(len(probabilities), dtype=bool)
    found[position] = True
    return replace(damage, probabilities=probabilities, found=found)


def _found(before: np.ndarray, tag: np.ndarray, grade: np.ndarray) -> np.ndarray:
    law = load_parameters("learning")["inspector_tags"]["by_grade"]
    chance = np.array(law)[:, np.where(tag == UNKNOWN, 0, tag)].T
    unknown = np.isnan(before[:, :1])
    after = np.where(unknown, 1.0 / GRADE_COUNT, np.maximum(before, 0.0)) * chance
    after /= after.sum(axis=1, keepdims=True)
    graded = grade != UNKNOWN
    after[graded] = np.eye(GRADE_COUNT)[grade[graded] - 1]
    return after
