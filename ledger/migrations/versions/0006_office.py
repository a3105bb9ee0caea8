"""Tables for what an office hands upward: forms, money, agendas, notices."""

from alembic import op

from ledger.migrations import office

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the new tables; nothing that there was is touched."""
    new = [t for t in office.metadata.sorted_tables if t.name != "entry"]
    office.metadata.create_all(op.get_bind(), tables=new, checkfirst=False)
