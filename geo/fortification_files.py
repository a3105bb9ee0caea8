"""Tables of the zonation by township or village, as GB 18306-2015 prints them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import normalize

import numpy as np

from geo.code_files import place_code
from geo.fortification import degree_of_pga
from geo.household_cells import Reject
from geo.isoseismals import read_degree
from geo.known_places import KnownPlaces
from geo.list_cells import CannotBe, VillageNames, day
from geo.named_columns import Headings, NamedColumns, named_columns
from geo.place_words import short_town
from geo.sheets import Sheet
from rules.errors import SchemaError
from rules.language import N_
from rules.parameters import load_parameters

HEADINGS: Headings = {
    "code": (
        "代码", "place_code", "code", "行政区划代码", "区划代码", "统计用区划代码",
        "乡镇代码", "村代码",
    ),
    "town": (
        "乡镇", "town", "town_name", "乡镇名称", "乡(镇)", "乡镇(街道)", "乡镇街道",
        "乡(镇、街道)", "乡、镇、街道", "行政区划名称", "地名",
    ),
    "village": (
        "行政村", "village", "village_name", "村", "村名", "村名称", "村(社区)",
    ),
    "pga_g": (
        "峰值加速度", "pga_g", "pga", "峰值加速度(g)", "峰值加速度/g",
        "地震动峰值加速度", "地震动峰值加速度(g)",
        "基本地震动峰值加速度", "基本地震动峰值加速度(g)",
        "动峰值加速度", "加速度",
    ),
    "design_intensity_degree": (
        "烈度", "design_intensity_degree", "抗震设防烈度", "设防烈度", "地震烈度",
        "基本烈度", "抗震设防烈度(度)", "烈度(度)",
    ),
    "spectrum_period_s": (
        "特征周期", "spectrum_period_s", "特征周期(s)", "特征周期/s", "反应谱特征周期",
        "反应谱特征周期(s)", "反应谱特征周期/s", "加速度反应谱特征周期",
    ),
    "source": ("依据", "source", "来源", "标准"),
    "valid_from": ("实施日期", "valid_from", "生效日期", "施行日期"),
}  # fmt: skip
# A table names its places and says one of the two values; the first pair is the best.
REQUIRED = tuple(
    (place, value)
    for place in ("code", "town")
    for value in ("pga_g", "design_intensity_degree")
)
LONGEST_SOURCE = 200
_UNITS = ("g", "G", "s", "S", "秒")

Row = dict[str, Any]


@dataclass(frozen=True)
class FortificationFile:
    """What a table of the zonation holds.

    Attributes
    ----------
    rows : list of dict
        ``row``, ``place_code`` (9 or 12 digits), ``pga_g``,
        ``design_intensity_degree``, ``spectrum_period_s``, ``source``,
        ``valid_from``; ``None`` unknown.  Every place once.
    rejects, notes : list of Reject
        Rows that were refused; rows that were taken otherwise than they stand.
    """

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Reject] = field(default_factory=list)


def _columns(sheet: Sheet) -> NamedColumns:
    """Find a row of headings that names a place and a value."""
    missing = None
    for required in REQUIRED:
        try:
            return named_columns(sheet, HEADINGS, required)
        except SchemaError as error:
            missing = missing or error
    raise missing


def read_fortification(
    sheet: Sheet,
    *,
    places: KnownPlaces,
    county: str,
    today: date,
) -> FortificationFile:
    """Check a table of the zonation, row by row.

    Parameters
    ----------
    places : KnownPlaces
        Names and codes on record: a row may name its town, or its village in a town.
    county : str
        Code of the county; places elsewhere are refused.
    today : date
        A day later than it is refused.

    Returns
    -------
    FortificationFile
        Of a place that stands twice the higher value is kept, and noted.

    Raises
    ------
    SchemaError
        If no row has the headings.
    """
    reader = _Reader(places, county, today)
    for number, cells in _columns(sheet).rows(sheet):
        reader.read(number, cells | {"source": cells.get("source") or sheet.file})
    return FortificationFile([*reader.rows.values()], reader.rejects, reader.notes)


class _Reader:
    """One table being read."""

    def __init__(self, places: KnownPlaces, county: str, today: date) -> None:
        self.places, self.county, self.today = places, county, today
        self.names = VillageNames(places.names)
        self.rows: dict[str, Row] = {}
        self.rejects: list[Reject] = []
        self.notes: list[Reject] = []

    def read(self, number: int, cells: Mapping[str, str]) -> None:
        row: Row = {"row": number}
        for name, read in self._readers().items():
            text = cells.get(name, "")
            try:
                row[name] = read(text)
            except CannotBe as reason:
                self.rejects.append(Reject(number, name, text, *reason.args))
                return
        try:
            row["place_code"] = self._place(cells)
            _require_value(row)
        except CannotBe as reason:
            told = cells.get("code") or cells.get("village") or cells.get("town", "")
            self.rejects.append(Reject(number, "place_code", told, *reason.args))
            return
        self._keep(row)

    def _readers(self) -> dict[str, Callable[[str], Any]]:
        return {
            "pga_g": _pga,
            "design_intensity_degree": _degree,
            "spectrum_period_s": _period,
            "source": lambda text: text[:LONGEST_SOURCE],
            "valid_from": lambda text: day(text, self.today)[0],
        }

    def _place(self, cells: Mapping[str, str]) -> str:
        """Return the code now in force of the place that a row tells of."""
        if cells.get("code"):
            code, _ = self.places.recode(place_code(cells["code"]))
            if not code.startswith(self.county) or not code:
                raise CannotBe(N_("lies outside of this county"), {})
            return code
        town = short_town(cells.get("town"))
        if cells.get("village"):
            code, _ = self.names.code_of("", cells["village"], cells.get("town", ""))
            if code is None:
                message = N_("is no village on record, or the name of several")
                raise CannotBe(message, {})
            return code
        found = [code for code, name in self.names.towns.items() if name == town]
        if not town or len(found) != 1:
            raise CannotBe(N_("is no town on record, or the name of several"), {})
        return found[0]

    def _keep(self, row: Row) -> None:
        code = row["place_code"]
        kept = self.rows.get(code)
        if kept is not None and _value(kept) != _value(row):
            message = N_("stands twice with different values; the higher counts")
            self.notes.append(Reject(row["row"], "place_code", code, message, {}))
        if kept is None or _value(row) > _value(kept):
            self.rows[code] = row


def _value(row: Row) -> tuple[float, float]:
    return row["design_intensity_degree"] or 0, row["pga_g"] or 0


def _require_value(row: Row) -> None:
    """Refuse a row that says nothing, or two things at once; complete the degree."""
    pga_g, degree = row["pga_g"], row["design_intensity_degree"]
    if pga_g is None and degree is None:
        raise CannotBe(N_("has neither an acceleration nor a degree"), {})
    if pga_g is None:
        return
    meant = degree_of_pga(np.array([pga_g]))[0]
    if degree is not None and meant != degree:
        message = N_("{pga_g} g is not {degree} degrees; correct one of the two")
        raise CannotBe(message, {"pga_g": pga_g, "degree": degree})
    row["design_intensity_degree"] = None if np.isnan(meant) else int(meant)


def _pga(text: str) -> float | None:
    return _within(text, "pga_g")


def _period(text: str) -> float | None:
    return _within(text, "spectrum_period_s")


def _degree(text: str) -> int | None:
    number = _within(text, "design_intensity_degree")
    if number is not None and not number.is_integer():
        raise CannotBe(N_("is no whole degree"), {})
    return None if number is None else int(number)


def _within(text: str, name: str) -> float | None:
    """Read a number between the bounds of its kind; an empty cell is unknown."""
    plain = normalize("NFKC", text).strip()
    if not plain:
        return None
    for unit in _UNITS:
        plain = plain.removesuffix(unit).strip()
    number = read_degree(plain)
    least, most = load_parameters("zonation")["table_bounds"][name]
    if not least <= number <= most:
        message = N_("is no number from {least} to {most}")
        raise CannotBe(message, {"least": least, "most": most})
    return number
