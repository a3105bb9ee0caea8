"""Where teams set out: a facility, a town's seat, or a place typed in."""

import re

from desk.shelf import CountyShelf
from rules.errors import EventError
from rules.language import N_

_PAIR = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$")
TEAM_BASE = "team_base"

Place = tuple[float, float]


def bases(shelf: CountyShelf) -> dict[str, Place]:
    """Return places to set out from by name: team bases first, then town seats.

    A town whose seat is not on record stands for the middle of its houses.
    """
    found: dict[str, Place] = {}
    facilities = shelf.vector("facility")
    if facilities is not None and {"name", "facility_kind"} <= {*facilities.columns}:
        own = facilities[facilities["facility_kind"] == TEAM_BASE]
        middles = own.geometry.representative_point()
        for name, x, y in zip(own["name"], middles.x, middles.y, strict=True):
            found.setdefault(str(name), (float(x), float(y)))
    towns = shelf.vector("town_boundary")
    if towns is not None and "name" in towns:
        middles = towns.geometry.representative_point()
        for name, x, y in zip(towns["name"], middles.x, middles.y, strict=True):
            found.setdefault(str(name), (float(x), float(y)))
    return found


def base_of(shelf: CountyShelf, text: str) -> Place:
    """Read a base: ``"104.5,31.6"`` or a name; the first of :func:`bases` if empty.

    Raises
    ------
    EventError
        If it is neither, or none is on record.
    """
    if told := _PAIR.match(text):
        return float(told[1]), float(told[2])
    known = bases(shelf)
    if not text.strip() and known:
        return next(iter(known.values()))
    if text.strip() in known:
        return known[text.strip()]
    raise EventError(
        N_("no base {name!r}; give longitude,latitude or one of: {known}"),
        name=text,
        known=", ".join(known) or "-",
    )
