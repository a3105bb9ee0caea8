"""What is kept of a file that was taken in: which it was, and how it was read."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from desk.intake_plan import Plan
from desk.workspace import Workspace
from geo.sight import Sight
from ledger.intake_schema import intake
from ledger.intakes import intakes, taken_before
from ledger.writing import Entry
from rules.errors import PlanningError
from rules.language import N_

_CHUNK = 1 << 20
_SHAPEFILE = ".shp"


@dataclass(frozen=True, kw_only=True)
class Intake:
    """A file about to be taken in.

    Attributes
    ----------
    before : bool
        Whether this very file was taken in just so already.
    same : tuple of str
        The intakes of this very file, however it was read.
    """

    intake_id: str
    file: str
    sha256: str
    sight: Sight
    plan: Plan
    actor: str
    role: str
    before: bool
    same: tuple[str, ...] = ()

    def write(
        self, entry: Entry, rows: int, imported: int, unchanged: int, rejected: int
    ) -> None:
        """Record it, with how many rows it had and what became of them."""
        sight = self.sight
        told = json.dumps(self.plan.to_dict(), ensure_ascii=False, sort_keys=True)
        row = {
            "intake_id": self.intake_id,
            "file": _fitting("file", self.file),
            "sha256": self.sha256,
            "target": self.plan.target,
            "format": sight.format,
            "part": _fitting("part", self.plan.part or sight.part),
            "encoding": sight.encoding or None,
            "crs": _fitting("crs", sight.crs),
            "reading": _fitting("reading", self.plan.reading),
            "mapping": told,
            "rows": rows,
            "imported": imported,
            "unchanged": unchanged,
            "rejected": rejected,
        }
        entry.write(intake, [row])


def _fitting(column: str, text: str) -> str | None:
    return text[: intake.c[column].type.length] or None


def intake_of(
    workspace: Workspace, path: Path, sight: Sight, plan: Plan, who: tuple[str, str]
) -> Intake:
    """Name a file that is about to be taken in; ``who`` is the actor and the role."""
    sha256 = digest_of_file(path)
    same = taken_before(workspace.ledger, sha256)
    known = [r for r in same if Plan.from_dict(json.loads(r["mapping"])) == plan]
    return Intake(
        intake_id=token_hex(8),
        file=path.name,
        sha256=sha256,
        sight=sight,
        plan=plan,
        actor=who[0],
        role=who[1],
        before=bool(known),
        same=tuple(row["intake_id"] for row in same),
    )


def plan_of_intake(workspace: Workspace, intake_id: str) -> Plan:
    """Return how a file was read.

    Raises
    ------
    PlanningError
        If there is no such intake.
    """
    for row in intakes(workspace.ledger):
        if row["intake_id"] == intake_id:
            return Plan.from_dict(json.loads(row["mapping"]))
    raise PlanningError(N_("no file {id!r} was taken in"), id=intake_id)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, of a folder, or of all parts of a Shapefile."""
    parts = [path]
    if path.is_dir():
        parts = sorted(part for part in path.rglob("*") if part.is_file())
    elif path.suffix.lower() == _SHAPEFILE:
        parts = sorted(p for p in path.parent.iterdir() if p.stem == path.stem)
    whole = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while chunk := file.read(_CHUNK):
                whole.update(chunk)
    return whole.hexdigest()
