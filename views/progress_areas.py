"""The list of areas beside the map; a name opens the area, a number its cases."""

import pandas as pd
import streamlit as st

from desk.acting import reads_table
from desk.progress_areas import cases_behind, exact_areas, published_areas
from desk.progress_measures import PROGRESS_MEASURES, Measure
from desk.shelf import CountyShelf
from rules.adcode import Level
from rules.language import N_
from views import choice, steering
from views.panels import link_to_file, table_height
from views.progress_asked import Asked
from views.words import _, plain

HEIGHT = 470
BEHIND_HEIGHT = 320
TEN_THOUSAND = 10_000
COUNT_WORDS = {
    "found": N_("found"),
    "completed": N_("completed"),
    "overdue": N_("overdue"),
    "stuck": N_("payments stuck"),
}
SHORT = {
    "found": N_("Found"),
    "filed_ratio": N_("Filed"),
    "started_ratio": N_("Started"),
    "completed_ratio": N_("Completed"),
    "accepted_ratio": N_("Accepted"),
    "paid_ratio": N_("Paid"),
    "struck_off_ratio": N_("Struck off"),
    "overdue_ratio": N_("Overdue"),
    "days_in_step": N_("Days in step"),
    "stuck_cny": N_("Stuck, 10 000 yuan"),
}


def reads_cases() -> bool:
    """Tell whether who looks may see which cases a number counts."""
    return reads_table(choice.acting(), "case_step")


def show(shelf: CountyShelf, asked: Asked) -> None:
    """List the areas: exact for those who read cases, else as they are published."""
    if reads_cases():
        _exact(shelf, asked)
    else:
        _published(shelf, asked)


def _published(shelf: CountyShelf, asked: Asked) -> None:
    table = published_areas(shelf.published(asked.day), asked.measure, asked.town)
    names = {"name": _("Name"), "value": _(SHORT[asked.measure])}
    names |= {name: _(word) for name, word in SHORT.items() if name in table}
    picked = _table(table.rename(columns=names), {}, asked)
    st.caption(
        _("Counts are told in classes of five (5 means 5 to 9), “<5” below; “…” is "
          "withheld so that no small count can be worked out. Click a name to go in.")
    )  # fmt: skip
    if picked and picked[1] == names["name"]:
        _enter(str(table.index[picked[0]]), asked)


def _exact(shelf: CountyShelf, asked: Asked) -> None:
    measure = PROGRESS_MEASURES[asked.measure]
    book, days = shelf.progress_book(), (asked.day, asked.before)
    table = exact_areas(book, asked.measure, days, asked.town)
    words = {name: _(word) for name, word in COUNT_WORDS.items()}
    names = {"name": _("Name"), "value": _(SHORT[asked.measure])}
    names |= {"change": _("Change"), **words}
    times = 100 if measure.is_share else 1 / TEN_THOUSAND if _is_money(measure) else 1
    shown = table.assign(value=table["value"] * times, change=table["change"] * times)
    number = st.column_config.NumberColumn
    form = "%.0f %%" if measure.is_share else "%.1f" if _is_money(measure) else "%.0f"
    plus = "%+.1f" if measure.is_share or _is_money(measure) else "%+.0f"
    config = {
        names["value"]: number(format=form, width=76),
        names["change"]: number(
            format=plus, width=64, help=_("since {day}", day=asked.before.isoformat())
        ),
        **{word: number(width=60) for word in words.values()},
    }
    picked = _table(shown.rename(columns=names), config, asked)
    st.caption(_("Click a name to go in, a number to see its cases."))
    if not picked:
        return
    row, column = picked
    code = str(table.index[row])
    if column == names["name"]:
        _enter(code, asked)
    what = {word: name for name, word in words.items()}.get(column)
    if what:
        _behind(shelf, asked, (what, column), (code, str(table["name"].iloc[row])))


def _table(
    table: pd.DataFrame, config: dict[str, object], asked: Asked
) -> tuple[int, str] | None:
    """Show the list; returns the row and the column of a cell that was picked."""
    name = {_("Name"): st.column_config.Column(width=92)}
    found = st.dataframe(
        table,
        hide_index=True,
        height=table_height(table, HEIGHT),
        column_config=name | config,
        placeholder="—",
        on_select="rerun",
        selection_mode="single-cell",
        key=f"areas-{asked.town}-{choice.language()}-{asked.measure}-{asked.day}",
    )
    cells = found["selection"]["cells"]
    if not cells or cells[0][0] >= len(table):
        return None
    return int(cells[0][0]), str(cells[0][1])


def _enter(code: str, asked: Asked) -> None:
    village = code if len(code) == Level.VILLAGE else ""
    if village == asked.village and code[: Level.TOWN] == asked.town:
        return
    steering.go({"town": code[: Level.TOWN], "village": village})


def _behind(
    shelf: CountyShelf, asked: Asked, what: tuple[str, str], where: tuple[str, str]
) -> None:
    """List the cases that a number counts; one of them opens its file."""
    (count, word), (code, name) = what, where
    book, acting = shelf.progress_book(), choice.acting()
    cases = cases_behind(book, acting, count, asked.day, code)
    places = shelf.places()
    st.markdown(f"**{plain(name)} · {word} · {len(cases):,}**")
    shown = pd.DataFrame(
        {
            _("Household"): cases["household_id"],
            _("Village"): [places.get(c, c) for c in cases["village_code"]],
            _("Next step"): cases["step"],
            _("Days in this step"): cases["days_in_step"],
            _("Case"): cases["case_id"],
        }
    )
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=table_height(shown, BEHIND_HEIGHT),
        on_select="rerun",
        selection_mode="single-row",
        key=f"behind-{count}-{code}-{asked.day}-{choice.language()}",
    )
    rows = [row for row in picked["selection"]["rows"] if row < len(cases)]
    if rows:
        link_to_file(str(cases["household_id"].iloc[rows[0]]))


def _is_money(measure: Measure) -> bool:
    return measure.unit == "cny"
