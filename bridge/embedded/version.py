"""A database of any earlier release opens with this one: what citizens reported before an update is still there."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bridge.embedded import desk_tables
from bridge.embedded.schema import WRITES, one_at_a_time
from bridge.embedded.story_search import make_index

VERSION = "3"  # of the tables in schema.py; the last file in migrations/versions
_TABLE = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"


class TooNew(Exception):
    """The database was made by a later release; opening it with this one could lose what that one keeps."""


def create(engine: Engine) -> None:
    """Make the tables, or bring those of an earlier release up to date; several processes may do so at once.

    One SELECT where there is nothing to do. Raises TooNew.
    """
    if _told(engine) == VERSION:
        return
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        one_at_a_time(connection)
        if inspect(connection).has_table("cases"):
            _upgrade(connection)
        else:
            _make(connection)


def _told(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")
    except DBAPIError:  # no such table; or no database, which the next statement will tell
        return ""


def _make(connection: Connection) -> None:
    desk_tables.OfficeRow.metadata.create_all(connection)  # all of them: the desk's stand on the cases'
    make_index(connection)
    connection.execute(text(_TABLE))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": VERSION})


def _upgrade(connection: Connection) -> None:
    """Alembic's own step by step; a database without its mark is the first release's."""
    from bridge.embedded.migrations.upgrade import upgrade  # noqa: PLC0415 - a second to import, once in a release

    try:
        upgrade(connection, VERSION)
    except LookupError:
        raise TooNew from None
