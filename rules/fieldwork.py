"""What the rules ask of fieldwork: patrols, empty houses, sweeps."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from rules.casefile import Vacated
from rules.language import N_
from rules.old_houses import REBUILT, old_house_reasons
from rules.parameters import Table, load_parameters
from rules.reasons import Reason, unknown

# Rule W9: each of the four is shown by a photograph.
_UNSEEN = MappingProxyType(
    {
        "water_off": N_("no photograph shows the water cut off (断水)"),
        "power_off": N_("no photograph shows the power cut off (断电)"),
        "cleared": N_("no photograph shows the cleared rooms (清空)"),
        "locked": N_("no photograph shows the locked door (锁门)"),
    }
)


def table(name: str) -> Table:
    """Return one table of the parameters of fieldwork."""
    return load_parameters("fieldwork")[name]


def level_of_visit(kind: str) -> str:
    """Tell whose visit it is (rules W5, W6, W8): one of ``rules.vocabulary.LEVELS``.

    Examples
    --------
    >>> [level_of_visit(kind) for kind in ("patrol", "verification", "watch")]
    ['village', 'town', 'town']
    """
    rungs = (*table("patrol")["level"], *table("other_visits")["level"])
    return next(rung["by"] for rung in rungs if rung["kind"] == kind)


def next_patrol(kinds: Iterable[str]) -> str | None:
    """Name the level that looks next (rule W5), ``None`` after the engineers.

    Parameters
    ----------
    kinds : iterable of str
        Kinds of the visits that suspected the house.

    Examples
    --------
    >>> next_patrol([]), next_patrol(["patrol"]), next_patrol(["inspection"])
    ('patrol', 'verification', None)
    """
    rungs = [rung["kind"] for rung in table("patrol")["level"]]
    # A sweep finds what a patrol would have found.
    done = {"patrol" if kind == "sweep" else kind for kind in kinds}
    highest = max((rungs.index(kind) for kind in done if kind in rungs), default=-1)
    return rungs[highest + 1] if highest + 1 < len(rungs) else None


def vacated_gaps(
    house: Vacated, photographed: Collection[str], on: date
) -> tuple[Reason, ...]:
    """List what an empty dangerous house still lacks on a day (rules W9, H8).

    An old house whose family has built anew is demolished, and so is one that
    threatens neighbours; of any other 两断一清一锁 is shown, each by a photograph.

    Parameters
    ----------
    photographed : collection of str
        Parts of which there is a photograph.

    Examples
    --------
    >>> [str(gap) for gap in vacated_gaps(Vacated(why="rebuilt"), (), date.today())]
    ['the family has a new house; no demolition of the old is on record']
    """
    ground = _Ground("old_house" if house.why == REBUILT else "vacated")
    if house.demolished_on is not None and house.demolished_on <= on:
        return ()
    reasons = list(old_house_reasons(replace(house, demolished_on=None), ground))
    if house.why != REBUILT and not house.threatens_neighbours:
        shown = [part for part in _UNSEEN if getattr(house, part) is True]
        unseen = [part for part in shown if part not in photographed]
        reasons += [unknown(ground, ("village", "town"), _UNSEEN[p]) for p in unseen]
    return tuple(reasons)


class _Ground:
    """A table of the parameters, as what a reason rests on."""

    basis = "document"

    def __init__(self, name: str) -> None:
        self.clause = table(name)["clause"]
        self.document = table(name)["document"]


@dataclass(frozen=True, kw_only=True)
class SweepWindow:
    """When a sweep is due (rule W6): both days belong to it."""

    season: str
    begins: date
    until: date
    document: str
    clause: str
    event_id: str | None = None


def seasonal_windows(year: int) -> tuple[SweepWindow, ...]:
    """Return the sweeps that every year asks for, in their order.

    Examples
    --------
    >>> [window.season for window in seasonal_windows(2026)]
    ['after_thaw', 'after_rain']
    """
    days, law = table("sweep_days"), table("sweeps")
    windows = [
        SweepWindow(
            season=season,
            begins=date(year, *days[season]["from"]),
            until=date(year, *days[season]["until"]),
            document=law["document"],
            clause=law["clause"],
        )
        for season in law["seasons"]
    ]
    return tuple(sorted(windows, key=lambda window: window.begins))


def disaster_window(
    event_id: str, on: date, magnitude: float | None
) -> SweepWindow | None:
    """Return the sweep that a disaster asks for, ``None`` if it is not large.

    Parameters
    ----------
    magnitude : float or None
        Of an earthquake; an event without one, a flood too, counts as large.

    Examples
    --------
    >>> disaster_window("eq-001", date(2026, 7, 1), 4.1) is None
    True
    """
    limits = table("large_disaster")
    if magnitude is not None and magnitude < limits["earthquake_magnitude"]:
        return None
    return SweepWindow(
        season="disaster",
        begins=on,
        until=on + timedelta(days=limits["within_days"]),
        document=table("sweeps")["document"],
        clause=table("sweeps")["clause"],
        event_id=event_id,
    )
