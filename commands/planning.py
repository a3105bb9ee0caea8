"""``rank``, ``plan`` and ``why``: what the planner asks."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.plan_asking import asked_settings
from commands.plan_printing import (
    house_told,
    plan_told,
    show_house,
    show_plan,
    show_village,
    village_told,
)
from commands.printing import AsJson, show, show_json, show_table
from desk.plan_paper import write_paper
from desk.plan_ranking import draw_ranks, rank_by, require_zones
from desk.plan_ranking import rank as rank_of
from desk.plan_settings import PlanSettings
from desk.plan_tables import parts_of
from desk.plan_why import why_house
from desk.planning import PlanFound, make_plan
from desk.shelf import CountyShelf
from desk.village_choice import village_choice
from desk.workspace import workspace_at
from rules.criteria import criteria
from rules.errors import PlanningError

app = typer.Typer()

Number = Annotated[int | None, typer.Option(min=1)]
Words = Annotated[list[str], typer.Option()]
Budget = Annotated[int | None, typer.Option(help="Whole yuan, from one purse.")]
Budgets = Annotated[
    list[str],
    typer.Option("--budget", help="NAME=YUAN or NAME=YUAN:TASK; one for each source."),
]
Villages = Annotated[int | None, typer.Option(min=1, help="The most villages to open.")]
First = Annotated[
    int | None, typer.Option(min=1, help="Only villages of so many first ranks.")
]
Floors = Annotated[
    list[str], typer.Option("--floor", help="TOWN=HOUSEHOLDS, at least.")
]
Weights = Annotated[
    list[str], typer.Option("--weight", help="CRITERION=WEIGHT; the office's if none.")
]


class Method(StrEnum):
    """By which method villages are put in order; ``spotis`` is the one of record."""

    SPOTIS = "spotis"
    SAW = "saw"
    TOPSIS = "topsis"
    VIKOR = "vikor"
    ENTROPY = "entropy"
    COPELAND = "copeland"


@app.command()
def rank(
    workspace: Path,
    method: Annotated[Method, typer.Option()] = Method.SPOTIS,
    draws: Annotated[
        int, typer.Option(min=0, help="Draws of weights and data; 0 none.")
    ] = 0,
    first: Annotated[
        int, typer.Option(min=1, help="The k of: among the first k.")
    ] = 10,
    weight: Weights = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """Rank the villages for seismic retrofit pilots (7 degrees and above)."""
    settings = asked_settings(None, [], [], weight) if weight else None
    with workspace_at(workspace) as opened:
        shelf = CountyShelf(opened)
        require_zones(shelf.judged())
        table = rank_by(shelf.assessed(), method.value, settings)
        if draws:
            assessed = shelf.assessed()
            drawn = draw_ranks(assessed, rank_of(assessed, settings), settings, draws)
            table = table.join(drawn.interval().add_prefix("rank_"))
            table["in_first_ratio"] = drawn.in_first(first)
            table["group"] = drawn.groups()
    drawn_columns = ["rank_low", "rank_high", "in_first_ratio", "group"]
    columns = ["rank", "village_code", "town_name", "village_name", "score"]
    columns += ["entitled", "undecided", *(drawn_columns if draws else [])]
    if as_json:
        villages = [
            row[columns].to_dict() | {"parts": parts_of(row, criteria().parts)}
            for _, row in table.iterrows()
        ]
        show_json({"method": method.value, "villages": villages})
        return
    points = [name for name in table if name.endswith("_points")]
    shown = table[columns + points].rename(columns=lambda n: n.removesuffix("_points"))
    rows = shown.itertuples(index=False)
    show_table(f"Pilot villages by {method.value}; parts in points", [*shown], rows)


@app.command()
def plan(
    workspace: Path,
    budget_cny: Budget = None,
    budget: Budgets = [],  # noqa: B006
    villages: Villages = None,
    first: First = None,
    floor: Floors = [],  # noqa: B006
    capacity: Number = None,
    min_cluster: Annotated[int, typer.Option(min=1)] = 1,
    keep: Words = [],  # noqa: B006
    drop: Words = [],  # noqa: B006
    keep_house: Words = [],  # noqa: B006
    drop_house: Words = [],  # noqa: B006
    measure: Words = [],  # noqa: B006
    weight: Weights = [],  # noqa: B006
    out: Annotated[
        Path | None, typer.Option(help="A .docx or .xlsx file of the proposal.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Choose the houses that keep most people safe within a budget."""
    settings = asked_settings(
        budget_cny,
        budget,
        floor,
        weight,
        most_villages=villages,
        first=first,
        capacity=capacity,
        min_cluster=min_cluster,
        keep=tuple(keep),
        drop=tuple(drop),
        keep_houses=tuple(keep_house),
        drop_houses=tuple(drop_house),
        measures=tuple(measure),
    )
    with workspace_at(workspace) as opened:
        shelf = CountyShelf(opened)
        found = _planned(shelf, settings)
        if out is not None:
            write_paper(shelf, found, out)
    if as_json:
        show_json(plan_told(found))
        return
    show_plan(found)
    if out is not None:
        show(f"written: {out}")


@app.command()
def why(
    workspace: Path,
    village: Annotated[str, typer.Option(help="Code of a village.")] = "",
    household: Annotated[str, typer.Option(help="Id of a household.")] = "",
    budget_cny: Budget = None,
    villages: Villages = None,
    as_json: AsJson = False,
) -> None:
    """Say why a village or a household is chosen, or why it is not."""
    if bool(village) == bool(household):
        raise PlanningError("name one: --village CODE or --household ID")
    settings = asked_settings(budget_cny, [], [], [], most_villages=villages)
    with workspace_at(workspace) as opened:
        found = _planned(CountyShelf(opened), settings)
        if household:
            told = why_house(opened, found, household)
            show_json(house_told(told)) if as_json else show_house(told)
            return
        drawn = draw_ranks(found.assessed, found.ranked, settings)
        choice = village_choice(found, drawn, village)
    show_json(village_told(choice)) if as_json else show_village(choice)


def _planned(shelf: CountyShelf, settings: PlanSettings) -> PlanFound:
    require_zones(shelf.judged())
    return make_plan(shelf.assessed(), settings)
