"""The forms in which events are reported, and which report an event rests on."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

Row = dict[str, Any]

# Each form and the hazard it tells of.
HAZARDS = MappingProxyType(
    {
        "message": "earthquake",
        "parameters": "earthquake",
        "shakemap": "earthquake",
        "intensity_raster": "earthquake",
        "intensity_polygons": "earthquake",
        "stations": "earthquake",
        "flood_depth": "flood",
        "flood_extent": "flood",
        "water_level": "flood",
    }
)
NUMBERS = ("parameters", "message")  # they tell an epicentre and a magnitude
# The newest of these is where shaking begins; the other forms say how it differs.
BASES = (*NUMBERS, "shakemap", "intensity_raster")
# Reports of one kind share their errors: a newer one replaces the one before.
KINDS = {form: form for form in HAZARDS} | dict.fromkeys(NUMBERS, "epicentre")


def in_use(reports: Sequence[Row]) -> tuple[Row, tuple[Row, ...]]:
    """Return the report that an event rests on, and those that are blended into it.

    The newest of :data:`BASES` is the base; without any, the newest of all.  Of the
    other kinds the newest counts, of lists of stations every one: another list may
    tell of other places.  A list that is the base tells an earthquake, into which its
    own points are blended.  The newest report of a flood stands alone.

    Parameters
    ----------
    reports : sequence of dict
        By number; one at least is not withdrawn.
    """
    kept = [report for report in reports if not report["withdrawn"]]
    base = next((r for r in reversed(kept) if r["form"] in BASES), kept[-1])
    if HAZARDS[base["form"]] == "flood":
        return base, ()
    newest = {KINDS[report["form"]]: report for report in kept}
    others = [
        report
        for report in kept
        if report["form"] == "stations"
        or (
            KINDS[report["form"]] != KINDS[base["form"]]
            and newest[KINDS[report["form"]]] is report
        )
    ]
    return base, tuple(others)
