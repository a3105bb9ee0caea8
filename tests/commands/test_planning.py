"""``rank``, ``plan``, ``why``: what they print, and what they refuse in one line."""

import openpyxl
import pytest
from docx import Document

from tests.desk.plan_world import (
    C_VILLAGE,
    D_VILLAGE,
    FLOODED,
    OTHER_TOWN,
    QUIET,
    SOUND,
    TOWN,
    UNSEEN,
    made_workspace,
)

DANGEROUS, SEISMIC = "dangerous_house_retrofit", "seismic_retrofit"
RANKED = [C_VILLAGE, D_VILLAGE, UNSEEN, SOUND]


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Made once; these verbs write nothing into it."""
    made = made_workspace(tmp_path_factory.mktemp("commands") / "w")
    made.ledger.close()
    return made.root


def codes(told):
    return [row["village_code"] for row in told["villages"]]


def in_plan(told):
    return {row["household_id"] for row in told["houses"]}


def test_the_rank_of_record_with_its_parts(run, county):
    told = run("rank", county, "--json")
    assert told["method"] == "spotis" and codes(told) == RANKED
    for row in told["villages"]:
        points = [part["points"] or 0 for part in row["parts"]]
        assert sum(points) == pytest.approx(row["score"], abs=1e-9)


@pytest.mark.parametrize("method", ["saw", "topsis", "vikor", "entropy", "copeland"])
def test_other_methods_rank_the_same_villages(run, county, method):
    told = run("rank", county, "--method", method, "--json")
    assert told["method"] == method and {*codes(told)} == {*RANKED}


def test_draws_tell_how_sure_a_rank_is(run, county):
    told = run("rank", county, "--draws", 60, "--first", 2, "--json")["villages"]
    assert sum(row["in_first_ratio"] for row in told) == pytest.approx(2.0)
    for row in told:
        assert 1 <= row["rank_low"] <= row["rank_high"] <= 4
    assert told[0]["group"] == 1


def test_weights_change_the_rank_and_the_draws_around_it(run, county):
    weigh = ("--weight", "access=1", "--draws", 20, "--first", 1, "--json")
    told = run("rank", county, *weigh)["villages"]
    assert [row["rank"] for row in told] == [1, 2, 3, 4]
    assert told[0]["in_first_ratio"] == 1.0


def test_people_read_a_table(run, county):
    code, out, _ = run("rank", county, "--draws", 20)
    assert code == 0 and "柳沟村" in out and "Pilot villages by spotis" in out


def test_a_plan_for_machines(run, county):
    told = run("plan", county, "--budget-cny", 200_000, "--json")
    assert (told["status"], told["gap"]) == ("optimal", 0)
    assert told["cost_cny"] <= told["budget_cny"] == 200_000
    assert told["cost_cny"] == sum(row["cost_cny"] for row in told["houses"])
    assert told["cost_cny"] == sum(told["by_budget_cny"].values())
    assert told["households"] == len(told["houses"])
    kept = told["people_kept"]
    assert kept["low_90"] < kept["value"] < kept["high_90"]
    assert {*told["apart"]} >= {"entitlement_unknown", "no_measure"}


def test_what_is_kept_is_in_and_what_is_dropped_is_not(run, county):
    asked = ("--keep", SOUND, "--keep-house", "C0", "--drop", D_VILLAGE)
    asked += ("--drop-house", "C3", "--drop-house", "S6")
    told = run("plan", county, "--budget-cny", 100_000, *asked, "--json")
    assert SOUND in codes(told) and D_VILLAGE not in codes(told)
    assert "C0" in in_plan(told) and not {"C3", "S6"} & in_plan(told)


def test_each_source_pays_for_its_task(run, county):
    """Rule M3."""
    asked = ("--budget", f"中央=60000:{DANGEROUS}", "--budget", "市县=50000")
    asked += ("--floor", f"{OTHER_TOWN}=2", "--json")
    told = run("plan", county, *asked)
    assert {*told["by_budget_cny"]} == {"中央", "市县"}
    paid = sum(row["paid_cny"].get("中央", 0) for row in told["houses"])
    assert paid == told["by_budget_cny"]["中央"] <= 60_000
    assert sum(c.startswith(OTHER_TOWN) for c in (
        row["village_code"] for row in told["houses"])) >= 2  # fmt: skip


def test_limits_hold(run, county):
    asked = ("--villages", 2, "--min-cluster", 2, "--capacity", 3, "--first", 3)
    told = run("plan", county, "--budget-cny", 300_000, *asked, "--json")
    assert len(told["villages"]) <= 2 and {*codes(told)} <= {*RANKED[:3]}
    assert min(row["households"] for row in told["villages"]) >= 2
    by_town = [row["village_code"][:9] for row in told["houses"]]
    assert max(map(by_town.count, by_town)) <= 3


def test_a_village_kept_without_a_rank_has_none(run, county):
    told = run("plan", county, "--budget-cny", 10**7, "--keep", FLOODED, "--json")
    (row,) = [row for row in told["villages"] if row["village_code"] == FLOODED]
    assert row["rank"] is None and row["relocate"] == 3


def test_without_money_named_the_office_s_is_planned_with(run, county):
    assert run("plan", county, "--json")["budget_cny"] == 3_000_000


def test_a_plan_for_people_and_on_paper(run, county, tmp_path):
    asked = ("plan", county, "--budget-cny", 100_000, "--out")
    code, out, _ = run(*asked, tmp_path / "plan.docx")
    assert code == 0 and "written: " in out and "of 100,000 yuan" in out
    assert Document(tmp_path / "plan.docx").tables
    assert run(*asked, tmp_path / "plan.xlsx")[0] == 0
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames


def test_why_a_village(run, county):
    told = run("why", county, "--village", C_VILLAGE, "--villages", 2, "--json")
    assert (told["rank"], told["first_count"], len(told["reasons"])) == (1, 2, 3)
    assert sum(p["points"] or 0 for p in told["parts"]) == pytest.approx(
        told["score"], abs=1e-9
    )
    code, out, _ = run("why", county, "--village", C_VILLAGE, "--villages", 2)
    assert code == 0 and "rank 1 of 4" in out
    assert "not in the plan" not in out


def test_why_not_a_village(run, county):
    told = run("why", county, "--village", QUIET, "--json")
    assert told["rank"] is None and "below 7 degrees" in told["unranked"]
    _, out, _ = run("why", county, "--village", FLOODED)
    assert "The village is out" in out


def test_why_a_household(run, county):
    asked = ("why", county, "--budget-cny", 200_000, "--household")
    told = run(*asked, "D3", "--json")
    assert (told["chosen"], told["measure"]) == (True, "rebuild")
    assert {step["answer"] for step in told["steps"]} >= {"yes", None}
    _, out, _ = run(*asked, "F0")
    assert "F0: not in the plan" in out and "office rule" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("plan", "--budget-cny", -1), "no money to plan with"),
        (("plan", "--budget", "中央"), "write a name, an equals sign and a number"),
        (("plan", "--budget", "=5"), "write a name, an equals sign and a number"),
        (("plan", "--budget", "中央=1e6"), "write a name, an equals sign"),
        (("plan", "--budget", "中央=5:paint"), "'paint' is not known here"),
        (("plan", "--budget", "a=5", "--budget", "a=6"), "the same name: a, a"),
        (("plan", "--budget", "a=5", "--budget-cny", 5), "not both"),
        (("plan", "--floor", f"{TOWN}=many"), "an equals sign and a number"),
        (("plan", "--floor", f"{TOWN}=99"), "floor of 99 households in 安和镇"),
        (("plan", "--keep", "1"), "no household on record in village 1"),
        (("plan", "--keep", TOWN), f"no household on record in village {TOWN}"),
        (("plan", "--keep", C_VILLAGE, "--drop", C_VILLAGE), "both kept and dropped"),
        (("plan", "--keep-house", "X"), "no household 'X' on record"),
        (("plan", "--measure", "paint"), "'paint' is not known here"),
        (("plan", "--weight", "beauty=1"), "'beauty' is not known here"),
        (("plan", "--weight", "risk=nan"), "no weight of a criterion"),
        (("plan", "--out", "plan.pdf"), "plan.pdf: a proposal is written as"),
        (("rank", "--weight", "beauty=1"), "beauty: 1.0 is no weight of a criterion"),
        (("rank", "--weight", "risk=0"), "all weights are zero"),
        (("why",), "name one: --village CODE or --household ID"),
        (("why", "--village", C_VILLAGE, "--household", "C0"), "name one"),
        (("why", "--village", "1"), "no household on record in village 1"),
        (("why", "--household", "X"), "no household 'X' on record"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    run, county, monkeypatch, tmp_path, words, says
):
    monkeypatch.chdir(tmp_path)
    verb, *options = words
    code, out, err = run(verb, county, *options)
    assert (code, out) == (2, "")
    assert err.startswith("error: ") and err.count("\n") == 1
    assert says in err
    assert not [*tmp_path.glob("plan.*")]


@pytest.mark.parametrize("method", ["dice", "SPOTIS "])
def test_an_unknown_method_is_refused(run, county, method):
    assert run("rank", county, "--method", method)[0] == 2


@pytest.mark.parametrize("verb", ["rank", "plan", "why"])
def test_a_county_without_zones_is_told_what_to_import(run, workspace, verb):
    more = ("--village", C_VILLAGE) if verb == "why" else ()
    code, _, err = run(verb, workspace, *more)
    assert code == 2 and "import a layer of seismic zones" in err
