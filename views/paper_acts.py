"""Put a paper on file, or take one back that was filed wrongly."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.case_hand import Hand, Recorded, Seen
from desk.case_papers import Paper, record_document, withdraw_document
from views.forms import Field
from views.words import _

if TYPE_CHECKING:
    from views.case_forms import Case


def paper_fields(case: "Case") -> list[Field]:
    """Ask which paper of those this role puts on file, of which day, and its scan."""
    policy = case.workspace.policy
    own = [p for p in policy.documents if policy.step(p.from_step).by in case.levels]
    names = {paper.id: paper.name for paper in own}
    if not names:
        return []
    missing = [paper.id for paper in case.view.missing if paper.id in names]
    order = [*missing, *(id_ for id_ in names if id_ not in missing)]
    return [
        Field(name="kind", label=_("Paper"), kind="one", options=order,
              show=names.__getitem__),
        Field(name="dated", label=_("Dated"), kind="day", value="today"),
        Field(name="scan", label=_("Scan or photograph"), kind="file"),
    ]  # fmt: skip


def paper(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Put the paper on file; without a scan it lies in the cabinet only."""
    scan = values["scan"]
    if scan is None:
        return record_document(
            hand, what, Paper(kind=values["kind"], dated=values["dated"])
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"scan{Path(scan.name).suffix.lower()}"
        path.write_bytes(scan.getvalue())
        given = Paper(kind=values["kind"], path=path, dated=values["dated"])
        return record_document(hand, what, given)


def withdrawal_fields(case: "Case") -> list[Field]:
    """Ask which paper on file, of those this role files, and why."""
    policy = case.workspace.policy
    own = {
        paper.id: paper.name
        for paper in policy.documents
        if policy.step(paper.from_step).by in case.levels
    }
    filed = {
        row["document_id"]: f"{own[row['kind']]} {row['dated'] or ''}".strip()
        for row in case.view.record.documents
        if row["kind"] in own
    }
    if not filed:
        return []
    return [
        Field(name="document", label=_("Paper"), kind="one", options=[*filed],
              show=filed.__getitem__),
        Field(name="note", label=_("Reason"), kind="text"),
    ]  # fmt: skip


def withdrawal(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Take the paper back; its scan stays where it is."""
    return withdraw_document(hand, what, values["document"])
