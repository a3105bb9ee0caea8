"""``import fortification``: what towns and villages are to be built for."""

from pathlib import Path

from commands.acting import PLANNER, Name, at_desk
from commands.printing import ACTOR, AsJson, show, show_json, show_table
from desk.fortification_import import import_fortification
from ledger.roles import Acting

HEADINGS = ("row", "field", "value", "reason")


def take_fortification(
    workspace: Path, file: Path, name: Name = ACTOR, as_json: AsJson = False
) -> None:
    """Import what towns and villages are built for: 代码或名称, 峰值加速度, 烈度."""
    with at_desk(workspace, Acting(name, PLANNER)) as hand:
        told = import_fortification(hand, file)
    if as_json:
        show_json(told)
        return
    counts = ("imported", "unchanged", "rejected")
    show(f"{file}: " + ", ".join(f"{told[n]:,} {n}" for n in counts))
    for title, rows in (
        ("Rejected rows", told["rows"]),
        ("Taken otherwise", told["notes"]),
    ):
        if rows:
            show_table(title, HEADINGS, ([row[h] for h in HEADINGS] for row in rows))
