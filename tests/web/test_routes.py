import mapbox_vector_tile
import pytest

from layers.house_index import mercator
from tests.web.asking import ask
from web.answers import FOREVER, NEVER

TILE = "/tiles/house/13/6474/3344.pbf?"


def house_tile(shelf, zoom=13, query="v=990001-7&lang=en"):
    across, down = mercator(shelf.exposure().lon[900], shelf.exposure().lat[900])
    x, y = int(across * 2**zoom), int(down * 2**zoom)
    return f"/tiles/house/{zoom}/{x}/{y}.pbf?{query}"


def test_the_map_is_a_page_that_runs_only_its_own_scripts(app):
    answer = ask(app, "/map?page=planner&lang=en")
    policy = answer.headers["content-security-policy"]
    assert answer.status == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'nonce="{nonce}"'.encode() in answer.body
    assert answer.headers["cache-control"] == NEVER


def test_no_two_pages_share_a_nonce(app):
    assert ask(app, "/map?lang=en").body != ask(app, "/map?lang=en").body


def test_the_state_of_a_choice_points_to_other_houses(app):
    plain = ask(app, "/sheet.json?page=planner&lang=en").json()
    graded = ask(app, "/sheet.json?page=planner&lang=en&grade=D").json()
    changed = [
        a["id"]
        for a, b in zip(plain["layers"], graded["layers"], strict=True)
        if a["address"] != b["address"]
    ]
    assert changed == ["area", "village", "house"]


def test_a_tile_of_today_may_be_kept_forever_and_is_not_sent_twice(app, shelf):
    first = ask(app, house_tile(shelf), accept_encoding="gzip")
    assert first.headers["cache-control"] == FOREVER
    assert first.headers["content-encoding"] == "gzip"
    assert mapbox_vector_tile.decode(first.body)["houses"]["features"]
    again = ask(app, house_tile(shelf), if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_browser_without_gzip_reads_the_same_tile(app, shelf):
    packed = ask(app, house_tile(shelf), accept_encoding="gzip")
    plain = ask(app, house_tile(shelf))
    assert plain.body == packed.body
    assert "content-encoding" not in plain.headers


def test_a_tile_of_another_version_is_not_kept(app, shelf):
    answer = ask(app, house_tile(shelf, query="v=990001-6&lang=en"))
    assert answer.headers["cache-control"] == NEVER


@pytest.mark.parametrize(
    "address", ["/tiles/house/12/3237/1672.pbf", "/tiles/house/14/0/0.pbf"]
)
def test_where_there_is_no_house_the_tile_is_empty(app, address):
    answer = ask(app, f"{address}?lang=en")
    assert (answer.status, answer.body) == (200, b"")


def test_where_a_raster_has_nothing_the_picture_is_empty(app):
    answer = ask(app, "/tiles/relief/13/0/0.webp?lang=en")
    assert answer.body.startswith(b"RIFF")
    assert answer.headers["content-type"] == "image/webp"


@pytest.mark.parametrize(
    "path",
    [
        f"{'9' * 4000}/0/0",
        f"13/{'9' * 4000}/1",
        "13/-1/1",
        "13/1e3/1",
        "13/99999999/1",
        "13/0x1/1",
    ],
)
def test_a_number_that_is_long_or_none_reaches_no_arithmetic(app, path):
    assert ask(app, f"/tiles/house/{path}.pbf?lang=en").status == 404


@pytest.mark.parametrize(
    "path", ["9999999/0/0", "13/8192/0", "13/0/8192", "23/0/0", "0/1/0"]
)
def test_a_tile_that_does_not_exist_is_refused(app, path):
    answer = ask(app, f"/tiles/house/{path}.pbf?lang=en")
    assert answer.status == 400
    assert answer.json()["error"] == f"there is no tile {path}"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/map?lang=en&page=admin", "no page 'admin'"),
        ("/sheet.json?lang=en&town=" + "9" * 81, "town is too long for an address"),
        ("/features/secret.geojson?lang=en", "no layer 'secret'"),
        ("/features/relief.geojson?lang=en", "no layer 'relief'"),
        ("/features/area.geojson?lang=en&page=responder", "the layer area has no data"),
        ("/tiles/river/13/1/1.webp?lang=en", "no layer 'river'"),
        ("/hit?lang=en", "no place on the map"),
        ("/hit?lang=en&lon=nan&lat=31&zoom=13", "no place on the map"),
        ("/hit?lang=en&lon=104&lat=31&zoom=99", "no place on the map"),
        ("/hit?lang=en&lon=1e999&lat=31&zoom=13", "no place on the map"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(app, address, says):
    answer = ask(app, address)
    assert answer.status == 400
    assert says in answer.json()["error"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("group=foo", "no group 'foo'; known are: 脱贫享受政策户"),
        ("level=county", "no level 'county'; known are: town village"),
        ("level=zzz", "no level 'zzz'"),
        ("grade=E", "no grade 'E'; known are: A B C D none"),
        ("structure=brick", "no structure 'brick'"),
    ],
)
@pytest.mark.parametrize(
    "address", ["/sheet.json?", "/hit?lon=104&lat=31&zoom=13&", "/map?", TILE]
)
def test_a_word_that_is_none_of_ours_is_refused(app, address, query, says):
    answer = ask(app, f"{address}lang=en&{query}")
    assert answer.status == 400
    assert says in answer.json()["error"]


@pytest.mark.parametrize(
    "query", ["level=town", "grade=none", "structure=none", "group=", "level="]
)
def test_a_word_of_ours_and_the_empty_word_are_answered(app, query):
    assert ask(app, f"/sheet.json?lang=en&{query}").status == 200


def test_features_are_geojson_with_chinese_names(app):
    answer = ask(app, "/features/place-name.geojson?v=990001-7&lang=en")
    assert answer.headers["content-type"] == "application/geo+json"
    assert "安宁镇".encode() in answer.body
