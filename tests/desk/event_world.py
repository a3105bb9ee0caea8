"""A county of two villages 40 km apart, and messages of earthquakes under either."""

from desk.case_hand import Hand
from desk.workspace import create_workspace
from ledger.schema import dwelling, finding, household, place
from tests.desk.field_world import LONG_AGO, PLANNER

WEST, EAST = "990001100200", "990001101200"
PLACES = {WEST: (104.3, 31.5), EAST: (104.7, 31.5)}
STRUCK = "11月22日14时28分"


def made_county(root, houses=60):
    """Make W000 … in the west and E000 … in the east, all of adobe."""
    made = create_workspace(
        root, county_code="990001", county_name="县", policy_code="990001"
    )
    head = {"actor": "t", "verb": "survey", "scope": "exposure", "at": LONG_AGO}
    with made.ledger.writing(**head) as entry:
        names = {WEST: "西村", EAST: "东村"}
        entry.write(place, [{"code": c, "name": n} for c, n in names.items()])
        homes, dwellings = [], []
        for letter, code in (("W", WEST), ("E", EAST)):
            lon, lat = PLACES[code]
            for n in range(houses):
                own = {"household_id": f"{letter}{n:03}"}
                homes.append(own | {"village_code": code, "occupants": 3})
                at = {"lon": lon + n * 0.0002, "lat": lat, "structure": "土坯"}
                dwellings.append(own | at)
        entry.write(household, homes)
        entry.write(dwelling, dwellings)
    return made


def message(magnitude=6.0, lon=104.5, lat=31.5, *, how="自动", at=STRUCK):
    return (
        f"中国地震台网{how}测定：2025年{at}在四川某地（北纬{lat}度，东经{lon}度）"
        f"发生{magnitude}级地震，震源深度10千米。"
    )


def find(workspace, event_id, *rows):
    """Put findings on record: id, household, tag, time."""
    names = ("finding_id", "household_id", "tag", "visited_at")
    hand = Hand(workspace, PLANNER)
    with workspace.ledger.transaction() as transaction:
        entry = hand.entry(transaction, "import findings", scope="findings")
        told = [dict(zip(names, row, strict=True)) for row in rows]
        own = {"event_id": event_id, "reason": "ordered"}
        entry.write(finding, [row | own for row in told])


def grid_xml(path, degree=7.0, *, id_="us1"):
    """Write a small ShakeMap over the whole county, of one intensity."""
    fields = "".join(
        f'<grid_field index="{i}" name="{name}" units="dd"/>'
        for i, name in enumerate(("LON", "LAT", "MMI"), start=1)
    )
    places = [(lon, lat) for lat in (32, 31) for lon in (104, 105)]
    rows = "\n".join(f"{lon} {lat} {degree}" for lon, lat in places)
    path.write_text(
        '<?xml version="1.0"?><shakemap_grid xmlns="http://earthquake.usgs.gov/'
        f'eqcenter/shakemap" event_id="{id_}"><event event_id="{id_}" magnitude="6.0" '
        'depth="10" lat="31.5" lon="104.5" event_timestamp="2025-11-22T06:28:01UTC"/>'
        '<grid_specification lon_min="104" lat_min="31" lon_max="105" lat_max="32" '
        'nominal_lon_spacing="1" nominal_lat_spacing="1" nlon="2" nlat="2"/>'
        f"{fields}<grid_data>\n{rows}</grid_data></shakemap_grid>"
    )
    return path
