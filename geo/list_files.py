"""Lists of the departments: who belongs to which group, as they send them (rule G6).

Every row is checked; a row with a value that cannot be is refused with its reason.
What only cannot be made out (a village of which there are two, a phone with a digit
missing) is taken as unknown, and noted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geo.household_body import Body, body_of
from geo.household_cells import Reject
from geo.list_cells import (
    CannotBe,
    VillageNames,
    day,
    grade_word,
    group_word,
    id_number,
    phone_number,
)
from geo.mapping import ColumnMapping, propose
from geo.sheets import Sheet
from geo.sight import read_sheet
from rules.errors import SchemaError
from rules.language import N_

REQUIRED = "姓名"  # a list without it is none

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
    source: Path | Sheet,
    *,
    places: Mapping[str, str],
    today: date,
    group: str | None = None,
    mapping: ColumnMapping | None = None,
) -> ListFile:
    """Read a department's list from any table.

    Parameters
    ----------
    source : Path or Sheet
        The file, or what was read from it.
    places : mapping
        Names of towns (9 digits) and villages (12) by code.
    today : date
        Nobody is certified later.
    group : str, optional
        The group of all rows, where the list has no column that says it.
    mapping : ColumnMapping, optional
        Which column is which; by default what the headings say.

    Raises
    ------
    FileError
        If the file is empty, damaged, or holds no table.
    SchemaError
        If no column has the names.
    """
    sheet = source if isinstance(source, Sheet) else read_sheet(source)
    mapping = mapping or propose(sheet, "list").mapping
    if "name" not in mapping.columns:
        known = ", ".join(filter(None, mapping.headings.names)) or "-"
        message = N_("{file}: missing columns: {missing}; its columns are: {known}")
        raise SchemaError(message, file=sheet.file, missing=REQUIRED, known=known)
    return _Reader(VillageNames(places), today, group).read(body_of(sheet, mapping))


class _Reader:
    """One list being read."""

    def __init__(self, villages: VillageNames, today: date, group: str | None) -> None:
        self.villages, self.today, self.group = villages, today, group
        self.found = ListFile()
        self.seen: dict[tuple, int] = {}

    def read(self, body: Body) -> ListFile:
        lines = zip(*(c.to_pylist() for c in body.columns.values()), strict=True)
        for number, line in zip(body.rows.tolist(), lines, strict=True):
            self._take(number, dict(zip(body.columns, line, strict=True)))
        self.found.notes.extend(body.left_out)
        self.found.notes.sort(key=lambda note: note.row)
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
                values = {"meant": str(value)} if "{meant}" in note else {}
                self._note(self.found.notes, number, name, text, (note, values))
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
