"""Schema 0006: forms that were filed, money secured, agendas, notices sent."""

from sqlalchemy import Column, Date, Integer, MetaData, String, Table

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
    "form_filing",
    key("filing_id", 40),
    Column("form", String(10), nullable=False),
    Column("month", String(7), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("figures", String(4_000), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("reasons", String(8_000), nullable=False),
    Column("note", String(400)),
)
_versions(
    "secured_fund",
    key("fund_id", 64),
    Column("level", String(10), nullable=False),
    Column("task", String(40)),
    Column("amount_cny", Integer, nullable=False),
    Column("secured_on", Date, nullable=False),
    Column("document", String(120)),
)
_versions(
    "meeting_agenda",
    key("agenda_id", 40),
    Column("title", String(120), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("views", String(20_000), nullable=False),
)
_versions(
    "notice_sent",
    key("notice_id", 60),
    Column("kind", String(20), nullable=False),
    Column("month", String(7), nullable=False),
    Column("sent_at", String(32), nullable=False),
    Column("sha256", String(64)),
    Column("note", String(200)),
)
