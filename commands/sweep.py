"""``sweep``: a day of teams, its papers, ways and links."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.printing import ACTOR, AsJson, show, show_json, show_table
from desk.case_hand import Hand
from desk.mission_base import base_of
from desk.mission_blocked import blocked_in
from desk.mission_files import mission_files
from desk.mission_record import Mission, mission_of
from desk.mission_settings import MissionSettings
from desk.missions import MadeMission, make_mission
from desk.shelf import CountyShelf
from desk.workspace import workspace_at
from geo.whole_files import written_whole
from ledger.roles import Acting, Role
from rules.errors import EventError
from rules.language import LANGUAGES
from rules.parameters import load_parameters

app = typer.Typer()
USUAL = load_parameters("sweeps")["teams"]


@app.command()
def sweep(
    workspace: Path,
    teams: Annotated[int, typer.Option(min=1, help="How many teams.")],
    event: Annotated[str, typer.Option(help="The event's id.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the files.")] = None,
    hours: Annotated[float, typer.Option(help="Of the day.")] = USUAL["hours"],
    doors_per_day: Annotated[int, typer.Option(min=1, help="Of one team.")] = USUAL[
        "doors_per_day"
    ],
    base: Annotated[str, typer.Option(help="LON,LAT or a facility's name.")] = "",
    town: Annotated[str, typer.Option(help="Code of a town or village.")] = "",
    season: Annotated[str, typer.Option(help="after_rain or after_thaw.")] = "",
    blocked: Annotated[
        Path | None, typer.Option(help="File of what is closed.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the mission is called.")] = "",
    each: Annotated[bool, typer.Option(help="A PDF for each team too.")] = False,
    instead: Annotated[bool, typer.Option(help="Close open missions first.")] = False,
    address: Annotated[str, typer.Option(help="Of this program, for phones.")] = "",
    lang: Annotated[str, typer.Option(help="zh_CN or en.")] = LANGUAGES[0],
    as_json: AsJson = False,
) -> None:
    """Send teams: share the doors, order each team's way, write the papers."""
    if lang not in LANGUAGES:
        raise EventError(
            "no language {lang!r}; languages are: {known}",
            lang=lang,
            known=", ".join(LANGUAGES),
        )
    with workspace_at(workspace) as opened:
        shelf = CountyShelf(opened)
        settings = MissionSettings(
            teams=teams,
            base=base_of(shelf, base),
            hours=hours,
            doors_per_day=doors_per_day,
            title=title,
            season=season,
            area=town,
            blocked=blocked_in(blocked) if blocked else (),
            instead=instead,
        )
        triaged = shelf.triaged(event) if event else None
        hand = Hand(opened, Acting(ACTOR, Role.PLANNER))
        made = make_mission(hand, event or None, settings, triaged)
        mission = mission_of(opened, made.mission_id, triaged)
        asked = {
            "language": lang,
            "tokens": made.tokens,
            "address": address,
            "each": each,
        }
        files = _written(out, mission_files(shelf, mission, **asked)) if out else []
    _tell(made, mission, files, as_json)


def _written(out: Path, files: Any) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)
    names = []
    for name, content in files:
        with written_whole(out / name) as unfinished:
            unfinished.write_bytes(content)
        names.append(name)
    return names


def _tell(made: MadeMission, mission: Mission, files: list[str], as_json: bool) -> None:
    teams = [
        {
            "team": team.team,
            "name": team.name,
            "doors": team.doors,
            "length_km": round((team.length_m or 0.0) / 1000.0, 1),
            "hours": round((team.minutes or 0.0) / 60.0, 1),
            "first_door": team.stops[0].household_id if team.stops else None,
        }
        for team in mission.teams
    ]
    if as_json:
        told = {"mission_id": made.mission_id, "event_id": mission.event_id}
        made_at = datetime.fromisoformat(mission.made_at)
        told |= {"made_at": made_at, "teams": teams, "left_out": made.left_out}
        show_json(told | {"tokens": made.tokens, "files": files})
        return
    doors = sum(team["doors"] for team in teams)
    show(f"mission {made.mission_id}: {doors:,} doors for {len(teams)} teams")
    show_table("Teams", list(teams[0]), ([*team.values()] for team in teams))
    for why, count in made.left_out.items():
        show(f"{count:,} doors left out: {why}")
    for name in files:
        show(name)
