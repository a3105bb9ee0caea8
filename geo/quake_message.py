"""The message of an earthquake as offices pass it on: read from its plain text.

The network sends a sentence, its site shows a table, and people pass on a short line;
all of them tell when, how strong and where.  A number that is not there is not
guessed, and a text that tells of two earthquakes is not one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from geo.message_numbers import (
    TIME_PARTS,
    degrees_of,
    depths_of,
    magnitudes_of,
    numbered_rows,
    times_of,
)
from geo.quake import Quake
from rules.errors import EventError
from rules.language import N_
from rules.parameters import load_parameters
from rules.times import CHINA_TIME

AUTOMATIC, FINAL = "自动", "正式"
ASSUMED_DEPTH = N_("the message tells no depth: an ordinary one is assumed")
NOT_FINAL = N_("measured automatically: magnitude and place may still change")

_LONGEST_TITLE = 120
_LONGEST_TEXT = 20_000
# A word that the reader of either language knows.
_WORDS = {
    "time": "发震时刻 (time)",
    "magnitude": "震级 (magnitude)",
    "lat": "纬度 (latitude)",
    "lon": "经度 (longitude)",
}
_KIND_OF_PLACE = r"(?:附近海域|附近|境内)?"
_PLACES = (
    re.compile(r"(?:参考位置|参考地名|震中位置|震中地名|地点|震中)[:\t |]+([一-鿿·]+)"),
    re.compile(rf"在([一-鿿·]+?){_KIND_OF_PLACE}\s*(?:\([^)]*\)\s*)?,?\s*发生"),
    re.compile(rf"在([一-鿿·]+?){_KIND_OF_PLACE}\s*\("),
    re.compile(rf"(?:分|秒|\d:\d\d),?\s*([一-鿿·]+?){_KIND_OF_PLACE}\s*(?:\(|发生)"),
    re.compile(r"((?:[一-鿿·]+(?:省|市|县|州|区|旗|盟|海域))+)"),
)


@dataclass(frozen=True, kw_only=True)
class QuakeMessage:
    """An earthquake as its message tells it.

    Attributes
    ----------
    time : datetime
        Of origin, in China's time.
    magnitude : float
    lon, lat : float
        Degrees; west and south negative.
    depth_km : float or None
        ``None`` where the message tells none.
    place : str
        As the message calls it; may be empty.
    version : str
        ``"自动"``, ``"正式"``, or empty where it does not say.
    text : str
        The message itself, as pasted.
    """

    time: datetime
    magnitude: float
    lon: float
    lat: float
    depth_km: float | None
    place: str
    version: str
    text: str

    @property
    def title(self) -> str:
        """A short line to call it by."""
        where = self.place or f"{self.lat:.2f}, {self.lon:.2f}"
        return f"{where} M{self.magnitude:.1f}"[:_LONGEST_TITLE]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of it, as message ids."""
        told = [ASSUMED_DEPTH] if self.depth_km is None else []
        return (*told, NOT_FINAL) if self.version == AUTOMATIC else tuple(told)

    def quake(self) -> Quake:
        """Return it as the calculation takes it.

        Raises
        ------
        EventError
            If a number is none an earthquake can have.
        """
        return quake_from(self.magnitude, self.lon, self.lat, self.depth_km)


def quake_from(
    magnitude: float, lon: float, lat: float, depth_km: float | None
) -> Quake:
    """Make an earthquake of its numbers; an unknown depth is taken as ordinary.

    Raises
    ------
    EventError
        If a number is none an earthquake can have.
    """
    if depth_km is None:
        depth_km = load_parameters("quake_message")["depth"]["assumed_km"]
    return Quake(magnitude=magnitude, lon=lon, lat=lat, depth_km=depth_km)


def read_quake_message(text: str, received: datetime | None = None) -> QuakeMessage:
    """Read the message of an earthquake.

    Parameters
    ----------
    text : str
        A message of the network, automatic or final, a table of it, or a short line;
        full-width digits and signs are read like others.
    received : datetime, optional
        When the message came: it gives the year to one that tells none.  By default
        now.

    Returns
    -------
    QuakeMessage

    Raises
    ------
    EventError
        If a number is missing or impossible, or there are several earthquakes.

    Examples
    --------
    >>> message = read_quake_message(
    ...     "中国地震台网正式测定:2023年12月18日23时59分在甘肃临夏州积石山县"
    ...     "(北纬35.70度,东经102.79度)发生6.2级地震,震源深度10千米。")
    >>> message.title, message.version, message.time.isoformat()
    ('甘肃临夏州积石山县 M6.2', '正式', '2023-12-18T23:59:00+08:00')
    """
    plain = normalize("NFKC", text[:_LONGEST_TEXT]).replace("。", "。 ").strip()
    received = (received or datetime.now(CHINA_TIME)).astimezone(CHINA_TIME)
    rows = numbered_rows(plain)
    told = {
        "time": times_of(plain, received),
        "magnitude": _found(rows, "magnitude") or magnitudes_of(plain),
        "lat": _found(rows, "lat") or degrees_of(plain, "lat"),
        "lon": _found(rows, "lon") or degrees_of(plain, "lon"),
    }
    _require_one(told)
    depths = _found(rows, "depth_km") or depths_of(plain)
    message = QuakeMessage(
        time=min(told["time"]),  # what else is told, like the sending, is later
        magnitude=told["magnitude"][0],
        lon=told["lon"][0],
        lat=told["lat"][0],
        depth_km=depths[0] if depths else None,
        place=_place_of(plain),
        version=_version_of(plain),
        text=text.strip(),
    )
    message.quake()
    return message


def _found(rows: Iterable[dict[str, float]], name: str) -> list[float]:
    return list(dict.fromkeys(row[name] for row in rows if name in row))


def _require_one(told: dict[str, list]) -> None:
    missing = [word for name, word in _WORDS.items() if not told[name]]
    if missing:
        raise EventError(
            N_("the message does not tell: {missing}; add it, or type the numbers"),
            missing="、".join(missing),
        )
    for name, sign in (("magnitude", "M"), ("lat", ""), ("lon", "")):
        if len(told[name]) > 1:
            raise EventError(
                N_(
                    "the message tells of several earthquakes: {what} {found}; "
                    "paste the message of one"
                ),
                what=_WORDS[name],
                found="、".join(f"{sign}{value:g}" for value in told[name]),
            )


def _version_of(text: str) -> str:
    """Tell an automatic message; its last words promise a final one."""
    if re.search(r"自动(?:测定|速报|地震速报)|级左右", text):
        return AUTOMATIC
    final = re.search(r"(?<!以)(?<!等待)正式(?:测定|速报|地震速报)", text)
    return FINAL if final else ""


def _place_of(text: str) -> str:
    plain = re.sub(rf"(?:据)?中国地震台网[^,:]*[,:]|{TIME_PARTS}", " ", text)
    for at, pattern in enumerate(_PLACES):
        found = pattern.search(text if at < len(_PLACES) - 1 else plain)
        if found:
            return found[1].strip()
    return ""
