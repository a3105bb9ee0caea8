"""``event``: take events, list them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.printing import ACTOR, AsJson, show, show_json, show_table
from desk.events import Parameters, add_event_file, add_event_parameters
from desk.workspace import workspace_at
from ledger.register import events
from rules.errors import EventError

app = typer.Typer()
event = typer.Typer(help="Earthquakes and floods.", no_args_is_help=True)
app.add_typer(event, name="event")


@event.command("add")
def add(
    workspace: Path,
    file: Annotated[Path | None, typer.Argument()] = None,
    magnitude: Annotated[float | None, typer.Option()] = None,
    lon: Annotated[float | None, typer.Option()] = None,
    lat: Annotated[float | None, typer.Option()] = None,
    depth_km: Annotated[float | None, typer.Option()] = None,
    time: Annotated[str, typer.Option(help="As 2008-05-12T14:28:01+08:00.")] = "",
    hazard: Annotated[str, typer.Option(help="earthquake or flood, for a file.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take an event: a ShakeMap, a raster, polygons, or four numbers."""
    with workspace_at(workspace) as opened:
        if file is not None:
            event_id = add_event_file(opened, file, ACTOR, hazard=hazard or None)
        else:
            given = _parameters(magnitude, lon, lat, depth_km, time)
            event_id = add_event_parameters(opened, given, ACTOR)
    if as_json:
        show_json({"event_id": event_id})
    else:
        show(f"event {event_id}; next: triage {workspace} --event {event_id}")


@event.command("list")
def list_events(workspace: Path, as_json: AsJson = False) -> None:
    """List the events of the workspace."""
    with workspace_at(workspace) as opened:
        rows = events(opened.ledger)
    shown = ("event_id", "hazard", "form", "title", "happened_at", "magnitude")
    if as_json:
        show_json({"events": [{name: row[name] for name in shown} for row in rows]})
    else:
        show_table("Events", shown, ([row[name] for name in shown] for row in rows))


def _parameters(
    magnitude: float | None,
    lon: float | None,
    lat: float | None,
    depth_km: float | None,
    time: str,
) -> Parameters:
    given = {"--magnitude": magnitude, "--lon": lon, "--lat": lat}
    given["--depth-km"] = depth_km
    missing = [name for name, value in given.items() if value is None]
    if missing:
        raise EventError(
            "give an event file, or all of --magnitude --lon --lat --depth-km --time; "
            "missing: {missing}",
            missing=" ".join(missing),
        )
    try:
        happened_at = datetime.fromisoformat(time) if time else None
    except ValueError:
        raise EventError(
            "{time!r} is not a time; write it as 2008-05-12T14:28:01+08:00", time=time
        ) from None
    return Parameters(
        magnitude=magnitude, lon=lon, lat=lat, depth_km=depth_km, at=happened_at
    )
