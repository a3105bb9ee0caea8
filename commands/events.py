"""``event``: take events and their later reports, list them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.printing import ACTOR, AsJson, show, show_json, show_table
from desk.event_record import TakenReport
from desk.event_reports import take_event, take_report, withdraw_report
from desk.event_sources import Aid, Parameters, Source, WaterLevel
from desk.known_events import event_of
from desk.workspace import workspace_at
from geo.message_files import message_text
from ledger.event_reports import reports
from ledger.register import events
from rules.errors import EventError

app = typer.Typer()
event = typer.Typer(help="Earthquakes and floods.", no_args_is_help=True)
app.add_typer(event, name="event")

File = Annotated[Path | None, typer.Argument(help="A ShakeMap, a raster, polygons …")]
Message = Annotated[str, typer.Option(help="Text of a message, or a file of it.")]
Number = Annotated[float | None, typer.Option()]
Time = Annotated[str, typer.Option(help="As 2008-05-12T14:28:01+08:00.")]
Hazard = Annotated[str, typer.Option(help="earthquake or flood, for a file.")]
Level = Annotated[float | None, typer.Option(help="Read at --lon and --lat.")]
Hours = Annotated[float | None, typer.Option(help="How long the water stood.")]
EventId = Annotated[str, typer.Option("--event", help="The event's id.")]


@event.command("add")
def add(
    workspace: Path,
    file: File = None,
    message: Message = "",
    magnitude: Number = None,
    lon: Number = None,
    lat: Number = None,
    depth_km: Number = None,
    time: Time = "",
    water_level_m: Level = None,
    hazard: Hazard = "",
    hours: Hours = None,
    as_json: AsJson = False,
) -> None:
    """Take an event: a message, a file, four numbers, or a level of water."""
    numbers = (magnitude, lon, lat, depth_km)
    source = _source(file, message, water_level_m, numbers, time)
    aid = Aid(hazard=hazard or None, hours=hours)
    with workspace_at(workspace) as opened:
        taken = take_event(opened, ACTOR, source, aid)
    _tell(workspace, taken, as_json)


@event.command("update")
def update(
    workspace: Path,
    event_id: EventId,
    file: File = None,
    message: Message = "",
    magnitude: Number = None,
    lon: Number = None,
    lat: Number = None,
    depth_km: Number = None,
    time: Time = "",
    water_level_m: Level = None,
    hazard: Hazard = "",
    hours: Hours = None,
    as_json: AsJson = False,
) -> None:
    """Take a newer report of an event; the earlier ones stay on record."""
    numbers = (magnitude, lon, lat, depth_km)
    source = _source(file, message, water_level_m, numbers, time)
    aid = Aid(hazard=hazard or None, hours=hours)
    with workspace_at(workspace) as opened:
        taken = take_report(opened, ACTOR, event_id, source, aid)
    _tell(workspace, taken, as_json)


@event.command("withdraw")
def withdraw(
    workspace: Path,
    event_id: EventId,
    report: Annotated[int, typer.Option(help="Number of the report that is wrong.")],
) -> None:
    """Withdraw a report that was wrong; it stays on record and counts no more."""
    with workspace_at(workspace) as opened:
        withdraw_report(opened, ACTOR, event_id, report)
    show(f"report {report} of event {event_id} counts no more")


@event.command("reports")
def list_reports(workspace: Path, event_id: EventId, as_json: AsJson = False) -> None:
    """List the reports of an event."""
    with workspace_at(workspace) as opened:
        event_of(opened, event_id)
        rows = reports(opened.ledger, event_id)
    shown = ("number", "form", "title", "happened_at", "magnitude", "lon", "lat")
    shown += ("depth_km", "duration_h", "received_at", "withdrawn")
    if as_json:
        show_json({"reports": [{name: row[name] for name in shown} for row in rows]})
    else:
        show_table("Reports", shown, ([row[name] for name in shown] for row in rows))


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


def _tell(workspace: Path, taken: TakenReport, as_json: bool) -> None:
    if as_json:
        told = {
            "event_id": taken.event_id,
            "report": taken.number,
            "is_new": taken.is_new,
        }
        remarks = [str(remark) for remark in taken.remarks]
        show_json(told | ({"remarks": remarks} if remarks else {}))
        return
    name = f"event {taken.event_id}"
    if not taken.is_new:
        show(f"{name}: on record already as report {taken.number}; nothing changed")
        return
    for remark in taken.remarks:
        show(str(remark))
    later = f", report {taken.number}" if taken.number > 1 else ""
    show(f"{name}{later}; next: triage {workspace} --event {taken.event_id}")
    if later:
        show(f"what it changed: diff {workspace} --event {taken.event_id}")


def _level(level_m: float, numbers: tuple[float | None, ...], time: str) -> WaterLevel:
    magnitude, lon, lat, depth_km = numbers
    if magnitude is not None or depth_km is not None:
        raise EventError("give a water level or an earthquake, not both")
    if lon is None or lat is None:
        raise EventError("a water level is read at a place: give --lon and --lat")
    return WaterLevel(level_m=level_m, lon=lon, lat=lat, at=_moment(time))


def _moment(time: str) -> datetime | None:
    try:
        return datetime.fromisoformat(time) if time else None
    except ValueError:
        raise EventError(
            "{time!r} is not a time; write it as 2008-05-12T14:28:01+08:00", time=time
        ) from None


def _source(
    file: Path | None,
    message: str,
    level_m: float | None,
    numbers: tuple[float | None, ...],
    time: str,
) -> Source:
    given = {"a file": file, "--message": message, "--water-level-m": level_m}
    named = [name for name, value in given.items() if value not in (None, "")]
    if len(named) > 1:
        raise EventError("give one of {given}", given=", ".join(named))
    if level_m is not None:
        return _level(level_m, numbers, time)
    if file is not None:
        return file
    return message_text(message) if message else _parameters(numbers, time)


def _parameters(numbers: tuple[float | None, ...], time: str) -> Parameters:
    names = ("--magnitude", "--lon", "--lat", "--depth-km")
    missing = [n for n, value in zip(names, numbers, strict=True) if value is None]
    if missing:
        raise EventError(
            "give an event file, a --message, a --water-level-m, or all of "
            "--magnitude --lon --lat --depth-km --time; missing: {missing}",
            missing=" ".join(missing),
        )
    magnitude, lon, lat, depth_km = numbers
    return Parameters(
        magnitude=magnitude, lon=lon, lat=lat, depth_km=depth_km, at=_moment(time)
    )
