"""Preview and import in a process of their own: as called here, or not at all."""

import json
import os
import time

import pytest

from desk import jobs
from desk.intake import take
from desk.intake_plan import Plan
from desk.intake_seen import see
from desk.intake_work import preview
from desk.intake_work import take as take_job
from desk.jobs import running_job, start
from desk.quarantine import quarantine_file
from ledger.households import record_of
from ledger.intakes import intakes
from ledger.verifying import verify
from rules.errors import PlanningError, WorkspaceError
from tests.desk.intake_world import (
    CLERK,
    clerks_file,
    csv_of,
    hand,
    make_county,
    number_of,
    plain_rows,
)
from tests.desk.many_households import write_file
from tests.geo.reading import read_here

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent")

MANY = 30_000  # so many that there is something to stop
SECONDS = 120
WHO = {"name": CLERK.name, "role": CLERK.role.value}


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """Return a county whose jobs keep their files where the test can see them."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(jobs.tempfile, "tempdir", str(temporary))
    made = make_county(tmp_path)
    yield made
    if (job := running_job(made.root)) is not None:
        job.cancel()
    made.ledger.close()


def asked(workspace, path, **more):
    plan = see(workspace, path).plan.to_dict() | more
    return {"path": str(path), "plan": plan, "acting": WHO, "quarantine": ""}


def until(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def done(workspace, verb, arguments):
    job = start(workspace.root, verb, arguments)
    until(lambda: not job.is_running)
    return job.result()


def quiet(_step, _done):
    pass


def as_told(told):
    """Return what crosses from one process to another."""
    return json.loads(json.dumps(told))


def test_a_preview_says_what_the_import_would_do_and_records_nothing(
    workspace, tmp_path
):
    path = clerks_file(tmp_path / "台账.xlsx")
    arguments = asked(workspace, path)
    before = workspace.ledger.position()
    told = done(workspace, "preview", arguments)
    assert (told["new"], told["changed"], told["unchanged"], told["rejected"]) == (
        7, 0, 0, 5,
    )  # fmt: skip
    assert {row["row"] for row in told["rows"]} == {4, 5, 6, 7, 8}
    assert told == as_told(preview(workspace, arguments, quiet))
    assert workspace.ledger.position() == before


def test_the_job_takes_in_what_the_call_takes_in(workspace, tmp_path):
    """The same file in two counties that are alike: by a job, and without one."""
    path = clerks_file(tmp_path / "台账.xlsx")
    told = done(workspace, "take", asked(workspace, path))
    (tmp_path / "other").mkdir()
    other = make_county(tmp_path / "other")
    direct = as_told(take_job(other, asked(other, path), quiet))
    other_record, record = (record_of(w.ledger, "A005") for w in (other, workspace))
    other.ledger.close()
    assert told.keys() == direct.keys()
    same = told.keys() - {"intake_id"}
    assert {n: told[n] for n in same} == {n: direct[n] for n in same}
    names = ("structure", "grade", "area_m2", "lon", "lat")
    assert {n: record[n] for n in names} == {n: other_record[n] for n in names}
    assert verify(workspace.ledger).sound


def test_the_second_preview_knows_what_is_on_record(workspace, tmp_path):
    rows = plain_rows(4)
    take(hand(workspace), *planned(workspace, csv_of(tmp_path / "a.csv", rows)))
    rows[2]["structure"] = "框架"
    path = csv_of(tmp_path / "b.csv", rows)
    told = preview(workspace, asked(workspace, path), quiet)
    assert (told["new"], told["changed"], told["unchanged"]) == (0, 1, 3)
    (example,) = told["examples"]
    assert (example["household_id"], example["field"]) == ("H00002", "structure")
    assert (example["was"], example["becomes"]) == ("砖混", "框架")


def planned(workspace, path):
    return path, see(workspace, path).plan


def with_faults(tmp_path):
    """Return a file whose rows and notes are about who people are."""
    rows = plain_rows(4)
    number = rows[0]["id_number"]
    rows[0]["id_number"] = f"{number[:6]} {number[6:14]} {number[14:]}"  # noted
    rows[1]["id_number"] = rows[1]["id_number"][:17] + "*"  # refused or noted
    rows[2]["head_name"] = "欧阳" + "长" * 90  # refused
    rows[3]["id_number"] = "13812345678"  # refused: a telephone
    path = csv_of(tmp_path / "名.csv", rows)
    with path.open("a", encoding="utf-8") as file:  # a row that is too long
        file.write(f"H9,司马相如,{number_of(9)},x,1,2,土坯,A,13987654321,多\n")
    secrets = [number, rows[1]["id_number"][:17], "长" * 3, "13812345678"]
    return path, [*secrets, "司马相如", number_of(9), "13987654321"]


@pytest.mark.parametrize("work", [preview, take_job])
def test_values_that_tell_who_somebody_is_are_masked(workspace, tmp_path, work):
    """Rule A1: neither in the value, nor in a reason that repeats it."""
    path, secrets = with_faults(tmp_path)
    told = work(workspace, asked(workspace, path), quiet)
    assert told["rejected"] == 4
    assert told["notes"]
    said = json.dumps(told, ensure_ascii=False)
    assert [secret for secret in secrets if secret in said] == []


def test_the_names_of_a_list_are_masked(workspace, tmp_path):
    """Rule A1."""
    number = number_of(3)
    path = tmp_path / "低保名单.csv"
    path.write_text(
        "姓名,身份证号,保障类别\n"
        f"欧阳修文,{number},低保户\n"
        f"欧阳修文,{number},低保户\n"
        "司马相如,,低保户\n"
        "司马相如,,低保户\n"
        f"诸葛孔明,{number[:17]}Y,低保户\n",
        "utf-8",
    )
    told = take_job(workspace, asked(workspace, path, department="民政"), quiet)
    assert (told["target"], told["imported"], told["rejected"]) == ("list", 2, 3)
    said = json.dumps(told["rows"] + told["notes"], ensure_ascii=False)
    assert "欧阳修文" not in said
    assert "相如" not in said
    assert number[:17] not in said


def test_the_name_of_a_landslide_is_not_masked(workspace, tmp_path):
    path, heads = tmp_path / "隐患点.csv", "名称,灾害类型,影响半径,经度,纬度"
    path.write_text(f"{heads}\n后山滑坡,滑坡,50,103.41,31.01\n", "utf-8")
    plan = Plan(target="layer", kind="geohazard").to_dict()
    arguments = {"path": str(path), "plan": plan, "acting": WHO}
    assert take_job(workspace, arguments, quiet)["imported"] == 1


def test_a_job_that_is_stopped_leaves_the_ledger_as_it_was(workspace, tmp_path):
    path = tmp_path / "large.csv"
    write_file(path, MANY)
    arguments = asked(workspace, path)
    before = workspace.ledger.position()
    job = start(workspace.root, "take", arguments)
    until(lambda: job.progress().step == "writing" or not job.is_running)
    assert job.cancel()
    with pytest.raises(WorkspaceError, match="stopped; nothing was recorded"):
        job.result()
    assert workspace.ledger.position() == before
    assert intakes(workspace.ledger) == []
    assert verify(workspace.ledger).sound
    small = csv_of(tmp_path / "small.csv", plain_rows(3))
    assert done(workspace, "take", asked(workspace, small))["imported"] == 3


def test_what_is_refused_arrives_as_it_was_said(workspace, tmp_path):
    path = csv_of(tmp_path / "a.csv", plain_rows(2))
    arguments = asked(workspace, path)
    path.write_text("a,b\n1,2\n", "utf-8")  # another file in its place
    with pytest.raises(PlanningError, match=r"a\.csv"):
        done(workspace, "take", arguments)


def test_a_role_that_may_not_is_refused_by_the_job_too(workspace, tmp_path):
    """Rule A1."""
    path = csv_of(tmp_path / "a.csv", plain_rows(2))
    arguments = asked(workspace, path) | {"acting": {"name": "v", "role": "leader"}}
    with pytest.raises(PlanningError):
        take_job(workspace, arguments, quiet)
    assert intakes(workspace.ledger) == []


def test_a_corrected_quarantine_comes_back_by_a_job(workspace, tmp_path):
    path, back = clerks_file(tmp_path / "台账.xlsx"), tmp_path / "隔离.xlsx"
    intake_id = take(hand(workspace), *planned(workspace, path))["intake_id"]
    back.write_bytes(quarantine_file(workspace, CLERK, intake_id, "fix", "zh_CN"))
    arguments = asked(workspace, back) | {"quarantine": see(workspace, back).quarantine}
    made = take_job(workspace, arguments, quiet)
    assert (made["corrected"], made["rejected"]) == (0, 5)
    assert made["intake_id"] == intake_id
    shown = json.dumps(made["rows"]).replace("510105****", "")
    assert "510105" not in shown


def test_who_asked_is_on_record(workspace, tmp_path):
    path = csv_of(tmp_path / "a.csv", plain_rows(2))
    take_job(workspace, asked(workspace, path), quiet)
    (row,) = intakes(workspace.ledger)
    assert (row["actor"], row["imported"]) == ("Li", 2)


def test_of_a_long_list_only_the_beginning_comes_back(workspace, tmp_path):
    rows = [row | {"grade": "E"} for row in plain_rows(600)]
    path = csv_of(tmp_path / "a.csv", rows)
    told = preview(workspace, asked(workspace, path), quiet)
    assert (told["rejected"], len(told["rows"])) == (600, 500)
    assert workspace.ledger.position("exposure") == 0
