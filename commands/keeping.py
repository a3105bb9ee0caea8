"""``verify``, ``backup`` and ``restore``: keep a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from commands.printing import AsJson, show, show_json, show_table
from desk.keeping import backup_workspace, restore_workspace, verify_workspace
from desk.workspace import workspace_at

app = typer.Typer()

COUNTS = "{entries:,} entries, {rows:,} rows"


@app.command("verify")
def verify(
    workspace: Path,
    expect: Annotated[
        str, typer.Option(help="A head written down earlier: it must still be there.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Prove the history: nothing in it was changed, added or taken out.

    An end that was cut off is seen only with ``--expect``.  Exit code 1 if not sound.
    """
    with workspace_at(workspace) as opened:
        told = verify_workspace(opened, expect=expect)
    if as_json:
        show_json(told)
    else:
        _show(told, workspace)
    if not told["sound"]:
        raise typer.Exit(1)


@app.command("backup")
def backup(workspace: Path, file: Path, as_json: AsJson = False) -> None:
    """Put the whole workspace into one new file, while it is in use."""
    with workspace_at(workspace) as opened:
        told = backup_workspace(opened, file)
    _say(told, f"{file}: {COUNTS.format(**told)}, {told['files']:,} files", as_json)


@app.command("restore")
def restore(workspace: Path, file: Path, as_json: AsJson = False) -> None:
    """Take a workspace out of a backup into a new folder, proved on the way."""
    told = restore_workspace(file, workspace)
    _say(told, f"{workspace}: {COUNTS.format(**told)}, proved", as_json)


def _say(told: dict, line: str, as_json: bool) -> None:
    if as_json:
        show_json(told)
    else:
        show(line)
        show(f"head {told['head']}")


def _show(told: dict, workspace: Path) -> None:
    verdict = "sound" if told["sound"] else f"NOT SOUND, {len(told['faults'])} faults"
    show(f"{workspace}: {COUNTS.format(**told)}: {verdict}")
    show(f"head {told['head']}")
    if told["faults"]:
        headings = ("entry", "table", "key", "what")
        rows = ([fault[h] or "" for h in headings] for fault in told["faults"])
        show_table("Faults, the first entry's first", headings, rows)
