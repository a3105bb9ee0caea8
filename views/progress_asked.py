"""What of the progress is looked at: measure, day, place, and the day before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from desk.acting import reads_table
from desk.measures import MEASURES
from desk.progress_days import (
    month_ends,
    published_day,
    published_since,
    since_day,
)
from desk.progress_measures import FIRST
from desk.shelf import CountyShelf
from rules.adcode import Level
from rules.language import N_
from views import choice, steering
from views.acting import PAGES_OF
from views.words import _

# What the address need not say.
USUAL = {
    "measure": FIRST, "day": "", "town": "", "village": "", "before": "month",
    "two": "", "limits": "", "below": "changes",
}  # fmt: skip
SINCE_WORDS = {
    "month": N_("the month before"),
    "quarter": N_("three months before"),
    "year": N_("a year before"),
    "new_year": N_("the turn of the year"),
    "week": N_("a week before"),
}
PUBLISHED_SINCE_WORDS = {
    "month": N_("the end of last month"),
    "quarter": N_("the month-end three months before"),
    "year": N_("the same month-end a year before"),
    "new_year": N_("the turn of the year"),
}
PLAY_SECONDS = 1.6
PLAYED_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked for; a day lies between the ledger's ``first`` and ``last``."""

    measure: str
    day: date
    before: date
    first: date
    last: date
    town: str
    village: str
    two: bool
    by_fifths: bool

    @property
    def level(self) -> Level:
        """Whose numbers are listed: towns', or the villages' of one town."""
        return Level.VILLAGE if self.town else Level.TOWN

    @property
    def area(self) -> str:
        """Return the smallest chosen area; ``""`` the county."""
        return self.village or self.town

    def on_map(self, day: date) -> Mapping[str, str]:
        """Return the choice of a map of a day."""
        return {
            "measure": self.measure,
            "day": day.isoformat(),
            "town": self.town,
            "selected": self.village,
            "level": self.level.name.lower(),
            "limits": self.last.isoformat() if self.by_fifths else "",
            "projector": "1" if steering.chosen("projector") else "",
            "lang": choice.language(),
        }


def reads_cases() -> bool:
    """Tell whether who looks may see which cases a number counts."""
    return reads_table(choice.acting(), "case_step")


def ask(shelf: CountyShelf) -> Asked:
    """Ask above the map for measure, place and day.

    Who does not read cases looks at the days that are published, month by month: of
    any two days, what lies between could tell of a family.
    """
    steering.listen(USUAL)
    for switch in ("two", "limits"):
        steering.known(switch, ("", "1"))
    first, last = shelf.progress_book().first_day, date.today()
    if not reads_cases():
        chosen = published_day(steering.day("day", first, last), first, last)
        steering.settle({"day": "" if chosen == last else chosen.isoformat()})
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.title(_("Progress"), anchor=False, width="content")
        measure, town, village = _ask_what(shelf)
        with st.container(width=150):
            day = steering.ask_day(_("As of"), "day", first, last)
        with st.container(width=240):
            before = _ask_before((day, first, last))
    return Asked(
        measure=measure, day=day, before=before, first=first, last=last, town=town,
        village=village, two=steering.chosen("two") == "1",
        by_fifths=steering.chosen("limits") == "1",
    )  # fmt: skip


def _ask_what(shelf: CountyShelf) -> tuple[str, str, str]:
    measures, places = MEASURES["leader"], shelf.places()
    with st.container(width=270):
        measure = steering.ask_one(
            _("Measure"), list(measures), "measure", lambda m: _(measures[m].title)
        )
    with st.container(width=150):
        town = _ask_place(places, "town", "", _("whole county"))
    if not town:
        if steering.chosen("village"):  # of no town
            steering.drop("village")
        return measure, "", ""
    with st.container(width=150):
        return measure, town, _ask_place(places, "village", town, _("whole town"))


def _ask_place(places: Mapping[str, str], name: str, within: str, whole: str) -> str:
    digits = Level.VILLAGE if within else Level.TOWN
    codes = [c for c in places if len(c) == digits and c.startswith(within)]
    return steering.ask_one(
        _("Village") if within else _("Town"),
        ["", *codes],
        name,
        lambda code: places.get(code) or whole,
        clears=() if within else ("village",),
    )


def ask_days(asked: Asked) -> None:
    """Ask below the map: the line of days, playing it, and what to compare with."""
    playing = steering.chosen("playing") == "1"
    play, line = st.columns([1.3, 7], vertical_alignment="center")
    play.button(
        _("Stop") if playing else _("Play"),
        icon=":material/stop:" if playing else ":material/play_arrow:",
        help=_("Month by month, the last twelve at most"),
        on_click=steering.choose,
        args=({"playing": "" if playing else "1"} | _start(asked, playing),),
        width="stretch",
    )
    with line:
        steering.ask_day_on_line(_("Day"), "day", asked.first, asked.last)
    if playing:
        steering.tick(PLAY_SECONDS, lambda: _step(asked))


def _ask_before(days: tuple[date, date, date]) -> date:
    """Ask for the day to compare with; each word tells which day it is."""
    words = SINCE_WORDS if reads_cases() else PUBLISHED_SINCE_WORDS
    found = _days_before((*words, *_own_day()), days)
    if not found:
        nothing = _("no earlier day")
        st.selectbox(_("Compared with"), [nothing], disabled=True)
        return days[0]
    asked = steering.ask_one(
        _("Compared with"),
        list(found),
        "before",
        lambda word: _told_day(words.get(word, ""), found[word]),
    )
    return found[asked]


def _days_before(
    words: Sequence[str], days: tuple[date, date, date]
) -> dict[str, date]:
    """Return the day of each word, but for those that are not before the chosen day."""
    day, first, last = days
    found = {
        word: since_day(word, day, first)
        if reads_cases()
        else published_since(word, day, first, last)
        for word in words
    }
    return {word: before for word, before in found.items() if before < day}


def _told_day(word: str, day: date) -> str:
    return f"{day.isoformat()} {_(word)}" if word else day.isoformat()


def _own_day() -> list[str]:
    """Return the day to compare with where the address tells one."""
    try:
        return [date.fromisoformat(steering.chosen("before", "month")).isoformat()]
    except ValueError:
        return []


def ask_manners(asked: Asked) -> None:
    """Ask for one map or two, and by which limits to colour; offer to print."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        steering.ask_switch(_("Two maps"), "two")
        steering.ask_switch(
            _("Colours by fifths of the areas"),
            "limits",
            _("Else by fixed limits, the same on every day"),
        )
        _offer_print(asked)


def _offer_print(asked: Asked) -> None:
    """Offer the way to the map on paper, by a link that tells what is shown."""
    papers = choice.page("papers")
    if papers is None or "papers" not in PAGES_OF[choice.acting().role]:
        return
    shown = {"measure": asked.measure, "town": asked.town, "day": asked.day.isoformat()}
    st.page_link(
        papers,
        label=_("Print this map"),
        icon=":material/print:",
        query_params={"papers-view": "maps"}
        | {f"print-{name}": word for name, word in shown.items() if word},
    )


def _start(asked: Asked, playing: bool) -> dict[str, str]:
    """Say on which day playing begins: on this one, or from the last it starts anew."""
    if playing or asked.day < asked.last:
        return {}
    ends = month_ends(asked.first, asked.last)[-PLAYED_MONTHS:]
    return {"day": ends[0].isoformat()} if ends else {}


def _step(asked: Asked) -> None:
    ahead = [end for end in month_ends(asked.first, asked.last) if end > asked.day]
    if not ahead:
        ends = {"day": "", "playing": ""}
        steering.go(ends)
    steering.go({"day": ahead[0].isoformat()})
