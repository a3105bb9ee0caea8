"""Which areas are the first or the last of a measure, as far as numbers tell."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from desk.progress_figures import Figures
from rules.adcode import Level, level_of

KNOWN = "known"  # the state of a rate that is compared: of few cases it says little
WITHHELD = "withheld"  # what it is nobody is told: it may be the first or the last
NAMED = 3  # areas at most, that may each be the first or the last


class Extreme(NamedTuple):
    """Areas of which a sentence says that one is the first, or the last, of some."""

    codes: tuple[str, ...]
    measure: str
    most: bool
    among: tuple[str, ...]

    def found(self, figures: Figures) -> tuple[str, ...]:
        """Return the areas of which it is true."""
        told = _comparable(figures, self.measure, list(self.among))
        return _candidates(told, most=self.most)


class Beyond(NamedTuple):
    """Towns of which a sentence says that they lie above, or below, the county."""

    codes: tuple[str, ...]
    measure: str
    above: bool

    def found(self, figures: Figures) -> tuple[str, ...]:
        """Return the towns of which it is true."""
        return beyond(figures, self.measure, above=self.above)


def ends(
    figures: Figures, measure: str, code: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the areas with the most, and those with the least, of a measure.

    Exact numbers tell of one area.  Of published ones only their ranges are known: of
    several areas each may be it, as far as anybody can tell.  None where all may be,
    where more than :data:`NAMED` may be, or where exact numbers are equal.
    """
    told = _comparable(figures, measure, figures.areas_in(code))
    most = 1 if figures.exact else NAMED
    both = (_candidates(told, most=True), _candidates(told, most=False))
    first, last = (
        codes if len(codes) <= most and len(codes) < len(told) else () for codes in both
    )
    withheld = set(told.index[told["value"].isna()])
    return tuple(() if withheld & {*codes} else codes for codes in (first, last))


def beyond(figures: Figures, measure: str, *, above: bool) -> tuple[str, ...]:
    """Return the towns that lie above, or below, the county, the farthest first.

    Of a town of few cases it is not told.  Of published numbers their whole ranges
    must lie apart: of what overlaps nobody can tell.
    """
    whole = figures.rate(Level.COUNTY, measure).loc[figures.county]
    told = _comparable(figures, measure, figures.areas_in(figures.county))
    told = told[told["value"].notna()]
    if whole["state"] != KNOWN or told.empty:
        return ()
    apart = told["least"] > whole["most"] if above else told["most"] < whole["least"]
    far = told[apart].sort_values("value", ascending=not above, kind="stable")
    return tuple(str(code) for code in far.index)


def compared(figures: Figures, measure: str, code: str) -> int:
    """Count the areas in an area that can be compared by a measure."""
    told = _comparable(figures, measure, figures.areas_in(code))
    return int(told["value"].notna().sum())


def _comparable(figures: Figures, measure: str, codes: list[str]) -> pd.DataFrame:
    """Return ``value``, ``least`` and ``most`` of areas; of what is withheld no value.

    What is withheld may be anything, so it stands in the way of who would be first.
    """
    names = ["value", "least", "most"]
    if not codes:
        return pd.DataFrame(columns=names, dtype=float)
    rates = figures.rate(level_of(codes[0]), measure).reindex(codes)
    known = (rates["state"] == KNOWN) & rates["value"].notna()
    told = rates.loc[known | (rates["state"] == WITHHELD), names].astype(float)
    return told.fillna({"least": 0.0, "most": np.inf})


def _candidates(told: pd.DataFrame, *, most: bool) -> tuple[str, ...]:
    """Return each area that may have the most, or the least, by its range."""
    if most:
        may = told["most"] >= told["least"].max()
    else:
        may = told["least"] <= told["most"].min()
    return tuple(str(code) for code in told.index[may])
