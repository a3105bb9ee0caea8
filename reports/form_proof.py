"""The proof of a monthly form: each number, what is behind it, and what was checked.

It names households by their numbers only, never by a person.  It stays in the office:
the form goes to the city without it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from reports.monthly_form import printed_value
from reports.workbook import workbook
from rules.forms import HOUSEHOLDS, MONEY
from rules.language import LANGUAGES, translator

CHINESE = LANGUAGES[0]  # a paper of the office, whatever the page's language
YUAN = "元"
RESULTS = {True: "通过", False: "不通过", None: "无法判断"}
WEIGHTS = {True: "不得上报", False: "须书面说明"}
CELLS, CHECKS, PARTS, MOVES, MISSING = (
    "各栏数据",
    "勾稽关系",
    "逐户明细",
    "与上月比较",
    "未计入",
)


@dataclass(frozen=True, kw_only=True)
class ProofCell:
    """One number of the form: households, or yuan.

    ``unknown`` counts the parts without a known amount; ``before`` is last month's
    value, ``None`` where there is none to compare with.
    """

    number: int
    label: str
    unit: str
    value: int | None
    unknown: int = 0
    before: int | None = None

    @property
    def change(self) -> int | None:
        """What came since last month; ``None`` where one of the two is not known."""
        known = self.value is not None and self.before is not None
        return self.value - self.before if known else None


@dataclass(frozen=True, kw_only=True)
class ProofPart:
    """What one household, or one grant of money, adds to a number."""

    number: int
    household_id: str
    thing_id: str
    village_code: str
    place: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class ProofMove:
    """A household, or a grant of money, that a number counts now and did not before.

    ``entered`` is ``False`` for one that it does not count any more.
    """

    number: int
    thing_id: str
    entered: bool


@dataclass(frozen=True, kw_only=True)
class ProofCheck:
    """A check, its result (``None``: cannot be told), and the reason signed for it.

    ``says`` is Chinese, as the paper is; ``asks`` is the message id of the demand.
    """

    id: str
    ok: bool | None
    blocks: bool
    says: str
    reason: str = ""
    columns: tuple[int, ...] = ()
    households: tuple[str, ...] = ()
    clause: str = ""
    asks: str = ""


@dataclass(frozen=True, kw_only=True)
class ProofMissing:
    """A case that the form does not count, and why."""

    household_id: str
    case_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class FormProof:
    """All that stands behind a form; amounts in yuan."""

    form: str
    title: str
    since: date
    until: date
    position: int
    cells: Sequence[ProofCell]
    parts: Sequence[ProofPart] = ()
    moves: Sequence[ProofMove] = ()
    checks: Sequence[ProofCheck] = ()
    missing: Sequence[ProofMissing] = ()
    state: str = ""
    stamp: str = ""


def proof_json(proof: FormProof) -> str:
    """Return the proof as JSON, days as ``YYYY-MM-DD``, the same text for the same.

    Money is told in yuan, and says so.
    """
    told = asdict(proof)
    for cell in told["cells"]:
        cell["unit"] = YUAN if cell["unit"] == MONEY else cell["unit"]
    return json.dumps(told, ensure_ascii=False, indent=1, default=date.isoformat)


def proof_workbook(proof: FormProof) -> bytes:
    """Write the proof to a workbook: numbers, checks, households, changes, left out."""
    lines = list(filter(None, (f"{proof.title}　数据明细（内部留存）", _told(proof))))
    sheets = (
        (CELLS, _cells(proof)),
        (CHECKS, _checks(proof.checks)),
        (PARTS, _parts(proof)),
        (MOVES, _moves(proof)),
        (MISSING, _missing(proof.missing)),
    )
    return workbook((name, lines, table) for name, table in sheets)


def _told(proof: FormProof) -> str:
    counted = f"统计期间 {proof.since.isoformat()} 至 {proof.until.isoformat()}"
    where = f"台账第 {proof.position} 条记录止"
    return "；".join(filter(None, (counted, where, proof.state, proof.stamp)))


def _cells(proof: FormProof) -> pd.DataFrame:
    entered, left = _counted(proof.moves, True), _counted(proof.moves, False)
    rows = []
    for cell in proof.cells:
        is_money = cell.unit == MONEY
        row = {
            "栏次": cell.number,
            "内容": cell.label,
            "单位": cell.unit,
            "本月": printed_value(cell.value, is_money=is_money),
            "上月": printed_value(cell.before, is_money=is_money),
            "增减": printed_value(cell.change, is_money=is_money),
            "新计入（笔/户）": entered.get(cell.number),
            "不再计入（笔/户）": left.get(cell.number),
            "未计入（金额不详、无任务）": cell.unknown or None,
        }
        rows.append(row)
    table = pd.DataFrame(rows, dtype=object)
    return table.where(table.notna(), None)


def _counted(moves: Iterable[ProofMove], entered: bool) -> dict[int, int]:
    counts: dict[int, int] = {}
    for move in moves:
        if move.entered is entered:
            counts[move.number] = counts.get(move.number, 0) + 1
    return counts


def _checks(checks: Iterable[ProofCheck]) -> pd.DataFrame:
    say = translator(CHINESE)
    heads = (
        "检查",
        "结果",
        "不通过时",
        "说明",
        "依据",
        "书面理由",
        "涉及栏次",
        "涉及农户",
    )
    rows = [
        (
            say(check.asks) if check.asks else check.id,
            RESULTS[check.ok],
            WEIGHTS[check.blocks],
            check.says,
            check.clause or None,
            check.reason or None,
            "、".join(map(str, check.columns)) or None,
            "、".join(check.households) or None,
        )
        for check in checks
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object)


def _parts(proof: FormProof) -> pd.DataFrame:
    units = {cell.number: cell.unit for cell in proof.cells}
    heads = ("栏次", "户编号", "记录编号", "行政区划代码", "村", "户数或金额", "单位")
    rows = [
        (
            part.number,
            part.household_id,
            part.thing_id,
            part.village_code,
            part.place,
            part.amount,
            YUAN if units.get(part.number) == MONEY else HOUSEHOLDS,
        )
        for part in proof.parts
    ]
    return pd.DataFrame(rows, columns=heads)


def _moves(proof: FormProof) -> pd.DataFrame:
    rows = [
        (move.number, move.thing_id, "新计入" if move.entered else "不再计入")
        for move in proof.moves
    ]
    return pd.DataFrame(rows, columns=("栏次", "编号", "变动"))


def _missing(missing: Iterable[ProofMissing]) -> pd.DataFrame:
    rows = [(one.household_id, one.case_id, one.why) for one in missing]
    return pd.DataFrame(rows, columns=("户编号", "案卷编号", "未计入原因"))
