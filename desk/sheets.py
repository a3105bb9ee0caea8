"""What is printed for a page: visit sheets and village maps."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa

from desk.describe import event_words, word
from desk.measures import HEAVY_LABELS, HEAVY_LIMITS, house_scale
from desk.shelf import CountyShelf
from desk.triage import Triaged
from layers.palette import house_colours
from reports.village_map import VillageMap, draw_village
from reports.workbook import workbook
from rules.errors import PlanningError
from rules.language import N_, translator
from rules.stamps import stamp_of
from rules.vocabulary import GRADES, STRUCTURES, TAGS


def visit_table(
    shelf: CountyShelf,
    event_id: str,
    filters: dict[str, str],
    most: int | None = None,
    *,
    unvisited_only: bool = False,
) -> pd.DataFrame:
    """Return the order of visits of the households that pass the filters.

    Doors that nobody was at come first; a visited one has its ``tag`` and
    ``visited_at`` (else ``""``).  Of either at most ``most`` are returned.
    """
    found = shelf.triaged(event_id)
    order = found.result.order
    rows = order[shelf.chosen(filters)[order]]
    visited = found.visited.doors[rows]
    seen = rows[:0] if unvisited_only else rows[visited][:most]
    return _doors(found, np.concatenate([rows[~visited][:most], seen]))


def visit_workbook(shelf: CountyShelf, event_id: str, town: str, lang: str) -> bytes:
    """Return a workbook with a sheet for each village, in the order of need.

    Doors that were visited are left out; what is filled in comes back through
    :func:`desk.findings.import_findings`.
    """
    say = translator(lang)
    found = shelf.triaged(event_id)
    table = visit_table(shelf, event_id, {"town": town}, unvisited_only=True)
    sheets = []
    for area in found.villages(town):
        doors = table[table["village_code"] == area["code"]]
        if doors.empty:
            continue
        lines = _heading(shelf, found, f"{area['town_name']} {area['name']}", say)
        sheets.append((area["name"] or area["code"], lines, _printed(doors, say)))
    if not sheets:
        message = N_("no village to print in town {town!r}: no door is left to visit")
        raise PlanningError(message, town=town)
    return workbook(sheets)


def village_map(shelf: CountyShelf, event_id: str, village: str, lang: str) -> bytes:
    """Return the printed map of a village's doors, as PNG."""
    say = translator(lang)
    found = shelf.triaged(event_id)
    doors = _doors_left(shelf, event_id, village)
    tones = house_colours(house_scale(shelf, {"page": "responder", "event": event_id}))
    steps = np.digitize(doors["heavy"], HEAVY_LIMITS)
    steps[doors["heavy"].isna()] = len(HEAVY_LABELS)
    crs = found.exposure.metric_crs
    points = gpd.GeoDataFrame(
        doors.assign(
            colour=[tones[step] for step in steps], number=range(1, len(doors) + 1)
        ),
        geometry=gpd.points_from_xy(doors["lon"], doors["lat"]),
        crs="EPSG:4490",
    )
    placed = points[doors["lon"].notna().to_numpy()].to_crs(crs)
    name = f"{doors['town_name'].iloc[0]} {doors['village_name'].iloc[0]}"
    return draw_village(
        VillageMap(
            title=f"{name} · {say('Order of visits')}",
            notes=_heading(shelf, found, name, say)[1:],
            doors=placed,
            outline=outline_of(shelf, village, crs),
            roads=near(shelf, "road", crs, placed),
            rivers=near(shelf, "river", crs, placed),
            legend=[*zip(tones, [*HEAVY_LABELS, say("unknown")], strict=True)],
            legend_title=say("Probability of heavy damage"),
            stamp=stamp_of(shelf, say),
        )
    )


def _doors_left(shelf: CountyShelf, event_id: str, village: str) -> pd.DataFrame:
    """Return the doors of a village that nobody was at."""
    town = {"town": village[:9]}
    doors = visit_table(shelf, event_id, town, unvisited_only=True)
    doors = doors[doors["village_code"] == village]
    if doors.empty:
        message = N_("no door of village {code} is left to visit")
        raise PlanningError(message, code=village)
    if not doors["lon"].notna().any():
        raise PlanningError("no house with a place in village {code}", code=village)
    return doors


def _doors(found: Triaged, rows: np.ndarray) -> pd.DataFrame:
    exposure, result = found.exposure.take(rows), found.result
    names = ("village_codes", "village_names", "town_names")
    code, village, town = ([*getattr(exposure, n), ""] for n in names)

    def coded(codes: np.ndarray, words: tuple[str, ...]) -> list[str]:
        return [(*words, "")[c] for c in codes]

    return pd.DataFrame(
        {
            "rank": result.rank[rows],
            "household_id": exposure.household_id.to_pylist(),
            "village_code": [code[i] for i in exposure.village],
            "village_name": [village[i] for i in exposure.village],
            "town_name": [town[i] for i in exposure.village],
            "structure": coded(exposure.structure, STRUCTURES),
            "grade": coded(exposure.grade, GRADES),
            "hazard": found.hazard[rows],
            "heavy": result.heavy[rows],
            "people": result.people[rows],
            "danger": result.danger[rows],
            "dependence": result.dependence[rows],
            "effort": result.effort[rows],
            "score": result.score[rows],
            "first": result.first[rows],
            "lon": exposure.lon,
            "lat": exposure.lat,
            "tag": coded(found.visited.tag[rows], TAGS),
            "visited_at": found.visited.at.take(pa.array(rows))
            .fill_null("")
            .to_pylist(),
        }
    )


def _printed(doors: pd.DataFrame, say: object) -> pd.DataFrame:
    quake = say("Intensity (degree) or depth (m)")
    return pd.DataFrame(
        {
            say("Number"): np.arange(1, len(doors) + 1),
            say("Order in the county"): doors["rank"],
            say("Household"): doors["household_id"],
            say("Structure"): [word(s, say) if s else "" for s in doors["structure"]],
            say("Appraised grade"): doors["grade"],
            quake: _rounded(doors["hazard"], 1),
            say("Probability of heavy damage"): _rounded(doors["heavy"], 2),
            say("People"): _rounded(doors["people"], 1),
            say("Longitude"): doors["lon"],
            say("Latitude"): doors["lat"],
            say("Found (green, yellow, red)"): None,
            say("Damage grade (1 to 5)"): None,
            say("Visited at"): None,
            say("Team"): None,
            say("Remarks"): None,
        }
    )


def _rounded(values: pd.Series, decimals: int) -> list[float]:
    return values.astype(np.float64).round(decimals).tolist()


def _heading(shelf: CountyShelf, found: Triaged, name: str, say: object) -> list[str]:
    event = found.event
    total = found.heavy_total
    lines = [
        f"{shelf.county_name} {name} · {say('Order of visits')}",
        f"{say('Event')} · {event_words(event)} · {date.today()}",
        f"{say('Houses heavily damaged or destroyed, expected')} · "
        f"{shelf.county_name} {total['middle']:,.0f} "
        f"({total['low']:,.0f}–{total['high']:,.0f})",
    ]
    stamp = stamp_of(shelf, say)
    return [*lines, stamp] if stamp else lines


def outline_of(shelf: CountyShelf, village: str, crs: str) -> gpd.GeoDataFrame | None:
    """Return the outline of a village in a metric CRS, ``None`` without outlines."""
    outlines = shelf.vector("village_boundary")
    if outlines is None:
        return None
    return outlines[outlines["code"] == village].to_crs(crs)


def near(
    shelf: CountyShelf, kind: str, crs: str, doors: gpd.GeoDataFrame
) -> gpd.GeoDataFrame | None:
    """Return the lines of a kind around some doors, ``None`` if there are none."""
    lines = shelf.vector(kind)
    if lines is None:
        return None
    west, south, east, north = doors.total_bounds
    return lines.to_crs(crs).cx[west - 2000 : east + 2000, south - 2000 : north + 2000]
