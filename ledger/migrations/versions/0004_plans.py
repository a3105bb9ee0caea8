"""Tables for plans: what places are built for, scenarios, and whom they name."""

from alembic import op

from ledger.migrations import plans

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the new tables; nothing that there was is touched."""
    new = [t for t in plans.metadata.sorted_tables if t.name != "entry"]
    plans.metadata.create_all(op.get_bind(), tables=new, checkfirst=False)
