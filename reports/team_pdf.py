"""The papers of all teams as one PDF: cover, maps of the parts, list of doors."""

from collections.abc import Callable, Sequence
from functools import partial

from reportlab.lib.units import mm

from reports.pdf_paper import BOLD, MARGIN, QUIET, RIGHT, TOP, Frame, Paper
from reports.team_sheet import Say, TeamSheet
from reports.team_sheet_cover import MAP_BOX, draw_cover
from reports.team_sheet_ground import Projector
from reports.team_sheet_list import draw_list, pages_of
from reports.team_sheet_map import Part, WayMap, draw_part, way_map
from rules.errors import PlanningError
from rules.language import N_, translator
from rules.stamps import stamp_of

PARTS_ACROSS, PARTS_DOWN = 2, 3
PARTS_ON_PAGE = PARTS_ACROSS * PARTS_DOWN
_PART_WIDTH, _PART_HEIGHT = 91 * mm, 78 * mm
_PART_STEP = (RIGHT - MARGIN - _PART_WIDTH, _PART_HEIGHT + 10 * mm)

Page = Callable[[Paper], None]


def team_pdf(
    sheets: Sequence[TeamSheet], progress: Callable[[int, int], None] | None = None
) -> bytes:
    """Draw the papers of teams, A4, each team's pages numbered from one.

    Parameters
    ----------
    progress : callable, optional
        Told after each team how many of how many are drawn.

    Raises
    ------
    PlanningError
        If there is no team.
    FileError
        If set-up has not fetched the fonts.
    """
    if not sheets:
        raise PlanningError(N_("nothing to print: no team has a door to visit"))
    paper, projector = Paper(f"{sheets[0].county} {sheets[0].event_title}"), Projector()
    for done, sheet in enumerate(sheets, start=1):
        _draw_team(paper, sheet, projector)
        if progress is not None:
            progress(done, len(sheets))
    return paper.content()


def _draw_team(paper: Paper, sheet: TeamSheet, projector: Projector) -> None:
    say = translator(sheet.language)
    pages = _pages(sheet, projector, say)
    frame = Frame(
        foot=f"{sheet.county} · {sheet.event_title} · {sheet.mission_id}",
        right=f"{say('Team')} {sheet.called}",
        stamp=stamp_of(sheet, say),
    )
    for number, draw in enumerate(pages, start=1):
        paper.begin(frame, number, len(pages))
        draw(paper)
        paper.end()


def _pages(sheet: TeamSheet, projector: Projector, say: Say) -> list[Page]:
    way = None
    if sheet.placed or sheet.base is not None:
        way = way_map(sheet, projector.ground(sheet), MAP_BOX)
    parts = way.parts if way is not None else ()
    starts = range(0, len(parts), PARTS_ON_PAGE)
    return [
        partial(draw_cover, sheet=sheet, way=way, say=say),
        *(
            partial(_draw_parts, way=way, parts=parts[at : at + PARTS_ON_PAGE], say=say)
            for at in starts
        ),
        *(
            partial(draw_list, sheet=sheet, stops=stops, say=say)
            for stops in pages_of(sheet.stops)
        ),
    ]


def _draw_parts(paper: Paper, way: WayMap, parts: Sequence[Part], say: Say) -> None:
    sheet = way.sheet
    title = f"{say('Team')} {sheet.called} · {say(N_('Parts of the way'))}"
    paper.text(MARGIN, TOP - 10, title, 12, font=BOLD, width=110 * mm)
    told = f"{sheet.event_title} · {sheet.day}"
    paper.text_right(RIGHT, TOP - 10, told, 8, grey=QUIET)
    for at, part in enumerate(parts):
        down, across = divmod(at, PARTS_ACROSS)
        x = MARGIN + across * _PART_STEP[0]
        y = TOP - 8 * mm - _PART_HEIGHT - down * _PART_STEP[1] - 5 * mm
        name = f"{part.letter} · {part.numbers(sheet)} · {part.villages(sheet)}"
        paper.text(x, y + _PART_HEIGHT + 4, name, 9, font=BOLD, width=_PART_WIDTH)
        draw_part(paper, way, part, (x, y, _PART_WIDTH, _PART_HEIGHT), say)
