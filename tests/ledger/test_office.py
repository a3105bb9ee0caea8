"""What an office hands upward: kept as versions, read as of any entry or day."""

from datetime import date, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from ledger import office
from ledger.blind_index import make_key
from ledger.engine import engine_of, write_transaction
from ledger.migrations import response, running
from ledger.schema import form_filing, secured_fund
from ledger.store import Ledger
from ledger.verifying import verify
from rules.errors import PlanningError

FUND = {"fund_id": "f1", "level": "省级", "amount_cny": 5, "task": None,
        "secured_on": date(2026, 1, 8), "document": None}  # fmt: skip
FILED = {"filing_id": "form1-2026-10-1", "form": "form1", "month": "2026-10",
         "number": 1, "position": 0, "made_at": "2026-11-02T09:00:00+08:00",
         "figures": '{"1": 3}', "sha256": "0" * 64, "reasons": "{}",
         "note": None}  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    made = Ledger.create(tmp_path / "ledger.sqlite")
    yield made
    made.close()


def within(ledger, act, *what, day=2):
    """Do something within a transaction, under an entry of its own."""
    at = datetime(2026, 11, day, 9)
    head = {"actor": "张县局", "verb": "t", "scope": "forms", "at": at}
    with ledger.transaction() as transaction:
        return act(transaction, lambda: transaction.entry(**head), *what)


def test_a_ledger_of_the_fifth_release_keeps_its_history_and_takes_forms(tmp_path):
    path = tmp_path / "ledger.sqlite"
    make_key(path)
    engine = engine_of(path)
    with write_transaction(engine) as connection:
        running.migrate(connection, str, to="0005")
    old = Ledger(path, engine)
    kind = {"kind": "school", "place": 1}
    with old.writing(actor="t", verb="t", scope="events") as entry:
        entry.write(response.metadata.tables["visit_first"], [kind])
    old.close()
    ledger = Ledger.open(path)
    found = verify(ledger)
    assert (found.sound, found.rows) == (True, 1)
    within(ledger, office.save_filing, dict(FILED), day=30)
    assert verify(ledger).sound
    (copy,) = (tmp_path / "backups").glob("*.sqlite")
    assert copy.name.startswith("ledger-schema-0005-")
    ledger.close()


@pytest.mark.parametrize("table", [form_filing, secured_fund], ids=str)
def test_nothing_that_was_handed_in_is_changed(ledger, table):
    within(ledger, office.save_filing, dict(FILED))
    within(ledger, office.record_money, "secured", dict(FUND))
    with pytest.raises(DBAPIError, match="append-only"), ledger.engine.begin() as c:
        c.execute(update(table).values(removed=True))


def test_filings_are_numbered_without_a_gap(ledger):
    with pytest.raises(PlanningError, match="handed in meanwhile"):
        within(ledger, office.save_filing, FILED | {"number": 2})
    within(ledger, office.save_filing, dict(FILED))
    for taken in (1, 3):
        again = FILED | {"number": taken, "filing_id": f"form1-2026-10-{taken}x"}
        with pytest.raises(PlanningError, match="handed in meanwhile"):
            within(ledger, office.save_filing, again)
    other = FILED | {"form": "form2", "filing_id": "form2-2026-10-1"}
    within(ledger, office.save_filing, other)
    assert [row["filing_id"] for row in office.filings(ledger, month="2026-10")] == [
        "form1-2026-10-1",
        "form2-2026-10-1",
    ]


def test_a_filing_says_who_filed_it_and_by_which_entry(ledger):
    seq = within(ledger, office.save_filing, dict(FILED))
    (row,) = office.filings(ledger, "form1", "2026-10")
    assert (row["actor"], row["entry"]) == ("张县局", seq)
    assert office.filings(ledger, on=date(2026, 11, 1)) == []


def test_money_is_read_as_of_an_entry_or_a_day(ledger):
    first = within(ledger, office.record_money, "secured", dict(FUND), day=2)
    gone = within(ledger, office.withdraw_money, "secured", "f1", day=4)
    assert office.secured_funds(ledger) == []
    assert office.secured_funds(ledger, position=first) == [FUND]
    assert office.secured_funds(ledger, on=date(2026, 11, 3)) == [FUND]
    assert office.secured_funds(ledger, position=gone) == []
    with pytest.raises(PlanningError, match="no money 'f1'"):
        within(ledger, office.withdraw_money, "secured", "f1", day=5)


def test_a_refused_act_writes_no_entry(ledger):
    for act, what in (
        (office.withdraw_money, ("secured", "nothing")),
        (office.drop_agenda, ("nothing",)),
        (office.save_filing, (FILED | {"number": 7},)),
    ):
        with pytest.raises(PlanningError):
            within(ledger, act, *what)
    assert ledger.position() == 0
