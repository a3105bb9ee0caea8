"""Files from the source packages of other readers: each comes right, or is refused."""

import shutil
from glob import escape

import pytest

from tests.intake.source_packages import NotFetched, fetched
from tests.intake.visiting import MOST_SECONDS, Job, visited

pytestmark = pytest.mark.slow

# package, file, door, and how many it holds or what refuses it
FILES = (
    ("fiona", "!test.geojson", "features", 1),
    ("fiona", "coutwildrnp.shp", "features", 67),
    ("fiona", "coutwildrnp.zip", "features", 67),
    ("fiona", "gre.shp", "features", 1),
    ("fiona", "grenada.geojson", "features", 1),
    ("fiona", "issue627.geojson", "features", 3),
    ("fiona", "rmnp.geojson", "features", 1),
    ("fiona", "trio.geojson", "features", 3),
    ("fiona", "trio.seq", "features", 3),
    ("fiona", "test_tz.geojson", "features", 1),
    ("fiona", "test_tin.shp", "features", "no CRS"),
    ("fiona", "test_gpx.gpx", "features", 1),
    ("fiona", "testopenfilegdb.gdb.zip", "look", None),
    ("fiona", "collection.txt", "features", 2),
    ("fiona", "sequence.txt", "features", 2),
    ("fiona", "sequence-pp.txt", "features", "not a vector layer"),
    ("fiona", "example.topojson", "features", "no GeoJSON"),
    ("fiona", "multicurve.gml", "features", "unknown kind"),
    ("fiona", "curves_line.csv", "sheet", 10),
    ("calamine", "base.xlsx", "sheet", 1),
    ("calamine", "base.xls", "sheet", 1),
    ("calamine", "base.ods", "sheet", 1),
    ("calamine", "base.xlsb", "sheet", 1),
    ("calamine", "any_sheets.xlsx", "look", None),
    ("calamine", "any_sheets.xls", "look", None),
    ("calamine", "any_sheets.ods", "look", None),
    ("calamine", "empty_file.xlsx", "sheet", "the file is empty"),
    ("calamine", "empty_file.ods", "sheet", "the file is empty"),
    ("calamine", "issue139.xlsx", "sheet", 2),
    ("calamine", "table-multiple.xlsx", "sheet", 5),
    ("calamine", "password.xlsx", "sheet", "password"),
    ("calamine", "password.xls", "sheet", "password"),
    ("calamine", "password.ods", "sheet", "password"),
    ("calamine", "password.xlsb", "sheet", "password"),
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packages")
    try:
        places = fetched(folder)
    except NotFetched as error:
        pytest.skip(f"the source packages could not be fetched: {error}")
    temporary = folder / "temporary"
    temporary.mkdir()
    jobs = []
    for package, name, door, _ in FILES:
        place = folder / "apart" / package / name  # each with its own neighbours only
        place.mkdir(parents=True)
        stem = name.partition(".")[0]
        for part in places[package].glob(f"{escape(stem)}.*"):
            shutil.copy(part, place)
        jobs.append(Job(name, place / name, door, {}))
    return {answer["name"]: answer for answer in visited(jobs, temporary)}


@pytest.mark.parametrize(("name", "says"), [(f[1], f[3]) for f in FILES])
def test_a_file_of_another_reader_comes_right_or_is_refused(answers, name, says):
    answer = answers[name]
    found = answer["found"]
    assert "crashed" not in found, found["crashed"]
    assert answer["seconds"] <= MOST_SECONDS
    if isinstance(says, str):
        assert says in found["refused"]
    else:
        assert "refused" not in found, found
        assert says is None or found["count"] == says
