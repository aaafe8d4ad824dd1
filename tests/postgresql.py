"""A PostgreSQL where one can be had, for every test that has to hold on both databases."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from bridge.embedded.schema import connect


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A SQLAlchemy URL of a PostgreSQL: the one that was given, else one started for these tests, else a skip."""
    if given := os.environ.get("KENTONGAN_TEST_DATABASE"):
        yield given
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no KENTONGAN_TEST_DATABASE and no PostgreSQL server on this machine")
    yield from _private_cluster(programs[-1].parent)


def _private_cluster(programs: Path) -> Iterator[str]:
    home = Path(tempfile.mkdtemp(prefix="pg"))
    as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if as_user:
        shutil.chown(home, "postgres", "postgres")

    def run(*command: str) -> None:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=120, **as_user)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr

    run(f"{programs}/initdb", "-D", f"{home}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off"
    run(f"{programs}/pg_ctl", "-D", f"{home}/data", "-l", f"{home}/log", "-o", options, "-w", "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={home}"
    finally:
        run(f"{programs}/pg_ctl", "-D", f"{home}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(home)


@pytest.fixture
def postgresql_engine(postgresql: str) -> Iterator[Engine]:
    """An engine on a schema of its own, gone afterwards."""
    schema = f"test_{uuid.uuid4().hex}"
    admin = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(postgresql).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = connect(url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()
