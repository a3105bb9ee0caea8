"""What houses are built of, how high, when, and how sound they are."""

from datetime import date
from typing import NamedTuple

import numpy as np

from geo.synthetic import raw
from geo.synthetic.draws import pick
from geo.synthetic.houses import Sites

LANDSCAPES = ("plain", "hills", "mountains")


class Dwellings(NamedTuple):
    """Houses as columns; what is true, whether it is on record or not.

    Attributes
    ----------
    structure, grade : ndarray of int8, codes of :mod:`rules.vocabulary`
    storeys : ndarray of int8
    year_built : ndarray of int16
    """

    structure: np.ndarray
    storeys: np.ndarray
    year_built: np.ndarray
    grade: np.ndarray


def make_dwellings(sites: Sites, until: date, rng: np.random.Generator) -> Dwellings:
    """Build a house on each site, none after a day."""
    mix = raw.table("mix")
    shares = [mix["structure"][name] for name in LANDSCAPES]
    structure = pick(shares, sites.landscape, rng)
    storeys = pick(mix["storeys"]["shares"], structure, rng) + 1
    years = np.array(mix["year_built"]["years"], dtype=float)[structure]
    built = rng.triangular(*years.T)
    built = np.minimum(built, until.year).astype(np.int16)
    return Dwellings(structure, storeys, built, _grade(structure, built, until, rng))


def _grade(
    structure: np.ndarray, built: np.ndarray, until: date, rng: np.random.Generator
) -> np.ndarray:
    wear = raw.table("mix")["grade"]
    worn = np.array(wear["base"])[structure]
    worn += wear["per_decade"] * (until.year - built) / 10
    worn += wear["chance"] * rng.standard_normal(worn.size)
    return np.digitize(worn, wear["limits"]).astype(np.int8)


def forgotten(values: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Replace a share of codes by -1: not on record."""
    return np.where(rng.random(values.size) < share, values.dtype.type(-1), values)
