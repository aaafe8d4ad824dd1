"""Who works at the desk: an admin makes accounts within reach and ends them the day somebody leaves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bridge.characters import printable
from bridge.desk.account_rules import made_up
from bridge.desk.accounts import Account, BadAccount
from bridge.desk.accounts_listed import PAGE, lines
from bridge.desk.doors import _, desk, needs, officer
from bridge.desk.offices import as_tree
from bridge.desk.people import BENEATH, Officer, Right, Role
from bridge.desk.words import N_

room = Blueprint("accounts", __name__)
Page = str | Response | tuple[str, int]
NUMBER = "int(max=2147483647)"
_OWN = N_("Nobody changes their own account here; another admin can.")


@room.get("/accounts")
@needs(Right.ACCOUNTS)
def accounts() -> Page:
    """The accounts within reach."""
    words, start = printable(request.args.get("q", ""))[:200], min(request.args.get("from", 0, int), 10**6)
    found = lines(desk().cases.ledger, officer(), words, max(start, 0))
    onward = max(start, 0) + PAGE if len(found) > PAGE else None
    return render_template("accounts.html", found=found[:PAGE], q=words, onward=onward, start=start)


@room.route("/accounts/new", methods=["GET", "POST"])
@needs(Right.ACCOUNTS)
def make() -> Page:
    """A new account; its password is shown once, in the answer, and kept nowhere."""
    if request.method == "GET":
        return _form("account_new.html")
    password = made_up()
    try:
        role, office_id = _role_and_office()
        login, name = request.form.get("login", ""), request.form.get("name", "")
        made = desk().accounts.add(login, name, role, office_id, password, by=officer().id)
    except BadAccount as bad:
        return _form("account_new.html", wrong=_(str(bad))), 400
    return render_template("account_password.html", account=made, password=password)


@room.route(f"/accounts/<{NUMBER}:account_id>", methods=["GET", "POST"])
@needs(Right.ACCOUNTS)
def one(account_id: int) -> Page:
    """One account: name, role and office, and what can be done with it."""
    account = _within_reach(account_id)
    if request.method == "GET":
        return _form("account_one.html", account=account)
    try:
        _not_oneself(account)
        role, office_id = _role_and_office()
        desk().accounts.change(account_id, request.form.get("name", ""), role, office_id, by=officer().id)
    except BadAccount as bad:
        return _form("account_one.html", wrong=_(str(bad)), account=account), 400
    flash(_("The account is changed."))
    return redirect(url_for("accounts.one", account_id=account_id))


@room.post(f"/accounts/<{NUMBER}:account_id>/end")
@needs(Right.ACCOUNTS)
def end(account_id: int) -> Page:
    """End the account and its sessions."""
    return _switched(account_id, disabled=True)


@room.post(f"/accounts/<{NUMBER}:account_id>/open")
@needs(Right.ACCOUNTS)
def open_again(account_id: int) -> Page:
    """Open an ended account again."""
    return _switched(account_id, disabled=False)


@room.post(f"/accounts/<{NUMBER}:account_id>/password")
@needs(Right.ACCOUNTS)
def new_password(account_id: int) -> Page:
    """Another password for one login, shown once; the sessions of the account end."""
    account, password = _within_reach(account_id), made_up()
    try:
        _not_oneself(account)
        desk().accounts.set_password(account_id, password, must_change=True, by=officer().id)
    except BadAccount as bad:
        return _form("account_one.html", wrong=_(str(bad)), account=account), 400
    return render_template("account_password.html", account=account, password=password)


@room.post(f"/accounts/<{NUMBER}:account_id>/factor")
@needs(Right.ACCOUNTS)
def drop_factor(account_id: int) -> Page:
    """The phone is lost: the second step is set up anew at the next login."""
    account = _within_reach(account_id)
    try:
        _not_oneself(account)
    except BadAccount as bad:
        return _form("account_one.html", wrong=_(str(bad)), account=account), 400
    desk().accounts.drop_totp(account_id, by=officer().id)
    flash(_("The second step is taken away; it can be set up anew."))
    return redirect(url_for("accounts.one", account_id=account_id))


def _switched(account_id: int, *, disabled: bool) -> Page:
    account = _within_reach(account_id)
    try:
        _not_oneself(account)
        desk().accounts.disable(account_id, disabled=disabled, by=officer().id)
    except BadAccount as bad:
        return _form("account_one.html", wrong=_(str(bad)), account=account), 400
    flash(_("The account is ended.") if disabled else _("The account is open again."))
    return redirect(url_for("accounts.one", account_id=account_id))


def _form(template: str, wrong: str = "", account: Account | None = None) -> str:
    who, typed = officer(), request.form if request.method == "POST" and wrong else {}
    offices = [(depth, each) for depth, each in as_tree(desk().offices.all()) if who.reaches(each.id)]
    first = offices[0][0] if offices else 0
    return render_template(
        template,
        wrong=wrong,
        account=account,
        typed=typed,
        roles=[role.value for role in BENEATH[who.role]],
        offices=[(depth - first, each) for depth, each in offices],
        own=account is not None and account.id == who.id,
    )


def _within_reach(account_id: int) -> Account:
    account = desk().accounts.get(account_id)
    if account is None or not _reaches(officer(), account.role, account.office_id):
        abort(404)
    return account


def _reaches(who: Officer, role: Role, office_id: int | None) -> bool:
    return who.reaches(office_id) and role in BENEATH[who.role]


def _not_oneself(account: Account) -> None:
    if account.id == officer().id:
        raise BadAccount(_OWN)


def _role_and_office() -> tuple[Role, int | None]:
    """What the form says, where it is within reach; whoever forges more is told no more than with any wrong choice."""
    given: Any = request.form
    office_id = given.get("office_id", type=int)
    try:
        role = Role(given.get("role", ""))
    except ValueError:
        raise BadAccount(N_("Choose a role.")) from None
    office_id = None if role is Role.CENTRAL else office_id
    known = {each.id for each in desk().offices.all()} | {None}
    if office_id not in known or not _reaches(officer(), role, office_id):
        raise BadAccount(N_("Choose a role and an office within your reach."))
    return role, office_id
