"""Tables of changed codes as an office keeps them: old code, new code, day, source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import normalize

from geo.household_cells import Reject
from geo.known_places import IN_A_CIRCLE, KnownPlaces
from geo.list_cells import CannotBe, day
from geo.named_columns import Headings, NamedColumns, named_columns
from geo.sheets import Sheet
from rules.adcode import Level
from rules.language import N_

HEADINGS: Headings = {
    "old_code": ("old_code", "旧代码", "原代码", "变更前代码", "旧编码", "原编码"),
    "new_code": ("new_code", "新代码", "现代码", "变更后代码", "新编码", "现编码"),
    "changed_on": ("changed_on", "日期", "变更日期", "生效日期", "变更时间"),
    "source": ("source", "依据", "文件依据", "变更依据", "来源", "文号"),
}
REQUIRED = ("old_code", "new_code")
LONGEST_SOURCE = 200
_ABOLISHED = frozenset({"", "-", "—", "无", "撤销", "已撤销", "撤并", "abolished"})
_WHOLE_TOWN = "000"  # a town's code, filled up to that of a village

Row = dict[str, Any]


@dataclass(frozen=True)
class CodeFile:
    """What a table of changes holds.

    Attributes
    ----------
    rows : list of dict
        ``row``, ``old_code``, ``new_code`` (``None``: abolished), ``changed_on``
        (``None`` unknown), ``source``.
    rejects : list of Reject
        Rows that were refused.
    """

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def read_codes(
    sheet: Sheet,
    *,
    recorded: Mapping[str, str | None],
    today: date,
    county: str = "",
    columns: NamedColumns | None = None,
) -> CodeFile:
    """Check a table of changes, row by row.

    One code becomes one other; a table that says otherwise, that contradicts the
    record, or whose changes lead in a circle, is refused in those rows.

    Parameters
    ----------
    recorded : mapping of str to (str or None)
        Changes on record.
    county : str
        Code of the county; a change concerns it on one side at least.
    columns : NamedColumns, optional
        Where the sheet holds what, if its headings do not say it.

    Raises
    ------
    SchemaError
        If no row has the headings.
    """
    columns = columns or named_columns(sheet, HEADINGS, REQUIRED)
    lines = (
        (number, cells | {"source": cells.get("source") or sheet.file})
        for number, cells in columns.rows(sheet)
    )
    return checked_changes(lines, recorded=recorded, today=today, county=county)


def checked_changes(
    lines: Iterable[tuple[int, Mapping[str, str]]],
    *,
    recorded: Mapping[str, str | None],
    today: date,
    county: str = "",
) -> CodeFile:
    """Check changes, each told by a number and its cells; see :func:`read_codes`."""
    found = CodeFile()
    for number, cells in lines:
        row = _checked(found, number, cells, today, county)
        if row is not None:
            found.rows.append(row)
    rejects = [*found.rejects]
    rows = _without(found.rows, _twice(found.rows), rejects)
    rows = _without(rows, _contradicting(rows, recorded), rejects)
    rows = _without(rows, _circling(rows, recorded), rejects)
    return CodeFile(rows, sorted(rejects, key=lambda reject: reject.row))


def place_code(text: str) -> str:
    """Read the code of a town or a village.

    Raises
    ------
    CannotBe
        If it is none.

    Examples
    --------
    >>> place_code("９９０００１１００"), place_code("990001100000")
    ('990001100', '990001100')
    """
    code = normalize("NFKC", text).strip().strip("'’‘")
    digits = code.isascii() and code.isdigit()
    if not digits or len(code) not in (Level.TOWN, Level.VILLAGE):
        raise CannotBe(N_("is not a code of 9 digits (town) or 12 (village)"), {})
    whole = len(code) == Level.VILLAGE and code.endswith(_WHOLE_TOWN)
    return code[: Level.TOWN] if whole else code


def _checked(
    found: CodeFile, number: int, cells: Mapping[str, str], today: date, county: str
) -> Row | None:
    row: Row = {"row": number}
    readers = {
        "old_code": place_code,
        "new_code": _new_code,
        "changed_on": lambda text: day(text, today)[0],
        "source": lambda text: text[:LONGEST_SOURCE],
    }
    for name, read in readers.items():
        text = cells.get(name, "")
        try:
            row[name] = read(text)
        except CannotBe as reason:
            found.rejects.append(Reject(number, name, text, *reason.args))
            return None
    if (wrong := _mismatch(row, county)) is not None:
        value = row["new_code"] or row["old_code"]
        found.rejects.append(Reject(number, "new_code", value, wrong, {}))
        return None
    return row


def _new_code(text: str) -> str | None:
    plain = normalize("NFKC", text).strip().lower()
    return None if plain in _ABOLISHED else place_code(text)


def _mismatch(row: Row, county: str) -> str | None:
    old, new = row["old_code"], row["new_code"] or row["old_code"]
    if old == row["new_code"]:
        return N_("is the old code itself")
    if len(old) != len(new):
        return N_("a town becomes a town and a village a village; these differ")
    if not old.startswith(county) and not new.startswith(county):
        return N_("neither of the two codes lies in this county")
    return None


Refusals = dict[int, tuple[str, dict[str, Any]]]  # by row of the file


def _twice(rows: list[Row]) -> Refusals:
    """Find codes that would become two others: nobody knows which."""
    by_old: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_old[row["old_code"]].append(row)
    message = N_("row {other} gives {code} for the same old code")
    refusals: Refusals = {}
    for same in by_old.values():
        for row in same:
            others = (r for r in same if r["new_code"] != row["new_code"])
            if (other := next(others, None)) is not None:
                told = {"other": other["row"], "code": other["new_code"] or "-"}
                refusals[row["row"]] = message, told
    return refusals


def _contradicting(rows: list[Row], recorded: Mapping[str, str | None]) -> Refusals:
    message = N_("on record it became {known}; drop that change first if it is wrong")
    return {
        row["row"]: (message, {"known": recorded[row["old_code"]] or "-"})
        for row in rows
        if recorded.get(row["old_code"], row["new_code"]) != row["new_code"]
    }


def _circling(rows: list[Row], recorded: Mapping[str, str | None]) -> Refusals:
    whole = {**recorded, **{row["old_code"]: row["new_code"] for row in rows}}
    places = KnownPlaces(changes=whole)
    message = N_("with the other changes it leads in a circle")
    return {
        row["row"]: (message, {})
        for row in rows
        if places.recode(row["old_code"])[1] == IN_A_CIRCLE
    }


def _without(rows: list[Row], refusals: Refusals, rejects: list[Reject]) -> list[Row]:
    for row in rows:
        if row["row"] in refusals:
            message, values = refusals[row["row"]]
            value = row["new_code"] or ""
            rejects.append(Reject(row["row"], "new_code", value, message, values))
    return [row for row in rows if row["row"] not in refusals]
