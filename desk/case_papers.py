"""Papers of a case (rule W12), kept as files named by what is in them."""

import hashlib
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex

from desk.case_hand import Hand, Recorded, Seen, key_of, on_case, recorded
from desk.workspace import Workspace
from geo.whole_files import written_whole
from ledger.roles import require_may_act
from ledger.schema import document
from rules.errors import CaseError, FileError
from rules.policy import Policy
from rules.policy_tables import Document
from rules.reasons import Verdict

FOLDER = "documents"
ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx", ".xlsx", ".txt")
MOST_BYTES = 64 * 2**20  # a scanned file of many pages; more is a mistake


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper as it is handed in; without ``path`` it lies in the cabinet only."""

    kind: str
    path: Path | None = None
    dated: date | None = None


def record_document(hand: Hand, what: Seen, paper: Paper) -> Recorded:
    """Put a paper into the file of a case.

    Raises
    ------
    CaseError
        If the policy asks for no such paper.
    FileError
        If the file is missing, empty, too large, or of a kind that is not kept.
    AccessError, StaleEditError
        As :func:`desk.casework.take_step`.
    """
    kept = {}
    with on_case(hand, what) as (transaction, record):
        asked = _asked(hand.policy, paper.kind)
        by = hand.policy.step(asked.from_step).by
        require_may_act(hand.acting, by, record.file.village_code)
        if paper.dated:
            hand.require_past(paper.dated)
        if paper.path:
            kept = keep_file(hand.workspace, paper.path)
        verdict = Verdict(allowed=True, clause=asked.clause)
        entry = hand.entry(transaction, "document", verdict)
        told = {"kind": paper.kind, "dated": paper.dated}
        told |= {"document_id": f"{what.case_id}-{token_hex(4)}"}
        entry.write(document, [key_of(record.file) | told | kept])
    return recorded(record.file, entry.seq, verdict)


def keep_file(workspace: Workspace, path: Path) -> dict[str, str]:
    """Copy a file into the workspace under its SHA-256; a second copy changes nothing.

    Returns
    -------
    dict
        ``file`` (name in the folder of documents) and ``sha256``.
    """
    _require_keepable(path)
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    target = workspace.folder(FOLDER) / f"{digest}{path.suffix.lower()}"
    if not target.is_file():
        with written_whole(target) as unfinished:
            shutil.copyfile(path, unfinished)
    return {"file": target.name, "sha256": digest}


def _asked(policy: Policy, kind: str) -> Document:
    for asked in policy.documents:
        if asked.id == kind:
            return asked
    raise CaseError(
        "a file holds no paper {kind!r}; there are: {known}",
        kind=kind,
        known=", ".join(one.id for one in policy.documents) or "-",
    )


def _require_keepable(path: Path) -> None:
    if not path.is_file():
        raise FileError("no file {file}", file=path.name)
    if path.suffix.lower() not in ENDINGS:
        known = " ".join(ENDINGS)
        raise FileError(
            "{file} is not kept; papers end in: {known}", file=path.name, known=known
        )
    size = path.stat().st_size
    if not 0 < size <= MOST_BYTES:
        raise FileError(
            "{file} has {size} bytes; a paper has 1 to {most}",
            file=path.name,
            size=size,
            most=MOST_BYTES,
        )
