"""The tables of the first release."""

from alembic import op

from ledger.migrations.foundation import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and their triggers."""
    metadata.create_all(op.get_bind(), checkfirst=False)
