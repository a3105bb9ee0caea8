"""Tables for files that come in; the register of layers tells their editions."""

from alembic import op
from sqlalchemy import Column, MetaData, Table

from ledger.migrations import intake
from ledger.migrations.building import sealed_guards
from ledger.migrations.casework import metadata as casework

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the new tables; let the register of layers tell more of each."""
    connection = op.get_bind()
    new = [t for t in intake.metadata.sorted_tables if t.name != "entry"]
    intake.metadata.create_all(connection, tables=new, checkfirst=False)
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER layer_no_{verb}")
    for name, kind in intake.LAYER_COLUMNS:
        op.add_column("layer", Column(name, kind))
    if on_sqlite:
        for statement in sealed_guards(_layer_of_today()):
            op.execute(statement)


def _layer_of_today() -> Table:
    before = casework.tables["layer"]
    added = [Column(name, kind) for name, kind in intake.LAYER_COLUMNS]
    kept = [Column(column.name, column.type) for column in before.columns]
    at = next(i for i, column in enumerate(kept) if column.name == "entry_seq")
    return Table("layer", MetaData(), *kept[:at], *added, *kept[at:])
