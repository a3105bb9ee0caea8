"""A level of water typed in on the page, and the two answers above the order."""

import numpy as np
import pytest
from affine import Affine
from streamlit.testing.v1 import AppTest

from desk.current import VARIABLE
from desk.event_reports import reports_of_event, take_event
from desk.event_sources import WaterLevel
from desk.layer_store import add_layer
from desk.workspace import open_workspace
from geo.raster_files import write_geotiff
from ledger.register import events
from tests.desk.event_world import EAST, PLACES, find, made_county

LON, LAT = PLACES[EAST]


def form():
    import streamlit as st

    from desk.current import current_shelf
    from tests.desk.field_world import PLANNER
    from views import event_form

    st.session_state["acting"] = PLANNER
    event_form.show_popover(current_shelf(), "")


def totals():
    from desk.current import current_shelf
    from views import visits

    visits.totals(current_shelf(), "flood-001")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made_county(tmp_path / "w", houses=3).ledger.close()
    made = open_workspace(tmp_path / "w")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


@pytest.fixture
def dem(workspace, tmp_path):
    """The east at 500 m, the west at 600 m."""
    heights = np.full((10, 50), 600.0, np.float32)
    heights[:, 40:] = 500.0
    path = tmp_path / "dem.tif"
    frame = Affine(0.01, 0, 104.25, 0, -0.01, 31.55)
    write_geotiff(path, heights, frame, crs="EPSG:4490", unit="metre")
    add_layer(workspace, "dem", path, title="d", source="t", actor="t")


def shown(script):
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    return app


def take_level(app, **values):
    for box in app.number_input:
        for name, value in values.items():
            if box.key.startswith(f"level-{name}-"):
                box.set_value(value)
    next(one for one in app.button if one.label == "Take this water level").click()
    app.run()
    assert not app.exception
    return app


def test_a_level_of_water_is_typed_in_with_its_hours(workspace, dem):
    take_level(shown(form), m=502.0, lon=LON, lat=LAT, hours=30.0)
    (row,) = reports_of_event(workspace, "flood-001")
    assert (row["form"], row["duration_h"]) == ("water_level", 30.0)


def test_without_heights_or_a_place_the_page_says_what_is_missing(workspace):
    app = take_level(shown(form), m=502.0, lon=LON, lat=LAT)
    assert "import an elevation model" in app.error[0].value
    app = take_level(shown(form), m=502.0)
    assert "are all needed" in app.error[0].value
    assert events(workspace.ledger) == []


def test_the_two_answers_are_counted_above_the_order(workspace, dem):
    take_event(workspace, "t", WaterLevel(level_m=502.0, lon=LON, lat=LAT))
    find(workspace, "flood-001", ("f1", "E000", "黄", "2026-07-02"))
    app = shown(totals)
    told = "May be lived in after the water: 3 · may not: 2 · to be looked at: 1"
    assert app.markdown[0].value == f"**{told}**"
    assert "sketch" in app.caption[0].value
