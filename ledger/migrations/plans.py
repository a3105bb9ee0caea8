"""Schema 0004: fortification by place, scenarios, houses of a plan of record."""

from sqlalchemy import Column, Date, Float, Integer, MetaData, String, Table

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
    "fortification",
    key("place_code", 12),
    Column("pga_g", Float),
    Column("design_intensity_degree", Integer),
    Column("spectrum_period_s", Float),
    Column("source", String(200), nullable=False),
    Column("valid_from", Date),
)
_versions(
    "scenario",
    key("scenario_id", 32),
    Column("name", String(80), nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("budget_cny", Integer, nullable=False),
    Column("settings", String(20_000), nullable=False),
    Column("summary", String(20_000), nullable=False),
    Column("made_on", Date, nullable=False),
    Column("frozen_on", Date),
    Column("policy", String(200), nullable=False),
    Column("position", Integer, nullable=False),
)
_versions(
    "planned_house",
    key("plan_id", 32),
    Column("household_id", String(64), primary_key=True, index=True),
    Column("village_code", String(12), nullable=False),
    Column("task", String(40), nullable=False),
    Column("measure", String(20), nullable=False),
    Column("way", String(20), nullable=False),
    Column("cost_cny", Integer, nullable=False),
    Column("budget", String(80)),
    Column("place_in_village", Integer),
    Column("reason", String(400)),
)
