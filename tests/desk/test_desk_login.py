"""Who comes into the desk, and who does not."""

from __future__ import annotations

import pyotp
from desk_house import PASSWORD, DeskHouse, a_code, without_token


def test_nobody_sees_a_page_without_logging_in(desk: DeskHouse) -> None:
    """The inbox sends a stranger to the login and remembers where they wanted to go."""
    answer = desk.visitor().get("/?stage=received")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/?stage%3Dreceived"


def test_login_and_password_open_the_inbox(desk: DeskHouse) -> None:
    """Capital letters in the login do not count; the page greets by name."""
    visitor = desk.visitor()
    assert visitor.post("/login", login="PUSAT", password=PASSWORD).headers["Location"] == "/"
    assert "Petugas pusat" in visitor.get("/").text


def test_a_wrong_password_and_an_unknown_login_look_the_same(desk: DeskHouse) -> None:
    """A stranger does not learn whether an account exists."""
    visitor = desk.visitor()
    answers = [visitor.post("/login", login=login, password="salah sekali") for login in ("pusat", "tiada")]
    assert [answer.status_code for answer in answers] == [403, 403]
    known, unknown = (without_token(answer.text).replace("pusat", "tiada").split("<main")[1] for answer in answers)
    assert known == unknown


def test_the_second_factor_is_asked_for_once_it_is_set_up(desk: DeskHouse) -> None:
    """Between password and code nothing is open; a code counts once."""
    account, secret = desk.desk.accounts.find("pusat"), pyotp.random_base32()
    assert account
    assert desk.desk.accounts.set_totp(account.id, secret, a_code(secret, desk.clock()))
    desk.clock.pass_by(minutes=2)
    visitor = desk.as_("pusat")
    assert visitor.get("/").headers["Location"] == "/login/code"
    code = a_code(secret, desk.clock())
    assert visitor.post("/login/code", code="000000").status_code == 403
    assert visitor.post("/login/code", code=code).status_code == 302
    assert visitor.get("/").status_code == 200
    again = desk.as_("pusat")
    assert again.post("/login/code", code=code).status_code == 403


def test_a_session_ends_by_leaving_by_silence_and_by_age(desk: DeskHouse) -> None:
    """An old cookie opens nothing."""
    visitor = desk.as_("jalan")
    cookie = visitor.client.get_cookie("kentongan_desk")
    assert visitor.post("/logout").status_code == 302
    assert cookie
    visitor.client.set_cookie("kentongan_desk", cookie.value)
    assert visitor.get("/").status_code == 302
    silent = desk.as_("jalan")
    desk.clock.pass_by(minutes=61)
    assert silent.get("/").status_code == 302
    busy = desk.as_("jalan")
    for _ in range(15):
        desk.clock.pass_by(minutes=50)
        last = busy.get("/")
    assert last.status_code == 302
