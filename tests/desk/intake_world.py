"""A county of four villages, and the file of a clerk in a hurry."""

import json
from pathlib import Path

import openpyxl

from desk.case_hand import Hand
from desk.layer_store import import_layer
from desk.workspace import Workspace, create_workspace
from geo.datum import unconvert
from ledger.roles import Acting, Role
from rules.identity import check_digit

CLERK = Acting("Li", Role.PLANNER)
COUNTY, TOWN = "990001", "990001100"
VILLAGES = {
    f"{TOWN}200": ("柳沟村", 103.40, 31.00),
    f"{TOWN}201": ("石桥村", 103.43, 31.00),
    f"{TOWN}202": ("大坪村", 103.40, 31.03),
    f"{TOWN}203": ("小坪村", 103.43, 31.03),
}
SIDE = 0.03  # degrees: about 3 km
STRUCTURES = ("土坯", "砖木", "砖混", "穿斗木")


def make_county(folder: Path) -> Workspace:
    workspace = create_workspace(
        folder / "w", county_code=COUNTY, county_name="安澜县", policy_code="990001"
    )
    for kind, features in (
        ("village_boundary", [_square(c, *v) for c, v in VILLAGES.items()]),
        ("county_boundary", [_feature(COUNTY, "安澜县", 103.4, 31.0, 2 * SIDE)]),
    ):
        path = folder / f"{kind}.geojson"
        path.write_text(
            json.dumps({"type": "FeatureCollection", "features": features}), "utf-8"
        )
        import_layer(workspace, path, kind, "t")
    return workspace


def _square(code: str, name: str, west: float, south: float) -> dict:
    return _feature(code, name, west, south, SIDE)


def _feature(code: str, name: str, west: float, south: float, side: float) -> dict:
    ring = [
        [west, south], [west + side, south], [west + side, south + side],
        [west, south + side], [west, south],
    ]  # fmt: skip
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def hand(workspace: Workspace) -> Hand:
    return Hand(workspace, CLERK)


def number_of(at: int) -> str:
    """Return an identity number that is right."""
    first17 = f"510105{19500101 + at % 28:08d}{at % 999:03d}"
    return first17 + check_digit(first17)


def house_of(at: int) -> tuple[str, float, float]:
    """Return the village of a house, and where in it the house stands."""
    code = list(VILLAGES)[at % 4]
    _name, west, south = VILLAGES[code]
    across, up = (at * 37 % 97) / 97, (at * 61 % 89) / 89
    return code, west + SIDE * (0.05 + 0.9 * across), south + SIDE * (0.05 + 0.9 * up)


def plain_rows(count: int) -> list[dict[str, str]]:
    """Return rows of a household file without any fault."""
    rows = []
    for at in range(count):
        code, lon, lat = house_of(at)
        rows.append(
            {
                "household_id": f"H{at:05d}",
                "head_name": f"赵{at}",
                "id_number": number_of(at),
                "village_code": code,
                "lon": f"{lon:.6f}",
                "lat": f"{lat:.6f}",
                "structure": STRUCTURES[at % 4],
                "grade": "ABCD"[at % 4],
            }
        )
    return rows


def csv_of(path: Path, rows: list[dict[str, str]]) -> Path:
    names = list(rows[0])
    lines = [",".join(names), *[",".join(row[n] for n in names) for row in rows]]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def shifted_file(path: Path, count: int = 600) -> Path:
    """Write a household file whose coordinates are those of a phone's map: GCJ-02."""
    rows = plain_rows(count)
    for at, row in enumerate(rows):
        _code, lon, lat = house_of(at)
        x, y = unconvert([lon], [lat], "gcj02")
        row["lon"], row["lat"] = f"{x[0]:.6f}", f"{y[0]:.6f}"
    return csv_of(path, rows)


HEADS = (
    ("户编号", None), ("户主情况", "姓名"), ("户主情况", "身份证号"), ("村代码", None),
    ("住房情况", "结构类型"), ("住房情况", "鉴定等级"), ("住房情况", "面积（亩）"),
    ("位置", "经度"), ("位置", "纬度"),
)  # fmt: skip


def clerks_file(path: Path, count: int = 12) -> Path:
    """Write an Excel file with a title, headings in two rows, and five faults.

    The faults: a wrong check digit (row 4), an identity number stored as a number
    (row 5), an unknown structure (row 6), a village that nobody knows (row 7), a
    latitude that is a longitude (row 8).
    """
    book = openpyxl.Workbook()
    page = book.active
    page.append(["安澜县农村危房台账"])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    page.append([head for head, _ in HEADS])
    page.append([below for _, below in HEADS])
    for first, last in ((2, 3), (5, 7), (8, 9)):
        page.merge_cells(start_row=2, start_column=first, end_row=2, end_column=last)
    for column in (1, 4):
        page.merge_cells(start_row=2, start_column=column, end_row=3, end_column=column)
    for at in range(count):
        page.append(_clerks_row(at))
    page.append(["合计", None, None, None, None, None, f"{count * 0.12:.2f}"])
    book.save(path)
    return path


def _clerks_row(at: int) -> list:
    code, lon, lat = house_of(at)
    number = number_of(at)
    row = [f"A{at:03d}", f"钱{at}", number, code, "砖木结构", "C级", "0.12", lon, lat]
    if at == 0:
        row[2] = number[:17] + ("1" if number[17] != "1" else "2")
    if at == 1:
        row[2] = int(number_of(1)[:17] + "0")
    if at == 2:
        row[4] = "茅草"
    if at == 3:
        row[3] = f"{TOWN}999"
    if at == 4:
        row[7], row[8] = row[8], row[7]
    return row
