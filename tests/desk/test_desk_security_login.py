"""Attacks on the door: guessed passwords and codes, borrowed cookies, and addresses that lead elsewhere."""

from __future__ import annotations

import time
from statistics import median

import pyotp
import pytest
from desk_house import PASSWORD, DeskHouse, Visitor, a_code

from bridge.desk.accounts import WrongPassword
from bridge.desk.tries import FIRST_WAIT, FREE, LONGEST_WAIT

COOKIE = "kentongan_desk"
WRONG = "salah sekali ini"


def tried(visitor: Visitor, login: str, password: str, address: str = "192.0.2.1") -> int:
    """The answer to a login from an address."""
    page = {"login": login, "password": password, "csrf_token": visitor.token()}
    return visitor.client.post("/login", data=page, environ_base={"REMOTE_ADDR": address}).status_code


def slowed(desk: DeskHouse, login: str, password: str, address: str) -> bool:
    """Whether even the right password has to wait there."""
    return tried(desk.visitor(), login, password, address) == 403


def test_a_login_is_slowed_down_where_it_is_guessed_and_nowhere_else(desk: DeskHouse) -> None:
    """After five wrong ones the right one waits there too; from elsewhere it opens; waiting helps."""
    visitor = desk.visitor()
    for _ in range(FREE["both"]):
        assert tried(visitor, "pusat", WRONG) == 403
    assert slowed(desk, "pusat", PASSWORD, "192.0.2.1")
    assert not slowed(desk, "pusat", PASSWORD, "192.0.2.2")
    assert not slowed(desk, "jalan", PASSWORD, "192.0.2.1")
    desk.clock.pass_by(seconds=FIRST_WAIT + 1)
    assert not slowed(desk, "pusat", PASSWORD, "192.0.2.1")


def test_each_further_wrong_one_waits_longer_up_to_a_quarter_of_an_hour(desk: DeskHouse) -> None:
    """A patient guesser gets about a hundred tries a day."""
    visitor, count, began = desk.visitor(), 0, desk.clock()
    while (desk.clock() - began).total_seconds() < 20 * 3600:
        page = {"login": "pusat", "password": WRONG, "csrf_token": visitor.token()}
        count += "detik" not in visitor.client.post("/login", data=page).text.split("<main")[1]
        desk.clock.pass_by(seconds=300)
    assert 40 < count < 20 * 3600 / LONGEST_WAIT + 20


def test_an_address_is_slowed_down_whatever_login_it_tries(desk: DeskHouse) -> None:
    """Guessing one password for many logins ends after thirty; whoever is at home there still comes in."""
    assert not slowed(desk, "jalan", PASSWORD, "192.0.2.1")
    visitor = desk.visitor()
    for number in range(FREE["address"]):
        assert tried(visitor, f"login{number}", WRONG) == 403
    assert slowed(desk, "pusat", PASSWORD, "192.0.2.1")
    assert not slowed(desk, "jalan", PASSWORD, "192.0.2.1")
    assert not slowed(desk, "pusat", PASSWORD, "192.0.2.9")


def test_a_login_is_slowed_down_when_the_whole_world_guesses_but_not_at_home(desk: DeskHouse) -> None:
    """A hundred addresses do not keep the officer out of where they worked before."""
    assert not slowed(desk, "pusat", PASSWORD, "192.0.2.200")
    tries = desk.desk.accounts.tries
    for number in range(FREE["login"]):
        tries.ask("pusat", f"198.51.100.{number}")
    assert slowed(desk, "pusat", PASSWORD, "203.0.113.5")
    assert not slowed(desk, "pusat", PASSWORD, "192.0.2.200")


def test_an_ipv6_customer_is_one_address(desk: DeskHouse) -> None:
    """Another address of the same /64 does not begin anew."""
    visitor = desk.visitor()
    for number in range(FREE["both"]):
        tried(visitor, "pusat", WRONG, f"2001:db8:1:2::{number:x}")
    assert slowed(desk, "pusat", PASSWORD, "2001:db8:1:2:ffff::1")
    assert not slowed(desk, "pusat", PASSWORD, "2001:db8:1:3::1")


def test_an_unknown_login_costs_the_same_as_a_known_one(desk: DeskHouse) -> None:
    """The clock does not tell whether there is such an account; an ended one neither."""
    gone = desk.desk.accounts.find("lampu")
    assert gone
    desk.desk.accounts.disable(gone.id, disabled=True)
    times: dict[str, list[float]] = {"pusat": [], "tiada": [], "lampu": []}
    for turn in range(7):
        for login, taken in times.items():
            began = time.process_time()
            with pytest.raises(WrongPassword):
                desk.desk.accounts.proven(login, WRONG, f"192.0.2.{turn}")
            taken.append(time.process_time() - began)
    middle = {login: median(taken) for login, taken in times.items()}
    assert max(middle.values()) < 2 * min(middle.values()), middle


def test_codes_are_guessed_as_slowly_as_passwords(desk: DeskHouse) -> None:
    """After five wrong codes the right one waits too, and a new half session begins nothing anew."""
    account, secret = desk.desk.accounts.find("pusat"), pyotp.random_base32()
    assert account
    desk.desk.accounts.set_totp(account.id, secret, a_code(secret, desk.clock()))
    desk.clock.pass_by(minutes=2)
    visitor = desk.as_("pusat")
    for number in range(FREE["both"]):
        assert visitor.post("/login/code", code=f"{number:06}").status_code == 403
    right = a_code(secret, desk.clock())
    for each in (visitor, desk.as_("pusat")):
        assert each.post("/login/code", code=right).status_code == 403
        assert each.get("/").headers["Location"] == "/login/code"
    desk.clock.pass_by(seconds=FIRST_WAIT + 1)
    assert visitor.post("/login/code", code=a_code(secret, desk.clock())).status_code == 302


def test_a_half_session_opens_no_room(desk: DeskHouse) -> None:
    """Between password and code only the code's page answers, and the second step cannot be set up anew."""
    account, secret = desk.desk.accounts.find("pusat"), pyotp.random_base32()
    assert account
    desk.desk.accounts.set_totp(account.id, secret, a_code(secret, desk.clock()))
    visitor = desk.as_("pusat")
    for path in ("/", "/accounts", "/offices", "/logs", "/account"):
        assert visitor.get(path).headers["Location"] == "/login/code"
    for path in ("/account/password", "/account/factor"):
        assert visitor.post(path, old=PASSWORD, new="sandi baru yang lain").headers["Location"].startswith("/login")
    assert visitor.get("/account/factor.svg").status_code == 404
    found = desk.desk.accounts.find("pusat")
    assert found == account or (found and found.has_totp)


def test_a_cookie_from_before_the_login_is_worth_nothing_after_it(desk: DeskHouse) -> None:
    """Nor does a login adopt what somebody planted: the session is always a new one."""
    visitor = desk.visitor()
    visitor.get("/login")
    before = visitor.client.get_cookie(COOKIE)
    assert tried(visitor, "jalan", PASSWORD) == 302
    after = visitor.client.get_cookie(COOKIE)
    assert before
    assert after
    assert before.value != after.value
    thief = desk.visitor()
    thief.client.set_cookie(COOKIE, before.value)
    assert thief.get("/").status_code == 302
    victim = desk.visitor()
    victim.client.set_cookie(COOKIE, after.value)  # the thief's own session, planted
    victim.post("/logout")
    assert tried(victim, "lampu", PASSWORD) == 302
    assert "Petugas lampu" in victim.get("/").text
    assert visitor.get("/").status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbb", "e30.Zg.x" * 400])
def test_a_cookie_that_we_did_not_sign_is_nobody(desk: DeskHouse, forged: str) -> None:
    """Made up, empty or huge."""
    visitor = desk.visitor()
    visitor.client.set_cookie(COOKIE, forged)
    assert visitor.get("/").status_code == 302


def test_a_new_password_ends_every_other_session(desk: DeskHouse) -> None:
    """The one in which it was changed goes on; the old password opens nothing."""
    here, elsewhere = desk.as_("jalan"), desk.as_("jalan")
    assert here.post("/account/password", old=PASSWORD, new="kata sandi yang lain").status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith("/login")
    assert tried(desk.visitor(), "jalan", PASSWORD) == 403
    assert tried(desk.visitor(), "jalan", "kata sandi yang lain") == 302


def test_whoever_finds_an_open_desk_cannot_change_its_password(desk: DeskHouse) -> None:
    """The old one is asked for, and guessing it is slowed down as at the door."""
    visitor = desk.as_("jalan")
    for _ in range(FREE["both"]):
        assert visitor.post("/account/password", old=WRONG, new="kata sandi yang lain").status_code == 400
    assert visitor.post("/account/password", old=PASSWORD, new="kata sandi yang lain").status_code == 400
    desk.clock.pass_by(seconds=FIRST_WAIT + 1)
    assert visitor.post("/account/password", old=PASSWORD, new="kata sandi yang lain").status_code == 302
