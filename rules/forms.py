"""The two monthly forms (rule R1) as templates: headings, columns, notes, seals.

A form is ``forms/<id>.toml``.  It says what stands on the paper and what each column
counts; how that is counted is the business of :mod:`geo`, how it is printed that of
:mod:`reports`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from rules.errors import PolicyError
from rules.language import N_
from rules.vocabulary import REPORT_GROUPS, SOURCES, TASKS

FORM_FOLDER = Path(__file__).parent / "forms"
FORMS = ("form1", "form2")
HOUSEHOLDS, MONEY = "户", "万元"
UNIT_OF = {
    "started": HOUSEHOLDS,
    "completed": HOUSEHOLDS,
    "secured": MONEY,
    "allotted": MONEY,
    "paid": MONEY,
    "investment": MONEY,
}
PRINTED, CORRECTED = "printed", "corrected"
DECEMBER = 12


@dataclass(frozen=True, kw_only=True)
class FormColumn:
    """One numbered column.

    Attributes
    ----------
    number : int
        As printed, 1 is the first.
    what : str
        One of :data:`UNIT_OF`.
    group : str or None
        One of ``REPORT_GROUPS``; ``None`` counts all of them.
    source : str or None
        One of ``SOURCES``; ``None`` is all there is (of secured money: all local).
    label : str
        Says alone what is counted.
    unit : {"户", "万元"}
        Of the printed number; what is counted is households, or yuan.
    """

    number: int
    what: str
    label: str
    unit: str
    group: str | None = None
    source: str | None = None

    @property
    def is_money(self) -> bool:
        """Tell whether it is an amount: kept in yuan, printed in 万元."""
        return self.unit == MONEY


@dataclass(frozen=True, kw_only=True)
class HeadCell:
    """A heading over columns ``first`` to ``last``, from ``row`` (1 on top) down.

    ``corrected`` is what the document means where its ``text`` is a slip.
    """

    row: int
    first: int
    last: int
    text: str
    rows: int = 1
    corrected: str = ""


@dataclass(frozen=True, kw_only=True)
class FormTemplate:
    """A form as it is printed, and what its columns count.

    Attributes
    ----------
    annex : str
        Stands above the title.
    title : str
        With ``{county}``, ``{year}`` and ``{month}``.
    heads : tuple of tuple of HeadCell
        Rows of headings, from the top; what none covers stays empty.
    due_day : int
        Of the next month.
    headings : {"printed", "corrected"}
        Which words stand where the document has a slip.
    """

    id: str
    annex: str
    name: str
    title: str
    task: str
    columns: tuple[FormColumn, ...]
    heads: tuple[tuple[HeadCell, ...], ...]
    notes: tuple[str, ...]
    signed: tuple[str, ...]
    due_day: int
    source: str
    date: date
    verified: bool
    headings: str = PRINTED

    def column(self, number: int) -> FormColumn:
        """Return a column by its number.

        Raises
        ------
        PolicyError
            If there is none.
        """
        if not 1 <= number <= len(self.columns):
            raise PolicyError(
                N_("{form} has no column {number}; columns are 1 to {last}"),
                form=self.id,
                number=number,
                last=len(self.columns),
            )
        return self.columns[number - 1]

    def titled(self, county: str, month: date) -> str:
        """Fill the blanks of the title.

        Examples
        --------
        >>> load_form("form1").titled("甲县", date(2026, 10, 1))
        '甲县2026年10月农村危房改造进度报表'
        """
        return self.title.format(county=county, year=month.year, month=month.month)

    def heading(self, cell: HeadCell) -> str:
        """Return what stands in a heading of this form."""
        wanted = self.headings == CORRECTED and cell.corrected
        return cell.corrected if wanted else cell.text

    def slips(self) -> tuple[HeadCell, ...]:
        """Return the headings that are printed though they mean something else."""
        if self.headings == CORRECTED:
            return ()
        return tuple(cell for row in self.heads for cell in row if cell.corrected)


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after.

    Examples
    --------
    >>> next_month(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    if month.month == DECEMBER:
        return date(month.year + 1, 1, 1)
    return date(month.year, month.month + 1, 1)


def last_day(month: date) -> date:
    """Return the last day of a month.

    Examples
    --------
    >>> last_day(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return next_month(month) - timedelta(days=1)


def due_on(form: FormTemplate, month: date) -> date:
    """Return the day by which the form of a month must have arrived."""
    return next_month(month).replace(day=form.due_day)


@cache
def load_form(form: str, folder: Path = FORM_FOLDER) -> FormTemplate:
    """Read a form's template; it is read once.

    Parameters
    ----------
    form : str
        ``"form1"`` (dangerous houses) or ``"form2"`` (seismic retrofit).

    Raises
    ------
    PolicyError
        If there is no such form, it is not TOML, or it contradicts itself.
    """
    path = folder / f"{form}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
        raise PolicyError(
            N_("no form {form}; forms are: {known}"), form=form, known=known
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        made = _made(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(
            N_("{file}: not TOML: {reason}"), file=path.name, reason=str(error)
        ) from error
    except (KeyError, TypeError) as error:
        raise PolicyError(
            N_(
                "{file}: {reason}; compare it with the form that comes with the program"
            ),
            file=path.name,
            reason=str(error),
        ) from error
    _require_sound(path.name, made)
    return made


def _made(content: Mapping[str, Any]) -> FormTemplate:
    heads: dict[int, list[HeadCell]] = {}
    for row in content["head"]:
        first, last = row["columns"]
        rest = {key: row[key] for key in row if key != "columns"}
        cell = HeadCell(first=first, last=last, **rest)
        heads.setdefault(cell.row, []).append(cell)
    plain = {key: content[key] for key in content if key not in ("head", "column")}
    return FormTemplate(
        **plain
        | {
            "columns": tuple(FormColumn(**row) for row in content["column"]),
            "heads": tuple(tuple(heads[row]) for row in sorted(heads)),
            "notes": tuple(content["notes"]),
            "signed": tuple(content["signed"]),
        }
    )


def _require_sound(file: str, form: FormTemplate) -> None:
    """Refuse a form whose columns count nothing, or whose headings overlap."""
    fault = _column_fault(form) or _head_fault(form)
    if form.task not in TASKS or form.headings not in (PRINTED, CORRECTED):
        fault = f"{form.task}, {form.headings}"
    if fault:
        raise PolicyError(
            N_(
                "{file}: {reason}; compare it with the form that comes with the program"
            ),
            file=file,
            reason=fault,
        )


def _column_fault(form: FormTemplate) -> str:
    for place, column in enumerate(form.columns, start=1):
        known = (
            column.number == place
            and UNIT_OF.get(column.what) == column.unit
            and column.group in (None, *REPORT_GROUPS)
            and column.source in (None, *SOURCES)
        )
        if not known:
            return f"column {place}"
    return ""


def _head_fault(form: FormTemplate) -> str:
    taken: set[tuple[int, int]] = set()
    for cell in (cell for row in form.heads for cell in row):
        covers = {
            (row, column)
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.first, cell.last + 1)
        }
        inside = 1 <= cell.first <= cell.last <= len(form.columns)
        if not inside or cell.row > len(form.heads) or covers & taken:
            return f"head {cell.text}"
        taken |= covers
    return ""
