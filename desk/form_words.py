"""The headings of the monthly forms in the words of the pages.

The paper itself is Chinese; a page in English says below it what each column counts.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from desk.shown_words import word
from reports.monthly_form import money_places, printed_value
from rules.forms import FormColumn, FormTemplate, HeadCell
from rules.language import N_
from rules.vocabulary import ENGLISH

Say = Callable[[str], str]

WHAT_WORDS = MappingProxyType(
    {
        "started": N_("Households whose works have begun"),
        "completed": N_("Households completed"),
        "secured": N_("Local subsidy money secured"),
        "allotted": N_("Subsidy money allotted to the county"),
        "paid": N_("Subsidy money paid by the county treasury"),
        "investment": N_("Total investment completed"),
    }
)
FORM_WORDS = MappingProxyType(
    {
        "form1": N_("Form 1 · dangerous houses"),
        "form2": N_("Form 2 · seismic retrofit"),
    }
)
UNIT_WORDS = MappingProxyType({"户": N_("households"), "万元": N_("10,000 yuan")})


def column_words(column: FormColumn, say: Say) -> str:
    """Say what a column counts; a line of the page, not of the paper.

    Examples
    --------
    >>> from rules.forms import load_form
    >>> column_words(load_form("form1").column(24), str)
    'Subsidy money paid by the county treasury · central'
    """
    part = column.group or column.source
    told = say(WHAT_WORDS[column.what])
    return f"{told} · {_part(part, say)}" if part else told


def shown_value(
    value: int | None,
    column: FormColumn,
    *,
    unknown: str = "",
    sign: bool = False,
    places: int | None = None,
) -> str:
    """Write a number as it is read: households whole, money in 万元 to the yuan.

    Parameters
    ----------
    value : int or None
        Households, or yuan.
    sign : bool
        Whether it is a change, told with its sign; none is a dot.
    places : int, optional
        Decimals of money; what the value needs, at least two, if not given.

    Examples
    --------
    >>> from rules.forms import load_form
    >>> begun, paid = load_form("form1").column(1), load_form("form1").column(24)
    >>> shown_value(1234, begun), shown_value(5, begun, sign=True)
    ('1,234', '+5')
    >>> shown_value(840_500, paid), shown_value(12_345, paid), shown_value(0, paid)
    ('84.05', '1.2345', '0.00')
    >>> shown_value(840_500, paid, places=4)
    '84.0500'
    """
    if value is None:
        return unknown
    plus = "+" if sign else ""
    if sign and not value:
        return "·"
    if not column.is_money:
        return f"{value:{plus},}"
    places = money_places([value]) if places is None else places
    return f"{printed_value(value, is_money=True):{plus},.{places}f}"


def shown_row(
    columns: Iterable[FormColumn],
    values: Mapping[int, int | None],
    *,
    unknown: str = "",
    sign: bool = False,
    places: int | None = None,
) -> dict[int, str]:
    """Write a row of a form, its money with the same decimals throughout.

    Parameters
    ----------
    values : mapping
        By column number: households, or yuan; what is missing is not known.
    places : int, optional
        Decimals; see :func:`row_places`, what this row needs if not given.
    """
    columns = tuple(columns)
    places = row_places(columns, values) if places is None else places
    return {
        column.number: shown_value(
            values.get(column.number),
            column,
            unknown=unknown,
            sign=sign,
            places=places,
        )
        for column in columns
    }


def changed_words(
    columns: Iterable[FormColumn],
    before: Mapping[int, int | None],
    after: Mapping[int, int | None],
    *,
    unknown: str = "",
) -> str:
    """Tell which numbers changed, each as the form writes it.

    Examples
    --------
    >>> from rules.forms import load_form
    >>> columns = load_form("form1").columns
    >>> changed_words(columns, {1: 4, 2: 3, 24: None}, {1: 5, 2: 3, 24: 25_000})
    '1: 4 → 5; 24:  → 2.50'
    """
    told = []
    for column in columns:
        pair = before.get(column.number), after.get(column.number)
        if pair[0] != pair[1]:
            old, new = (shown_value(value, column, unknown=unknown) for value in pair)
            told.append(f"{column.number}: {old} → {new}")
    return "; ".join(told)


def row_places(columns: Iterable[FormColumn], *rows: Mapping[int, int | None]) -> int:
    """Return how many decimals of money rows need that stand below each other."""
    money = [column.number for column in columns if column.is_money]
    return money_places(row.get(number) for row in rows for number in money)


def head_words(form: FormTemplate, cell: HeadCell, say: Say) -> str:
    """Say a heading: as it is printed, in English what it means."""
    if not _is_english(say):
        return form.heading(cell)
    column = form.column(cell.first)
    part = column.group or column.source
    wide = cell.last > cell.first or part is None
    return say(WHAT_WORDS[column.what]) if wide else _part(part, say)


def _part(part: str, say: Say) -> str:
    return ENGLISH[part] if _is_english(say) else part


def _is_english(say: Say) -> bool:
    return word("低保户", say) != "低保户"
