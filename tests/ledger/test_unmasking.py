"""Finding people, and reading one personal value on record."""

import pytest

from ledger.audit import LogFilter
from ledger.grants import UNMASKS
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.versions import entry, metadata
from rules.errors import AccessError
from tests.ledger.tokens import HOMES, TOWN, VILLAGE, filled


@pytest.fixture
def world(tmp_path):
    world = filled(tmp_path / "ledger.sqlite")
    yield world
    world.ledger.close()


def reader(world, role, area="", event=""):
    return for_role(world.ledger, Acting("Li", role, area, event))


def test_somebody_is_found_by_number_and_by_name(world):
    """Rule A1."""
    planner = reader(world, Role.PLANNER)
    number = world.values["person", "person-HH-B", "id_number"]
    name = world.values["household", "household-HH-C", "head_name"]
    assert [r["household_id"] for r in planner.find_by_id_number(number)] == ["HH-B"]
    assert planner.find_by_id_number("110105195001010012") == []
    (found,) = planner.find_by_name(f" {name} ")
    assert (found["household_id"], found["head_name"]) == ("HH-C", "张*")
    assert len(planner.find_by_name("张*")) == len(HOMES)
    assert planner.find_by_name("张秘") == []  # a guess is not helped along
    assert planner.find_by_name("%") == planner.find_by_name("") == []
    officer = reader(world, Role.TOWN_OFFICER, TOWN)
    assert officer.find_by_name(name) == []
    with pytest.raises(AccessError, match="ask: planner, town_officer, village"):
        reader(world, Role.FINANCE).find_by_name(name)


def test_a_number_that_was_corrected_finds_nobody_any_more(world):
    old = "11010519491231002X"
    table = metadata.tables["household"]
    for number in (old, "110105195001010015"):
        with world.ledger.writing(actor="t", verb="edit", scope="exposure") as written:
            row = {"household_id": "HH-A", "village_code": VILLAGE}
            written.write(table, [row | {"id_number": number}])
        found = reader(world, Role.PLANNER).find_by_id_number("110105491231002")
        assert [r["household_id"] for r in found] == (["HH-A"] if number == old else [])


def test_unmasking_gives_one_value_and_is_recorded(world):
    """Rules A1, A2: who, which household, which column and why; never the value."""
    officer = reader(world, Role.TOWN_OFFICER, TOWN)
    phone = world.values["household", "household-HH-A", "phone"]
    assert officer.unmask("HH-A", "phone", f"{phone} does not answer") == phone
    (found,) = reader(world, Role.AUDITOR).log(LogFilter(scope="access"))
    assert (found["actor"], found["role"], found["verb"]) == (
        "Li", "town_officer", "unmask",
    )  # fmt: skip
    assert found["note"] == "HH-A · household.phone HH-A · *** does not answer"
    with world.ledger.engine.connect() as connection:
        notes = connection.execute(entry.select()).mappings()
        assert not [row for row in notes if phone in row["note"]]
    (seen, *_) = officer.history("HH-A")
    assert seen[0]["verb"] == "unmask"


def test_other_values_are_unmasked_by_their_table(world):
    """Rules A1, W10."""
    planner = reader(world, Role.PLANNER)
    born = world.values["person", "person-HH-B", "birth_date"]
    told = planner.unmask("person-HH-B", "birth_date", "aged?", table_name="person")
    assert told == born.isoformat()
    heard = world.values["visit", "visit-HH-B", "heard"]
    assert planner.unmask("visit-HH-B", "heard", "dispute", table_name="visit") == heard
    name = world.values["list_row", "list_row-HH-C", "name"]
    row = ("list_row-HH-C", "list_row-HH-C")
    assert planner.unmask(row, "name", "same man?", table_name="list_row") == name
    account = world.values["payment", "payment-HH-C", "account"]
    treasury = reader(world, Role.FINANCE)
    told = treasury.unmask("payment-HH-C", "account", "paid?", table_name="payment")
    assert told == account


@pytest.mark.parametrize("role", Role)
def test_only_what_a_role_needs_can_be_unmasked(world, role):
    """Rule A1: and a refusal is not worth an entry."""
    area = {Role.VILLAGE_REPORTER: VILLAGE, Role.TOWN_OFFICER: TOWN}.get(role, "")
    other = reader(world, role, area, "event-1")
    before = world.ledger.position()
    for table in metadata.tables.values():
        for column in table.columns.keys():  # noqa: SIM118 - a collection of columns
            if (table.name, column) not in UNMASKS.get(role, ()):
                with pytest.raises(AccessError, match="does not unmask"):
                    other.unmask("HH-A", column, "why", table_name=table.name)
    assert world.ledger.position() == before


def test_nothing_is_unmasked_elsewhere_or_without_a_reason(world):
    """Rule A1."""
    officer = reader(world, Role.TOWN_OFFICER, TOWN)
    for household_id in ("HH-C", "HH-X", ("HH-A", "more")):
        with pytest.raises(AccessError, match=r"no household '.*' on record"):
            officer.unmask(household_id, "phone", "why")
    for person_id in ("person-HH-C", "nobody"):
        with pytest.raises(AccessError, match=f"no person '{person_id}' on record"):
            officer.unmask(person_id, "name", "why", table_name="person")
    with pytest.raises(AccessError, match="say why the value is needed"):
        officer.unmask("HH-A", "phone", "  ")
    with pytest.raises(AccessError, match="choose one on record"):
        reader(world, Role.RESPONDER, TOWN).unmask("HH-A", "phone", "why")
    assert world.ledger.position() == 2


def test_what_is_not_known_is_unmasked_as_unknown(world):
    with world.ledger.writing(actor="t", verb="edit", scope="exposure") as written:
        row = {"household_id": "HH-A", "village_code": VILLAGE}
        written.write(metadata.tables["household"], [row])
    assert reader(world, Role.PLANNER).unmask("HH-A", "phone", "why") is None
