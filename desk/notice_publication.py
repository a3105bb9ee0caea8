"""Results put up for neighbours (公示, rule A2), as a paper without a red head."""

from datetime import date

from desk.notice_frame import Asked
from desk.publication import (
    HEADINGS,
    OFFICES,
    Row,
    notice_lines,
    publication,
    published_steps,
    require_somebody,
)
from desk.stamps import stamp_on
from reports.letter import Letter, Sheet
from rules.adcode import Level, level_of
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters

WIDTHS = {
    "number": 1,
    "case_id": 3.4,
    "name": 1.4,
    "village": 3.4,
    "task": 1.8,
    "way": 1.8,
    "amount_cny": 1.8,
}


def publication_letter(asked: Asked) -> Letter:
    """Write the notice of a step for an area, the whole county if none is given.

    Raises
    ------
    AccessError
        If the role does not put up notices there.
    PlanningError
        If the step is not one of those that are published, there is no such area, or
        nobody stands there.
    """
    workspace = asked.shelf.workspace
    step = asked.step or published_steps(workspace.policy)[-1]
    area = asked.area or asked.acting.area or workspace.county_code
    past = asked.on if asked.on < date.today() else None
    rows = publication(workspace, asked.acting, step=step, area=area, on=past)
    if area not in {*asked.shelf.places(), workspace.county_code}:
        raise PlanningError(N_("there is no town or village {code!r}"), code=area)
    require_somebody(rows, workspace, step, area, asked.on)
    posted = asked.posted or asked.on
    title, *lines = notice_lines(workspace, step, area, posted)
    stamp = stamp_on(workspace)
    return Letter(
        title=title,
        body=tuple(line for line in lines if line != stamp),
        sender=_sender(asked, area),
        inline=True,
        dated=posted,
        sheets=(_sheet(rows, workspace.policy.step(step).name),),
        stamp=stamp,
    )


def _sender(asked: Asked, area: str) -> str:
    """Name the office of an area: the village's committee, the town, the bureau."""
    level, places = level_of(area), asked.shelf.places()
    if level is Level.COUNTY:
        return asked.shelf.county_name + OFFICES[level].removeprefix("县")
    if level is Level.TOWN:
        return f"{places.get(area, area)}人民政府"
    return f"{places.get(area, area)}{OFFICES[level]}"


def _sheet(rows: list[Row], name: str) -> Sheet:
    """Tell the rows; the amount only where something was paid."""
    told = load_parameters("notices")["publication_notice"]
    paid = any(row["amount_cny"] is not None for row in rows)
    kept = [key for key in HEADINGS if paid or key != "amount_cny"]
    return Sheet(
        title=told["sheet"].format(step=name),
        headings=tuple(HEADINGS[key] for key in kept),
        rows=tuple(tuple(row[key] for key in kept) for row in rows),
        widths=tuple(WIDTHS[key] for key in kept),
    )
