"""`kentongan account`: the first account of a desk, and help from a terminal when nobody can log in any more."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli_account import account
from bot.embedded_core import embedded_core
from bot.settings import Settings
from bot.wired_desk import accounts_and_offices
from bridge.desk.accounts import Accounts, WrongPassword
from bridge.desk.offices import Offices
from tests.test_run_and_play import KENTONGAN, clean_environment

Run = Callable[..., Result]
PASSWORD = re.compile(r"login: (\S+)$", re.M)
KEYS = "k1:" + "A" * 43 + "="


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """`kentongan account ...` in this process, in an empty folder, with keys of its own."""
    for name in [name for name in os.environ if name.startswith("KENTONGAN")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KENTONGAN_DATA", str(tmp_path))
    monkeypatch.setenv("KENTONGAN_SECRET_KEYS", KEYS)
    before = os.umask(0o022)
    yield lambda *words: CliRunner().invoke(account, words)
    os.umask(before)


def rooms(folder: Path) -> tuple[Accounts, Offices]:
    settings = Settings.read({"KENTONGAN_DATA": str(folder), "KENTONGAN_SECRET_KEYS": KEYS})
    return accounts_and_offices(embedded_core(settings, ""), settings)


def told(result: Result) -> str:
    assert result.exit_code == 0, result.output
    found = PASSWORD.findall(result.output)
    assert len(found) == 1, result.output
    return str(found[0])


def test_the_first_account_is_made_in_an_empty_folder(tmp_path: Path) -> None:
    """A real process, no settings, no database: one line with a password that opens the account once."""
    made = subprocess.run(
        [*KENTONGAN, "account", "add", "kepala", "--name", "Kepala Desk"],
        env=clean_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    (password,) = PASSWORD.findall(made.stdout)
    assert len(password) == 20
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]
    assert [path for path in kept if path.read_bytes().startswith(b"SQLite format 3")]
    assert not [path for path in kept if password.encode() in path.read_bytes()]
    assert not [path for path in kept if path.stat().st_mode & 0o077]
    listed = subprocess.run(
        [*KENTONGAN, "account", "list"],
        env=clean_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert listed.stdout == "kepala  admin_pusat  -  password only  Kepala Desk\n"


def test_a_password_is_printed_once_and_kept_nowhere(run: Run, tmp_path: Path) -> None:
    """It opens the account, asks to be changed, and is in no file, not even in the write-ahead log."""
    password = told(run("add", "kepala", "--name", "Kepala"))
    accounts, _ = rooms(tmp_path)
    assert accounts.proven("kepala", password, "here").must_change
    assert password not in run("list").output
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]


def test_an_account_of_an_office_makes_the_office_where_it_is_new(run: Run, tmp_path: Path) -> None:
    """Two accounts of one office are of the same one, in whatever case its name is typed."""
    told(run("add", "a", "--name", "A", "--role", "admin_instansi", "--office", "Pemkab Uji", "--region", "52.03"))
    told(run("add", "b", "--name", "B", "--role", "pejabat_penghubung", "--office", "pemkab uji"))
    accounts, offices = rooms(tmp_path)
    (office,) = offices.all()
    assert (office.name, office.region_code) == ("Pemkab Uji", "52.03")
    assert {each.office_id for each in accounts.all()} == {office.id}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--role", "admin_instansi"), "belongs to no office"),
        (("--office", "Pemkab Uji"), "belongs to no office"),
        (("--role", "root"), "Invalid value"),
        (("--role", "pejabat_penghubung", "--office", "X", "--region", "Lombok"), "A region is written"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(run: Run, words: tuple[str, ...], why: str) -> None:
    """One line that says why, no password, no account, no traceback."""
    refused = run("add", "kepala", "--name", "Kepala", *words)
    assert refused.exit_code != 0
    assert why in refused.output
    assert not PASSWORD.search(refused.output)
    assert "kepala" not in run("list").output


def test_the_same_login_is_not_given_twice(run: Run) -> None:
    """Nor in other letters."""
    told(run("add", "kepala", "--name", "Kepala"))
    again = run("add", "KEPALA", "--name", "Lain")
    assert again.exit_code == 1
    assert "already" in again.output
    assert run("list").output.count("kepala") == 1


def test_a_lost_password_is_replaced(run: Run, tmp_path: Path) -> None:
    """The new one opens the account, the old one does not, and the second factor goes where that is asked for."""
    first = told(run("add", "kepala", "--name", "Kepala"))
    second = told(run("reset", "kepala", "--drop-factor"))
    accounts, _ = rooms(tmp_path)
    assert accounts.proven("kepala", second, "here").must_change
    with pytest.raises(WrongPassword):
        accounts.proven("kepala", first, "here")
    assert run("reset", "tiada").exit_code == 1


def test_an_account_is_ended_and_opened_but_not_the_last_admin_pusat(run: Run, tmp_path: Path) -> None:
    """Somebody has to be left who can make accounts."""
    told(run("add", "kepala", "--name", "Kepala"))
    last = run("end", "kepala")
    assert last.exit_code == 1
    assert "last admin pusat" in last.output
    password = told(run("add", "kedua", "--name", "Kedua"))
    assert run("end", "kedua").exit_code == 0
    accounts, _ = rooms(tmp_path)
    with pytest.raises(WrongPassword):
        accounts.proven("kedua", password, "here")
    assert run("end", "kedua", "--again").exit_code == 0
    assert accounts.proven("kedua", password, "here").login == "kedua"
    assert run("end", "tiada").exit_code == 1


def test_accounts_of_another_core_are_made_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house whose reports are elsewhere has no desk."""
    monkeypatch.setenv("KENTONGAN_CORE_URL", "http://127.0.0.1:9/open311")
    refused = run("list")
    assert refused.exit_code == 1
    assert "KENTONGAN_CORE_URL" in refused.output
