"""Rule A2: who changed what, when, from what to what."""

from datetime import date, datetime

import pytest

from ledger.audit import Change, LogFilter
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household, payment, person, retrofit_case
from ledger.store import Ledger
from rules.errors import AccessError

VILLAGE, OTHER = "990001100200", "990001101200"
AUDITOR = Acting("Zhao", Role.AUDITOR)
OFFICER = Acting("Li", Role.TOWN_OFFICER, VILLAGE[:9])


def home(id_, village=VILLAGE, **more):
    return {"household_id": id_, "village_code": village} | more


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    write(ledger, 5, (household, home("A", head_name="张三", phone="13912345678")))
    write(ledger, 6, (dwelling, {"household_id": "A", "grade": "B"}))
    write(
        ledger, 7,
        (dwelling, {"household_id": "A", "grade": "D"}),
        (household, home("A", head_name="张四", phone="13912345678")),
        actor="Sun", scope="cases", note="seen again, tel 13912345678",
    )  # fmt: skip
    write(ledger, 8, (household, home("B", OTHER)))
    yield ledger
    ledger.close()


def write(ledger, day, *rows, actor="Li", scope="exposure", note=""):
    at = datetime(2026, 1, day, 12)
    head = {"actor": actor, "verb": "edit", "scope": scope, "note": note, "at": at}
    with ledger.writing(**head) as entry:
        for table, row in rows:
            entry.write(table, [row])


def seqs(entries):
    return [row["seq"] for row in entries]


def test_a_change_says_from_what_to_what_with_names_masked(ledger):
    """Rule A2: a changed name is seen to have changed, and not read."""
    auditor = for_role(ledger, AUDITOR)
    told = {"entry_seq": 3, "thing": "A"}
    assert auditor.changes(3) == [
        Change(**told, table="dwelling", field="grade", before="B", after="D"),
        Change(**told, table="household", field="head_name", before="张*", after="张*"),
    ]


def test_the_log_tells_who_when_and_how_much(ledger):
    """Rule A2."""
    newest, third, *_ = for_role(ledger, AUDITOR).log()
    assert (third["seq"], third["actor"], third["day"], third["rows"]) == (
        3, "Sun", date(2026, 1, 7), 2,
    )  # fmt: skip
    assert third["note"] == "seen again, tel 139****5678"
    assert newest["seq"] == 4


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (LogFilter(), [4, 3, 2, 1]),
        (LogFilter(actor="Sun"), [3]),
        (LogFilter(scope="exposure"), [4, 2, 1]),
        (LogFilter(household_id="A"), [3, 2, 1]),
        (LogFilter(since=date(2026, 1, 6), until=date(2026, 1, 7)), [3, 2]),
        (LogFilter(before=3, most=1), [2]),
        (LogFilter(household_id="nobody"), []),
    ],
)
def test_the_log_is_narrowed(ledger, which, found):
    """Rule A2."""
    assert seqs(for_role(ledger, AUDITOR).log(which)) == found


def test_a_household_has_a_history(ledger):
    """Rule A2."""
    for acting in (AUDITOR, OFFICER, Acting("Wang", Role.PLANNER)):
        found = for_role(ledger, acting).history("A")
        assert [head["seq"] for head, _ in found] == [3, 2, 1]
        fields = [(c.table, c.field, c.before, c.after) for c in found[1][1]]
        assert fields == [("dwelling", "grade", None, "B")]


def test_each_sees_the_history_of_the_own_columns(ledger):
    """Rules A1, A2: the treasury sees no grade, and nobody a household elsewhere."""
    found = for_role(ledger, Acting("Wu", Role.FINANCE)).history("A")
    assert {change.table for _, changes in found for change in changes} == {"household"}
    assert seqs(head for head, _ in found) == [3, 1]
    with pytest.raises(AccessError, match="no household 'B' on record"):
        for_role(ledger, OFFICER).history("B")
    with pytest.raises(AccessError, match="no household 'B' on record"):
        for_role(ledger, OFFICER).log(LogFilter(household_id="B"))


@pytest.mark.parametrize(
    "acting",
    [
        OFFICER,
        Acting("Wu", Role.FINANCE),
        Acting("Wang", Role.LEADER),
        Acting("Xu", Role.ADMINISTRATOR),
        Acting("He", Role.PLANNER, VILLAGE[:9]),
    ],
)
def test_the_whole_log_is_the_auditors_and_the_countys(ledger, acting):
    """Rules A1, A2."""
    other = for_role(ledger, acting)
    for ask in (other.log, lambda: other.changes(1)):
        with pytest.raises(AccessError, match="the log; ask: auditor, planner"):
            ask()


def test_an_end_and_a_new_beginning_are_told(ledger):
    """Rule A2."""
    write(ledger, 9, (dwelling, {"household_id": "A", "removed": True}))
    write(ledger, 10, (dwelling, {"household_id": "A", "grade": "D"}))
    auditor = for_role(ledger, AUDITOR)
    (ended,) = auditor.changes(5)
    assert (ended.field, ended.before, ended.after) == ("removed", False, True)
    (begun,) = auditor.changes(6)
    assert (begun.field, begun.before, begun.after) == ("grade", None, "D")


def test_money_that_changes_hands_is_traced(ledger):
    """Rules A2, M2, M3."""
    paid = {
        "payment_id": "P", "case_id": "C", "household_id": "A", "source": "省级",
        "kind": "whole", "payee": "household", "paid_on": date(2026, 1, 9),
    }  # fmt: skip
    account, other = "6217000010001234567", "6217000010009999567"
    write(ledger, 9, (payment, paid | {"amount_cny": 12_000, "account": account}))
    write(ledger, 10, (payment, paid | {"amount_cny": 9_000, "account": other}))
    told = {c.field: (c.before, c.after) for c in for_role(ledger, AUDITOR).changes(6)}
    assert told == {
        "amount_cny": (12_000, 9_000),
        "account": ("*" * 15 + "4567", "*" * 15 + "9567"),
    }


def test_a_case_that_goes_to_another_household_leaves_the_first(ledger):
    """Rules A1, A2: neither history tells of the other household."""
    case = {"case_id": "C", "task": "t", "opened_on": date(2026, 1, 9)}
    write(ledger, 9, (retrofit_case, case | {"household_id": "A", "way": "修缮加固"}))
    write(ledger, 10, (retrofit_case, case | {"household_id": "B", "way": "置换"}))
    planner = for_role(ledger, Acting("Wang", Role.PLANNER))
    (left, *_), (come, *_) = planner.history("A")[0][1], planner.history("B")[0][1]
    assert (left.thing, left.field, left.after) == ("C", "removed", True)
    assert (come.field, come.before) == ("household_id", None)
    moved = {c.field: (c.before, c.after) for c in planner.changes(6)}
    assert moved == {"household_id": ("A", "B"), "way": ("修缮加固", "置换")}


def test_health_is_seen_to_have_changed_and_not_read(ledger):
    """Rules A1, A2."""
    one = {"person_id": "A-1", "household_id": "A"}
    write(ledger, 9, (person, one | {"disabled": False}))
    write(ledger, 10, (person, one | {"disabled": True}))
    (change,) = for_role(ledger, AUDITOR).changes(6)
    assert (change.field, change.before, change.after) == ("disabled", "***", "***")
