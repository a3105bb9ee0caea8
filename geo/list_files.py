"""Lists of the departments: who belongs to which group, as they send them (rule G6).

Every row is checked; a row with a value that cannot be is refused with its reason.
What only cannot be made out (a village of which there are two, a phone with a digit
missing) is taken as unknown, and noted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

from geo.file_kinds import kind_of
from geo.household_files import Reject
from geo.isolated import read_isolated
from geo.list_cells import (
    CannotBe,
    VillageNames,
    day,
    grade_word,
    group_word,
    id_number,
    phone_number,
)
from rules.errors import FileError, SchemaError
from rules.language import N_

# What a column may be called; where a file has several, the first of ours counts.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "姓名", "对象姓名", "户主姓名", "户主"),
    "id_number": ("id_number", "身份证号", "身份证号码", "公民身份号码", "证件号码"),
    "phone": ("phone", "联系电话", "电话", "手机号", "手机号码", "联系方式"),
    "village_code": ("village_code", "村代码", "行政村代码", "村编码"),
    "village_name": ("village_name", "村", "行政村", "村名", "所在村", "村(社区)"),
    "town_name": ("town_name", "乡镇", "乡镇(街道)", "镇", "镇(街道)", "所在乡镇"),
    "group_name": (
        "group_name",
        "类别",
        "身份类别",
        "对象类别",
        "保障类别",
        "人员类别",
    ),
    "certified_on": ("certified_on", "认定日期", "认定时间", "纳入日期", "审批日期"),
    "grade": ("grade", "房屋等级", "危房等级", "鉴定等级", "房屋鉴定等级"),
}
REQUIRED = ("name",)
TITLE_ROWS = 10  # a list may begin with its title; the headings come within these

Row = dict[str, Any]
Cells = Mapping[str, str]


@dataclass(frozen=True)
class ListFile:
    """What a list holds.

    Attributes
    ----------
    rows : list of dict
        ``row`` (as a spreadsheet counts), ``name``, ``id_number`` (18 characters),
        ``phone``, ``village_code``, ``group_name``, ``certified_on``, ``grade``;
        ``None`` unknown.
    rejects, notes : list of Reject
        Rows that were refused; values that were taken otherwise, or as unknown.
    """

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Reject] = field(default_factory=list)


def read_list(
    path: Path,
    *,
    places: Mapping[str, str],
    today: date,
    group: str | None = None,
) -> ListFile:
    """Read a department's list from CSV (UTF-8, GB 18030) or Excel.

    Parameters
    ----------
    places : mapping
        Names of towns (9 digits) and villages (12) by code.
    today : date
        Nobody is certified later.
    group : str, optional
        The group of all rows, where the list has no column that says it.

    Raises
    ------
    FileError
        If the file is empty, damaged, or neither CSV nor Excel.
    SchemaError
        If no row has the headings.
    """
    readers = {"excel": "workbook", "text": "delimited"}
    found = kind_of(path)
    if found not in readers:
        message = N_("{file}: not a list of people, but {found}; give CSV or Excel")
        raise FileError(message, file=path.name, found=found)
    table = read_isolated(readers[found], path)
    columns = [column.to_pylist() for column in table.columns]
    lines = [table.column_names, *zip(*columns, strict=True)]
    return _Reader(VillageNames(places), today, group).read(lines, path.name)


class _Reader:
    """One list being read."""

    def __init__(self, villages: VillageNames, today: date, group: str | None) -> None:
        self.villages, self.today, self.group = villages, today, group
        self.found = ListFile()
        self.seen: dict[tuple, int] = {}

    def read(self, lines: Sequence[Sequence[str]], file: str) -> ListFile:
        header, columns = _header(lines, file)
        for number, line in enumerate(lines[header + 1 :], start=header + 2):
            cells = {name: line[at].strip() for name, at in columns.items()}
            if any(cells.values()):
                self._take(number, cells)
        return self.found

    def _take(self, number: int, cells: Cells) -> None:
        before = len(self.found.rejects)
        row = {"row": number} | self._values(number, cells)
        if len(self.found.rejects) == before and self._is_first(number, row):
            self.found.rows.append(row)

    def _values(self, number: int, cells: Cells) -> Row:
        def told(name: str, read: Callable[[str], tuple[Any, str | None]]) -> Any:
            text = cells.get(name, "")
            try:
                value, note = read(text)
            except CannotBe as reason:
                self._note(self.found.rejects, number, name, text, reason.args)
                return None
            if note:
                self._note(self.found.notes, number, name, text, (note, {}))
            return value

        return {
            "name": told("name", _name),
            "id_number": told("id_number", id_number),
            "phone": told("phone", phone_number),
            "village_code": self._village(number, cells),
            "group_name": told("group_name", lambda t: group_word(t or self.group)),
            "certified_on": told("certified_on", lambda t: day(t, self.today)),
            "grade": told("grade", grade_word),
        }

    def _village(self, number: int, cells: Cells) -> str | None:
        told = [cells.get(n, "") for n in ("village_code", "village_name", "town_name")]
        code, note = self.villages.code_of(*told)
        if note:
            name = "village_code" if told[0] else "village_name"
            self._note(self.found.notes, number, name, cells.get(name, ""), (note, {}))
        return code

    def _is_first(self, number: int, row: Row) -> bool:
        first = self.seen.setdefault((row["group_name"], *identity_of(row)), number)
        if first != number:
            message = N_("the same person as in row {first}")
            told = (message, {"first": first})
            name = "id_number" if row["id_number"] else "name"
            self._note(self.found.rejects, number, name, row[name], told)
        return first == number

    @staticmethod
    def _note(
        notes: list[Reject], number: int, name: str, value: str, told: tuple
    ) -> None:
        notes.append(Reject(number, name, value, *told))


def identity_of(row: Row) -> tuple[str, ...]:
    """Return what tells one row of a list from another, and finds it again.

    Examples
    --------
    >>> identity_of({"id_number": "11010519491231002X", "name": "张三"})
    ('11010519491231002X',)
    """
    if row["id_number"]:
        return (row["id_number"],)
    return tuple(row[name] or "" for name in ("name", "village_code", "phone"))


def _name(text: str) -> tuple[str, None]:
    name = " ".join(text.split())
    if not name:
        raise CannotBe(N_("is empty"), {})
    return name, None


def _header(lines: Sequence[Sequence[str]], file: str) -> tuple[int, dict[str, int]]:
    """Find the row of the headings, and the place of each column."""
    for at, line in enumerate(lines[:TITLE_ROWS]):
        told = [_heading(cell) for cell in line]
        columns = {
            name: told.index(known)
            for name, ours in HEADINGS.items()
            for known in [next((word for word in ours if word in told), None)]
            if known is not None
        }
        if all(name in columns for name in REQUIRED):
            return at, columns
    known = ", ".join(cell for cell in lines[0] if cell.strip())
    missing = ", ".join(HEADINGS[name][1] for name in REQUIRED)
    message = N_("{file}: missing columns: {missing}; its columns are: {known}")
    raise SchemaError(message, file=file, missing=missing, known=known)


def _heading(cell: str) -> str:
    return "".join(normalize("NFKC", cell).split()).lower()
