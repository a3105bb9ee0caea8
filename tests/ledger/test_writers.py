from concurrent.futures import ThreadPoolExecutor

import pytest

from ledger.schema import household
from ledger.store import Ledger, as_of

WRITERS, ENTRIES = 6, 5


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "what? a name%20.sqlite")
    yield ledger
    ledger.close()


def test_many_writers_lose_nothing(ledger):
    def write(writer):
        for number in range(ENTRIES):
            row = {"household_id": f"{writer}-{number}", "village_code": "9" * 12}
            with ledger.writing(actor="t", verb="edit", scope="exposure") as entry:
                entry.write(household, [row])

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(WRITERS)))
    assert ledger.position() == WRITERS * ENTRIES
    state = as_of(household, ledger.position())
    assert len(list(ledger.rows(state))) == WRITERS * ENTRIES
