"""The tables of an earlier release become those of this one, with everything that citizens reported in them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection


def config() -> Config:
    """Alembic's settings, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def upgrade(connection: Connection, version: str) -> None:
    """Every step that is missing up to the version; LookupError where the database is at one nobody here knows."""
    settings = config()
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, version)
    except CommandError as wrong:
        raise LookupError(str(wrong)) from None
