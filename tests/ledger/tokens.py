"""A ledger in which every personal value can be recognised wherever it turns up."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import Boolean, Date, Float, Integer

from ledger.store import Ledger
from ledger.versions import metadata, personal_columns
from rules.identity import check_digit

TOWN, OTHER_TOWN = "990001100", "990001101"
VILLAGE, NEXT_VILLAGE, FAR_VILLAGE = f"{TOWN}200", f"{TOWN}201", f"{OTHER_TOWN}200"
HOMES = {"HH-A": VILLAGE, "HH-B": NEXT_VILLAGE, "HH-C": FAR_VILLAGE}
EVENTS = {"HH-A": "event-1", "HH-B": "event-2", "HH-C": "event-3"}
FIRST_DAY = datetime(2026, 1, 5, 12)
OWN = ("entry_seq", "removed", "salt", "seal", "digest")


@dataclass
class World:
    """The ledger, and the part of each personal value that no mask shows."""

    ledger: Ledger
    hidden: set[str] = field(default_factory=set)
    values: dict[tuple[str, str, str], object] = field(default_factory=dict)
    numbers: count = field(default_factory=lambda: count(1))

    def personal(self, table, column, thing):
        value, hidden = _made(column, next(self.numbers))
        self.hidden |= hidden
        self.values[table, thing, column] = value
        return value


def _made(column, number):
    """Return a value, and what of it must stay hidden."""
    if column == "id_number":
        first17 = f"110105{90_000_000 + number}002"
        return first17 + check_digit(first17), {f"{90_000_000 + number}"}
    if column == "birth_date":
        born = date(1931, 1, 1) + timedelta(days=number)
        return born, {born.isoformat(), repr(born)}
    if column in ("head_name", "name"):
        return f"张秘{number}密", {f"秘{number}密"}
    if column == "phone":
        return f"139Q{number:03d}W5678", {f"Q{number:03d}W"}
    if column == "account":
        return f"6217AC{number:06d}NT4567", {f"AC{number:06d}NT"}
    if column == "cells":
        return f'{{"head_name": "张秘{number}密"}}', {f"秘{number}密"}
    if column == "problems":
        told = f'"field": "head_name", "value": "张秘{number}密", "message": "odd"'
        return f"[{{{told}}}]", {f"秘{number}密"}
    assert column == "heard", f"no token for {column}: decide how it is masked"
    return f"the roof KWX{number}Z leaks", {f"KWX{number}Z"}


def filled(path):
    """Make the ledger: two versions of everything, for each household."""
    world = World(Ledger.create(path))
    for day in (0, 1):
        at = FIRST_DAY + timedelta(days=day)
        head = {"actor": "clerk", "verb": "edit", "scope": "exposure", "at": at}
        with world.ledger.writing(**head) as entry:
            for table in metadata.tables.values():
                if "digest" in table.columns:
                    entry.write(table, [_row(world, table, h, day) for h in HOMES])
    return world


def _row(world, table, home, version):
    placed = {"household_id", "village_code", "area_code"} & {*table.columns.keys()}
    thing = f"{table.name}-{home if placed else [*HOMES].index(home)}"
    known = {
        "household_id": home,
        "village_code": HOMES[home],
        "area_code": HOMES[home],
        "code": HOMES[home],
        "event_id": EVENTS[home],
        "visit_id": f"visit-{home}",
        "case_id": f"case-{home}",
        "grade": "CD"[version],
        "step": "found",
        "row": "7",
        "state": "of_record" if table.name == "scenario" else "waiting",
        "plan_id": "scenario-0",
        "happened_at": "2026-01-05T10:00:00+08:00",
        "removed": False,
        "settings": '{"budget": "all"}',
        "summary": '{"houses": 3}',
    }
    row = {}
    for column in table.columns:
        if column.name in personal_columns(table):
            if column.name != "id_index":
                row[column.name] = world.personal(table.name, column.name, thing)
        elif column.name not in OWN:
            row[column.name] = known.get(column.name, _plain(column, thing, version))
    return row


def _plain(column, thing, version):
    if column.primary_key:
        return thing
    for kind, value in (
        (Boolean, bool(version)),
        (Integer, 7 + version),
        (Float, 1.5 + version),
        (Date, date(2026, 1, 3 + version)),
    ):
        if isinstance(column.type, kind):
            return value
    return f"{column.name} {version}"
