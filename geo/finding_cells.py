"""What may stand in each cell of a return from the field, and what it means.

Each reader returns the value, or raises :class:`geo.list_cells.CannotBe`.
"""

import re
from datetime import date, datetime, timedelta
from functools import cache
from unicodedata import normalize

from geo.list_cells import CannotBe
from rules.language import N_
from rules.parameters import load_parameters
from rules.times import CHINA_TIME
from rules.vocabulary import TAGS, VISIT_REASONS

LONGEST_ID = 64
LONGEST_TEAM = 80
LONGEST_NOTE = 400
WEST_EAST, SOUTH_NORTH = 180.0, 90.0
WALL_ZONE = "+08:00"  # of the clock on the wall in all of China
DAY_LENGTH = len("2026-11-22")
_BLANK = re.compile(r"[\s_]+")
_FIRST_DAY = datetime(1899, 12, 30)  # Excel's day 0
_DAYS_OF_NOW = (20_000, 80_000)  # 1954 to 2119: a number beyond is no day
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})分?(?::(\d{1,2})(?:\.\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_MIDNIGHT = "00:00:00"


def tag_word(text: str) -> str:
    """Read a tag in any of the words it goes by.

    Examples
    --------
    >>> tag_word("Green"), tag_word("黄色"), tag_word("不可以居住")
    ('绿', '黄', '红')
    """
    return _known(text, "tags", TAGS)


def damage_grade(text: str) -> int | None:
    """Read a damage grade, 1 to 5; ``None`` if the cell is empty.

    Examples
    --------
    >>> damage_grade("严重破坏"), damage_grade("Ⅲ"), damage_grade("")
    (4, 3, None)
    """
    if not text.strip():
        return None
    return int(_known(text, "damage_grades", ("1", "2", "3", "4", "5")))


def visit_reason(text: str) -> str | None:
    """Read why a team was at a door; ``None`` if the cell is empty.

    Examples
    --------
    >>> visit_reason("群众求助"), visit_reason("ordered"), visit_reason(" ")
    ('asked', 'ordered', None)
    """
    return _known(text, "reasons", VISIT_REASONS) if text.strip() else None


def visit_time(text: str, zone: str = WALL_ZONE) -> str | None:
    """Read when a team was at a door: an instant in China's time, or only a day.

    Without a zone the time is that of the clock on the wall in China; midnight to
    the second is how a spreadsheet writes a day.

    Parameters
    ----------
    zone : str
        The zone where the text says none.

    Returns
    -------
    str or None
        ISO 8601; ``None`` if the cell is empty.

    Examples
    --------
    >>> visit_time("2026/11/22 14:05"), visit_time("2026-11-22T06:05:00.000Z")
    ('2026-11-22T14:05:00+08:00', '2026-11-22T14:05:00+08:00')
    >>> visit_time("46348"), visit_time("2026年11月22日"), visit_time("")
    ('2026-11-22', '2026-11-22', None)
    """
    plain = normalize("NFKC", text).strip()
    if not plain:
        return None
    found = _MOMENT.fullmatch(plain)
    try:
        moment = _moment(found, zone) if found else _serial(plain)
    except ValueError:
        moment = None
    if moment is None:
        raise CannotBe(N_("is no time; write it as 2026-11-22 14:05"), {})
    if isinstance(moment, str):
        return moment
    return moment.astimezone(CHINA_TIME).isoformat(timespec="seconds")


def is_before(moment: str, other: datetime) -> bool:
    """Tell whether a visit was before an instant; of a day, whether all of it was.

    Examples
    --------
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=CHINA_TIME)
    >>> is_before("2026-11-22", noon), is_before("2026-11-22T11:59:00+08:00", noon)
    (False, True)
    """
    if len(moment) == DAY_LENGTH:
        return date.fromisoformat(moment) < other.astimezone(CHINA_TIME).date()
    return datetime.fromisoformat(moment) < other


def is_after(moment: str, other: datetime) -> bool:
    """Tell whether a visit was after an instant; of a day, whether all of it was."""
    if len(moment) == DAY_LENGTH:
        return date.fromisoformat(moment) > other.astimezone(CHINA_TIME).date()
    return datetime.fromisoformat(moment) > other


def team_name(text: str) -> str | None:
    """Read the name of a team, cut to what is kept."""
    return " ".join(normalize("NFKC", text).split())[:LONGEST_TEAM] or None


def lived_in(text: str) -> bool | None:
    """Read whether somebody lives in a house; ``None`` if the cell is empty.

    Examples
    --------
    >>> lived_in("有"), lived_in("No"), lived_in("")
    (True, False, None)
    """
    if not text.strip():
        return None
    return _known(text, "occupied", ("yes", "no")) == "yes"


def remark(text: str) -> str | None:
    """Read what somebody wrote, in one line.

    Raises
    ------
    CannotBe
        If it is longer than what is kept.
    """
    plain = " ".join(text.split())
    if len(plain) > LONGEST_NOTE:
        raise CannotBe(N_("is longer than {most} signs"), {"most": LONGEST_NOTE})
    return plain or None


def degree(text: str, most: float) -> float | None:
    """Read a longitude or latitude; a place that is none is not known.

    Examples
    --------
    >>> degree("104.5", WEST_EAST), degree("", WEST_EAST), degree("91", SOUTH_NORTH)
    (104.5, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= most else None


def identifier(text: str) -> str:
    """Read an id as it is written, without blanks around it.

    Raises
    ------
    CannotBe
        If it is longer than any id.
    """
    plain = normalize("NFKC", text).strip().strip("'’‘")
    if len(plain) > LONGEST_ID:
        raise CannotBe(N_("is longer than {most} signs"), {"most": LONGEST_ID})
    return plain


def _moment(found: re.Match, wall: str) -> datetime | str:
    year, month, of_month, hour, minute, second, zone = found.groups()
    on = date(int(year), int(month), int(of_month))
    clock = f"{int(hour or 0):02}:{int(minute or 0):02}:{int(second or 0):02}"
    if hour is None or (clock == _MIDNIGHT and zone is None):
        return on.isoformat()
    return datetime.fromisoformat(f"{on}T{clock}{zone or wall}")


def _serial(text: str) -> datetime | str | None:
    """Read the number by which a spreadsheet counts days and their parts."""
    days = float(text)
    least, most = _DAYS_OF_NOW
    if not least < days < most:
        return None
    moment = _FIRST_DAY + timedelta(seconds=round(days * 86_400))
    if days.is_integer():
        return moment.date().isoformat()
    return moment.replace(tzinfo=CHINA_TIME)


def _known(text: str, table: str, known: tuple[str, ...]) -> str:
    word = _BLANK.sub(" ", normalize("NFKC", text)).strip().lower()
    if not word:
        raise CannotBe(N_("is empty"), {})
    found = _words(table).get(word) or _words(table).get(word.replace(" ", ""))
    if found is None:
        raise CannotBe(N_("not one of: {known}"), {"known": " ".join(known)})
    return found


@cache
def _words(table: str) -> dict[str, str]:
    words = load_parameters("findings")[table].values
    return {other: word for word, others in words.items() for other in others}
