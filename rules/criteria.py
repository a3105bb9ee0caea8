"""By what villages are ranked: criteria, their bounds and weights, as dated data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isclose, isfinite
from pathlib import Path

from rules.errors import PolicyError
from rules.language import N_
from rules.parameters import PARAMETER_FOLDER, load_parameters


@dataclass(frozen=True, kw_only=True)
class Part:
    """One criterion, between fixed bounds.

    Attributes
    ----------
    least, most : float
        Bounds in ``unit``, ``least`` below ``most``.
    scale : str
        ``"linear"``, or ``"log"``: of one plus the value.
    falling : bool
        Whether less is better.
    whole : bool
        Whether only whole numbers make sense, as of households.
    """

    id: str
    title: str
    weight: float
    least: float
    most: float
    unit: str
    scale: str = "linear"
    falling: bool = False
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """The criteria and where they come from."""

    parts: tuple[Part, ...]
    source: str
    date: date
    verified: bool


@cache
def criteria(folder: Path = PARAMETER_FOLDER) -> Criteria:
    """Read the criteria of the office.

    Raises
    ------
    PolicyError
        If weights do not add up to one, or a bound is not below the other.
    """
    table = load_parameters("criteria", folder)["criteria"]
    parts = tuple(Part(**part) for part in table["part"])
    total = sum(part.weight for part in parts)
    if not isclose(total, 1.0) or any(part.least >= part.most for part in parts):
        raise PolicyError(
            N_("{file}: weights add up to {total}, not to 1, or bounds are crossed"),
            file=table.file,
            total=total,
        )
    return Criteria(
        parts=parts, source=table.source, date=table.date, verified=table.verified
    )


def weights_of(
    parts: Sequence[Part], weights: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return the weight of each criterion as a share of one.

    Parameters
    ----------
    weights : mapping of str to float, optional
        Id of a criterion to its weight, of any sum; who is not named weighs nothing.
        The office's own by default.

    Raises
    ------
    PolicyError
        If a weight is negative or of no criterion, or all are zero.

    Examples
    --------
    >>> parts = criteria().parts[:2]
    >>> weights_of(parts)
    {'risk': 0.6, 'need': 0.4}
    >>> weights_of(parts, {"risk": 30, "need": 10})
    {'risk': 0.75, 'need': 0.25}
    """
    given = {part.id: part.weight for part in parts} if weights is None else weights
    known = [part.id for part in parts]
    for id_, weight in given.items():
        if id_ not in known or not isfinite(weight) or weight < 0:
            raise PolicyError(
                N_("{id}: {weight} is no weight of a criterion; there are: {known}"),
                id=id_,
                weight=weight,
                known=", ".join(known),
            )
    total = sum(given.values())
    if total == 0:
        raise PolicyError(N_("all weights are zero: give at least one criterion some"))
    return {id_: given.get(id_, 0.0) / total for id_ in known}
