"""The tables of the ledger.

Every row is a version: a change is a new row under a new entry, nothing is ever
updated or deleted, and the state of a past day is the newest version of each
thing up to that day's last entry.
"""

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    event,
)

SCHEMA_VERSION = 1

metadata = MetaData()

entry = Table(
    "entry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),  # ISO 8601 with offset
    Column("day", Date, nullable=False, index=True),
    Column("actor", String(80), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("scope", String(20), nullable=False, index=True),
    Column("note", String(400), nullable=False),
)


def _versions(name: str, *columns: Column) -> Table:
    """Make a table of versions: ``columns``, the entry, and whether it ended."""
    seq = ForeignKey("entry.seq")
    return Table(
        name,
        metadata,
        *columns,
        Column("entry_seq", Integer, seq, primary_key=True, autoincrement=False),
        Column("removed", Boolean, nullable=False, default=False),
        sqlite_with_rowid=False,
    )


def _key(name: str, length: int) -> Column:
    return Column(name, String(length), primary_key=True)


place = _versions(
    "place",
    _key("code", 12),
    Column("name", String(80)),
)

household = _versions(
    "household",
    _key("household_id", 64),
    Column("head_name", String(80)),
    Column("id_number", String(18)),
    Column("village_code", String(12), nullable=False),
    Column("occupants", Integer),
    Column("dependents", Integer),
    Column("other_safe_home", Boolean),
)

dwelling = _versions(
    "dwelling",
    _key("household_id", 64),
    Column("lon", Float),
    Column("lat", Float),
    Column("structure", String(20)),
    Column("storeys", Integer),
    Column("year_built", Integer),
    Column("grade", String(1)),
)

membership = _versions(
    "membership",
    _key("household_id", 64),
    _key("group_name", 40),
    Column("certified_by", String(40)),
    Column("certified_on", Date),
)

person = _versions(
    "person",
    _key("person_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("name", String(80)),
    Column("id_number", String(18)),
    Column("birth_date", Date),
    Column("sex", String(1)),
    Column("relation", String(20)),
    Column("disabled", Boolean),
)

case_step = _versions(
    "case_step",
    _key("case_id", 64),
    _key("step", 20),
    Column("household_id", String(64), nullable=False, index=True),
    Column("on_date", Date, nullable=False),
    Column("actor", String(40)),
)

hazard_event = _versions(
    "hazard_event",
    _key("event_id", 64),
    Column("hazard", String(20), nullable=False),  # earthquake or flood
    Column("form", String(30), nullable=False),
    Column("title", String(120), nullable=False),
    Column("happened_at", String(32)),
    Column("magnitude", Float),
    Column("lon", Float),
    Column("lat", Float),
    Column("depth_km", Float),
    Column("file", String(120)),
    Column("sha256", String(64)),
)

layer = _versions(
    "layer",
    _key("layer_id", 64),
    Column("kind", String(30), nullable=False),
    Column("title", String(120), nullable=False),
    Column("source", String(400), nullable=False),
    Column("file", String(120), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("features", Integer),
    Column("repaired", Integer),
)


def _forbid_changes(table: Table) -> None:
    for verb in ("UPDATE", "DELETE"):
        refusal = DDL(
            f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} "
            f"ON {table.name} BEGIN "
            "SELECT RAISE(ABORT, 'the history is append-only'); END"
        )
        event.listen(table, "after_create", refusal.execute_if(dialect="sqlite"))


for _table in metadata.sorted_tables:
    _forbid_changes(_table)
