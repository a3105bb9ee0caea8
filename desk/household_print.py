"""A household's file for the cabinet (档案): what the page shows, to be printed."""

from collections.abc import Callable
from datetime import date

import geopandas as gpd

from desk.describe import ANSWERS, TASK_NAMES
from desk.field_words import FIELD_WORDS, TABLE_WORDS, told
from desk.history_words import (
    field_word,
    is_worth_a_line,
    local_time,
    thing_word,
    value_word,
)
from desk.household_file import CaseView, HouseholdFile, household_file
from desk.photographs import photograph_path
from desk.sheets import near, outline_of
from desk.shelf import CountyShelf
from ledger.roles import Acting
from reports.household_sheet import (
    HouseholdSheet,
    Picture,
    Section,
    household_sheet,
)
from reports.village_map import INK, VillageMap, draw_village
from rules.language import N_, translator
from rules.policy import Policy
from rules.stamps import stamp_of

Say = Callable[[str], str]

NOTHING = N_("nothing on record")
TABLES = {
    "person": ("name", "relation", "birth_date", "disabled"),
    "membership": ("group_name", "certified_by", "certified_on"),
    "appraisal": ("appraised_on", "grade", "appraiser", "third_party", "posted_on"),
    "payment": ("paid_on", "amount_cny", "source", "kind", "payee"),
    "visit": ("visited_on", "visitor", "seen", "heard", "defects"),
    "vacated_house": ("why", "vacated_on", "threatens_neighbours", "demolished_on"),
}
PRINTED_CHANGES = 40
IN_THE_LEAD = ("household_id", "village_code")


def printed_household(
    shelf: CountyShelf, acting: Acting, household_id: str, on: date | None, lang: str
) -> bytes:
    """Return the file as one page of HTML, masked as the role may see it."""
    say = translator(lang)
    file = household_file(shelf.workspace, acting, household_id, on)
    own = {**file.household, **file.dwelling}
    names = [n for n in FIELD_WORDS if n in own and n not in IN_THE_LEAD]
    facts = [(say(FIELD_WORDS[n]), told(own[n], say)) for n in names]
    if file.grade_note:
        facts.append((say(FIELD_WORDS["grade"]), say(file.grade_note)))
    sections = [Section(heading=say(N_("Record")), rows=facts), _law(file, say)]
    for view in file.cases:
        sections += _case(shelf, view, say)
    sections += [_table(name, file, say) for name in TABLES if name in file.rows]
    sections.append(_history(file, shelf.workspace.policy, say))
    name = file.household.get("head_name") or ""
    sheet = HouseholdSheet(
        language=lang,
        title=f"{say(N_('Household file'))} · {household_id} {name}",
        lead=[
            f"{shelf.county_name} {file.town_name} {file.village_name}",
            f"{say(N_('As of'))} {file.on.isoformat()} · "
            f"{shelf.workspace.policy.document}",
        ],
        sections=sections,
        pictures=_pictures(shelf, file, say),
        pictures_heading=say(N_("Place and photographs")),
        stamp=stamp_of(shelf, say),
    )
    return household_sheet(sheet)


def _law(file: HouseholdFile, say: Say) -> Section:
    answers = file.answers.answers if file.answers else ()
    rows = [
        (
            say(TASK_NAMES[answer.task]),
            f"{say(ANSWERS[answer.answer])} ({'; '.join(answer.clauses)})"
            + "".join(
                f"; {say(N_('missing'))}: "
                f"{say(FIELD_WORDS.get(lacks.fact, lacks.fact))}"
                for lacks in answer.missing
            ),
        )
        for answer in answers
    ]
    heading = say(N_("What the law says"))
    return Section(heading=heading, rows=rows, empty=say(NOTHING))


def _case(shelf: CountyShelf, view: CaseView, say: Say) -> list[Section]:
    policy, id_ = shelf.workspace.policy, view.record.file.case_id
    steps = [
        (
            policy.step(row["step"]).name,
            row["on_date"].isoformat(),
            row["posted_on"].isoformat() if row["posted_on"] else "",
            "" if row["passed"] is None else told(row["passed"], say),
            row["actor"] or "",
            row["clause"] or "",
        )
        for row in view.steps
    ]
    headings = [N_("Step"), N_("Day"), N_("Posted on"), N_("Passed"), N_("By")]
    named = {paper.id: paper.name for paper in policy.documents}
    papers = [
        (named.get(row["kind"], row["kind"]), told(row["dated"], say))
        for row in view.record.documents
    ]
    papers += [(paper.name, say(N_("missing"))) for paper in view.missing]
    return [
        Section(
            heading=f"{say(N_('Case'))} {id_}",
            rows=steps,
            headings=[*map(say, headings), say(N_("Clause"))],
            empty=say(NOTHING),
        ),
        Section(heading=say(N_("Papers")), rows=papers, empty=say(NOTHING)),
    ]


def _table(name: str, file: HouseholdFile, say: Say) -> Section:
    rows = file.rows[name]
    columns = [c for c in TABLES[name] if not rows or c in rows[0]]
    return Section(
        heading=say(TABLE_WORDS[name]),
        rows=[[told(row[c], say) for c in columns] for row in rows],
        headings=[say(FIELD_WORDS[c]) for c in columns],
        empty=say(NOTHING),
    )


def _history(file: HouseholdFile, policy: Policy, say: Say) -> Section:
    rows = [
        (
            local_time(head["at"]),
            head["actor"],
            f"{thing_word(change, policy, say)}: {field_word(change, say)}",
            value_word(change, change.before, policy, say),
            value_word(change, change.after, policy, say),
        )
        for head, changes in file.history
        for change in changes
        if is_worth_a_line(change)
    ]
    headings = [N_("At"), N_("By"), N_("Field"), N_("From"), N_("To")]
    return Section(
        heading=say(N_("History")),
        rows=rows[:PRINTED_CHANGES],
        headings=[*map(say, headings)],
        empty=say(NOTHING),
    )


def _pictures(shelf: CountyShelf, file: HouseholdFile, say: Say) -> list[Picture]:
    found = [
        Picture(
            content=photograph_path(shelf.workspace, row["sha256"]).read_bytes(),
            media="image/jpeg",
            caption=" · ".join(
                filter(None, [row["part"], (row["taken_at"] or "")[:10]])
            ),
        )
        for row in file.rows.get("photograph", [])
    ]
    place = _place(shelf, file, say)
    return [place, *found] if place else found


def _place(shelf: CountyShelf, file: HouseholdFile, say: Say) -> Picture | None:
    lon, lat = file.dwelling.get("lon"), file.dwelling.get("lat")
    if lon is None or lat is None:
        return None
    crs = shelf.exposure().metric_crs
    door = gpd.GeoDataFrame(
        {"rank": [1], "number": [file.household_id], "colour": [INK]},
        geometry=gpd.points_from_xy([lon], [lat]),
        crs="EPSG:4490",
    ).to_crs(crs)
    title = f"{file.town_name} {file.village_name} · {file.household_id}"
    drawn = draw_village(
        VillageMap(
            title=title,
            notes=[f"{say(N_('As of'))} {file.on.isoformat()}"],
            doors=door,
            outline=outline_of(shelf, file.household["village_code"], crs),
            roads=near(shelf, "road", crs, door),
            rivers=near(shelf, "river", crs, door),
            legend=[(INK, say(N_("this household")))],
            legend_title="",
            stamp=stamp_of(shelf, say),
        )
    )
    return Picture(content=drawn, media="image/png", caption=title, wide=True)
