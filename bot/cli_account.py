"""Accounts of the web desk from a terminal: the first one can be made nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from bridge.desk.accounts import Account, Accounts
    from bridge.desk.offices import Offices

_ROLES = ("admin_pusat", "admin_instansi", "pejabat_penghubung")


@click.group()
def account() -> None:
    """Accounts of the web desk (/desk): make one, list them, give a new password, end one."""


@account.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name, as it stands beside what they do.")
@click.option("--role", type=click.Choice(_ROLES), default=_ROLES[0], show_default=True)
@click.option("--office", default="", help="The office, for every role but admin_pusat; made where it is new.")
@click.option("--region", default="", help="Kemendagri code of the region that a new office serves (52.03).")
def add(login: str, name: str, role: str, office: str, region: str) -> None:
    """Make an account; prints a password for the first login."""
    from bridge.desk.account_rules import made_up
    from bridge.desk.people import Role

    accounts, offices = _rooms()
    password = made_up()
    if bool(office) == (role == _ROLES[0]):
        raise click.UsageError("An admin_pusat belongs to no office; every other role needs --office.")
    with _plainly():
        made = accounts.add(login, name, Role(role), _office(offices, office, region), password)
    click.echo(f"Account {made.login} ({made.role}). Password for the first login: {password}")


@account.command("list")
def list_accounts() -> None:
    """All accounts: login, role, office, second factor."""
    accounts, offices = _rooms()
    names = {office.id: office.name for office in offices.all()}
    for each in accounts.all():
        state = "ended" if each.disabled else "second factor" if each.has_totp else "password only"
        click.echo(f"{each.login}  {each.role}  {names.get(each.office_id or 0, '-')}  {state}  {each.name}")


@account.command()
@click.argument("login")
@click.option("--drop-factor", is_flag=True, help="The phone is lost: the second factor is set up anew.")
def reset(login: str, drop_factor: bool) -> None:
    """Give a new password for one login; every session of the account ends."""
    from bridge.desk.account_rules import made_up

    accounts, _ = _rooms()
    found = _found(accounts, login)
    password = made_up()
    accounts.set_password(found.id, password, must_change=True)
    if drop_factor:
        accounts.drop_totp(found.id)
    click.echo(f"Password for the next login: {password}")


@account.command()
@click.argument("login")
@click.option("--again", is_flag=True, help="Open it again.")
def end(login: str, again: bool) -> None:
    """End an account and all its sessions."""
    accounts, _ = _rooms()
    found = _found(accounts, login)
    with _plainly():
        accounts.disable(found.id, disabled=not again)
    click.echo(f"Account {found.login} is {'open again' if again else 'ended'}.")


def _rooms() -> tuple[Accounts, Offices]:
    from bot.embedded_core import embedded_core
    from bot.settings_faults import key_faults
    from bot.wired_desk import accounts_and_offices

    settings = Settings.read(os.environ)
    cases = embedded_core(settings, "it has its own desk. Unset KENTONGAN_CORE_URL")
    if not settings.secret_keys:
        settings = _with_made_up_keys(settings)
    if faults := key_faults(settings):
        raise click.ClickException("\n".join(faults))
    return accounts_and_offices(cases, settings)


def _found(accounts: Accounts, login: str) -> Account:
    found = accounts.find(login)
    if found is None:
        raise click.ClickException(f"There is no account {login}. See: kentongan account list")
    return found


def _with_made_up_keys(settings: Settings) -> Settings:
    """Those that `kentongan run` made up for this folder."""
    from bot.generated import secrets_of

    return Settings.read({**os.environ, "KENTONGAN_SECRET_KEYS": secrets_of(settings.folder)["KENTONGAN_SECRET_KEYS"]})


def _office(offices: Offices, name: str, region: str) -> int | None:
    if not name:
        return None
    known = {office.name.casefold(): office.id for office in offices.all()}
    return known.get(name.casefold()) or offices.add(name, region_code=region)


@contextmanager
def _plainly() -> Iterator[None]:
    from bridge.desk.accounts import BadAccount
    from bridge.desk.offices import BadOffice

    try:
        yield
    except (BadAccount, BadOffice) as wrong:
        raise click.ClickException(str(wrong)) from wrong
