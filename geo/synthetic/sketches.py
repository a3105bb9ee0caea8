"""Sketches that stand for photographs: walls with cracks, doors with locks."""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from geo.readers.photograph import encoded
from geo.synthetic import raw
from geo.synthetic.dossiers import Dated, Row
from geo.synthetic.leaving import FOUR
from geo.synthetic.visiting import kind_of

STAMP = raw.COUNTY_FOLDER / "stamp.png"
GROUND = MappingProxyType(
    {
        "earth": (176, 140, 98),
        "masonry": (158, 88, 70),
        "timber": (133, 96, 62),
        "inside": (190, 186, 178),
    }
)
DARK, PALE = (40, 32, 26), (226, 220, 208)

Drawing = ImageDraw.ImageDraw


class Sketch(NamedTuple):
    """A picture as JPEG, and the row of the ledger that will name it by its hash."""

    content: bytes
    dated: Dated


def sketches(
    history: Iterable[Dated], structures: dict[str, str | None], seed: int
) -> list[Sketch]:
    """Draw a few photographs of the newest verifications and of empty houses.

    Parameters
    ----------
    structures : dict
        Structure of the house by household.
    """
    made, dice = raw.table("texts")["photographs"], Random(f"{seed} sketches")
    rows = list(history)
    empty = [d for d in rows if d.table == "vacated_house" and d.row.get("locked")]
    damaged = [
        dated
        for dated in rows
        if dated.table == "visit" and dated.row["kind"] == "verification"
    ]
    drawn = [s for d in empty[-made["vacated"] :] for s in _of_empty(d, dice)]
    for dated in damaged[-(made["most"] - len(drawn)) :]:
        kind = kind_of(structures.get(dated.row["household_id"]))
        drawn.append(_of_damage(dated, kind, dice))
    return drawn


def _of_damage(dated: Dated, kind: str, dice: Random) -> Sketch:
    parts = raw.table("texts")["photographs"]["parts"][kind]
    side = dice.choice(raw.table("texts")["sides"])
    row = {"visit_id": dated.row["visit_id"], "part": dice.choice(parts)}
    row["part"] = row["part"].format(side=side)
    return _sketch(dated, row, draw_wall(kind, dice))


def _of_empty(dated: Dated, dice: Random) -> Iterator[Sketch]:
    for part in FOUR:
        row = {"vacated_id": dated.row["vacated_id"], "part": part}
        yield _sketch(dated, row, draw_part(part, dice))


def _sketch(dated: Dated, row: Row, picture: Image.Image) -> Sketch:
    quality = raw.table("texts")["photographs"]["quality"]
    row |= {
        "photograph_id": "-".join((*filter(None, map(row.get, _OF)), "photograph")),
        "household_id": dated.row["household_id"],
        "taken_at": f"{dated.day.isoformat()}T10:30:00",
        "lon": dated.row.get("lon"),
        "lat": dated.row.get("lat"),
        "width": picture.width,
        "height": picture.height,
    }
    return Sketch(encoded(picture, quality), Dated(dated.day, "photograph", row))


_OF = ("visit_id", "vacated_id", "part")


def draw_wall(kind: str, dice: Random) -> Image.Image:
    """Draw a wall of ``earth``, ``masonry`` or ``timber`` with a crack in it."""
    picture, drawing = _ground(kind, dice)
    width, height = picture.size
    if kind == "masonry":
        _courses(drawing, picture.size)
    elif kind == "timber":
        for left in range(0, width, 80):
            drawing.line([(left, 0), (left, height)], fill=DARK, width=3)
    x, points = dice.randint(width // 4, width * 3 // 4), []
    for y in range(0, height + 1, 24):
        points.append((x, y))
        x += dice.randint(-16, 16)
    drawing.line(points, fill=DARK, width=dice.randint(3, 7), joint="curve")
    return _stamped(picture)


def draw_part(part: str, dice: Random) -> Image.Image:
    """Draw one of 两断一清一锁: the tap, the switch, the empty room, the lock."""
    picture, drawing = _ground("inside", dice)
    _PARTS[part](drawing)
    return _stamped(picture)


def _ground(kind: str, dice: Random) -> tuple[Image.Image, Drawing]:
    width, height = raw.table("texts")["photographs"]["size_px"]
    rng = np.random.default_rng(dice.getrandbits(32))
    grain = rng.normal(0, 6, (height // 8, width // 8, 1)) + np.array(GROUND[kind])
    coarse = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))
    picture = coarse.resize((width, height), Image.Resampling.BILINEAR)
    return picture, ImageDraw.Draw(picture)


def _courses(drawing: Drawing, size: tuple[int, int]) -> None:
    width, height = size
    for number, y in enumerate(range(0, height, 30)):
        drawing.line([(0, y), (width, y)], fill=PALE, width=2)
        for x in range(-45 * (number % 2), width, 90):
            drawing.line([(x, y), (x, y + 30)], fill=PALE, width=2)


def _tap(drawing: Drawing) -> None:
    drawing.line([(0, 240), (640, 240)], fill=(90, 98, 106), width=36)
    drawing.ellipse([280, 160, 360, 240], outline=(170, 30, 30), width=14)
    drawing.line([(380, 190), (380, 290)], fill=DARK, width=8)


def _switch(drawing: Drawing) -> None:
    drawing.rectangle([230, 120, 410, 380], fill=PALE, outline=DARK, width=5)
    drawing.rectangle([290, 260, 350, 350], fill=(60, 60, 60))
    drawing.line([(320, 0), (320, 60)], fill=DARK, width=8)


def _room(drawing: Drawing) -> None:
    drawing.polygon(
        [(0, 480), (180, 330), (460, 330), (640, 480)], fill=(128, 122, 112)
    )
    drawing.rectangle([180, 60, 460, 330], outline=DARK, width=4)
    drawing.rectangle([280, 120, 360, 220], fill=(150, 180, 200), outline=DARK, width=4)


def _lock(drawing: Drawing) -> None:
    drawing.rectangle([120, 20, 520, 480], fill=(110, 72, 44), outline=DARK, width=6)
    drawing.line([(320, 20), (320, 480)], fill=DARK, width=5)
    drawing.arc([285, 190, 355, 290], 180, 360, fill=(180, 180, 180), width=12)
    drawing.rectangle([270, 240, 370, 320], fill=(200, 168, 60), outline=DARK, width=4)


_PARTS: MappingProxyType[str, Callable[[Drawing], None]] = MappingProxyType(
    dict(zip(FOUR, (_tap, _switch, _room, _lock), strict=True))
)


def _stamped(picture: Image.Image) -> Image.Image:
    """Say on the picture that it is demonstration data."""
    with Image.open(STAMP) as stamp:
        shape = stamp.convert("L")
    at = (picture.width - shape.width - 12, picture.height - shape.height - 12)
    box = [at, (at[0] + shape.width, at[1] + shape.height)]
    ImageDraw.Draw(picture).rectangle(box, fill=(120, 20, 20))
    picture.paste((255, 255, 255), at, shape)
    return picture
