"""Schema 0001: the tables of the first release."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, MetaData, String, Table

from ledger.migrations.building import (
    entry_number,
    entry_table,
    guard,
    key,
    plain_guards,
    removed,
)

metadata = MetaData()


def _versions(name: str, *columns: Column) -> Table:
    number = entry_number(index=False)
    table = Table(name, metadata, *columns, number, removed(), sqlite_with_rowid=False)
    guard(table, plain_guards)
    return table


entry = entry_table(metadata)
guard(entry, plain_guards)

_versions("place", key("code", 12), Column("name", String(80)))
_versions(
    "household",
    key("household_id", 64),
    Column("head_name", String(80)),
    Column("id_number", String(18)),
    Column("village_code", String(12), nullable=False),
    Column("occupants", Integer),
    Column("dependents", Integer),
    Column("other_safe_home", Boolean),
)
_versions(
    "dwelling",
    key("household_id", 64),
    Column("lon", Float),
    Column("lat", Float),
    Column("structure", String(20)),
    Column("storeys", Integer),
    Column("year_built", Integer),
    Column("grade", String(1)),
)
_versions(
    "membership",
    key("household_id", 64),
    key("group_name", 40),
    Column("certified_by", String(40)),
    Column("certified_on", Date),
)
_versions(
    "person",
    key("person_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("name", String(80)),
    Column("id_number", String(18)),
    Column("birth_date", Date),
    Column("sex", String(1)),
    Column("relation", String(20)),
    Column("disabled", Boolean),
)
_versions(
    "case_step",
    key("case_id", 64),
    key("step", 20),
    Column("household_id", String(64), nullable=False, index=True),
    Column("on_date", Date, nullable=False),
    Column("actor", String(40)),
)
_versions(
    "hazard_event",
    key("event_id", 64),
    Column("hazard", String(20), nullable=False),
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
_versions(
    "layer",
    key("layer_id", 64),
    Column("kind", String(30), nullable=False),
    Column("title", String(120), nullable=False),
    Column("source", String(400), nullable=False),
    Column("file", String(120), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("features", Integer),
    Column("repaired", Integer),
)
