"""A plan on paper: the proposal in Word and Excel, filled from what was found."""

from datetime import date
from pathlib import Path

import numpy as np

from desk.plan_equity import equity
from desk.plan_map import plan_map
from desk.plan_ranking import draw_ranks
from desk.plan_sentences import (
    assumptions,
    demands,
    methods,
    next_steps,
    parameters,
    summary,
    uncertainty,
)
from desk.plan_sheets import (
    houses_on_paper,
    money,
    passed,
    pilot_villages,
    towns,
    vetoed,
)
from desk.planning import PlanFound
from desk.shelf import CountyShelf
from desk.village_choice import first_count
from geo.eligibility import Answer
from geo.house_risk import interval
from geo.whole_files import written_whole
from reports.plan_map import draw_plan
from reports.plan_workbook import plan_workbook
from reports.proposal import Estimate, Proposal, Totals
from reports.proposal_document import proposal_document
from rules.errors import FileError
from rules.language import LANGUAGES, N_, translator
from rules.stamps import stamp_of

WRITERS = {".docx": proposal_document, ".xlsx": plan_workbook}


def write_paper(
    shelf: CountyShelf, found: PlanFound, path: Path, lang: str = LANGUAGES[0]
) -> None:
    """Write a proposal as Word or Excel, by the ending of the file's name.

    Raises
    ------
    FileError
        If the ending is neither.
    """
    content = paper(shelf, found, path.suffix.lower(), lang, name=path.name)
    with written_whole(path) as unfinished:
        unfinished.write_bytes(content)


def paper(
    shelf: CountyShelf,
    found: PlanFound,
    ending: str,
    lang: str = LANGUAGES[0],
    *,
    scenario: str = "",
    name: str = "",
) -> bytes:
    """Return a proposal as ``.docx`` or ``.xlsx``.

    Raises
    ------
    FileError
        If the ending is another one.
    """
    if ending not in WRITERS:
        message = N_("{file}: a proposal is written as .docx or .xlsx")
        raise FileError(message, file=name or ending)
    content = proposal(shelf, found, lang, scenario=scenario)
    return WRITERS[ending](content, translator(lang))


def proposal(
    shelf: CountyShelf, found: PlanFound, lang: str, *, scenario: str = ""
) -> Proposal:
    """Fill the proposal of a plan in a language."""
    say, today = translator(lang), date.today()
    drawn = draw_ranks(found.assessed, found.ranked, found.settings)
    return Proposal(
        language=lang,
        county=shelf.county_name,
        office=say("{county} housing and construction bureau").format(
            county=shelf.county_name
        ),
        scenario=scenario or found.settings.key(),
        on=shelf.day,
        made_on=today,
        year=today.year,
        stamp=stamp_of(shelf, say),
        totals=totals_of(found),
        first_count=first_count(found),
        villages=pilot_villages(found, drawn, say),
        ties=_ties(found, drawn),
        budgets=money(found, say),
        towns=towns(found),
        map_png=draw_plan(plan_map(shelf, found, say), say),
        map_says=_map_says(found, say),
        summary=summary(found, say),
        demands=demands(found, shelf.prices(found.settings), say),
        equity=equity(found, say),
        vetoed=vetoed(found, say),
        passed=passed(found, drawn, say),
        houses=houses_on_paper(found, say),
        uncertainty=uncertainty(found, say),
        assumptions=assumptions(found, shelf.workspace.policy.document, say),
        next_steps=next_steps(shelf, say),
        methods=methods(say),
        parameters=parameters(),
    )


def totals_of(found: PlanFound) -> Totals:
    """Return the figures from who is at risk to what is chosen."""
    assessed = found.assessed
    low, high = interval(np.nansum(assessed.risk.branches, axis=1, dtype=np.float64))
    entitled, veto = assessed.entitled, assessed.vetoes.answer == Answer.YES
    return Totals(
        households=len(assessed.exposure),
        at_risk=Estimate(
            value=float(np.nansum(assessed.risk.people_30y)),
            low=float(low),
            high=float(high),
        ),
        entitled=int(np.count_nonzero(entitled == Answer.YES)),
        undecided=int(np.count_nonzero(entitled == Answer.UNKNOWN)),
        vetoed=int(np.count_nonzero(veto & (entitled != Answer.NO))),
        villages_ranked=len(found.ranked),
        removed=found.saved,
    )


def _ties(found: PlanFound, drawn: object) -> list[tuple[str, ...]]:
    groups = drawn.groups()
    inside = groups[groups.index.isin(found.villages.index)]
    names = found.ranked["village_name"]
    return [
        tuple(names[own.index])
        for _group, own in inside.groupby(inside)
        if len(own) > 1
    ]


def _map_says(found: PlanFound, say: object) -> str:
    if found.villages.empty:
        return say("Map of the county: no village is chosen.")
    names = "、".join(found.villages["village_name"])
    return say("Map of the county: the chosen villages are {names}.").format(
        names=names
    )
