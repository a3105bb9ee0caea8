from datetime import date

import pytest

from ledger.differences import differences
from ledger.households import (
    EXPOSURE_FIELDS,
    PERSONAL_FIELDS,
    appraised_rows,
    exposure_rows,
    membership_rows,
    record_of,
    suspected_rows,
)
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import appraisal, person, visit
from ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def incoming(id_="A", **more):
    row = {
        "household_id": id_,
        "village_code": "990001100200",
        "village_name": "柳沟村",
        "town_name": "安河镇",
        "head_name": "张三",
        "grade": "C",
        "occupants": 2,
        "groups": ("低保户",),
    }
    return row | more


def take(ledger, *rows):
    found = differences(ledger, rows)
    if found.changed:
        with ledger.writing(actor="t", verb="import", scope="exposure") as entry:
            found.write(entry)
    return found.changed, found.unchanged


def test_the_same_file_twice_changes_nothing(ledger):
    assert take(ledger, incoming("A"), incoming("B")) == (2, 0)
    assert take(ledger, incoming("A"), incoming("B")) == (0, 2)


def test_one_changed_cell_is_one_changed_household(ledger):
    take(ledger, incoming("A"), incoming("B"))
    assert take(ledger, incoming("A", grade="D"), incoming("B")) == (1, 1)
    assert record_of(ledger, "A")["grade"] == "D"
    kept = for_role(ledger, Acting("t", Role.PLANNER))
    assert kept.unmask("A", "head_name", "test") == "张三"


def test_a_column_that_is_not_in_the_file_keeps_what_is_on_record(ledger):
    take(ledger, incoming("A"))
    without = incoming("A")
    del without["grade"], without["groups"]
    assert take(ledger, without) == (0, 1)
    assert record_of(ledger, "A")["grade"] == "C"


def test_groups_come_and_go(ledger):
    take(ledger, incoming("A"))
    assert take(ledger, incoming("A", groups=("其他脱贫户",))) == (1, 0)
    rows = [tuple(row) for row in membership_rows(ledger, ledger.position())]
    assert rows == [("A", "其他脱贫户", None)]


def test_a_household_without_a_house_keeps_its_unknowns(ledger):
    take(ledger, incoming("A", grade=None, groups=()))
    (row,) = exposure_rows(ledger, ledger.position())
    known = {"household_id": "A", "village_code": "990001100200", "occupants": 2}
    names = ("household_id", *EXPOSURE_FIELDS)
    assert dict(zip(names, row, strict=True)) == dict.fromkeys(names) | known


def test_nobody_is_on_record_under_an_unknown_id(ledger):
    assert record_of(ledger, "nobody") is None


def test_nothing_that_computes_is_given_a_name(ledger):
    """Rule A2."""
    take(ledger, incoming("A"))
    assert not set(PERSONAL_FIELDS) & set(EXPOSURE_FIELDS)


def test_what_the_survey_answers_is_kept_and_compared(ledger):
    """Rules H1, H3, H4, G3: three answers, and a day."""
    told = {
        "no_house": False,
        "disaster_rebuild_aid": True,
        "good_samaritan": True,
        "housing_aid_before": None,
        "meets_seismic_standard": False,
        "area_m2": 54.5,
        "retrofitted_on": date(2019, 5, 1),
    }
    assert take(ledger, incoming("A", **told)) == (1, 0)
    assert take(ledger, incoming("A", **told)) == (0, 1)
    record = record_of(ledger, "A")
    assert {name: record[name] for name in told} == told
    assert take(ledger, incoming("A", **told | {"no_house": None})) == (1, 0)


def test_the_newest_appraisal_and_the_newest_suspicion_are_told(ledger):
    """Rule H7."""
    graded = {"household_id": "A", "grade": "C"}
    seen = {"household_id": "A", "kind": "patrol"}
    with ledger.writing(actor="t", verb="v", scope="exposure") as entry:
        for number, day in enumerate([date(2020, 1, 1), date(2021, 1, 1)]):
            entry.write(
                appraisal,
                [graded | {"appraisal_id": f"a{number}", "appraised_on": day}],
            )
            visited = {"visit_id": f"v{number}", "visited_on": day}
            entry.write(visit, [seen | visited | {"suspected": number == 0}])
    assert list(map(tuple, appraised_rows(ledger, 1))) == [("A", date(2021, 1, 1))]
    assert list(map(tuple, suspected_rows(ledger, 1, "A"))) == [("A", date(2020, 1, 1))]
    assert list(suspected_rows(ledger, 1, "B")) == []


def test_of_people_computing_knows_the_age_and_not_the_name(ledger):
    """Rules A1, H10."""
    take(ledger, incoming("A"))
    one = {"person_id": "1", "household_id": "A", "name": "张三", "disabled": True}
    with ledger.writing(actor="t", verb="v", scope="exposure") as entry:
        entry.write(person, [one | {"birth_date": date(1950, 3, 2)}])
    day = date.today().replace(year=date.today().year + 1, month=3, day=1)
    record = record_of(ledger, "A", day)
    assert record["people"] == [{"disabled": True, "years": day.year - 1951}]
    assert not {"head_name", "id_number", "id_index", "salt"} & record.keys()
