"""Schema 0003: files taken in, rows set aside, codes that changed, findings."""

from sqlalchemy import Column, Date, Float, Integer, MetaData, String, Table

from ledger.migrations.building import (
    DIGEST,
    PERSONAL,
    SALT,
    entry_number,
    entry_table,
    guard,
    key,
    personal,
    removed,
    sealed_guards,
)

metadata = MetaData()
entry_table(metadata, Column("role", String(20)))  # what the others refer to
LAYER_COLUMNS = (
    ("area_change_ratio", Float()),
    ("overlap_m2", Float()),
    ("gap_m2", Float()),
    ("series", String(120)),
    ("edition", String(40)),
    ("scale", String(40)),
    ("valid_from", Date()),
    ("valid_to", Date()),
    ("crs", String(200)),
    ("reading", String(40)),
)


def _versions(name: str, *columns: Column) -> Table:
    sealed = any(column.info.get(PERSONAL) for column in columns)
    seals = [personal("salt", SALT), Column("seal", DIGEST)] if sealed else []
    table = Table(
        name,
        metadata,
        *columns,
        entry_number(index=True),
        removed(),
        *seals,
        Column("digest", DIGEST, nullable=False),
        sqlite_with_rowid=False,
    )
    guard(table, sealed_guards)
    return table


_versions(
    "intake",
    key("intake_id", 32),
    Column("file", String(200), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("target", String(20), nullable=False),
    Column("format", String(20), nullable=False),
    Column("part", String(200)),
    Column("encoding", String(20)),
    Column("crs", String(200)),
    Column("reading", String(40)),
    Column("mapping", String(8000)),
    Column("rows", Integer, nullable=False),
    Column("imported", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
)

_versions(
    "quarantined_row",
    key("intake_id", 32),
    key("row", 12),
    Column("state", String(12), nullable=False),
    Column("fields", String(400)),
    personal("cells", String(20_000)),
    personal("problems", String(20_000)),
)
_versions(
    "source_mapping",
    key("headings", 64),
    Column("target", String(20), nullable=False),
    Column("title", String(200), nullable=False),
    Column("mapping", String(8000), nullable=False),
)
_versions(
    "placement",
    key("household_id", 64),
    Column("intake_id", String(32), nullable=False, index=True),
    Column("x", Float, nullable=False),
    Column("y", Float, nullable=False),
    Column("reading", String(40), nullable=False),
    Column("lon", Float),
    Column("lat", Float),
)
_versions(
    "code_change",
    key("old_code", 12),
    Column("new_code", String(12)),
    Column("changed_on", Date),
    Column("source", String(200), nullable=False),
)
_versions(
    "finding",
    key("finding_id", 64),
    Column("event_id", String(64), nullable=False, index=True),
    Column("household_id", String(64), nullable=False, index=True),
    Column("tag", String(1), nullable=False),
    Column("damage_grade", Integer),
    Column("reason", String(12)),
    Column("visited_at", String(32)),
    Column("team", String(80)),
)
