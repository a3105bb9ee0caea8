"""A county of two towns and three houses, and people who look at them."""

import io
from datetime import date, datetime

import numpy as np
from PIL import ExifTags, Image

from desk.workspace import create_workspace
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household, place

TOWN, OTHER_TOWN = "990001100", "990001101"
VILLAGE, OTHER_VILLAGE = f"{TOWN}200", f"{OTHER_TOWN}200"
LONG_AGO = datetime(2025, 1, 1, 8)
TODAY = date(2025, 11, 20)

REPORTER = Acting("李网格员", Role.VILLAGE_REPORTER, VILLAGE)
OFFICER = Acting("王镇办", Role.TOWN_OFFICER, TOWN)
PLANNER = Acting("张县局", Role.PLANNER)
LEADER = Acting("赵县长", Role.LEADER)


def made_workspace(root):
    """H1 and H2 in one village, H3 in another town; H2 has no place."""
    made = create_workspace(
        root, county_code="990001", county_name="县", policy_code="990001"
    )
    head = {"actor": "t", "verb": "survey", "scope": "exposure", "at": LONG_AGO}
    with made.ledger.writing(**head) as entry:
        names = {TOWN: "安和镇", OTHER_TOWN: "云顶乡", VILLAGE: "柳沟村"}
        entry.write(place, [{"code": c, "name": n} for c, n in names.items()])
        homes = {"H1": VILLAGE, "H2": VILLAGE, "H3": OTHER_VILLAGE}
        rows = [{"household_id": h, "village_code": v} for h, v in homes.items()]
        entry.write(household, rows)
        places = {"H1": (104.5, 31.5), "H3": (104.6, 31.6)}
        rows = [{"household_id": h, "lon": x, "lat": y} for h, (x, y) in places.items()]
        entry.write(dwelling, [*rows, {"household_id": "H2"}])
    return made


def picture(colour=120, lon=None, lat=None):
    """A small JPEG, as bytes; with its place if one is given."""
    image = Image.fromarray(np.full((32, 48, 3), colour, np.uint8))
    exif = Image.Exif()
    if lon is not None:
        gps = ExifTags.GPS
        told = {gps.GPSLongitudeRef: "E", gps.GPSLongitude: (lon, 0.0, 0.0)}
        told |= {gps.GPSLatitudeRef: "N", gps.GPSLatitude: (lat, 0.0, 0.0)}
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(told)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()
