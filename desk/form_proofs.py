"""Kept proofs of forms: files that are written once and read as they were filed."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from desk.form_found import FormCheck, FormFound
from desk.workspace import Workspace
from geo.form_cells import FormCell, FormPart, NotCounted
from geo.whole_files import written_whole
from ledger.case_rows import who_wrote
from ledger.office import filings
from rules.errors import FileError
from rules.forms import load_form, month_of
from rules.language import N_
from rules.parameters import load_parameters
from rules.remarks import Remark

FOLDER = "filings"
SUFFIX = ".json"
SHOWN = 12  # letters of the hash in a file's name
DAY = 10  # letters of a day in ISO 8601

Proof = dict[str, Any]


def keep_proof(workspace: Workspace, filing_id: str, content: bytes) -> str:
    """Write a proof, whole or not at all; returns its SHA-256.

    Its name holds the hash: another proof of the same form never takes its place.
    """
    hashed = hashlib.sha256(content).hexdigest()
    with (
        written_whole(proof_path(workspace, filing_id, hashed)) as unfinished,
        unfinished.open("wb") as file,
    ):
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return hashed


def proof_path(workspace: Workspace, filing_id: str, sha256: str) -> Path:
    """Return where the proof of a filing lies."""
    return workspace.folder(FOLDER) / f"{filing_id}-{sha256[:SHOWN]}{SUFFIX}"


def proof_bytes(workspace: Workspace, filing_id: str, sha256: str) -> bytes:
    """Return a proof as it is kept, after its content was held against the record.

    Raises
    ------
    FileError
        If it is missing, or is not what was filed.
    """
    path = proof_path(workspace, filing_id, sha256)
    if not path.is_file():
        message = N_("the proof {name} is missing; restore it from a backup")
        raise FileError(message, name=path.name)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        message = N_("the proof {name} was changed; restore it from a backup")
        raise FileError(message, name=path.name)
    return content


def proof_faults(workspace: Workspace) -> list[dict[str, Any]]:
    """List filed forms whose proof is missing or was changed.

    Returns
    -------
    list of dict
        ``entry`` (that filed it), ``what, table, key``.
    """
    found = []
    for row in filings(workspace.ledger):
        try:
            proof_bytes(workspace, row["filing_id"], row["sha256"])
        except FileError as error:
            fault = {"entry": row["entry"], "what": str(error)}
            found.append(fault | {"table": "form_filing", "key": row["filing_id"]})
    return found


def found_of(workspace: Workspace, row: Mapping[str, Any]) -> FormFound:
    """Return a form as its kept proof tells it; nothing is counted anew.

    Parameters
    ----------
    row : mapping
        ``filing_id, form, sha256`` and ``position`` of a filing.

    Raises
    ------
    FileError
        As :func:`proof_bytes`.
    """
    content = proof_bytes(workspace, row["filing_id"], row["sha256"])
    proof = json.loads(content)
    until = date.fromisoformat(proof["until"])
    return FormFound(
        form=row["form"],
        month=month_of(until),
        since=date.fromisoformat(proof["since"]),
        until=until,
        position=row["position"],
        recorded_to=_day_of(workspace, row["position"]),
        template=load_form(row["form"]),
        cells=_cells(proof),
        not_counted=tuple(
            NotCounted(
                household_id=one["household_id"],
                case_id=one["case_id"],
                why=_said(one["why"]),
            )
            for one in proof["missing"]
        ),
        checks=tuple(_checks(proof)),
    )


def _day_of(workspace: Workspace, position: int) -> date | None:
    if not position:
        return None
    _actor, at = who_wrote(workspace.ledger, position)
    return date.fromisoformat(at[:DAY])


def _cells(proof: Proof) -> dict[int, FormCell]:
    parts: dict[int, list[FormPart]] = {}
    names = FormPart._fields
    for row in proof["parts"]:
        part = FormPart(**{name: row[name] for name in names})
        parts.setdefault(row["number"], []).append(part)
    return {
        row["number"]: FormCell(
            number=row["number"],
            value=row["value"] or 0,  # None where every amount is unknown
            parts=tuple(parts.get(row["number"], ())),
            unknown=row["unknown"],
        )
        for row in proof["cells"]
    }


def _checks(proof: Proof) -> Iterator[FormCheck]:
    known = load_parameters("form_checks").tables
    for row in proof["checks"]:
        yield FormCheck(
            id=row["id"],
            ok=row["ok"],
            blocks=row["blocks"],
            says=_said(row["says"]),
            cells=tuple(row["columns"]),
            households=tuple(row["households"]),
            asks=row.get("asks")
            or (known[row["id"]]["says"] if row["id"] in known else ""),
            clause=row.get("clause", ""),
        )


def _said(text: str) -> Remark:
    """Say again what was said then, in its own words; a known sentence in any."""
    return Remark(message="{told}", values={"told": text}, words=("told",))
