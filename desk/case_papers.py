"""Papers of a case (rule W12), kept as files named by what is in them."""

import hashlib
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex

from desk.case_hand import (
    Hand,
    Recorded,
    Seen,
    key_of,
    on_case,
    recorded,
    require_open,
)
from desk.case_stale import Wanted
from desk.workspace import Workspace
from geo.whole_files import written_whole
from ledger.case_rows import Row
from ledger.cases import CaseRecord
from ledger.roles import require_may_act
from ledger.schema import document
from ledger.versions import VERSION_COLUMNS
from rules.errors import CaseError, FileError
from rules.policy import Policy
from rules.policy_tables import Document
from rules.reasons import Verdict
from rules.vocabulary import LEVELS

FOLDER = "documents"
ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx", ".xlsx", ".txt")
TOWN = LEVELS[1]
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
    with on_case(hand, what, _filed(paper.kind)) as (transaction, record):
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


def withdraw_document(hand: Hand, what: Seen, document_id: str) -> Recorded:
    """Take a paper out of a file that it was put into by mistake.

    The reason is what the hand notes.  The paper ends, and stays in the history; its
    scan stays where it is.

    Raises
    ------
    CaseError
        Without a reason, if the case has no such paper, or once it is struck off:
        that rested on the file as it was.
    AccessError
        If filing such a paper is another's.
    StaleEditError
        As :func:`desk.casework.take_step`.
    """
    if not hand.note.strip():
        raise CaseError("a paper is withdrawn with a reason; say why")
    with on_case(hand, what, _withdrawn(document_id)) as (transaction, record):
        row = _paper_of(record, document_id)
        asked = [one for one in hand.policy.documents if one.id == row["kind"]]
        by = hand.policy.step(asked[0].from_step).by if asked else TOWN
        require_may_act(hand.acting, by, record.file.village_code)
        require_open(record)
        clause = asked[0].clause if asked else ""
        verdict = Verdict(allowed=True, clause=clause)
        entry = hand.entry(transaction, "withdraw document", verdict)
        entry.write(document, [row | {"removed": True}])
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


def _filed(kind: str) -> Wanted:
    return lambda seen: {"documents": seen.file.documents | {kind}}


def _withdrawn(document_id: str) -> Wanted:
    return lambda seen: {
        "documents": frozenset(
            row["kind"] for row in seen.documents if row["document_id"] != document_id
        )
    }


def _paper_of(record: CaseRecord, document_id: str) -> Row:
    for row in record.documents:
        if row["document_id"] == document_id:
            return {n: v for n, v in row.items() if n not in VERSION_COLUMNS}
    raise CaseError(
        "no paper {id!r} on file for case {case}",
        id=document_id,
        case=record.file.case_id,
    )


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
