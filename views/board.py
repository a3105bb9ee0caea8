"""The live board: doors seen, doors that cannot wait, teams, empty houses."""

from datetime import datetime

import pandas as pd
import streamlit as st

from desk.acting import reads_table
from desk.board import Board, board
from desk.board_doors import SECURED, EmptyHouse, OccupiedDoor
from desk.board_teams import Pace, TeamProgress
from desk.current import current_shelf
from desk.describe import word
from desk.field_words import FIELD_WORDS, told
from desk.photographs import photograph_path
from desk.shelf import CountyShelf
from desk.workspace import Workspace
from rules.errors import FileError
from rules.times import CHINA_TIME, local_time
from rules.vocabulary import TAGS
from views import choice
from views.panels import link_to_file, table_height
from views.words import _, error_text, plain

REFRESHED = "20s"
TABLE_HEIGHT = 260
MOST_PICTURED = 6


@st.fragment(run_every=REFRESHED)
def show(_shelf: CountyShelf, event_id: str, filters: dict[str, str]) -> None:
    """Show how far the teams are; it refreshes itself while they work."""
    shelf, area = current_shelf(), filters.get("town", "")
    found = board(shelf.workspace, shelf.triaged(event_id), area=area)
    _totals(found)
    if not found.visited and not found.teams:
        st.info(
            _("Nobody has brought a finding yet. Send teams out, or import a file.")
        )
        return
    _occupied(found.occupied)
    _teams(found.teams, found.pace)
    _areas(found, area)
    _empty(shelf.workspace, found.empty)
    now = datetime.now(CHINA_TIME)
    st.caption(_("As of {time}; it refreshes itself.", time=f"{now:%H:%M:%S}"))


def _totals(found: Board) -> None:
    with st.container(horizontal=True, gap="large"):
        of = _("of {houses} houses", houses=f"{found.houses:,}")
        seen = f"{found.visited:,}"
        st.metric(_("Visited"), seen, width="content")
        for tag in reversed(TAGS):
            st.metric(word(tag, _), f"{found.tags[tag]:,}", width="content")
    again = _("{count} to be visited again: shaken since.", count=found.stale)
    st.caption(f"{of} · {again}" if found.stale else of)


def _occupied(doors: list[OccupiedDoor]) -> None:
    """List who may still live in a house tagged 黄 or 红, the most urgent first."""
    st.markdown(f"**{_('Dangerous, and people may be in')}** · {len(doors):,}")
    if not doors:
        st.caption(_("No such door is known."))
        return
    table = pd.DataFrame(
        {
            _("Tag"): [word(door.tag, _) for door in doors],
            _("Lived in"): [told(door.occupied, _) for door in doors],
            _("Hours since"): [door.hours for door in doors],
            _("Household"): [door.household_id for door in doors],
            _("Note"): [door.note or "" for door in doors],
            _("Team"): [door.team or "" for door in doors],
            _("Visited at"): [local_time(door.visited_at or "") for door in doors],
        }
    )
    picked = st.dataframe(
        table,
        hide_index=True,
        height=table_height(doors, TABLE_HEIGHT),
        column_config={_("Hours since"): st.column_config.NumberColumn(format="%.0f")},
        on_select="rerun",
        selection_mode="single-row",
        key="board-occupied",
    )
    for row in picked["selection"]["rows"]:
        if row < len(doors):
            link_to_file(doors[row].household_id)


def _teams(teams: list[TeamProgress], pace: Pace) -> None:
    if not teams:
        return
    st.markdown(f"**{_('Teams')}**")
    table = pd.DataFrame(
        {
            _("Team"): [team.team or _("not named") for team in teams],
            _("Doors"): [team.doors for team in teams],
            _("Seen of these"): [team.done for team in teams],
            _("Doors found"): [team.visited for team in teams],
            _("Doors per hour"): [team.pace_doors_per_hour for team in teams],
            _("Last door at"): [_clock(team.last_at) for team in teams],
        }
    )
    form = st.column_config.NumberColumn(format="%.1f")
    st.dataframe(
        table,
        hide_index=True,
        height=table_height(teams, TABLE_HEIGHT),
        placeholder="—",
        column_config={_("Doors per hour"): form},
        key="board-teams",
    )
    st.caption(_pace_words(pace))


def _pace_words(pace: Pace) -> str:
    if pace.doors_per_hour is None:
        return _(
            "{left} doors are left; too few findings to tell a pace.", left=pace.left
        )
    return _(
        "{left} doors are left: at {pace} doors an hour {hours} hours of work, "
        "until about {end}.",
        left=f"{pace.left:,}",
        pace=f"{pace.doors_per_hour:.1f}",
        hours=f"{pace.hours_left:.0f}",
        end=_clock(pace.ends_at),
    )


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone(CHINA_TIME):%m-%d %H:%M}" if moment else ""


def _areas(found: Board, area: str) -> None:
    rows = found.villages if area else found.towns
    if not rows:
        return
    st.markdown(f"**{_('By village') if area else _('By town')}**")
    share = [100 * row["visited"] / row["houses"] for row in rows]
    table = pd.DataFrame(
        {
            _("Name"): [row["name"] or _("unknown") for row in rows],
            _("Visited"): share,
            _("Houses"): [row["houses"] for row in rows],
            **{word(tag, _): [row[tag] for row in rows] for tag in reversed(TAGS)},
        }
    )
    bar = st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100)
    st.dataframe(
        table,
        hide_index=True,
        height=table_height(rows, TABLE_HEIGHT),
        column_config={_("Visited"): bar},
        key="board-areas",
    )


def _empty(workspace: Workspace, houses: list[EmptyHouse]) -> None:
    """Show the houses left empty with their four photographs (rule W9)."""
    if not houses or not reads_table(choice.acting(), "vacated_house"):
        return
    open_ = sum(bool(house.gaps) for house in houses)
    title = _(
        "Empty houses: {count}, not secured: {open}", count=len(houses), open=open_
    )
    with st.expander(title):
        for house in houses[:MOST_PICTURED]:
            _empty_house(workspace, house)
        if len(houses) > MOST_PICTURED:
            st.caption(_("and {count} more", count=len(houses) - MOST_PICTURED))


def _empty_house(workspace: Workspace, house: EmptyHouse) -> None:
    since = house.vacated_on.isoformat() if house.vacated_on else _("day not known")
    where = word(house.moved_to, _) if house.moved_to else _("where to is not known")
    st.markdown(plain(f"{house.household_id} · {since} · {where}"))
    for column, part in zip(st.columns(4), SECURED, strict=True):
        with column:
            state = f"{_(FIELD_WORDS[part])}: {told(house.secured[part], _)}"
            _picture(workspace, house.pictures.get(part), state)
    lacks = "; ".join(gap.told(choice.language()) for gap in house.gaps)
    if lacks:
        st.caption(_("Still missing: {what}", what=plain(lacks)))


def _picture(workspace: Workspace, sha256: str | None, caption: str) -> None:
    if sha256 is None:
        st.caption(f"{caption} · {_('no photograph')}")
        return
    try:
        path = photograph_path(workspace, sha256)
    except FileError as error:
        st.caption(error_text(error))
        return
    st.image(path.read_bytes(), caption=caption)
