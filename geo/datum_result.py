"""What the datum doctor answers, and in which words."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from rules.language import N_

Message = tuple[str, dict[str, Any]]

NAMED = N_(
    "{inside} of {judged} places fall into the village stated; read as {second} it "
    "would be {second_inside}"
)
NAMED_ALONE = N_("{inside} of {judged} places fall into the village stated")
NAMED_GROSS = N_(
    "{inside} of {judged} places fall into the county; a shift of some hundred metres "
    "cannot be seen without outlines of villages"
)
TOO_FEW = N_("only {judged} rows have a place to judge; {least} are needed")
NOWHERE = N_("no reading brings these places into the county")
NOT_FINE = N_(
    "{inside} of {judged} places fall into the county, but only outlines of villages "
    "can tell degrees from degrees shifted by a web map; load village boundaries"
)
UNDECIDED = N_(
    "{judged} places do not tell the readings apart: {inside} fall into the village "
    "stated under the best, {second_inside} under the second"
)
MIXED = N_(
    "the rows are a mixture: {inside} of {judged} places fall into the village stated "
    "read as {best}, others only read as {second}"
)
MISFIT = N_(
    "only {inside} of {judged} places fall into the village stated under the best "
    "reading: the villages are wrong, or the numbers are of a datum not known here"
)
MOVED = N_(
    "{inside} of {judged} places fall into the village stated as {best}, but "
    "{second_inside} if all are moved by about {metres} m: a datum not known here, or "
    "borders that are off"
)
POLYGONS_NAMED = N_(
    "{overlap_percent} % of the ground is that of the outline; read as {second} it "
    "would be {second_percent} %"
)
POLYGONS_CLOSE = N_(
    "the readings are too much alike: {overlap_percent} % of the ground is that of the "
    "outline under the best, {second_percent} % under the second"
)
POLYGONS_APART = N_(
    "at best {overlap_percent} % of the ground is that of the outline: the borders are "
    "not the same, and a shift cannot be seen"
)
POLYGONS_NOWHERE = N_("no reading lays this layer over the outline")
ASK_OLD_DATUM = N_(
    "are these numbers of Xi'an 1980 or Beijing 1954? they look the same and there is "
    "no exact transformation; ask who made them, and for the local parameters"
)


class Candidate(NamedTuple):
    """How a batch looks under one reading.

    Attributes
    ----------
    reading : str
    judged : int
        Rows.
    in_village, in_county : float
        Share of them, 0 to 1; ``in_village`` is ``NaN`` where no village is known.
    error_ratio : float
        Rows outside, as a multiple of those outside under the best reading.
    """

    reading: str
    judged: int
    in_village: float
    in_county: float
    error_ratio: float


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What a batch of coordinates is, or why that cannot be said.

    Attributes
    ----------
    reading : str or None
        ``None`` where the doctor abstains.
    possible : tuple of str
        Readings that are not excluded, the best first.
    candidates : tuple of Candidate
        The best first.
    margin : float
        Share of the rows that only the best reading brings home, less those that only
        its strongest rival does; ``NaN`` where nothing was compared.
    judged : int
        Distinct rows that were looked at.
    level : str
        What they were judged by: see :class:`geo.datum_evidence.Ground`.
    told : tuple of str and dict
        Message id and values; the values ``best`` and ``second`` are readings.
    ask : str, optional
        Message id of a question that only a person can answer.
    mixed : bool
        Whether two readings each explain rows that the other cannot.
    """

    told: Message
    reading: str | None = None
    possible: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    margin: float = float("nan")
    judged: int = 0
    level: str = "county"
    ask: str | None = None
    mixed: bool = False
