"""A monthly form and its proof as files: what goes to the city, what stays here."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from desk.form_found import CellChange, FormFound, differences
from desk.stamps import file_name, stamp_on
from desk.workspace import Workspace
from geo.form_cells import FormCell
from ledger.households import place_names
from reports.form_proof import (
    FormProof,
    ProofCell,
    ProofCheck,
    ProofMissing,
    ProofMove,
    ProofPart,
    proof_json,
    proof_workbook,
)
from reports.monthly_form import FormPaper, form_workbook
from rules.adcode import Level
from rules.forms import FormTemplate

if TYPE_CHECKING:
    from desk.form_filing import Filing

CHINESE = "zh_CN"
DRAFT = "草稿（未上报）"


def state_of(filing: "Filing | None") -> str:
    """Say what a paper is: a draft, a correction, or nothing of the first filed."""
    if filing is None:
        return DRAFT
    return f"第 {filing.number - 1} 次更正" if filing.number > 1 else ""


def values_of(
    found: FormFound, filing: "Filing | None" = None
) -> dict[int, int | None]:
    """Return the numbers by column: as filed, or else as counted.

    Households, or yuan; ``None`` where no amount behind a number is known.
    """
    figures = filing.values if filing is not None else {}
    return {
        number: figures.get(number, cell.value) if _is_known(cell) else None
        for number, cell in sorted(found.cells.items())
    }


def _is_known(cell: FormCell) -> bool:
    """Tell whether any amount behind a number is known, or there is none to know."""
    return bool(cell.parts) or not cell.unknown


def form_paper(
    workspace: Workspace, found: FormFound, filing: "Filing | None" = None
) -> FormPaper:
    """Fill the form's paper."""
    template = found.template
    return FormPaper(
        template=template,
        title=template.titled(workspace.county_name, found.month),
        values=values_of(found, filing),
        state=state_of(filing),
        stamp=stamp_on(workspace),
        remarks=tuple(_remarks(template, found)),
    )


def form_file(
    workspace: Workspace, found: FormFound, filing: "Filing | None" = None
) -> bytes:
    """Return the form as Excel, ready for the seal; without ``filing`` a draft."""
    return form_workbook([form_paper(workspace, found, filing)])


def _remarks(template: FormTemplate, found: FormFound) -> Iterator[str]:
    for cell in template.slips():
        yield (
            f"注：第 {cell.first} 栏表头“{cell.text}”为文件原文，"
            f"按“{cell.corrected}”统计。"
        )
    for number, cell in sorted(found.cells.items()):
        if cell.unknown:
            is_cost = template.column(number).what == "investment"
            why = "户金额不详" if is_cost else "笔资金未注明任务"
            yield f"注：第 {number} 栏另有 {cell.unknown} {why}，未计入。"


def form_proof(
    workspace: Workspace,
    found: FormFound,
    *,
    before: FormFound | None = None,
    filing: "Filing | None" = None,
    reasons: Mapping[str, str] | None = None,
) -> FormProof:
    """Gather what stands behind a form.

    Parameters
    ----------
    before : FormFound, optional
        Last month's form, to compare with.
    reasons : mapping, optional
        Signed reasons by check, where nothing is filed yet.
    """
    changes = differences(found, before) if before else {}
    earlier = values_of(before) if before else {}
    signed = filing.reasons if filing is not None else (reasons or {})
    return FormProof(
        form=found.form,
        title=found.template.titled(workspace.county_name, found.month),
        since=found.since,
        until=found.until,
        position=found.position,
        cells=_cells(found, values_of(found, filing), earlier),
        parts=_parts(workspace, found),
        moves=_moves(changes),
        checks=_checks(found, signed),
        missing=_missing(found),
        state=state_of(filing),
        stamp=stamp_on(workspace),
    )


def _cells(
    found: FormFound,
    values: Mapping[int, int | None],
    earlier: Mapping[int, int | None],
) -> list[ProofCell]:
    return [
        ProofCell(
            number=column.number,
            label=column.label,
            unit=column.unit,
            value=values.get(column.number),
            unknown=found.cells[column.number].unknown,
            before=earlier.get(column.number),
        )
        for column in found.template.columns
    ]


def _parts(workspace: Workspace, found: FormFound) -> list[ProofPart]:
    names = place_names(workspace.ledger)

    def place(code: str) -> str:
        town = names.get(code[: Level.TOWN]) or ""
        return f"{town} {names.get(code) or ''}".strip() if code else ""

    return [
        ProofPart(
            number=number,
            household_id=part.household_id,
            thing_id=part.thing_id,
            village_code=part.village_code or "",
            place=place(part.village_code or ""),
            amount=part.amount,
        )
        for number, cell in sorted(found.cells.items())
        for part in cell.parts
    ]


def _moves(changes: Mapping[int, CellChange]) -> list[ProofMove]:
    return [
        ProofMove(number=number, thing_id=thing_id, entered=entered)
        for number, change in sorted(changes.items())
        for entered, ids in ((True, change.entered), (False, change.left))
        for thing_id in ids
    ]


def _checks(found: FormFound, reasons: Mapping[str, str]) -> list[ProofCheck]:
    return [
        ProofCheck(
            id=check.id,
            ok=check.ok,
            blocks=check.blocks,
            says=check.says.told(CHINESE),
            reason=reasons.get(check.id, ""),
            columns=tuple(check.cells),
            households=tuple(check.households),
            clause=check.clause,
            asks=check.asks,
        )
        for check in found.checks
    ]


def _missing(found: FormFound) -> list[ProofMissing]:
    return [
        ProofMissing(
            household_id=one.household_id,
            case_id=one.case_id,
            why=one.why.told(CHINESE),
        )
        for one in found.not_counted
    ]


def proof_file(proof: FormProof, ending: str = ".xlsx") -> bytes:
    """Return the proof as Excel, or as JSON."""
    if ending == ".json":
        return proof_json(proof).encode()
    return proof_workbook(proof)


def paper_name(
    workspace: Workspace, found: FormFound, *, proof: bool = False, number: int = 0
) -> str:
    """Name the file of a form, or of its proof, for the desktop of whoever takes it.

    ``number`` tells the filings of a month apart, where more than one is offered:
    1 is the first, the others are its corrections.
    """
    what = f"{found.month:%Y-%m} {found.template.name}{' 明细' if proof else ''}"
    which = f" 第{number - 1}次更正" if number > 1 else " 首次上报" * number
    return file_name(workspace, f"{what}{which}", ".xlsx")
