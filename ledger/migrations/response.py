"""Schema 0005: reports of an event, missions of teams, more of each finding."""

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table

from ledger.migrations.building import (
    DIGEST,
    entry_number,
    entry_table,
    guard,
    key,
    removed,
    sealed_guards,
)

metadata = MetaData()
entry_table(metadata, Column("role", String(20)))  # what the others refer to
FINDING_COLUMNS = (
    ("occupied", Boolean()),
    ("note", String(400)),
    ("lon", Float()),
    ("lat", Float()),
    ("received_at", String(32)),
)
PHOTOGRAPH_COLUMNS = (("finding_id", String(64)),)


def _versions(name: str, *columns: Column) -> None:
    table = Table(
        name,
        metadata,
        *columns,
        entry_number(index=True),
        removed(),
        Column("digest", DIGEST, nullable=False),
        sqlite_with_rowid=False,
    )
    guard(table, sealed_guards)


_versions(
    "event_report",
    key("report_id", 80),
    Column("event_id", String(64), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("form", String(30), nullable=False),
    Column("title", String(120), nullable=False),
    Column("happened_at", String(32)),
    Column("magnitude", Float),
    Column("lon", Float),
    Column("lat", Float),
    Column("depth_km", Float),
    Column("duration_h", Float),
    Column("file", String(120)),
    Column("sha256", String(64)),
    Column("received_at", String(32)),
    Column("withdrawn", Boolean),
    Column("text", String(2_000)),
)
_versions(
    "mission",
    key("mission_id", 40),
    Column("event_id", String(64), index=True),
    Column("season", String(20)),
    Column("title", String(120), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("teams", Integer, nullable=False),
    Column("base_lon", Float),
    Column("base_lat", Float),
    Column("settings", String(20_000), nullable=False),
    Column("state", String(12), nullable=False),
)
_versions(
    "mission_team",
    key("mission_id", 40),
    key("team", 20),
    Column("name", String(80)),
    Column("token_sha256", String(64), index=True),
    Column("doors", Integer),
    Column("length_m", Float),
    Column("minutes", Float),
)
_versions(
    "mission_stop",
    key("mission_id", 40),
    key("household_id", 64),
    Column("team", String(20), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("arrive_min", Float),
    Column("walk_m", Float),
)
_versions(
    "visit_first",
    key("kind", 40),
    Column("place", Integer, nullable=False),
    Column("note", String(200)),
)
