"""Any file comes in through one door, and nothing is lost on the way."""

import json
from dataclasses import replace

import openpyxl
import pytest

from desk.intake import planned, take
from desk.intake_history import convertible, history, reread
from desk.intake_plan import Plan
from desk.intake_seen import see
from desk.quarantine import (
    correct,
    correct_from,
    dismiss,
    quarantine_file,
    set_aside_rows,
    take_suggested,
)
from geo.datum import unconvert
from ledger.households import record_of
from ledger.roles import Acting, Role
from ledger.verifying import verify
from rules.errors import AccessError, CRSError, PlanningError
from tests.desk.intake_world import (
    CLERK,
    TOWN,
    clerks_file,
    csv_of,
    hand,
    house_of,
    make_county,
    number_of,
    plain_rows,
)


@pytest.fixture
def workspace(tmp_path):
    made = make_county(tmp_path)
    yield made
    made.ledger.close()


@pytest.fixture
def brought(workspace, tmp_path):
    """The clerk's file, taken in: its good rows are on record, five wait."""
    path = clerks_file(tmp_path / "台账.xlsx")
    told = take(hand(workspace), path, see(workspace, path).plan)
    return workspace, told


def test_a_clerks_excel_is_understood_as_it_stands(workspace, tmp_path):
    seen = see(workspace, clerks_file(tmp_path / "台账.xlsx"))
    assert (seen.sight.format, seen.plan.target) == ("xlsx", "households")
    columns = seen.proposal.mapping.columns
    assert dict(
        columns
    ) == {"household_id": 0, "head_name": 1, "id_number": 2, "village_code": 3,
            "structure": 4, "grade": 5, "area_m2": 6, "lon": 7, "lat": 8}  # fmt: skip
    assert seen.proposal.mapping.units["area_m2"] == "亩"


def test_five_kinds_of_error_are_set_aside_and_the_rest_is_taken(brought):
    workspace, told = brought
    assert (told["imported"], told["rejected"], told["unchanged"]) == (7, 5, 0)
    assert {(row["row"], row["field"]) for row in told["rows"]} == {
        (4, "id_number"),
        (5, "id_number"),
        (6, "structure"),
        (7, "village_code"),
        (8, "lon"),
        (8, "lat"),
    }
    house = record_of(workspace.ledger, "A005")
    assert (house["structure"], house["grade"]) == ("砖木", "C")
    assert house["area_m2"] == pytest.approx(80.0, abs=0.1)  # 0.12 mu
    assert verify(workspace.ledger).sound


def test_the_same_file_twice_changes_nothing(brought, tmp_path):
    workspace, _ = brought
    before = workspace.ledger.position()
    path = tmp_path / "台账.xlsx"
    seen = see(workspace, path)
    assert seen.before and seen.remembered
    told = take(hand(workspace), path, seen.plan)
    assert (told["imported"], told["unchanged"]) == (0, 7)
    assert workspace.ledger.position() == before


def test_rows_are_corrected_on_the_page(brought):
    workspace, told = brought
    id_ = told["intake_id"]
    rows = {row.row: row for row in set_aside_rows(workspace, CLERK, id_)}
    assert sorted(rows) == [4, 5, 6, 7, 8]
    assert rows[4].cells["head_name"] == "钱*"  # rule A1
    told = correct(
        hand(workspace),
        id_,
        {
            4: {"id_number": number_of(0)},
            6: {"structure": "土坯"},
            5: {"id_number": "still wrong"},
        },
    )
    assert (told["corrected"], told["rejected"], told["imported"]) == (2, 1, 2)
    assert record_of(workspace.ledger, "A002")["structure"] == "土坯"
    left = set_aside_rows(workspace, CLERK, id_)
    assert [row.row for row in left] == [5, 7, 8]
    assert verify(workspace.ledger).sound


def test_suggestions_are_taken_with_one_word(brought):
    workspace, told = brought
    rows = set_aside_rows(workspace, CLERK, told["intake_id"])
    offered = [row.row for row in rows if any(p.suggestion for p in row.problems)]
    assert 8 in offered  # the two coordinates changed places
    made = take_suggested(hand(workspace), told["intake_id"])
    assert made["corrected"] >= 1
    house = record_of(workspace.ledger, "A004")
    _code, lon, lat = house_of(4)
    assert (house["lon"], house["lat"]) == pytest.approx((lon, lat))


def test_a_downloaded_quarantine_is_corrected_in_excel_and_dropped_in_again(
    brought, tmp_path
):
    workspace, told = brought
    id_ = told["intake_id"]
    content = quarantine_file(workspace, CLERK, id_, "to correct them", "zh_CN")
    path = tmp_path / "隔离.xlsx"
    path.write_bytes(content)
    book = openpyxl.load_workbook(path)
    page = book.active
    heads = [cell.value for cell in page[2]]
    for line in page.iter_rows(min_row=4):
        if line[0].value == "4":
            line[heads.index("id_number")].value = number_of(0)
        if line[0].value == "7":
            line[heads.index("village_code")].value = f"{TOWN}203"
    book.save(path)
    seen = see(workspace, path)
    assert seen.quarantine == id_
    made = correct_from(hand(workspace), path, id_)
    assert (made["corrected"], made["rejected"]) == (2, 3)
    again = correct_from(hand(workspace), path, id_)
    assert (again["corrected"], again["imported"]) == (0, 0)


def test_what_is_let_go_stays_on_record_but_waits_no_more(brought):
    workspace, told = brought
    assert dismiss(hand(workspace), told["intake_id"], [5, 6, 99]) == 2
    left = set_aside_rows(workspace, CLERK, told["intake_id"])
    assert [row.row for row in left] == [4, 7, 8]
    with pytest.raises(PlanningError, match="waits any more"):
        correct(hand(workspace), told["intake_id"], {5: {"id_number": number_of(1)}})


def test_only_the_countys_officer_brings_files_in(workspace, tmp_path):
    """Rule A1."""
    path = csv_of(tmp_path / "a.csv", plain_rows(3))
    plan = see(workspace, path).plan
    villager = Acting("v", Role.VILLAGE_REPORTER, f"{TOWN}200")
    with pytest.raises(AccessError):
        take(replace(hand(workspace), acting=villager), path, plan)


def shifted(tmp_path, count=600):
    rows = plain_rows(count)
    for at, row in enumerate(rows):
        _code, lon, lat = house_of(at)
        x, y = unconvert([lon], [lat], "gcj02")
        row["lon"], row["lat"] = f"{x[0]:.6f}", f"{y[0]:.6f}"
    return csv_of(tmp_path / "shifted.csv", rows)


def test_shifted_coordinates_are_named_and_nothing_is_converted_in_silence(
    workspace, tmp_path
):
    path = shifted(tmp_path)
    seen = see(workspace, path)
    (group,) = seen.groups
    assert group.diagnosis.reading == "gcj02"
    with pytest.raises(CRSError, match="gcj02"):
        planned(seen)
    assert workspace.ledger.position("exposure") == 0


def test_a_conversion_is_recorded_with_the_data_and_can_be_undone(workspace, tmp_path):
    path = shifted(tmp_path)
    seen = see(workspace, path)
    plan = planned(seen, readings={seen.groups[0].key: "gcj02"})
    told = take(hand(workspace), path, plan)
    assert (told["imported"], told["converted"]) == (600, 600)
    _code, lon, lat = house_of(7)
    house = record_of(workspace.ledger, "H00007")
    assert (house["lon"], house["lat"]) == pytest.approx((lon, lat), abs=2e-6)
    (row,) = history(workspace, CLERK)
    assert (row["reading"], row["rows"]) == ("gcj02", 600)
    assert convertible(workspace, told["intake_id"]) == {"gcj02": 600}
    assert reread(hand(workspace), told["intake_id"], "lonlat") == 600
    x, y = unconvert([lon], [lat], "gcj02")
    house = record_of(workspace.ledger, "H00007")
    assert (house["lon"], house["lat"]) == pytest.approx((x[0], y[0]), abs=1e-6)
    assert verify(workspace.ledger).sound


def test_a_layer_and_a_table_of_points_come_in_by_the_same_door(workspace, tmp_path):
    points = csv_of(
        tmp_path / "地质灾害隐患点.csv",
        [
            {
                "名称": "后山滑坡",
                "灾害类型": "滑坡",
                "影响半径": "50",
                "经度": "103.41",
                "纬度": "31.01",
            }
        ],
    )
    seen = see(workspace, points)
    told = take(hand(workspace), points, planned(seen, kind="geohazard"))
    assert (told["target"], told["imported"]) == ("layer", 1)
    ring = [[103.4, 31], [103.46, 31], [103.46, 31.06], [103.4, 31.06], [103.4, 31]]
    zone = {
        "type": "Feature",
        "properties": {"设防烈度": "8度"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = tmp_path / "抗震设防区划.geojson"
    collection = {"type": "FeatureCollection", "features": [zone]}
    path.write_text(json.dumps(collection), "utf-8")
    seen = see(workspace, path)
    assert (seen.plan.target, seen.plan.kind) == ("layer", "seismic_zone")
    assert take(hand(workspace), path, seen.plan)["imported"] == 1


def test_a_file_that_does_not_say_what_it_shows_is_asked_about(workspace, tmp_path):
    ring = [[103.4, 31], [103.46, 31], [103.46, 31.06], [103.4, 31]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": shape}
    path = tmp_path / "x.geojson"
    collection = {"type": "FeatureCollection", "features": [feature]}
    path.write_text(json.dumps(collection), "utf-8")
    with pytest.raises(PlanningError, match="does not say what it shows"):
        planned(see(workspace, path))


def test_a_plan_survives_the_way_to_another_process():
    plan = Plan(target="layer", kind="road", readings={"degrees": "gcj02"})
    assert Plan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan
    with pytest.raises(PlanningError, match="nothing a file can bring"):
        Plan(target="gossip")
