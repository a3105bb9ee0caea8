"""The numbers of an earthquake within plain text: every value told, each once."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from rules.times import CHINA_TIME

_N = r"(-?\d{1,3}(?:\.\d+)?)"
_SIGN = {"南纬": -1.0, "西经": -1.0, "S": -1.0, "W": -1.0}
_DEGREE = r"(?:\s*(?:度|°)(?:\s*(\d{1,2}(?:\.\d+)?)\s*(?:分|′|'))?)?"
_LETTER_END = r"(?![A-Za-z0-9])"
# The words stand before the number, the letters on either side of it.
_DEGREES = {
    "lat": (
        rf"(?P<sign>北纬|南纬)[:\s]*{_N}{_DEGREE}",
        rf"{_N}{_DEGREE}\s*(?P<sign>[NS]){_LETTER_END}",
        rf"(?<![A-Za-z])(?P<sign>[NS])[:\s]*{_N}{_DEGREE}",
        rf"(?P<sign>纬度)(?:\s*\([^)]*\))?[:\s|]*{_N}{_DEGREE}",
        rf"(?P<sign>latitude|lat)\.?[=:\s]+{_N}",
    ),
    "lon": (
        rf"(?P<sign>东经|西经)[:\s]*{_N}{_DEGREE}",
        rf"{_N}{_DEGREE}\s*(?P<sign>[EW]){_LETTER_END}",
        rf"(?<![A-Za-z])(?P<sign>[EW])[:\s]*{_N}{_DEGREE}",
        rf"(?P<sign>经度)(?:\s*\([^)]*\))?[:\s|]*{_N}{_DEGREE}",
        rf"(?P<sign>longitude|lon)\.?[=:\s]+{_N}",
    ),
}
_M = r"(\d{1,2}(?:\.\d+)?)"
_OF_OTHERS = r"(?!\s*(?:级)?\s*(?:\(含\))?\s*(?:及|或|\()?\s*以[上下])"
_MAGNITUDES = (
    rf"发生(?:了)?\s*(?:里氏|[Mm][A-Za-z]?)?\s*{_M}{_OF_OTHERS}\s*级",
    rf"震级(?:\s*\([^)]*\))?[:\s|为]*(?:里氏)?\s*[Mm]?[A-Za-z]?\s*{_M}{_OF_OTHERS}",
    rf"(?<![\d.最大级])(?:里氏)?{_M}\s*级{_OF_OTHERS}",
    rf"(?<![A-Za-z])[Mm](?:ag(?:nitude)?|[swlbSWLB])?\s*[:=]?\s*{_M}{_OF_OTHERS}",
)
_AFTER_LARGEST = r"最大(?:余震)?(?:震级)?(?:为|是)?\s*(?:[Mm][A-Za-z]?)?\s*[\d.]+\s*级?"
_DEPTHS = (
    r"深度(?:\s*\([^)]*\))?[:\s|为约]*(\d{1,3}(?:\.\d+)?)\s*(?:千米|公里|km|$|[\s|,。;])",
    r"depth[=:\s]*(\d{1,3}(?:\.\d+)?)\s*(?:km)?",
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:km|KM)(?![A-Za-z])",
)
TIME_PARTS = (
    r"(?:(?:(?P<year>\d{4})\s*[年\-/.])\s*)?(?P<month>\d{1,2})\s*[月\-/.]\s*"
    r"(?P<day>\d{1,2})\s*(?:日|号)?(?:\s*\((?:星期|周).\))?[\sT,]*"
    r"(?P<half>凌晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间)?\s*(?P<hour>\d{1,2})\s*(?:时|点|:)\s*"
    r"(?P<minute>\d{1,2})(?:\s*分)?(?:\s*:?\s*(?P<second>\d{1,2})(?:\.\d+)?(?:\s*秒)?)?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|世界时)(?![+\w]))?"
)
_TIME = re.compile(rf"(?<![\d.\-/]){TIME_PARTS}")
_NOON = 12
_AFTER_NOON = ("中午", "下午", "傍晚", "晚上", "晚间", "夜间")
# Headings of the network's table, over the numbers below them.
_HEADINGS = {
    "magnitude": re.compile(r"^震级|^mag|^M$", re.I),
    "lat": re.compile(r"^纬度|^lat", re.I),
    "lon": re.compile(r"^经度|^lon", re.I),
    "depth_km": re.compile(r"^(?:震源)?深度|^depth", re.I),
}
_CELL = re.compile(r"\d{4}[-/]\d+[-/]\d+[ T]+[\d:.]+|[^\s|,]+")


def degrees_of(text: str, axis: str) -> list[float]:
    """Return the latitudes (``"lat"``) or longitudes (``"lon"``) told.

    Examples
    --------
    >>> degrees_of("北纬29.59度,东经102°05′", "lon"), degrees_of("12.5S", "lat")
    ([102.08333333333333], [-12.5])
    """
    for pattern in _DEGREES[axis]:
        found = [_degree(match) for match in re.finditer(pattern, text, re.I)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _degree(match: re.Match) -> float:
    sign = match["sign"]
    whole, *minutes = (group for group in match.groups() if group != sign)
    part = float(minutes[0]) / 60.0 if minutes and minutes[0] else 0.0
    return _SIGN.get(sign.upper(), 1.0) * (float(whole) + part)


def magnitudes_of(text: str) -> list[float]:
    """Return the magnitudes told, but for those that only bound others.

    Examples
    --------
    >>> magnitudes_of("发生6.8级地震,记录到3.0级及以上余震10次,最大余震4.5级")
    [6.8]
    """
    plain = re.sub(_AFTER_LARGEST, " ", text)
    for pattern in _MAGNITUDES:
        found = re.findall(pattern, plain)
        if found:
            return list(dict.fromkeys(map(float, found)))
    return []


def depths_of(text: str) -> list[float]:
    """Return the depths told, km.

    Examples
    --------
    >>> depths_of("震源深度16千米"), depths_of("震源深度不详")
    ([16.0], [])
    """
    for pattern in _DEPTHS:
        found = re.findall(pattern, text, re.I)
        if found:
            return list(dict.fromkeys(map(float, found)))
    return []


def times_of(text: str, received: datetime) -> list[datetime]:
    """Return the times told, in China's time; what is no time of a day is left out.

    A time without a year is the last such one before ``received``.

    Examples
    --------
    >>> [time] = times_of("09月05日12时52分", datetime(2022, 9, 6, tzinfo=CHINA_TIME))
    >>> time.isoformat()
    '2022-09-05T12:52:00+08:00'
    """
    found = (_time(match.groupdict(), received) for match in _TIME.finditer(text))
    return list(dict.fromkeys(time for time in found if time is not None))


def _time(parts: dict[str, str | None], received: datetime) -> datetime | None:
    names = ("month", "day", "hour", "minute", "second")
    numbers = [int(parts[name] or 0) for name in names]
    if parts["half"] in _AFTER_NOON and 1 <= numbers[2] < _NOON:
        numbers[2] += _NOON if (parts["half"], numbers[2]) != ("中午", 11) else 0
    zone = UTC if parts["zone"] else CHINA_TIME
    year = int(parts["year"] or received.year)
    try:
        time = datetime(year, *numbers, tzinfo=zone).astimezone(CHINA_TIME)
        if parts["year"] is None and time > received + timedelta(days=1):
            time = time.replace(year=year - 1)
    except ValueError:
        return None
    return time


def numbered_rows(text: str) -> list[dict[str, float]]:
    r"""Read the rows of a table whose headings stand above its numbers.

    Examples
    --------
    >>> numbered_rows("震级(M) 发震时刻(UTC+8) 纬度(°) 经度(°) 深度(千米) 参考位置\n"
    ...     "6.8 2022-09-05 12:52:18 29.59 102.08 16 四川甘孜州泸定县")
    [{'magnitude': 6.8, 'lat': 29.59, 'lon': 102.08, 'depth_km': 16.0}]
    """
    columns: dict[str, int] = {}
    rows = []
    for line in text.splitlines():
        cells = _CELL.findall(line)
        named = _named(cells)
        if {"lat", "lon"} <= named.keys():
            columns = named
        elif columns and len(cells) > max(columns["lat"], columns["lon"]):
            rows.append(_row(cells, columns))
    return [row for row in rows if row]


def _named(cells: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for name, heading in _HEADINGS.items():
            if heading.search(cell):
                places.setdefault(name, at)
    return places


def _row(cells: list[str], columns: dict[str, int]) -> dict[str, float]:
    row = {}
    for name, at in columns.items():
        found = (
            re.fullmatch(r"[Mm]?(-?\d+(?:\.\d+)?)\D*", cells[at])
            if at < len(cells)
            else None
        )
        if found:
            row[name] = float(found[1])
    return row
