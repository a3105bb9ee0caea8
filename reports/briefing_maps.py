"""Maps in the page of a meeting: outlines written once, coloured by month."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from math import isfinite
from typing import Any

from reports.briefing import (
    NO_DATA,
    WITHHELD,
    CompareView,
    Frame,
    Ground,
    MapView,
    Paint,
)
from rules.language import N_

Say = Callable[[str], str]

LETTERS = 20  # of names before the page sets their size
LINE = 1.15  # from a name to its number, in sizes of the letters
HATCHES = {NO_DATA: "url(#h-none)", WITHHELD: "url(#h-withheld)"}
# The same signs as on the map of the program: dots for few cases, a grid for what is
# withheld, a hatch for no data.
PATTERNS = (
    '<pattern id="h-none" width="9" height="9" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="9" height="9" fill="#ffffff"></rect>'
    '<rect width="3" height="9" fill="#8a9096"></rect></pattern>'
    '<pattern id="h-withheld" width="10" height="10" patternUnits="userSpaceOnUse">'
    '<rect width="10" height="10" fill="#f2f2f2"></rect>'
    '<path d="M0 5H10M5 0V10" stroke="#5b6168" stroke-width="1.6"></path></pattern>'
    '<pattern id="h-dots" width="10" height="10" patternUnits="userSpaceOnUse">'
    '<circle cx="5" cy="5" r="2.4" fill="#ffffff"></circle>'
    '<circle cx="5" cy="5" r="1.7" fill="#1d2a33"></circle></pattern>'
)
AREA, SHOWN, COUNTED = N_("Place"), N_("Shown"), N_("Cases counted")
FEW = N_("dots: class uncertain")
SHRUNK = N_("* few cases: the share is drawn towards that of the county")
STAR, DOTS = 1, 2  # marks of an area of few cases, and of an uncertain class
REST = N_("{count} more")
MAP_OF = N_("Map: {title}, {day}")
MONTHS = N_("Month")
PLAY = N_("Play the months")
NO_OUTLINES = N_("No outlines are on record; import the boundary layer for a map.")


@dataclass
class Sheets:
    """What the maps of a page share: outlines, and what its script is told."""

    grounds: list[Ground] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    def number_of(self, ground: Ground) -> int:
        """Return the number of a ground, the same for the same one."""
        for number, known in enumerate(self.grounds):
            if known is ground or known == ground:
                return number
        self.grounds.append(ground)
        return len(self.grounds) - 1

    def defs(self) -> str:
        """Write all outlines and hatches once, in a drawing that takes no room."""
        paths = "".join(
            f'<path id="g{number}-{area.code}" d="{area.path}" '
            'vector-effect="non-scaling-stroke"></path>'
            for number, ground in enumerate(self.grounds)
            for area in ground.areas
        )
        hidden = 'width="0" height="0" style="position:absolute" aria-hidden="true"'
        return f"<svg {hidden}><defs>{PATTERNS}{paths}</defs></svg>"


def map_view(view: MapView, sheets: Sheets, say: Say) -> str:
    """Write a map with its months, its table and its sentence."""
    sheets.told.append(told_of(view))
    last = view.frames[-1]
    return (
        f'<div class="stage"><div class="picture">{picture(view, last, sheets, say)}'
        f'</div><div class="side" tabindex="0">{legend(view, say)}'
        f"{_table(view, last, say)}{_notes(view, say)}</div></div>"
        f'<p class="says">{escape(last.says)}</p>{_months(view, say)}'
    )


def compare_view(view: CompareView, sheets: Sheets, say: Say) -> str:
    """Write two days side by side, one legend, and what changed."""
    halves = "".join(
        f'<div class="half"><h3>{own.frames[-1].day.isoformat()}</h3>'
        f'<div class="picture">{picture(own, own.frames[-1], sheets, say)}</div></div>'
        for own in (view.before, view.now)
    )
    changes = "".join(f"<li>{escape(words)}</li>" for words in view.changes)
    head = f'<h3 class="head">{escape(view.head)}</h3>' if view.head else ""
    listed = f'{head}<ul class="changes">{changes}</ul>' if changes else ""
    says = f'<p class="says">{escape(view.says)}</p>' if view.says else ""
    return f'<div class="pair">{halves}</div>{legend(view.now, say)}{listed}{says}'


def told_of(view: MapView) -> dict[str, Any]:
    """Return what the script draws of a map: numbers as they are published."""
    signs = [paint.sign for paint in view.classes]
    codes = list(view.names)
    return {
        "codes": codes,
        "names": [view.names[code] for code in codes],
        "fills": [_fill(paint) for paint in view.classes],
        "high": view.worst_high,
        "counted": _has_counts(view),
        "frames": [_frame(frame, codes, signs) for frame in view.frames],
    }


def worst_first(view: MapView, frame: Frame) -> list[str]:
    """Return the codes of areas in order; those without a number come last."""
    sign = -1 if view.worst_high else 1

    def place(code: str) -> tuple[bool, float]:
        value = frame.areas[code].value
        return (not isfinite(value), sign * value if isfinite(value) else 0.0)

    return sorted(view.names, key=place)


def legend(view: MapView, say: Say) -> str:
    """Write the classes with their limits."""
    entries = "".join(
        '<li><svg viewBox="0 0 34 20" aria-hidden="true"><rect x="1" y="1" width="32" '
        f'height="18" fill="{_fill(paint)}"></rect></svg>{escape(paint.label)}</li>'
        for paint in view.classes
    )
    return f'<ul class="legend">{entries}{_few(view, say)}</ul>'


def _few(view: MapView, say: Say) -> str:
    """Say in the legend what dots mean, where there are any."""
    if not any(a.dotted for frame in view.frames for a in frame.areas.values()):
        return ""
    colour = view.classes[len(view.classes) // 2 - 1].colour
    box = '<rect x="1" y="1" width="32" height="18" fill="{fill}"></rect>'
    both = box.format(fill=colour) + box.format(fill="url(#h-dots)")
    drawn = f'<svg viewBox="0 0 34 20" aria-hidden="true">{both}</svg>'
    return f"<li>{drawn}{escape(say(FEW))}</li>"


def _has_shrunk(view: MapView) -> bool:
    return any(a.shrunk for frame in view.frames for a in frame.areas.values())


def _notes(view: MapView, say: Say) -> str:
    """Say whose the limits are, and what a star means where a row has one."""
    limits = f"<p>{escape(view.limits)}</p>" if view.limits else ""
    if not _has_shrunk(view):
        return limits
    none = not any(area.shrunk for area in view.frames[-1].areas.values())
    return f'{limits}<p class="star"{" hidden" * none}>{escape(say(SHRUNK))}</p>'


def picture(view: MapView, frame: Frame, sheets: Sheets, say: Say) -> str:
    """Draw the areas of one day, each with its name and its number."""
    if view.ground is None:
        return f"<p>{escape(say(NO_OUTLINES))}</p>"
    number, ground = sheets.number_of(view.ground), view.ground
    fills = {paint.sign: _fill(paint) for paint in view.classes}
    drawn = [area for area in ground.areas if area.code in frame.areas]
    uses = "".join(
        f'<use href="#g{number}-{area.code}" data-code="{area.code}" '
        f'class="area" fill="{fills[frame.areas[area.code].sign]}"></use>'
        f'<use href="#g{number}-{area.code}" data-code="{area.code}" '
        f'class="dots{" shrunk" * frame.areas[area.code].dotted}"></use>'
        for area in drawn
    )
    ranks = {code: rank for rank, code in enumerate(worst_first(view, frame))}
    names = "".join(_name(area, frame, ranks[area.code]) for area in drawn)
    label = say(MAP_OF).format(title=view.title, day=frame.day.isoformat())
    return (
        f'<svg class="map" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {ground.wide:g} {ground.high:g}"><g>{uses}</g>'
        f'<g class="names" font-size="{LETTERS}">{names}</g></svg>'
    )


def _name(area: Any, frame: Frame, rank: int) -> str:
    x, y = area.at
    shown = frame.areas[area.code].shown
    return (
        f'<text data-code="{area.code}" data-place="{rank}" x="{x:g}" y="{y:g}">'
        f'<tspan x="{x:g}">{escape(area.name)}</tspan>'
        f'<tspan x="{x:g}" dy="{LINE}em">{escape(shown)}</tspan></text>'
    )


def _table(view: MapView, frame: Frame, say: Say) -> str:
    counted = _has_counts(view)
    rows = "".join(
        f"<tr><td>{escape(view.names[code])}</td><td>{escape(area.shown)}"
        f"{' *' * area.shrunk}</td>{f'<td>{escape(area.detail)}</td>' * counted}</tr>"
        for code in worst_first(view, frame)
        for area in (frame.areas[code],)
    )
    words = (AREA, SHOWN, COUNTED) if counted else (AREA, SHOWN)
    heads = "".join(f'<th scope="col">{escape(say(word))}</th>' for word in words)
    return (
        f'<table class="areas"><thead><tr>{heads}</tr></thead>'
        f'<tbody>{rows}</tbody></table><p class="rest"></p>'
    )


def _has_counts(view: MapView) -> bool:
    """Tell whether any row of any month has counts: else they have no column."""
    return any(a.detail for frame in view.frames for a in frame.areas.values())


def _months(view: MapView, say: Say) -> str:
    last = len(view.frames) - 1
    play, months = escape(say(PLAY)), escape(say(MONTHS))
    return (
        f'<div class="months"><button type="button" class="play" '
        f'aria-label="{play}" title="P">▶</button><input type="range" min="0" '
        f'max="{last}" value="{last}" step="1" aria-label="{months}">'
        f"<output>{view.frames[-1].day.isoformat()}</output></div>"
    )


def _frame(frame: Frame, codes: list[str], signs: list[str]) -> dict[str, Any]:
    areas = [frame.areas[code] for code in codes]
    return {
        "day": frame.day.isoformat(),
        "k": [signs.index(area.sign) for area in areas],
        "s": [area.shown for area in areas],
        "d": [area.detail for area in areas],
        "x": [STAR if a.shrunk else DOTS * a.unsure for a in areas],
        "v": [round(a.value, 6) if isfinite(a.value) else None for a in areas],
        "t": frame.says,
    }


def _fill(paint: Paint) -> str:
    return HATCHES.get(paint.sign, paint.colour)
