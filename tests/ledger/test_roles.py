"""Who may act where, and read which columns."""

import re
from datetime import date

import pytest
from sqlalchemy import Column, MetaData, String, Table

from ledger.grants import GRANTS, LOGGED, Columns
from ledger.projection import selected
from ledger.reading import for_role
from ledger.roles import Acting, Role, require_may_act
from ledger.versions import metadata
from rules.errors import AccessError
from rules.vocabulary import LEVELS
from tests.ledger.tokens import (
    FAR_VILLAGE,
    HOMES,
    NEXT_VILLAGE,
    OTHER_TOWN,
    TOWN,
    VILLAGE,
    filled,
)

FOR_NOBODY = {
    "id_index", "token_sha256", "salt", "seal", "digest", "entry_seq", "removed",
}  # fmt: skip


@pytest.fixture
def world(tmp_path):
    world = filled(tmp_path / "ledger.sqlite")
    yield world
    world.ledger.close()


def reader(world, role, area="", event=""):
    return for_role(world.ledger, Acting("Li", role, area, event))


def may(role, area, by, village=VILLAGE):
    try:
        require_may_act(Acting("Li", role, area), by, village)
    except AccessError:
        return False
    return True


@pytest.mark.parametrize(
    ("role", "area", "levels"),
    [
        (Role.VILLAGE_REPORTER, VILLAGE, {"village"}),
        (Role.TOWN_OFFICER, TOWN, {"village", "town"}),
        (Role.PLANNER, "", {"village", "town", "county"}),
        (Role.PLANNER, "990001", {"village", "town", "county"}),
        (Role.FINANCE, "", {"finance"}),
        (Role.RESPONDER, "", set()),
        (Role.LEADER, "", set()),
        (Role.AUDITOR, "", set()),
        (Role.ADMINISTRATOR, "", set()),
    ],
)
def test_the_village_reports_the_town_verifies_the_county_decides(role, area, levels):
    """Rule A1."""
    assert {by for by in LEVELS if may(role, area, by)} == levels


def test_nobody_acts_outside_of_the_area():
    """Rule A1."""
    assert not may(Role.VILLAGE_REPORTER, VILLAGE, "village", NEXT_VILLAGE)
    assert not may(Role.TOWN_OFFICER, TOWN, "town", FAR_VILLAGE)
    assert not may(Role.PLANNER, "990002", "county")
    assert may(Role.TOWN_OFFICER, TOWN, "town", NEXT_VILLAGE)


def test_a_refusal_says_whom_to_ask():
    """Rule A1."""
    with pytest.raises(AccessError, match="a step of the finance; ask: finance"):
        require_may_act(Acting("Li", Role.PLANNER), "finance", VILLAGE)
    with pytest.raises(AccessError, match="ask: village_reporter, town_officer"):
        require_may_act(Acting("Li", Role.LEADER), "village", VILLAGE)


@pytest.mark.parametrize(
    ("role", "area"),
    [
        (Role.VILLAGE_REPORTER, ""),
        (Role.VILLAGE_REPORTER, TOWN),
        (Role.TOWN_OFFICER, ""),
        (Role.TOWN_OFFICER, "990001"),
        (Role.TOWN_OFFICER, "99000110%"),
        (Role.PLANNER, "%"),
    ],
)
def test_an_area_that_does_not_fit_the_role_opens_nothing(world, role, area):
    """Rule A1: an empty area is the county's, never the village's."""
    with pytest.raises(AccessError, match="is not the area of a"):
        for_role(world.ledger, Acting("Li", role, area))
    with pytest.raises(AccessError, match="is not the area of a"):
        require_may_act(Acting("Li", role, area), "village", VILLAGE)


@pytest.mark.parametrize("name", sorted({*metadata.tables} - {"entry", "link"}))
def test_every_column_is_decided_for_somebody_or_for_nobody(name):
    """Rule A1: a new column is named here or in the grants before anybody reads it."""
    every = [*GRANTS.values(), LOGGED]
    named = {c for g in every if name in g for c in (*g[name].clear, *g[name].masked)}
    assert {*metadata.tables[name].columns.keys()} == named | (
        FOR_NOBODY & {*metadata.tables[name].columns.keys()}
    )


@pytest.mark.parametrize("role", Role)
def test_no_role_is_granted_a_seal_or_the_blind_index(role):
    for columns in GRANTS[role].values():
        assert not FOR_NOBODY & {*columns.clear, *columns.masked}
        assert not {*columns.clear} & {*columns.masked}


def test_personal_columns_are_granted_masked_or_not_at_all():
    """Rule A1."""
    for grant in (*GRANTS.values(), LOGGED):
        for name, columns in grant.items():
            infos = {c.name: c.info for c in metadata.tables[name].columns}
            assert not [c for c in columns.clear if infos[c].get("personal")]


def test_a_column_added_later_is_read_by_nobody():
    """Rule A1: what is not granted is not even selected."""
    later = Table(
        "household",
        MetaData(),
        *[Column(c.name, c.type) for c in metadata.tables["household"].columns],
        Column("health", String(80)),
    )
    for grant in (*GRANTS.values(), LOGGED):
        columns = grant.get("household", Columns(()))
        assert "health" not in {c.name for c in selected(later, columns)}


def test_a_town_officer_reads_the_own_town_masked(world):
    """Rule A1."""
    found = reader(world, Role.TOWN_OFFICER, TOWN).household("HH-A")
    assert found["head_name"] == "张*"
    assert re.fullmatch(r"110105\*{8}002.", found["id_number"])
    assert re.fullmatch(r"139\*{5}5678|139\*+5678", found["phone"])
    assert re.fullmatch(r"\*+4567", found["account"])
    assert found["village_code"] == VILLAGE
    assert found["version"] == 2
    assert not FOR_NOBODY & found.keys()


def test_a_village_reporter_reads_less(world):
    """Rule A1."""
    found = reader(world, Role.VILLAGE_REPORTER, VILLAGE).household("HH-A")
    assert re.fullmatch(r"1\*{16}.", found["id_number"])
    assert "account" not in found
    people = reader(world, Role.VILLAGE_REPORTER, VILLAGE).people("HH-A")
    assert not {"disabled", "birth_date", "sex"} & people[0].keys()


@pytest.mark.parametrize("name", ["household", "dwelling", "people", "history"])
@pytest.mark.parametrize(
    ("role", "area"), [(Role.TOWN_OFFICER, TOWN), (Role.PLANNER, "990002")]
)
def test_a_household_elsewhere_sounds_like_one_that_does_not_exist(
    world, name, role, area
):
    """Rule A1: an answer does not tell whether somebody lives in another area."""
    ask = getattr(reader(world, role, area), name)
    told = []
    for household_id in ("HH-C", "HH-X"):
        with pytest.raises(AccessError) as refused:
            ask(household_id)
        told.append(str(refused.value).replace(household_id, "…"))
    assert told == ["no household '…' on record"] * 2


def test_lists_hold_the_own_area_or_a_part_of_it(world):
    """Rule A1."""
    officer = reader(world, Role.TOWN_OFFICER, TOWN)
    ids = [row["household_id"] for row in officer.households()]
    assert ids == ["HH-A", "HH-B"]
    (case,) = officer.cases(area=NEXT_VILLAGE)
    assert (case["household_id"], case["village_code"]) == ("HH-B", NEXT_VILLAGE)
    for beyond in (OTHER_TOWN, "990001"):
        with pytest.raises(AccessError, match=f"area {beyond} reaches beyond"):
            officer.households(area=beyond)


def test_a_family_that_moves_is_read_where_it_lives(world):
    """Rules A1, R5: and on a past day where it lived then."""
    with world.ledger.writing(actor="t", verb="edit", scope="exposure") as written:
        table = metadata.tables["household"]
        row = {"household_id": "HH-A", "village_code": FAR_VILLAGE}
        written.write(table, [row])
    old = reader(world, Role.TOWN_OFFICER, TOWN)
    with pytest.raises(AccessError, match="no household"):
        old.household("HH-A")
    assert old.household("HH-A", date(2026, 1, 6))["village_code"] == VILLAGE
    new = reader(world, Role.TOWN_OFFICER, OTHER_TOWN)
    assert new.household("HH-A")["village_code"] == FAR_VILLAGE
    with pytest.raises(AccessError, match="no household"):
        new.household("HH-A", date(2026, 1, 6))


def test_no_event_no_household(world):
    """Rule A1: a responder reads for an event that is on record."""
    for event in ("", "nothing"):
        with pytest.raises(AccessError, match="choose one on record"):
            reader(world, Role.RESPONDER, TOWN, event).households()
        with pytest.raises(AccessError, match="choose one on record"):
            reader(world, Role.RESPONDER, TOWN, event).household("HH-A")
    own = reader(world, Role.RESPONDER, TOWN, "event-1")
    assert [row["household_id"] for row in own.households()] == ["HH-A", "HH-B"]
    assert own.household("HH-B").keys() == {
        "household_id", "village_code", "occupants", "dependents", "head_name",
        "phone", "version",
    }  # fmt: skip
    assert [row["visit_id"] for row in own.listed("visit")] == ["visit-HH-A"]
    assert own.of_household("visit", "HH-B") == []
    assert [p["visit_id"] for p in own.listed("photograph")] == ["visit-HH-A"]
    with pytest.raises(AccessError, match="does not read person; ask: planner, town"):
        own.people("HH-A")


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_some_read_no_household_at_all(world, role):
    """Rule A1."""
    other = reader(world, role)
    for ask in (other.household, other.people, other.dwelling):
        with pytest.raises(AccessError, match=f"a {role} does not read"):
            ask("HH-A")
    for table in ("household", "retrofit_case", "payment", "list_row"):
        with pytest.raises(AccessError, match=f"a {role} does not read {table}"):
            other.listed(table)
    with pytest.raises(AccessError, match="a search for people"):
        other.find_by_name("张")
    assert len(other.listed("hazard_event")) == len(HOMES)
