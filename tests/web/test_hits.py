from hypothesis import given
from hypothesis import strategies as st

from tests.layers.fake_shelf import BAD_NAME
from tests.web.asking import ask


def hit(app, lon, lat, zoom, **choice):
    words = "".join(f"&{key}={word}" for key, word in choice.items())
    return ask(app, f"/hit?lang=en&lon={lon}&lat={lat}&zoom={zoom}{words}").json()


@given(row=st.integers(0, 1999))
def test_a_click_on_a_house_tells_of_it(app, shelf, row):
    houses = shelf.exposure()
    found = hit(app, houses.lon[row], houses.lat[row], 18)
    assert found["kind"] == "house"
    assert found["id"] == houses.household_id[row].as_py()
    assert (found["lon"], found["lat"]) == (houses.lon[row], houses.lat[row])


def test_from_afar_a_click_tells_of_the_village(app, shelf):
    houses = shelf.exposure()
    found = hit(app, houses.lon[0], houses.lat[0], 12)
    assert found["kind"] == "village"
    assert found["rows"] == [["Code", found["id"]]]


def test_a_leader_clicks_towns(app):
    assert hit(app, 104.45, 31.25, 10, page="leader", level="town")["title"] == "安宁镇"


def test_a_house_that_is_filtered_away_is_not_found(app, shelf):
    houses = shelf.exposure()
    row = int((houses.grade == 0).nonzero()[0][0])
    assert (
        hit(app, houses.lon[row], houses.lat[row], 18, grade="D")["kind"] == "village"
    )


def test_outside_the_county_nothing_is_told(app):
    assert hit(app, 100.0, 31.0, 10) == {}


def test_a_name_stays_what_it_is(app, shelf):
    houses = shelf.exposure()
    found = hit(app, houses.lon[0], houses.lat[0], 18)
    assert found["rows"] == [["Village", BAD_NAME]]


def test_a_leader_clicks_no_house_however_near(app, shelf):
    """Rule A2."""
    houses = shelf.exposure()
    found = hit(app, houses.lon[0], houses.lat[0], 18, page="leader", level="village")
    assert found["kind"] == "village"
