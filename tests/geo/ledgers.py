"""A county of three villages, and tables of its households to be checked."""

from geo.household_rows import check_households
from geo.known_places import KnownPlaces
from geo.mapping import propose
from tests.geo.sheets import sheet

PLACES = KnownPlaces(
    {
        "990001100": "安河镇",
        "990001101": "青石镇",
        "990001100200": "柳沟村",
        "990001100201": "新桥村",
        "990001101200": "新桥村",
    },
    changes={"990001109": "990001100", "990001777001": None},
    complete=True,
)


def check(table, mapping=None, **how):
    how = {
        "places": PLACES,
        "bounds": None,
        "county": None,
        "this_year": 2024,
        "id_of": lambda text: f"H-{text[-4:]}",
    } | how
    mapping = mapping or propose(table, "households").mapping
    return check_households(table, mapping, **how)


def plain(names, *lines, **how):
    return check(sheet(names, *lines), **how)


def told(rejects):
    return [(r.row, r.field, r.value, r.reason, r.suggestion) for r in rejects]
