"""Tables for the hours after an event; findings and photographs tell more."""

from alembic import op
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.types import TypeEngine

from ledger.migrations import response
from ledger.migrations.building import sealed_guards
from ledger.migrations.casework import metadata as casework
from ledger.migrations.intake import metadata as intake

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the new tables; let findings and photographs tell more of each."""
    new = [t for t in response.metadata.sorted_tables if t.name != "entry"]
    response.metadata.create_all(op.get_bind(), tables=new, checkfirst=False)
    _widen(intake.tables["finding"], response.FINDING_COLUMNS)
    _widen(casework.tables["photograph"], response.PHOTOGRAPH_COLUMNS)
    op.create_index("ix_photograph_finding_id", "photograph", ["finding_id"])


def _widen(before: Table, more: tuple[tuple[str, TypeEngine], ...]) -> None:
    """Add columns to a table; its triggers then guard them too."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {before.name}_no_{verb}")
    for name, kind in more:
        op.add_column(before.name, Column(name, kind))
    if not on_sqlite:
        return
    added = [Column(name, kind) for name, kind in more]
    kept = [Column(column.name, column.type) for column in before.columns]
    at = next(i for i, column in enumerate(kept) if column.name == "entry_seq")
    after = Table(before.name, MetaData(), *kept[:at], *added, *kept[at:])
    for statement in sealed_guards(after):
        op.execute(statement)
