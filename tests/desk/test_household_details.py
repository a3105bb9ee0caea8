"""What a family is reached by, what the law asks of it, and who may say so."""

from dataclasses import replace
from datetime import date

import pytest

from desk.acting import reading
from desk.case_money import record_payment
from desk.eligibility import household_eligibility
from desk.household_details import facts_that, set_contact, set_facts
from geo.eligibility import Answer
from ledger.editing import newest_row
from ledger.households import record_of
from ledger.roles import Acting, Role
from ledger.schema import household
from rules.casefile import Paid
from rules.errors import AccessError, CaseError, SchemaError, StaleEditError
from tests.desk.case_world import (
    ELSEWHERE,
    OFFICER,
    PLANNER,
    TREASURY,
    VILLAGER,
    CaseWorld,
    home,
)

ACCOUNT, PHONE = "6217000010001234567", "13912345678"


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    made.write(household, home("A") | {"account": None})
    yield made
    made.ledger.close()


def seen(world, household_id="A"):
    reader = reading(world.workspace)
    rows = reader.household(household_id), reader.dwelling(household_id)
    names = ("household", "dwelling")
    return {name: row["version"] for name, row in zip(names, rows, strict=True)}


def contact(world, acting=OFFICER, household_id="A", **told):
    version = seen(world, household_id)["household"]
    return set_contact(world.hand(acting), household_id, told, version=version)


def facts(world, acting=OFFICER, **told):
    return set_facts(world.hand(acting), "A", told, versions=seen(world))


def on_record(world, column):
    with world.ledger.engine.connect() as connection:
        return newest_row(connection, household, {"household_id": "A"})[column]


def test_each_role_is_offered_what_it_may_say():
    """Rules A1, A2, M2: who pays does not say whereto."""
    every = facts_that(OFFICER)
    assert [*every][:2] == ["phone", "account"]
    assert facts_that(PLANNER) == every
    assert [*facts_that(VILLAGER)] == ["phone"]
    assert facts_that(TREASURY) == {}
    assert facts_that(Acting("x", Role.LEADER)) == {}
    tables = {name: one.table for name, one in every.items()}
    assert (tables["no_house"], tables["year_built"]) == ("household", "dwelling")


def test_the_town_enters_the_account_as_it_is_written_in_the_passbook(world):
    """Rules M2, A1: what is on record beside it stays."""
    version = contact(world, account=" ６２１７ 0000 1000 1234 567")
    assert version == seen(world)["household"]
    assert on_record(world, "account") == ACCOUNT
    contact(world, VILLAGER, phone="139-1234-5678")
    assert on_record(world, "phone") == PHONE
    assert on_record(world, "account") == ACCOUNT
    assert on_record(world, "head_name") == "张A"
    contact(world, phone="")
    assert reading(world.workspace).household("A")["phone"] is None


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"account": "6217"}, "it needs 8 to 32 digits"),
        ({"account": 6.217e18}, "it needs 8 to 32 digits"),
        ({"phone": "1391234567"}, "no telephone number"),
        ({"head_name": "李四"}, "head_name is nothing that is set here"),
        ({"occupants": 3}, "there are: phone, account"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_and_not_repeated(world, told, says):
    """Rule A2: no error tells a number."""
    with pytest.raises(SchemaError, match=says) as refused:
        contact(world, **told)
    assert not [v for v in told.values() if str(v) in str(refused.value) and v != 3]


def test_who_may_not_say_it_is_told_who_may(world):
    """Rules A1, A2."""
    for acting in (VILLAGER, TREASURY):
        with pytest.raises(AccessError, match="ask: town_officer, planner"):
            contact(world, acting, account=ACCOUNT)
    with pytest.raises(AccessError, match="ask: village_reporter, town_officer"):
        contact(world, TREASURY, phone=PHONE)
    with pytest.raises(AccessError, match="does not set the occupants"):
        facts(world, VILLAGER, occupants=2)
    assert reading(world.workspace, TREASURY).household("A")["account"] is None


def test_a_household_of_another_area_sounds_like_none(world):
    """Rule A1."""
    said = []
    for id_ in ("C", "nobody"):
        with pytest.raises(AccessError) as refused:
            set_contact(world.hand(OFFICER), id_, {"phone": PHONE}, version=1)
        said.append(str(refused.value).replace(id_, "X"))
    assert said == ["no household 'X' on record"] * 2
    there = replace(OFFICER, area=ELSEWHERE[:9])
    contact(world, there, "C", phone=PHONE)


def test_the_second_of_two_who_save_is_shown_all_three(world):
    """Rule A2: the numbers masked, the time of China."""
    version = seen(world)["household"]
    contact(world, phone=PHONE)
    told = {"phone": "13800001111"}
    with pytest.raises(StaleEditError) as refused:
        set_contact(world.hand(OFFICER), "A", told, version=version)
    assert "household A was changed by 镇办事员 at 2026-03-02 " in str(refused.value)
    (row,) = reading(world.workspace, OFFICER).differences(refused.value)
    shown = (row["base"], row["theirs"], row["mine"])
    assert shown == (None, "139****5678", "138****1111")
    assert on_record(world, "phone") == PHONE


def test_what_eligibility_misses_can_be_said(world):
    """Rules H1, H2, H3, G1: unknown until the town says it."""
    blank = dict.fromkeys(("other_safe_home", "disaster_rebuild_aid"))
    world.write(household, home("A") | blank)
    day = world.on

    def answer():
        return household_eligibility(world.workspace, "A", day).answers[0].answer

    assert answer() is Answer.UNKNOWN
    before = seen(world)
    told = {"other_safe_home": True, "structure": "土坯", "year_built": 1978}
    after = facts(world, **told, storeys=1, area_m2=54, dependents=3)
    assert after["household"] > before["household"]
    assert after["dwelling"] > before["dwelling"]
    assert record_of(world.ledger, "A").items() >= told.items()
    assert answer() is Answer.NO
    facts(world, other_safe_home=None)
    assert answer() is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"occupants": -1}, "occupants needs a whole number from 0 to 99, not -1"),
        ({"occupants": True}, "needs a whole number"),
        ({"dependents": 4}, "more dependents than occupants"),
        ({"no_house": "是"}, "no_house is yes, no or not known"),
        ({"structure": "木屋"}, "'木屋' is no word for structure; there are: 土坯"),
        ({"storeys": 51}, "from 1 to 50"),
        ({"year_built": 2027}, "from 1800 to 2026, not 2027"),
        ({"area_m2": 0.5}, "square metres from 1.0 to 9999.0, not 0.5"),
        ({"area_m2": "54 m²"}, "square metres"),
        ({"grade": "D"}, "grade is nothing that is set here"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_what_can(world, told, says):
    before = seen(world)
    with pytest.raises(SchemaError, match=says):
        facts(world, **told)
    assert seen(world) == before


def test_of_two_tables_one_that_changed_keeps_both(world):
    """Rule A2: house and household have versions of their own."""
    before = seen(world)
    after = facts(world, structure="砖木")
    assert after["household"] == before["household"]
    told = {"occupants": 2, "structure": "土坯"}
    with pytest.raises(StaleEditError, match="the house of household A"):
        set_facts(world.hand(OFFICER), "A", told, versions=before)
    record = record_of(world.ledger, "A")
    assert (record["occupants"], record["structure"]) == (3, "砖木")


def test_with_an_account_on_record_a_family_can_be_paid(world):
    """Rules M2, A1: the treasury pays to what the town has entered."""
    case = world.open()
    world.step(case, "reported")
    paid = Paid(
        source="中央",
        amount_cny=1_000,
        kind="advance",
        payee="household",
        on=date(2026, 3, 2),
    )

    def refusals():
        with pytest.raises(CaseError) as said:
            record_payment(world.hand(TREASURY), world.now(case), paid)
        return str(said.value)

    unknown = "whether the account is the household's own is not known"
    assert unknown in refusals()
    contact(world, account=ACCOUNT)
    assert unknown not in refusals()
