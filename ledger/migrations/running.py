"""Bring a database to the newest schema with Alembic."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from ledger.migrations import HEAD

FOLDER = Path(__file__).parent
_one_at_a_time = Lock()  # Alembic's context belongs to the process


def migrate(
    connection: Connection,
    index_of: Callable[[str], str],
    *,
    stamped: str | None = None,
    to: str = HEAD,
) -> None:
    """Run the steps that a database lacks, in the transaction of a connection.

    Parameters
    ----------
    index_of : callable
        The blind index of identity numbers.
    stamped : str, optional
        The step that a database without a mark is at; none for an empty one.
    to : str
        The step to stop at.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["index_of"] = index_of
    with _one_at_a_time:
        if stamped:
            command.stamp(config, stamped)
        command.upgrade(config, to)
