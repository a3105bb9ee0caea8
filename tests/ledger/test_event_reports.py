"""Reports of an event and the county's own order, as they were put on record."""

from datetime import date, datetime

import pytest

from ledger.event_reports import report_id, reports
from ledger.schema import event_report, hazard_event
from ledger.visit_first import first_classes, set_first_classes
from rules.errors import PlanningError
from tests.ledger.plan_world import make_ledger

HEAD = {"actor": "t", "verb": "add event", "scope": "events"}
EVENT = {"hazard": "earthquake", "form": "parameters", "title": "震", "magnitude": 6.5}


@pytest.fixture
def ledger(tmp_path):
    ledger = make_ledger(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def report(number, **more):
    own = {"report_id": report_id("eq-001", number), "number": number}
    return {"event_id": "eq-001", "form": "message", "title": "震"} | own | more


def set_first(ledger, *rows):
    with ledger.transaction() as transaction:
        return set_first_classes(transaction, lambda: transaction.entry(**HEAD), rows)


def test_an_event_of_before_has_the_report_that_its_row_tells(ledger):
    with ledger.writing(**HEAD) as entry:
        entry.write(hazard_event, [EVENT | {"event_id": "eq-001"}])
    (row,) = reports(ledger, "eq-001")
    assert (row["report_id"], row["number"], row["magnitude"]) == ("eq-001-001", 1, 6.5)
    assert (row["withdrawn"], row["text"], row["entry_seq"]) == (False, None, 2)
    assert datetime.fromisoformat(row["received_at"])
    assert reports(ledger, "eq-002") == []


def test_reports_come_by_their_number_as_of_any_day(ledger):
    days = [datetime(2030, 1, 1), datetime(2030, 1, 2), datetime(2030, 1, 3)]
    first, second = report(1), report(2, magnitude=7.0)
    wrong = report(1, withdrawn=True)
    for day, rows in zip(days, [[first], [second], [wrong]], strict=True):
        with ledger.writing(**HEAD, at=day) as entry:
            entry.write(event_report, rows)
    told = [(row["number"], row["withdrawn"]) for row in reports(ledger, "eq-001")]
    assert told == [(1, True), (2, False)]
    before = reports(ledger, "eq-001", on=date(2030, 1, 1))
    assert [(row["number"], row["withdrawn"]) for row in before] == [(1, False)]


def test_the_countys_own_order_is_replaced_whole(ledger):
    assert first_classes(ledger) == []
    assert set_first(
        ledger, {"kind": "school", "place": 2}, {"kind": "aged", "place": 1}
    )
    assert [row["kind"] for row in first_classes(ledger)] == ["aged", "school"]
    assert set_first(ledger, {"kind": "school", "place": 1, "note": "先学校"})
    assert first_classes(ledger) == [{"kind": "school", "place": 1, "note": "先学校"}]
    assert set_first(ledger, {"kind": "school", "place": 1, "note": "先学校"}) is None


@pytest.mark.parametrize(
    "rows", [[{"kind": "a", "place": 0}], [{"kind": "a", "place": 1}] * 2]
)
def test_an_order_that_means_nothing_is_refused(ledger, rows):
    with pytest.raises(PlanningError, match="each kind once"):
        set_first(ledger, *rows)
