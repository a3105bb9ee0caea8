"""The list of areas beside the map; a name opens the area, a number its cases."""

import pandas as pd
import streamlit as st

from desk.progress_areas import (
    STAR,
    WAITING,
    cases_behind,
    exact_areas,
    published_areas,
    without_small,
)
from desk.progress_figures import figures
from desk.progress_measures import PROGRESS_MEASURES, Measure
from desk.shelf import CountyShelf
from rules.adcode import Level
from rules.language import N_
from views import choice, steering
from views.panels import link_to_file, table_height
from views.progress_asked import Asked, reads_cases
from views.words import _, plain

HEIGHT = 470
BEHIND_HEIGHT = 320
TEN_THOUSAND = 10_000
COUNT_WORDS = {
    "found": N_("found"),
    "completed": N_("completed"),
    "overdue": N_("overdue"),
    "stuck": N_("stuck"),
}
NO_CASE, NO_CASE_WIDTH = N_("no case yet"), 92
NO_CASE_HELP = N_("Dangerous houses of protected families that have no case at all")
COUNT_WIDTHS = {"completed": 80, "overdue": 66}  # wider than others in English
CHANGE_UNITS = {
    "ratio": N_("percentage points"),
    "cases": N_("cases"),
    "days": N_("days"),
    "cny": N_("10 000 yuan"),
}
SHORT = {
    "found": N_("found"),
    "filed_ratio": N_("filed"),
    "started_ratio": N_("works started"),
    "completed_ratio": N_("completed"),
    "accepted_ratio": N_("accepted by the county"),
    "paid_ratio": N_("paid in full"),
    "struck_off_ratio": N_("struck off"),
    "overdue_ratio": N_("overdue"),
    "days_in_step": N_("days in the step"),
    "stuck_cny": N_("stuck, 10 000 yuan"),
}


def show(shelf: CountyShelf, asked: Asked) -> None:
    """List the areas: exact for those who read cases, else as they are published."""
    if reads_cases():
        _exact(shelf, asked)
    else:
        _published(shelf, asked)


def _published(shelf: CountyShelf, asked: Asked) -> None:
    table = published_areas(shelf.published(asked.day), asked.measure, asked.town)
    if asked.town:
        every, table = len(table), without_small(table)
        _say_small(every - len(table), every)
    column = st.column_config.TextColumn
    shown = {name: asked.measure if name == "value" else name for name in table}
    config = {
        name: column(_heading(measure, in_yuan=True), width=66)
        for name, measure in shown.items()
        if name not in ("name", WAITING)
    }
    config[WAITING] = column(_(NO_CASE), width=NO_CASE_WIDTH, help=_(NO_CASE_HELP))
    picked = _table(table, config, asked)
    st.caption(
        _("Counts are told in classes (5 means 5 to 9; ≈ marks wider ones), “<5” "
          "below; “…” is withheld so that no small count can be worked out; “—” is "
          "money or days of fewer than 5 cases, or of none. Click a name to go in.")
    )  # fmt: skip
    if table["value"].str.endswith(STAR).any():
        st.caption(_("* few cases: the share is drawn towards that of the county"))
    if picked and picked[1] == "name":
        _enter(str(table.index[picked[0]]), asked)


def _say_small(small: int, every: int) -> None:
    if small == every:
        st.caption(_("The villages have too few cases to be listed one by one."))
    elif small:
        st.caption(
            _("Of {every} villages {small} have too few cases to be listed.",
              every=every, small=small)
        )  # fmt: skip


def _exact(shelf: CountyShelf, asked: Asked) -> None:
    measure = PROGRESS_MEASURES[asked.measure]
    book, days = shelf.progress_book(), (asked.day, asked.before)
    table = exact_areas(book, asked.measure, days, asked.town)
    times = 100 if measure.is_share else 1 / TEN_THOUSAND if _is_money(measure) else 1
    shown = table.assign(value=table["value"] * times, change=table["change"] * times)
    picked = _table(shown, _exact_columns(measure, asked), asked)
    st.caption(
        _("Click a name to go in, a number to see its cases. The list is exact; the "
          "map shows what is published, in classes. ±: {unit}, compared with {day}.",
          unit=_change_unit(measure), day=asked.before.isoformat())
    )  # fmt: skip
    if not picked:
        return
    row, column = picked
    code, name = str(table.index[row]), str(table["name"].iloc[row])
    if column == "name":
        _enter(code, asked)
    elif column in COUNT_WORDS:
        _behind(shelf, asked, column, (code, name))


def _exact_columns(measure: Measure, asked: Asked) -> dict[str, object]:
    number = st.column_config.NumberColumn
    form = "%.0f %%" if measure.is_share else "%.1f" if _is_money(measure) else "%.0f"
    plus = "%+.0f" if measure.unit in ("cases", "days") else "%+.1f"
    unit, day = _change_unit(measure), asked.before.isoformat()
    since = _("{unit}, compared with {day}", unit=unit, day=day)
    return {
        "value": number(_heading(measure.id), format=form, width=76),
        "change": number("±", format=plus, width=46, help=since),
        **{
            name: number(_(word), width=COUNT_WIDTHS.get(name, 50))
            for name, word in COUNT_WORDS.items()
        },
        WAITING: number(_(NO_CASE), width=NO_CASE_WIDTH, help=_(NO_CASE_HELP)),
    }


def _table(
    table: pd.DataFrame, config: dict[str, object], asked: Asked
) -> tuple[int, str] | None:
    """Show the list; returns the row and the column of a cell that was picked."""
    name = {"name": st.column_config.TextColumn(_("Name"), width=84)}
    found = st.dataframe(
        table,
        hide_index=True,
        height=table_height(table, HEIGHT),
        column_config=name | config,
        placeholder="—",
        on_select="rerun",
        selection_mode="single-cell",
        key=f"areas-{asked.area}-{choice.language()}-{asked.measure}-{asked.day}",
    )
    cells = found["selection"]["cells"]
    if not cells or cells[0][0] >= len(table):
        return None
    return int(cells[0][0]), str(cells[0][1])


def show_village(shelf: CountyShelf, asked: Asked) -> None:
    """Tell all measures of the chosen village."""
    if not asked.village:
        return
    told = figures(shelf, asked.day, exact=reads_cases())
    rows = {
        _(measure.title): told.rate(Level.VILLAGE, id_)["shown"].get(asked.village, "")
        for id_, measure in PROGRESS_MEASURES.items()
    }
    name = shelf.places().get(asked.village, asked.village)
    st.markdown(f"**{plain(name)}**")
    table = pd.DataFrame({_("Measure"): rows.keys(), _("Value"): rows.values()})
    st.dataframe(table, hide_index=True, height="content", key="village-measures")


def _enter(code: str, asked: Asked) -> None:
    village = code if len(code) == Level.VILLAGE else ""
    if village == asked.village and code[: Level.TOWN] == asked.town:
        return
    steering.go({"town": code[: Level.TOWN], "village": village})


def _behind(
    shelf: CountyShelf, asked: Asked, count: str, where: tuple[str, str]
) -> None:
    """List the cases that a number counts; one of them opens its file."""
    code, name = where
    book, acting = shelf.progress_book(), choice.acting()
    cases = cases_behind(book, acting, count, asked.day, code)
    places = shelf.places()
    st.markdown(f"**{plain(name)} · {_(COUNT_WORDS[count])} · {len(cases):,}**")
    columns = {
        _("Household"): cases["household_id"],
        _("Village"): [places.get(c, c) for c in cases["village_code"]],
    }
    waits = cases["step"] != ""
    if waits.any():  # finished cases wait for nothing
        columns[_("Next step")] = cases["step"]
        columns[_("Days in this step")] = cases["days_in_step"].where(waits)
    shown = pd.DataFrame(columns | {_("Case"): cases["case_id"]})
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


def _heading(measure: str, *, in_yuan: bool = False) -> str:
    if in_yuan and _is_money(PROGRESS_MEASURES[measure]):
        return _("stuck, yuan")
    word = _(SHORT[measure])
    return f"{word} %" if PROGRESS_MEASURES[measure].is_share else word


def _change_unit(measure: Measure) -> str:
    return _(CHANGE_UNITS[measure.unit])


def _is_money(measure: Measure) -> bool:
    return measure.unit == "cny"
