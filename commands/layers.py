"""``import layer`` and ``layer``: take maps in, and keep their register."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.acting import PLANNER, Area, As, Name, Note, OnDay, at_desk, on_or_today
from commands.printing import ACTOR, AsJson, day_of, show, show_json, show_table
from desk.case_hand import Hand
from desk.layer_editing import end_layer, reread_layer, set_layer
from desk.layer_findings import Message
from desk.layer_register import layer_history, layer_of, register
from desk.layer_store import import_layer
from desk.workspace import workspace_at
from ledger.roles import Acting
from rules.errors import LayerError

app = typer.Typer()
layer = typer.Typer(help="The register of map layers.", no_args_is_help=True)
app.add_typer(layer, name="layer")

LayerId = Annotated[str, typer.Argument(metavar="LAYER")]
Said = Annotated[str | None, typer.Option(help="An empty text is: not stated.")]
FirstDay = Annotated[
    str | None, typer.Option("--valid-from", help="First day it counts.")
]
LastDay = Annotated[
    str | None, typer.Option("--valid-to", help="From this day it does not count.")
]
Reading = Annotated[
    str, typer.Option(help="Of its coordinates: lonlat, gcj02, bd09, EPSG:4543 …")
]

SHOWN = (
    "layer_id", "kind", "title", "edition", "scale", "begins_on", "valid_to", "state",
    "features", "repaired", "overlap_m2", "gap_m2", "reading",
)  # fmt: skip


def take_layer(
    workspace: Path,
    file: Path,
    kind: Annotated[str, typer.Option(help="What the layer shows.")],
    part: Annotated[str, typer.Option(help="Layer or variable of the file.")] = "",
    crs: Annotated[str, typer.Option(help="Of a file that does not say.")] = "",
    reading: Reading = "",
    series: Annotated[str, typer.Option(help="Of a series the newest counts.")] = "",
    edition: Annotated[str, typer.Option(help="As 2015 版.")] = "",
    scale: Annotated[str, typer.Option(help="As 1:10000.")] = "",
    title: Annotated[str, typer.Option(help="Instead of the file's name.")] = "",
    source: Annotated[str, typer.Option(help="Where the map comes from.")] = "",
    valid_from: FirstDay = None,
    valid_to: LastDay = None,
    as_json: AsJson = False,
) -> None:
    """Import a map layer from a file of any form."""
    words = {"part": part, "crs": crs, "reading": reading, "series": series}
    words |= {"edition": edition, "scale": scale, "title": title, "source": source}
    days = {"valid_from": _day(valid_from), "valid_to": _day(valid_to)}
    with workspace_at(workspace) as opened:
        told = import_layer(opened, file, kind, ACTOR, **words, **days)
    if as_json:
        show_json(told | {"quality": _lines(told["quality"])})
        return
    counts = ", ".join(f"{told[n]:,} {n}" for n in ("imported", "unchanged"))
    show(f"{file}: layer {told['layer_id']}, {counts}")
    for line in _lines(told["quality"]):
        show(f"- {line}")


@layer.command("list")
def list_layers(
    workspace: Path,
    on: OnDay = "",
    role: As = PLANNER,
    area: Area = "",
    as_json: AsJson = False,
) -> None:
    """List the layers on record, today or on a past day."""
    with at_desk(workspace, Acting(ACTOR, role, area)) as hand:
        rows = register(hand.workspace, hand.acting, day_of(on) if on else None)
    if as_json:
        show_json({"layers": rows})
    else:
        show_table("Map layers", SHOWN, (_cells(row) for row in rows))


@layer.command("set")
def change(
    workspace: Path,
    layer_id: LayerId,
    title: Said = None,
    source: Said = None,
    series: Said = None,
    edition: Said = None,
    scale: Said = None,
    valid_from: FirstDay = None,
    valid_to: LastDay = None,
    note: Note = "",
    role: As = PLANNER,
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Say where a layer comes from, which edition it is, and when it counts."""
    told = {"title": title, "source": source, "series": series}
    told |= {"edition": edition, "scale": scale}
    told = {key: value for key, value in told.items() if value is not None}
    days = {"valid_from": valid_from, "valid_to": valid_to}
    told |= {key: _day(day) for key, day in days.items() if day is not None}
    if not told:
        raise LayerError("nothing to set; see: layer set --help")
    with at_desk(workspace, Acting(name, role), note) as hand:
        _changed(hand, layer_id, set_layer(hand, layer_id, told), as_json)


@layer.command("end")
def end(
    workspace: Path,
    layer_id: LayerId,
    on: OnDay = "",
    note: Note = "",
    role: As = PLANNER,
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Let a layer count no more from a day on; it stays on record."""
    with at_desk(workspace, Acting(name, role), note) as hand:
        told = end_layer(hand, layer_id, on_or_today(hand, on))
        _changed(hand, layer_id, told, as_json)


@layer.command("reread")
def reread(
    workspace: Path,
    layer_id: LayerId,
    reading: Reading,
    note: Note = "",
    role: As = PLANNER,
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Undo how the coordinates of a layer were read, and read them otherwise."""
    with at_desk(workspace, Acting(name, role), note) as hand:
        reread_layer(hand, layer_id, reading)
        _changed(hand, layer_id, [], as_json)


@layer.command("history")
def history(workspace: Path, layer_id: LayerId, as_json: AsJson = False) -> None:
    """Show every version of a layer: who, when, what, and its file."""
    with at_desk(workspace, Acting(ACTOR, PLANNER)) as hand:
        rows = layer_history(hand.workspace, hand.acting, layer_id)
    if as_json:
        show_json({"versions": rows})
        return
    shown = ("version", "at", "actor", "verb", "file", "changes")
    cells = ([*[r[n] for n in shown[:-1]], _changes(r["changes"])] for r in rows)
    show_table(f"Versions of {layer_id}", shown, cells)


def _changed(hand: Hand, layer_id: str, told: list[Message], as_json: bool) -> None:
    row = layer_of(hand.workspace, layer_id)
    if as_json:
        show_json(
            {"layer_id": layer_id, "version": row["version"], "told": _lines(told)}
        )
        return
    show(f"{layer_id}: version {row['version']}")
    for line in _lines(told):
        show(f"- {line}")


def _day(text: str | None) -> date | None:
    return day_of(text) if text else None


def _lines(messages: list[Message]) -> list[str]:
    return [message.format(**values) for message, values in messages]


def _cells(row: dict[str, Any]) -> list[object]:
    whole = {
        n: None if row[n] is None else round(row[n]) for n in ("overlap_m2", "gap_m2")
    }
    return [{**row, **whole, "state": row["state"].value}[name] for name in SHOWN]


def _changes(changes: dict[str, tuple]) -> str:
    return "; ".join(
        f"{n}: {was or '-'} > {now or '-'}" for n, (was, now) in changes.items()
    )
