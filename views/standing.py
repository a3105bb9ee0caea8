"""The leader's figures: totals, one sentence, the areas in order."""

from datetime import date

import pandas as pd
import streamlit as st

from desk.acting import small_counts as acting_counts
from desk.shelf import CountyShelf
from ledger.roles import Acting
from rules.adcode import Level
from rules.language import N_
from views.words import _, plain

TABLE_HEIGHT = 480
LARGE_ROWS = 12
COUNTS = {
    "found": N_("found"),
    "filed": N_("filed"),
    "under_way": N_("works under way"),
    "completed": N_("completed"),
    "struck_off": N_("struck off"),
    "overdue": N_("overdue"),
}
TITLES = {
    "found": N_("Cases found"),
    "filed": N_("Cases filed"),
    "under_way": N_("Works under way"),
    "completed": N_("Completed"),
    "struck_off": N_("Struck off"),
    "overdue": N_("Overdue"),
}


# Streamlit's theme has one size of type; a projector needs another.
USUAL_TYPE = "<style></style>"  # in its place, so that nothing moves
LARGE_TYPE = """<style>
[data-testid=stMetricValue] { font-size: 3rem }
[data-testid=stMetricDelta], [data-testid=stMetricLabel] p, [data-testid=stMain]
:is([data-testid=stMarkdown] p, table, label p) { font-size: 1.4rem }
</style>"""


def nothing_recorded(shelf: CountyShelf) -> bool:
    """Tell whether no case has ever been recorded."""
    if shelf.workspace.ledger.days() is None:
        return True
    return not _totals(shelf, date.today(), "")["found"]


def figures(shelf: CountyShelf, day: date, town: str, projector: bool) -> None:
    """Show the counts of the county, or of a town, in one row."""
    totals = _totals(shelf, day, town)
    st.html(LARGE_TYPE if projector else USUAL_TYPE)
    for column, name in zip(st.columns(len(TITLES)), TITLES, strict=True):
        column.metric(
            _(TITLES[name]),
            f"{totals[name]:,}",
            delta=_share(totals, name),
            delta_color="off",
            delta_arrow="off",
        )


def _share(totals: dict[str, int], name: str) -> str | None:
    """Say which part of the cases found it is; of an overdue one, of the open."""
    late = name == "overdue"
    whole = totals["open" if late else "found"]
    if name == "found" or not whole:
        return None
    share = f"{totals[name] / whole:.0%}"
    return _("{share} of open" if late else "{share} of found", share=share)


def sentence(shelf: CountyShelf, day: date, town: str) -> str:
    """Say in one sentence where things stand, from the numbers shown."""
    totals = _totals(shelf, day, town)
    if not totals["found"]:
        return _("No case was on record by {day}.", day=day.isoformat())
    return _(
        "By {day}, {completed} of {found} cases found are completed ({share}); "
        "{overdue} of {open} open cases are overdue.",
        day=day.isoformat(),
        completed=f"{totals['completed']:,}",
        found=f"{totals['found']:,}",
        share=f"{totals['completed'] / totals['found']:.0%}",
        overdue=f"{totals['overdue']:,}",
        open=f"{totals['open']:,}",
    )


def table(shelf: CountyShelf, day: date, level: Level, town: str, measure: str) -> None:
    """List the areas, the highest measure first; no data comes last."""
    counts = _sorted(shelf, day, level, town, measure)
    titles = {"name": _("Name")} | {name: _(label) for name, label in COUNTS.items()}
    ratios = {"completed_ratio": _("completed %"), "overdue_ratio": _("overdue %")}
    order = ["name", measure, *[n for n in (*ratios, *COUNTS) if n != measure]]
    shown = counts[order].rename(columns=titles | ratios)
    shown[list(ratios.values())] *= 100
    percent = st.column_config.NumberColumn(format="%.0f %%", width=76)
    narrow = st.column_config.Column(width=64)
    config = {titles[name]: narrow for name in COUNTS}
    config |= dict.fromkeys(ratios.values(), percent)
    st.dataframe(
        shown,
        hide_index=True,
        height=TABLE_HEIGHT,
        column_config=config,
        placeholder="—",
        key="areas",
    )


def large_table(
    shelf: CountyShelf, day: date, level: Level, town: str, measure: str
) -> None:
    """List the areas in large type: completed and overdue, nothing else."""
    counts = _sorted(shelf, day, level, town, measure).head(LARGE_ROWS)
    done = zip(counts["completed"], counts["found"], strict=True)
    late = zip(counts["overdue"], counts["open"], strict=True)
    shown = {
        _("Name"): [plain(name) for name in counts["name"]],
        _("completed"): [f"{part} / {whole}" for part, whole in done],
        _("overdue"): [f"{part} / {whole}" for part, whole in late],
    }
    st.table(pd.DataFrame(shown), hide_index=True)


def _sorted(
    shelf: CountyShelf, day: date, level: Level, town: str, measure: str
) -> pd.DataFrame:
    counts = _areas(shelf, day, level, town)
    return counts.sort_values(measure, ascending=False, na_position="last")


def _areas(shelf: CountyShelf, day: date, level: Level, town: str) -> pd.DataFrame:
    counts = shelf.progress(day, level)
    return counts[counts.index.str.startswith(town)]


def _totals(shelf: CountyShelf, day: date, town: str) -> dict[str, int]:
    counts = _areas(shelf, day, Level.TOWN, town)
    return {name: int(counts[name].sum()) for name in (*COUNTS, "open")}


COUNTED = {
    "dangerous": N_("Houses of grade C or D"),
    "not_dangerous": N_("Houses of grade A or B"),
    "not_graded": N_("Houses without a grade"),
    "open_cases": N_("Open cases"),
    "struck_off_cases": N_("Cases struck off"),
}


def small_counts(shelf: CountyShelf, acting: Acting, day: date, town: str) -> None:
    """Show counts by area in which no small count can be read or worked out."""
    past = day if day < date.today() else None
    level = Level.VILLAGE if town else Level.TOWN
    names: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    county = st.columns(len(COUNTED))
    for place, (measure, title) in zip(county, COUNTED.items(), strict=True):
        found = acting_counts(shelf.workspace, acting, measure, past)
        own = [area for area in found if len(area.code) == level]
        own = [area for area in own if area.code.startswith(town)]
        names |= {area.code: area.name for area in own}
        columns[_(title)] = {area.code: area.shown for area in own}
        whole = [area.shown for area in found if len(area.code) == Level.COUNTY]
        place.metric(_(title), whole[0] if whole else "0")
    table = pd.DataFrame(columns).reindex(sorted(names))
    table.insert(0, _("Name"), [names[code] for code in table.index])
    st.dataframe(table, hide_index=True, height=TABLE_HEIGHT, key="small-counts")
    st.caption(
        _(
            "Counts below five are hidden (<5), and so are those that would give one "
            "away (…)."
        )
    )
