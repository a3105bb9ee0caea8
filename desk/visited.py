"""What was found last at each door after an event."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.exposure import Exposure
from geo.learning import Tags
from rules.vocabulary import TAGS, UNKNOWN, VISIT_REASONS


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What was found last at each door, position by position.

    Attributes
    ----------
    tag : int8 array
        Position in :data:`rules.vocabulary.TAGS`; -1: nobody was there.
    damage_grade : int8 array
        1 to 5; -1 unknown.
    reason : int8 array
        Position in :data:`rules.vocabulary.VISIT_REASONS`; -1 unknown.
    stale : bool array
        Whether a later earthquake shook the door since: it is to be visited again.
        Not so where people could not stay or the damage was heavy: no house heals.
    at : pyarrow.Array of str
        ISO 8601, with a zone or a day only; null unknown.
    """

    tag: np.ndarray
    damage_grade: np.ndarray
    reason: np.ndarray
    stale: np.ndarray
    at: pa.Array

    @property
    def doors(self) -> np.ndarray:
        """Whether somebody was at each door, and what was found there still holds."""
        return (self.tag != UNKNOWN) & ~self.stale

    def counts(self) -> dict[str, int]:
        """Count the doors by their newest tag that still holds."""
        held = self.tag[self.doors]
        return {tag: int((held == at).sum()) for at, tag in enumerate(TAGS)}

    def tags(self, *, stale: bool = False) -> Tags:
        """Return what was found and still holds; with ``stale`` what was ever found.

        What was found before a later earthquake still tells of the first one.
        """
        position = np.flatnonzero((self.tag != UNKNOWN) if stale else self.doors)
        return Tags(
            position=position,
            tag=self.tag[position],
            damage_grade=self.damage_grade[position],
            reason=self.reason[position],
        )


def visited(
    rows: Collection[dict[str, Any]], exposure: Exposure, stale: Collection[str] = ()
) -> Visited:
    """Put the newest finding of each household in the order of an exposure.

    Parameters
    ----------
    rows : collection of dict
        The newest finding at each door, as :mod:`ledger.findings` has it; one of a
        household that is not in the exposure is left out.
    stale : collection of str
        Ids of findings that an aftershock has made old.
    """
    named = pa.array([row["household_id"] for row in rows], pa.string())
    place = pc.index_in(named, value_set=exposure.household_id)
    known = pc.is_valid(place)
    at = place.filter(known).to_numpy()
    found = [row for row, here in zip(rows, known.to_pylist(), strict=True) if here]
    made = {name: np.full(len(exposure), UNKNOWN, np.int8) for name in _CODED}
    for name, code in _CODED.items():
        made[name][at] = [code(row) for row in found]
    moment = np.full(len(exposure), None, object)
    moment[at] = [row["visited_at"] for row in found]
    old = np.zeros(len(exposure), dtype=bool)
    old[at] = [row["finding_id"] in stale for row in found]
    lasting = (made["tag"] == TAGS.index("红")) | (made["damage_grade"] >= _HEAVY)
    return Visited(**made, stale=old & ~lasting, at=pa.array(moment, pa.string()))


_HEAVY = 4  # damage grade, GB/T 24335
_CODED = {
    "tag": lambda row: TAGS.index(row["tag"]),
    "damage_grade": lambda row: row["damage_grade"] or UNKNOWN,
    "reason": lambda row: (
        UNKNOWN if row["reason"] is None else VISIT_REASONS.index(row["reason"])
    ),
}
