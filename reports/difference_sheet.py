"""What changed between two reports of an event: who moved in the order, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from reports.streamed_workbook import streamed_workbook
from reports.team_sheet import Say, is_known
from rules.language import N_, translator
from rules.stamps import stamp_of

UNITS = {"degree": N_("degrees"), "m": N_("m of water")}


class Total(NamedTuple):
    """Houses heavily damaged: expected, and between what; ``NaN`` unknown."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A door whose place in the order is another one now.

    Attributes
    ----------
    rank_before, rank_after : int or None
        1 is first; ``None`` if it was not, or is no longer, in the order.
    degree_before, degree_after : float
        Intensity in degrees or depth in metres; ``NaN`` unknown.
    why : str
        In the language of the sheet.
    """

    household_id: str
    village: str
    rank_before: int | None
    rank_after: int | None
    degree_before: float
    degree_after: float
    why: str

    @property
    def moved(self) -> int | None:
        """Places by which it is visited earlier; negative later."""
        if self.rank_before is None or self.rank_after is None:
            return None
        return self.rank_before - self.rank_after


@dataclass(frozen=True, kw_only=True)
class VillageMoved:
    """How many doors of a village moved, and how its hazard changed."""

    village: str
    households: int
    moved: int
    degree_before: float
    degree_after: float
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class DifferenceSheet:
    """What is printed of a difference.

    Attributes
    ----------
    before, after : str
        Words for the two states.
    least_places : int
        From how many places on a door is listed first.
    households, moved_count : int
        Of the county; and those that moved so far.
    rows, villages : in any order
    unit : str
        ``"degree"`` or ``"m"``.
    """

    county: str
    event_title: str
    language: str
    demonstration: bool
    drill: bool
    before: str
    after: str
    least_places: int
    total_before: Total
    total_after: Total
    households: int
    moved_count: int
    rows: Sequence[Moved]
    villages: Sequence[VillageMoved]
    printed_at: str = ""
    unit: str = "degree"

    @property
    def ordered(self) -> list[Moved]:
        """The doors, those that moved far first, each kind in the new order."""
        return sorted(self.rows, key=self._place)

    @property
    def ordered_villages(self) -> list[VillageMoved]:
        """The villages, where most doors moved first."""
        return sorted(self.villages, key=lambda v: (-v.moved, v.village))

    def _place(self, row: Moved) -> tuple:
        far = row.moved is None or abs(row.moved) >= self.least_places
        last = len(self.rows) + self.households
        return not far, row.rank_after or last, row.rank_before or last


def summary(sheet: DifferenceSheet, say: Say) -> list[str]:
    """Return the lines above the tables, without the title."""
    share = sheet.moved_count / sheet.households if sheet.households else 0.0
    moved = say(N_("{count} of {of} doors moved by {least} places or more ({share})"))
    lines = [
        f"{say(N_('before'))}: {sheet.before}",
        f"{say(N_('after'))}: {sheet.after}",
        moved.format(
            count=f"{sheet.moved_count:,}",
            of=f"{sheet.households:,}",
            least=sheet.least_places,
            share=f"{share:.1%}",
        ),
        f"{say('Houses heavily damaged or destroyed, expected')}: "
        f"{_total(sheet.total_before, say)} → {_total(sheet.total_after, say)}",
    ]
    return [*lines, *_reasons(sheet)]


def heading(sheet: DifferenceSheet, say: Say) -> str:
    """Return the title of the sheet."""
    return f"{sheet.county} · {sheet.event_title} · {say(N_('What changed'))}"


def door_table(sheet: DifferenceSheet, say: Say) -> pd.DataFrame:
    """Return a row for each door; what is unknown is missing."""
    rows, unit = sheet.ordered, say(UNITS[sheet.unit])
    return pd.DataFrame(
        {
            say("Household"): [row.household_id for row in rows],
            say("Village"): [row.village for row in rows],
            say(N_("Place before")): [row.rank_before for row in rows],
            say(N_("Place now")): [row.rank_after for row in rows],
            say(N_("Earlier by")): [row.moved for row in rows],
            f"{say(N_('before'))} ({unit})": [_rounded(r.degree_before) for r in rows],
            f"{say(N_('after'))} ({unit})": [_rounded(r.degree_after) for r in rows],
            say(N_("Why it moved")): [row.why for row in rows],
        },
        dtype=object,
    )


def village_table(sheet: DifferenceSheet, say: Say) -> pd.DataFrame:
    """Return a row for each village."""
    rows, unit = sheet.ordered_villages, say(UNITS[sheet.unit])
    return pd.DataFrame(
        {
            say("Village"): [row.village for row in rows],
            say("Households"): [row.households for row in rows],
            say(N_("Doors moved")): [row.moved for row in rows],
            f"{say(N_('before'))} ({unit})": [_rounded(r.degree_before) for r in rows],
            f"{say(N_('after'))} ({unit})": [_rounded(r.degree_after) for r in rows],
            say(N_("Why it moved")): [row.why for row in rows],
        },
        dtype=object,
    )


def difference_xlsx(sheet: DifferenceSheet) -> bytes:
    """Write all doors and all villages to a workbook."""
    say = translator(sheet.language)
    above = [heading(sheet, say), *summary(sheet, say)]
    if stamp := stamp_of(sheet, say):
        above.insert(1, stamp)
    if sheet.printed_at:
        above.append(f"{say('printed')} {sheet.printed_at}")
    return streamed_workbook(
        [
            (say(N_("Doors that moved")), above, door_table(sheet, say)),
            (say("Villages"), above[:2], village_table(sheet, say)),
        ]
    )


def _reasons(sheet: DifferenceSheet) -> list[str]:
    """Count the doors by why they moved, the commonest first."""
    counted = Counter(row.why for row in sheet.rows if row.why)
    return [f"{why}: {count:,}" for why, count in counted.most_common(3)]


def _total(total: Total, say: Say) -> str:
    if not is_known(total.middle):
        return say("unknown")
    return f"{total.middle:,.0f} ({total.low:,.0f}–{total.high:,.0f})"


def _rounded(value: float) -> float | None:
    return round(float(value), 1) if value == value else None
