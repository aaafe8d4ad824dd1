"""How an officer comes in and goes out: password, second factor, a new password, and the language of the pages."""

from __future__ import annotations

import io

import pyotp
import segno
from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from bridge.desk.accounts import BadAccount, WrongPassword
from bridge.desk.doors import _, address, desk, inside, officer, safe_next
from bridge.desk.logins import named
from bridge.desk.people import Officer
from bridge.desk.tries import TooMany
from bridge.desk.words import LANGUAGES

room = Blueprint("login", __name__)
Page = str | Response | tuple[str, int]


class LoginForm(FlaskForm):  # type: ignore[misc]
    login = StringField(validators=[InputRequired(), Length(max=200)])
    password = PasswordField(validators=[InputRequired(), Length(max=1000)])


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(validators=[InputRequired(), Length(max=20)])


class PasswordForm(FlaskForm):  # type: ignore[misc]
    old = PasswordField(validators=[InputRequired(), Length(max=1000)])
    new = PasswordField(validators=[InputRequired(), Length(max=1000)])


@room.route("/login", methods=["GET", "POST"])
def login() -> Page:
    """Login and password."""
    if current_user.is_authenticated:
        return redirect(url_for("inbox.inbox"))
    form, wrong = LoginForm(), ""
    if form.validate_on_submit():
        try:
            account = desk().accounts.proven(form.login.data, form.password.data, address())
        except WrongPassword:
            wrong = _("Login or password is wrong.")
        except TooMany as slow:
            wrong = _too_many(slow)
        else:
            token = desk().logins.begin(account, proved=not account.has_totp)
            return _entered(token, request.args.get("next", ""))
    elif form.is_submitted():
        return render_template("login.html", form=form, wrong=_("Login and password are both needed.")), 400
    return render_template("login.html", form=form, wrong=wrong), 403 if wrong else 200


@room.route("/login/code", methods=["GET", "POST"])
def code() -> Page:
    """The second factor: six digits from the phone."""
    if not current_user.is_authenticated:
        return redirect(url_for("login.login"))
    who, form, wrong = officer(), CodeForm(), ""
    if who.proved:
        return redirect(url_for("inbox.inbox"))
    if form.validate_on_submit():
        try:
            if desk().accounts.totp_fits(who.id, form.code.data, address()):
                return _begin_anew(who)
            wrong = _("That code is not the one of now. Wait for the next one.")
        except TooMany as slow:
            wrong = _too_many(slow)
    elif form.is_submitted():
        return render_template("code.html", form=form, wrong=_("Type the six digits.")), 400
    return render_template("code.html", form=form, wrong=wrong), 403 if wrong else 200


@room.post("/logout")
def logout() -> Page:
    """Out; the session is worth nothing from now on."""
    if current_user.is_authenticated:
        desk().logins.end(officer().token)
    logout_user()
    session.clear()
    return redirect(url_for("login.login"))


@room.post("/language")
def choose_language() -> Page:
    """Indonesian or English, for this account, or before logging in for this browser."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if current_user.is_authenticated and officer().proved:
            desk().accounts.set_language(officer().id, chosen)
    return redirect(safe_next(request.form.get("next", "")))


@room.route("/account/password", methods=["GET", "POST"])
def password() -> Page:
    """A new password, which ends this account's other sessions."""
    if not current_user.is_authenticated or not officer().proved:
        return redirect(url_for("login.login"))
    who, form, wrong = officer(), PasswordForm(), ""
    if form.validate_on_submit():
        try:
            desk().accounts.proven(who.login, form.old.data, address())
            desk().accounts.set_password(who.id, form.new.data, spare=named(who.token), by=who.id)
        except WrongPassword:
            wrong = _("The password until now is not right.")
        except TooMany as slow:
            wrong = _too_many(slow)
        except BadAccount as bad:
            wrong = _(str(bad))
        else:
            flash(_("The new password holds from now on."))
            return redirect(url_for("inbox.inbox"))
    elif form.is_submitted():
        wrong = _("Both passwords are needed.")
    return render_template("password.html", form=form, wrong=wrong), 400 if wrong else 200


@room.route("/account/factor", methods=["GET", "POST"])
def factor() -> Page:
    """Set up the second factor: the secret as a picture and in letters, proved by its first code."""
    if not current_user.is_authenticated or not officer().proved or officer().must_change:
        return redirect(url_for("login.login"))
    who, form, wrong = officer(), CodeForm(), ""
    if who.has_totp:
        return redirect(url_for("login.account"))
    secret = session.setdefault("factor", pyotp.random_base32())
    if form.validate_on_submit():
        if desk().accounts.set_totp(who.id, secret, form.code.data):
            session.pop("factor")
            flash(_("The second factor is set up. It is asked for at your next login."))
            return redirect(url_for("login.account"))
        wrong = _("That code is not the one of now. Wait for the next one.")
    elif form.is_submitted():
        wrong = _("Type the six digits.")
    return render_template("factor.html", form=form, wrong=wrong, secret=secret), 400 if wrong else 200


@room.get("/account/factor.svg")
def factor_picture() -> Page:
    """The secret being set up, as a QR code."""
    secret = session.get("factor")
    if not current_user.is_authenticated:
        return redirect(url_for("login.login"))
    if not secret:
        abort(404)
    address = pyotp.TOTP(secret).provisioning_uri(name=officer().login, issuer_name="Kentongan")
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=5, border=4, light="white", svgclass=None)
    return Response(picture.getvalue(), content_type="image/svg+xml")


@room.get("/account")
@inside
def account() -> Page:
    """What this account is, and what can be changed about it."""
    return render_template("account.html", who=officer())


def _entered(token: str, onward: str) -> Response:
    """Into the desk with a cookie that is new, whatever the browser brought along."""
    chosen = session.get("language", "")
    session.clear()
    session["language"] = chosen
    who = desk().logins.officer(token)
    if who is None:
        return redirect(url_for("login.login"))
    login_user(who)
    if not who.proved:
        session["onward"] = safe_next(onward).removeprefix(request.script_root)
        return redirect(url_for("login.code"))
    return redirect(safe_next(onward))


def _begin_anew(who: Officer) -> Response:
    """The half session ends and a whole one begins, so that an older cookie opens nothing more than it did."""
    onward = session.get("onward", "")
    found = desk().accounts.find(who.login)
    desk().logins.end(who.token)
    return _entered(desk().logins.begin(found, proved=True), onward) if found else redirect(url_for("login.login"))


def _too_many(slow: TooMany) -> str:
    return _("Too many wrong tries. The next one can be made in %(seconds)s seconds.", seconds=slow.wait)
