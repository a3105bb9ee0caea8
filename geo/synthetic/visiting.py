"""Visits to houses: three levels of patrol, watches, and what they wrote down."""

import math
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any, NamedTuple

from geo.synthetic import raw
from geo.synthetic.dossiers import MOVED, Dated, Dossier, Row, later, made, takers
from rules.vocabulary import GRADES

METRES_PER_DEGREE = 111_320
# Rule W5: who looks when the case takes its first steps.
LEVELS = (
    ("found", "patrol", "village"),
    ("reported", "verification", "town"),
    ("appraised", "inspection", "county"),
)


class Place(NamedTuple):
    """Where a house stands, degrees in EPSG:4490; ``None`` is not known."""

    lon: float | None
    lat: float | None


def visit_rows(dossier: Dossier, sweep_of: dict[str, Any]) -> Iterator[Dated]:
    """Tell the visits of a case.

    Parameters
    ----------
    sweep_of : dict
        The sweep that found the case, ``{}`` if none did: ``sweep_id``.
    """
    names = takers(dossier)
    for number, (step, kind, level) in enumerate(LEVELS):
        day = dossier.days.get(step)
        if day is None:
            continue
        found_by = sweep_of if kind == "patrol" else {}
        row = _visit(dossier, number, day, "sweep" if found_by else kind)
        row |= {"visitor": names[level], "suspected": True} | found_by
        row |= damage_words(dossier.structure, dossier.dice)
        if kind == "verification" and dossier.dice.random() < made("field")["untold"]:
            row["heard"] = None
        yield Dated(day, "visit", row)
    yield from _watched(dossier, names["town"])
    yield from _patrolled_after(dossier, names["village"])


def damage_words(structure: str | None, dice: Random) -> Row:
    """Write down what a damaged house of some structure looks like (rule W10)."""
    text = raw.table("texts")
    kind = text[kind_of(structure)]
    told = {"mm": dice.randint(*text["crack_mm"]), "side": dice.choice(text["sides"])}
    at = dice.randrange(len(kind["seen"]))
    return {
        "seen": kind["seen"][at].format(**told),
        "heard": dice.choice(text["owner"]["heard"]),
        "defects": kind["defects"][at].format(**told),
    }


def calm_words(name: str, dice: Random) -> Row:
    """Write down a visit that found nothing new: ``sound`` or ``watch``."""
    told = raw.table("texts")[name]
    return {word: dice.choice(told[word]) for word in ("seen", "heard", "defects")}


def kind_of(structure: str | None) -> str:
    """Tell which words fit a structure; a house of unknown structure is of earth."""
    kinds = ("earth", "masonry", "timber")
    named = (k for k in kinds if structure in raw.table("texts")[k]["structures"])
    return next(named, kinds[0])


def beside(place: Place, dice: Random) -> dict[str, float | None]:
    """Return where somebody stood in front of a house, as a telephone would say."""
    field = made("field")
    if place.lon is None or dice.random() >= field["place_known"]:
        return {"lon": None, "lat": None}
    north, east = (dice.gauss(0, field["place_error_m"]) for _ in range(2))
    wide = METRES_PER_DEGREE * math.cos(math.radians(place.lat))
    lon = place.lon + east / wide
    return {
        "lon": round(lon, 6),
        "lat": round(place.lat + north / METRES_PER_DEGREE, 6),
    }


def _visit(dossier: Dossier, number: int, day: date, kind: str) -> Row:
    row = {
        "visit_id": f"{dossier.case_id}-v{number}",
        "household_id": dossier.household_id,
        "kind": kind,
        "visited_on": day,
    }
    return row | beside(Place(dossier.lon, dossier.lat), dossier.dice)


def _watched(dossier: Dossier, visitor: str) -> Iterator[Dated]:
    """Yield the town's watch over a C or D house under works (rule W8)."""
    field, begun = made("field"), dossier.days.get("works_started")
    dangerous = GRADES.index(dossier.grade or GRADES[0]) >= GRADES.index("C")
    works = begun is not None and dossier.way not in MOVED
    if not (works and dangerous and dossier.dice.random() < field["watch"]):
        return
    day = later(begun, field["watch_days"], dossier.dice)
    if dossier.by_then(day):
        row = _visit(dossier, len(LEVELS), day, "watch")
        row |= {"visitor": visitor} | calm_words("watch", dossier.dice)
        yield Dated(day, "visit", row)


def _patrolled_after(dossier: Dossier, visitor: str) -> Iterator[Dated]:
    field, closed = made("field"), dossier.days.get("struck_off")
    if closed is None or dossier.dice.random() >= field["patrolled_after"]:
        return
    day = later(closed, field["after_days"], dossier.dice)
    if dossier.by_then(day):
        row = _visit(dossier, len(LEVELS) + 1, day, "patrol")
        row |= {"visitor": visitor, "suspected": False}
        yield Dated(day, "visit", row | calm_words("sound", dossier.dice))
