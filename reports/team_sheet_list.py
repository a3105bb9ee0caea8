"""The list of a team's doors: what is known of each, and room for what is found.

Rule W10: what was seen, what the owner said, the defects, and the photographs.
"""

from reportlab.lib.units import mm

from reports.pdf_paper import BOLD, FAINT, MARGIN, QUIET, RIGHT, TEXT, TOP, Paper, wide
from reports.team_sheet import Say, SheetStop, TeamSheet, arrival, is_known
from rules.language import N_
from rules.vocabulary import ENGLISH, TAGS

ROW_HEIGHT = 16.6 * mm
ROWS_ON_PAGE = 15
HEAD_HEIGHT = 13 * mm
GRADES = ("1", "2", "3", "4", "5")
_NUMBER, _FACTS, _BOXES, _WORDS = (MARGIN + at * mm for at in (0, 15, 65, 113))
_THIRD = ROW_HEIGHT / 3
_BOX = 3.6 * mm
_LINES_FROM = 4 - _THIRD  # the first line to write on, below the top of a row
_COLUMNS = (
    (_NUMBER, N_("No.")),
    (_FACTS, N_("Door")),
    (_BOXES, N_("Found")),
    (_WORDS, N_("Seen, heard, defects, photographs")),
)
SEEN = N_("Seen")
_WRITTEN = (
    (SEEN,),
    (N_("Heard: the owner's words"),),
    (N_("Defects"), N_("Photographed")),
)


def draw_list(
    paper: Paper, sheet: TeamSheet, stops: tuple[SheetStop, ...], say: Say
) -> None:
    """Draw one page of the list: at most ``ROWS_ON_PAGE`` doors."""
    title = f"{sheet.county} · {sheet.event_title}"
    paper.text(MARGIN, TOP - 8, title, 9, grey=QUIET, width=120 * mm)
    team = f"{say('Team')} {sheet.called} · {sheet.day}"
    paper.text_right(RIGHT, TOP - 8, team, 9, font=BOLD)
    y = TOP - HEAD_HEIGHT
    for x, heading in _COLUMNS:
        paper.text(x, y + 4, say(heading), 8, grey=QUIET)
    paper.rule(MARGIN, y, RIGHT, line=1.0)
    for stop in stops:
        _draw_row(paper, sheet, stop, y, say)
        y -= ROW_HEIGHT
        paper.rule(MARGIN, y, RIGHT, line=0.5)


def pages_of(stops: tuple[SheetStop, ...]) -> list[tuple[SheetStop, ...]]:
    """Cut the list into pages."""
    starts = range(0, len(stops), ROWS_ON_PAGE)
    return [stops[start : start + ROWS_ON_PAGE] for start in starts]


def _draw_row(
    paper: Paper, sheet: TeamSheet, stop: SheetStop, top: float, say: Say
) -> None:
    paper.text(_NUMBER, top - 19, str(stop.place), 16, font=BOLD, width=13 * mm)
    paper.text(_NUMBER, top - 34, arrival(sheet, stop), 7, width=13 * mm)
    _draw_facts(paper, stop, top, say, english=sheet.language == "en")
    paper.canvas.saveState()
    paper.canvas.translate(0, top)
    with paper.stencil(f"row {sheet.language}") as new:
        if new:
            _draw_boxes(paper, say, english=sheet.language == "en")
            _draw_lines(paper, say)
    paper.canvas.restoreState()
    if stop.note:
        noted, x = f"{say('Remarks')}: {stop.note}", _seen_from(say)
        paper.text(x, top + _LINES_FROM + 2, noted, 6.5, width=RIGHT - 3 - x)


def _draw_facts(
    paper: Paper, stop: SheetStop, top: float, say: Say, *, english: bool
) -> None:
    """Write what is known of a door, four lines."""
    width = _BOXES - _FACTS - 2 * mm
    paper.text(_FACTS, top - 11, stop.household_id, 9, font=BOLD, width=width)
    lines = (
        stop.village,
        house_words(stop, say, english=english),
        danger_words(stop, say),
    )
    for line, words in enumerate(lines):
        paper.text(_FACTS, top - 21.5 - line * 10, words, 7.5, width=width)


def house_words(stop: SheetStop, say: Say, *, english: bool) -> str:
    """Say of what a house is built, how it was appraised, and who lives in it."""
    structure = (
        ENGLISH.get(stop.structure, stop.structure) if english else stop.structure
    )
    told = [structure or say(N_("structure unknown"))]
    if stop.grade:
        told.append(say(N_("appraised {grade}")).format(grade=stop.grade))
    if is_known(stop.people):
        told.append(say(N_("{count} people")).format(count=f"{stop.people:g}"))
    if is_known(stop.dependents) and stop.dependents > 0:
        helped = say(N_("{count} need help"))
        told.append(helped.format(count=f"{stop.dependents:g}"))
    return " · ".join(told)


def danger_words(stop: SheetStop, say: Say) -> str:
    """Say what is expected behind a door."""
    if not is_known(stop.heavy_probability):
        return say(N_("Danger unknown"))
    told = say(N_("Heavy damage {share}")).format(share=f"{stop.heavy_probability:.0%}")
    if not is_known(stop.danger):
        return told
    danger = say(N_("people in danger {count}")).format(count=f"{stop.danger:.1f}")
    return f"{told} · {danger}"


def _draw_boxes(paper: Paper, say: Say, *, english: bool) -> None:
    """Draw what is ticked: the tag, the damage grade, whether people live there."""
    x, y = _BOXES, 3 - _THIRD
    for tag in TAGS:
        x = paper.tick_box(x, y, _BOX, ENGLISH[tag] if english else tag) + 7
    x, y = _BOXES, y - _THIRD
    x = paper.text(x, y + 2, say(N_("Damage")), 7, grey=QUIET) + 4
    for grade in GRADES:
        x = paper.tick_box(x, y, _BOX * 0.85, grade) + 4
    x, y = _BOXES, y - _THIRD
    x = paper.text(x, y + 2, say(N_("Lived in")), 7, grey=QUIET) + 4
    for word in (N_("yes"), N_("no")):
        x = paper.tick_box(x, y, _BOX * 0.85, say(word)) + 6
    x = paper.text(x + 3, y + 2, say(N_("Visited at")), 7, grey=QUIET) + 2
    paper.rule(x, y, _WORDS - 5, grey=FAINT, line=0.4)


def _draw_lines(paper: Paper, say: Say) -> None:
    """Draw lines to write on."""
    y = _LINES_FROM
    for words in _WRITTEN:
        step = (RIGHT - _WORDS) / len(words)
        for at, word in enumerate(words):
            x = paper.text(_WORDS + at * step, y + 1.5, say(word), 7, grey=QUIET) + 3
            paper.rule(x, y, _WORDS + (at + 1) * step - 3, grey=FAINT, line=0.4)
        y -= _THIRD


def _seen_from(say: Say) -> float:
    """Return where the first line to write on begins."""
    return _WORDS + wide(say(SEEN), TEXT, 7) + 3
