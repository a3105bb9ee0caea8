"""The first page of a team's paper: who, where, the map, and how to fill it in."""

import numpy as np
from reportlab.lib.units import mm

from reports.fonts import missing_glyphs
from reports.pdf_paper import (
    BOLD,
    MARGIN,
    QUIET,
    RIGHT,
    TOP,
    Paper,
    glyph_note,
    plain,
)
from reports.team_sheet import Say, TeamSheet, clock_after, is_known
from reports.team_sheet_labels import Box
from reports.team_sheet_map import WayMap, draw_way
from reports.team_sheet_marks import (
    BLOCKED,
    OUTLINE,
    RIVER,
    ROAD,
    ROUTE,
    draw_base,
    draw_doors,
    draw_lines,
)
from rules.language import N_
from rules.stamps import stamp_of

MAP_BOX: Box = (MARGIN, 72 * mm, RIGHT - MARGIN, 171 * mm)
_CODE_SIDE = 30 * mm
_MOST_LINK_LINES = 3
_TAGS_MEAN = N_(
    "Green: people may stay. Yellow: restricted, to be appraised. Red: nobody may stay."
)
_HOW_TO = (
    _TAGS_MEAN,
    N_(
        "A tag is no grade: yellow and red houses are formally appraised, only that "
        "gives A to D."
    ),
    N_(
        "At each door: look, listen, write down, photograph the damaged parts with "
        "their place. Where nobody opens, write so and go on."
    ),
    N_(
        "Damage: 1 sound, 2 slight, 3 moderate, 4 severe, 5 destroyed; leave it open "
        "if unsure."
    ),
)


def draw_cover(paper: Paper, sheet: TeamSheet, way: WayMap | None, say: Say) -> None:
    """Draw the first page."""
    _draw_head(paper, sheet, say)
    if way is None:
        x, y, width, height = MAP_BOX
        words = say(N_("No door of this team has a place: there is no map."))
        paper.text_centre(x + width / 2, y + height / 2, words, 11)
    else:
        draw_way(paper, way, say)
    _draw_legend(paper, say)
    _draw_how_to(paper, sheet, way, say)


def _draw_head(paper: Paper, sheet: TeamSheet, say: Say) -> None:
    left = RIGHT - _CODE_SIDE - 4 * mm if sheet.link else RIGHT
    if sheet.link:
        _draw_link(paper, sheet, say)
    y = TOP - 16
    title = f"{say('Team')} {sheet.called} · {say(N_('Doors to visit'))}"
    room = paper.stamp(left, y, stamp_of(sheet, say), 10) - MARGIN - 4 * mm
    paper.text(MARGIN, y, title, 18, font=BOLD, width=room)
    y -= 17
    told = f"{sheet.county} · {sheet.event_title} · {sheet.day}"
    paper.text(MARGIN, y, told, 10.5, width=left - MARGIN)
    for words in _facts(sheet, say):
        y -= 14.5
        paper.text(MARGIN, y, words, 9.5, width=left - MARGIN)


def _facts(sheet: TeamSheet, say: Say) -> list[str]:
    """Return what the way is about, three lines."""
    people = [stop.people for stop in sheet.stops if is_known(stop.people)]
    doors = say(N_("{count} doors")).format(count=len(sheet.stops))
    counted = say(N_("{count} people")).format(count=f"{sum(people):,.0f}")
    first = [doors, counted]
    if is_known(sheet.length_m):
        first.append(f"{sheet.length_m / 1000:.1f} km")
    if is_known(sheet.minutes):
        end = clock_after(sheet.starts_at, sheet.minutes)
        hours = say(N_("{hours} h")).format(hours=f"{sheet.minutes / 60:.1f}")
        first.append(f"{hours} ({sheet.starts_at}–{end})" if end else hours)
    second = []
    if sheet.base is not None:
        place = f"{sheet.base[0]:.5f}, {sheet.base[1]:.5f}"
        second = [say(N_("Start")), sheet.base_name, place]
    third = [say(N_("Mission")), sheet.mission_id]
    printed = [say(N_("printed")), sheet.printed_at] if sheet.printed_at else []
    return [
        " · ".join(first),
        " ".join(filter(None, second)),
        " ".join([*third, *(["·"] if printed else []), *printed]),
    ]


def _draw_link(paper: Paper, sheet: TeamSheet, say: Say) -> None:
    x, y = RIGHT - _CODE_SIDE, TOP - _CODE_SIDE  # its quiet zone covers what is there
    paper.code(x, y, _CODE_SIDE, sheet.link)
    paper.text(
        x, y - 11, say(N_("This team's page for the phone")), 7, width=_CODE_SIDE
    )
    paper.lines(x, y - 17.5, sheet.link, 5, _CODE_SIDE, _MOST_LINK_LINES)


def _draw_legend(paper: Paper, say: Say) -> None:
    """Explain the marks of the map below it."""
    x, y = MARGIN, MAP_BOX[1] - 13
    draw_base(paper.canvas, x + 4, y + 3)
    x = paper.text(x + 11, y, say(N_("Start")), 8) + 9
    draw_doors(paper.canvas, np.array([[x + 2, y + 3]]))
    x = paper.text(x + 7, y, say(N_("door and its number")), 8) + 9
    for look, words in (
        (ROUTE, N_("the team's way")),
        (ROAD, N_("road")),
        (RIVER, N_("river")),
        (OUTLINE, N_("boundary")),
        (BLOCKED, N_("blocked road")),
    ):
        draw_lines(paper.canvas, [np.array([(x, y + 3), (x + 20, y + 3)])], look)
        x = paper.text(x + 23, y, say(words), 8) + 9


def _draw_how_to(paper: Paper, sheet: TeamSheet, way: WayMap | None, say: Say) -> None:
    y = MAP_BOX[1] - 29
    for words in _HOW_TO:
        y = paper.lines(MARGIN, y, f"· {say(words)}", 8.5, RIGHT - MARGIN, 2)
    y -= 3
    for words in _notes(sheet, way, say):
        paper.text(MARGIN, y, words, 7, grey=QUIET, width=RIGHT - MARGIN)
        y -= 9.5
    y = MARGIN + 4 * mm
    step = (RIGHT - MARGIN) / 3
    signed = (N_("Team leader"), N_("Members"), N_("Given back at"))
    for at, word in enumerate(signed):
        start = MARGIN + at * step
        x = paper.text(start, y, say(word), 9) + 4
        paper.rule(x, y - 2, start + step - 8, line=0.5)


def _notes(sheet: TeamSheet, way: WayMap | None, say: Say) -> list[str]:
    """Return small print: what the maps lack, whose layers they show."""
    notes = []
    if way is not None and way.parts:
        notes.append(say(N_("Numbers without room stand on the maps of the parts.")))
    unplaced = len(sheet.stops) - len(sheet.placed)
    if unplaced and way is not None:
        words = say(N_("{count} doors without a place are listed, not on the map."))
        notes.append(words.format(count=unplaced))
    if sheet.sources:
        notes.append(" · ".join(sheet.sources))
    if lacking := missing_glyphs(plain(_recorded(sheet))):
        words = say(N_("Signs that the font lacks: {codes}"))
        notes.append(words.format(codes=glyph_note(lacking)))
    return notes


def _recorded(sheet: TeamSheet) -> str:
    """Return all words of a sheet that come from records."""
    doors = (
        part
        for stop in sheet.stops
        for part in (stop.household_id, stop.village, stop.note)
    )
    return "".join(
        (sheet.county, sheet.event_title, sheet.team_name, sheet.base_name, *doors)
    )
