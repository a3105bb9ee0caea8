"""What a measure does to a house's strength, and which houses it fits.

The measures are those of :data:`rules.vocabulary.RETROFITS`.  A measure takes away what
the appraisal found (the shift of a grade C or D) and moves the house up by one class of
vulnerability at most; a new house is of confined brick, grade A.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from geo.exposure import Exposure
from geo.imputation import Imputed, impute
from rules.errors import SchemaError
from rules.language import N_
from rules.parameters import Table, load_parameters
from rules.vocabulary import RETROFITS, STRUCTURES, UNKNOWN


class Effect(NamedTuple):
    """What a measure makes of each structure.

    Attributes
    ----------
    fits : bool array (structures)
        Whether the measure is done to such a house at all.
    becomes : int8 array (structures)
        The structure whose strength the house then has; its own where none better is
        known or the measure does not fit.
    """

    fits: np.ndarray
    becomes: np.ndarray


@cache
def effect(measure: str) -> Effect:
    """Return what a measure of ``RETROFITS`` makes of each structure.

    Raises
    ------
    SchemaError
        If there is no such measure.

    Examples
    --------
    >>> [STRUCTURES[code] for code in effect("hdc").becomes[:3]]
    ['砖木', '砖木', '砖混']
    >>> effect("hdc").fits[STRUCTURES.index("框架")].item()
    False
    """
    if measure not in RETROFITS:
        message = N_("no measure {measure!r}; there are: {known}")
        raise SchemaError(message, measure=measure, known=", ".join(RETROFITS))
    table = load_parameters("retrofit")[measure]
    fits = np.array([word in table["fits"] for word in STRUCTURES])
    becomes = [STRUCTURES.index(_after(word, table)) for word in STRUCTURES]
    own = np.arange(len(STRUCTURES))
    return Effect(fits, np.where(fits, becomes, own).astype(np.int8))


def _after(structure: str, table: Table) -> str:
    if "becomes" in table.values:
        return table["becomes"]
    above = load_parameters("retrofit")["class_above"].values
    for _ in range(table["classes_up"]):
        structure = above.get(structure, structure)
    return structure


def applicable(
    exposure: Exposure, measure: str, imputed: Imputed | None = None
) -> np.ndarray:
    """Tell which houses a measure fits, by structure.

    Parameters
    ----------
    exposure : Exposure
    measure : str
        Of ``RETROFITS``.
    imputed : Imputed, optional
        The likely structure where none is on record; :func:`geo.imputation.impute`
        of ``exposure`` by default.

    Returns
    -------
    bool array
        By the likely structure where it is unknown, see :func:`by_likely_structure`;
        False where there is no house.
    """
    likely = (impute(exposure) if imputed is None else imputed).likely
    return effect(measure).fits[likely] & (exposure.no_house != 1)


def by_likely_structure(exposure: Exposure) -> np.ndarray:
    """Flag the houses of which :func:`applicable` only supposes the structure."""
    return exposure.structure == UNKNOWN
