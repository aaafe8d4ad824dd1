"""Accounts: who makes and ends them, within which reach, and what is written down of it."""

from __future__ import annotations

import re

import pyotp
import pytest
from desk_house import LIGHTS, PASSWORD, ROADS, DeskHouse, Visitor, a_code

from bridge.desk.account_rules import LONGEST, LONGEST_NAME, SHORTEST, BadAccount, check_password
from bridge.desk.accounts import Account
from bridge.desk.people import Role


def account(desk: DeskHouse, login: str) -> Account:
    found = desk.desk.accounts.find(login)
    assert found
    return found


def shown_password(page: str) -> str:
    found = re.search(r'id="password">([^<]+)<', page)
    assert found, page
    return found[1]


def done(desk: DeskHouse) -> list[tuple[str, str, str]]:
    """What the log says, the oldest first: login, what, about."""
    pusat = desk.desk.logins.officer(desk.desk.logins.begin(account(desk, "pusat"), proved=True))
    assert pusat
    return [(each.login, each.what, each.about) for each in reversed(desk.desk.log.page(pusat))]


def test_a_new_account_gets_a_password_that_is_shown_once_and_holds_once(desk: DeskHouse) -> None:
    """The answer shows it, no later page and no table does; the first login asks for another."""
    visitor = desk.as_("lotim")
    made = visitor.post(
        "/accounts/new", login="Baru@x", name="Petugas Baru", role="pejabat_penghubung", office_id=desk.offices[ROADS]
    )
    password = shown_password(made.text)
    number = account(desk, "baru@x").id
    assert password not in visitor.get(f"/accounts/{number}").text + visitor.get("/logs/desk").text
    with desk.cases.ledger.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT * FROM desk_accounts").all()
        tables += connection.exec_driver_sql("SELECT * FROM desk_log").all()
    assert password not in repr(tables)
    first = desk.visitor()
    assert first.post("/login", login="baru@x", password=password).headers["Location"] == "/"
    assert first.get("/").headers["Location"] == "/account/password"


def test_an_admin_sees_and_touches_only_accounts_within_reach(desk: DeskHouse) -> None:
    """Lombok Timur's admin sees neither Klaten's people nor the middle's, and finds nothing at their addresses."""
    visitor = desk.as_("lotim")
    page = visitor.get("/accounts").text
    assert "Petugas jalan" in page
    assert "Petugas klaten" not in page
    assert "Petugas pusat" not in page
    for login in ("pusat", "klaten", "pu_klaten"):
        number = account(desk, login).id
        assert visitor.get(f"/accounts/{number}").status_code == 404
        for what in ("", "/end", "/open", "/password", "/factor"):
            fields = {"name": "Dicuri", "role": "pejabat_penghubung", "office_id": desk.offices[ROADS]}
            assert visitor.post(f"/accounts/{number}{what}", fields).status_code == 404
        assert desk.as_(login).get("/").status_code == 200
        assert account(desk, login).name == f"Petugas {login}"


def test_nobody_makes_or_becomes_more_than_they_are(desk: DeskHouse) -> None:
    """Forged roles and offices are refused with a page that says so, and no account comes of it."""
    visitor, before = desk.as_("lotim"), len(desk.desk.accounts.all())
    klaten, roads = desk.offices["Pemkab Klaten"], desk.offices[ROADS]
    forged = [
        ("admin_pusat", ""),
        ("admin_pusat", roads),
        ("admin_instansi", klaten),
        ("pejabat_penghubung", klaten),
        ("pejabat_penghubung", ""),
        ("pejabat_penghubung", "0"),
        ("pejabat_penghubung", "9" * 30),
        ("pejabat_penghubung", "-1"),
        ("root", roads),
        ("", roads),
    ]
    jalan = account(desk, "jalan")
    for role, office_id in forged:
        fields = {"login": "baru", "name": "Baru", "role": role, "office_id": office_id}
        answer = visitor.post("/accounts/new", fields)
        assert answer.status_code == 400, (role, office_id)
        assert 'role="alert"' in answer.text
        assert visitor.post(f"/accounts/{jalan.id}", fields).status_code == 400
    assert len(desk.desk.accounts.all()) == before
    assert account(desk, "jalan") == jalan


def test_a_liaison_officer_has_no_way_to_accounts(desk: DeskHouse) -> None:
    """Each address says that it is not for this role, and nothing changes."""
    visitor, lampu = desk.as_("jalan"), account(desk, "lampu")
    assert visitor.get("/accounts").status_code == 403
    for path in ("/accounts/new", f"/accounts/{lampu.id}", f"/accounts/{lampu.id}/end"):
        assert visitor.post(path, role="admin_pusat", login="x", name="x").status_code == 403
    assert account(desk, "lampu") == lampu


def test_an_ended_account_is_out_at_once_and_may_come_back(desk: DeskHouse) -> None:
    """Its open session ends with the next page; the right password opens nothing until it is opened again."""
    admin, jalan = desk.as_("lotim"), desk.as_("jalan")
    number = account(desk, "jalan").id
    assert jalan.get("/").status_code == 200
    assert admin.post(f"/accounts/{number}/end").status_code == 302
    assert jalan.get("/").headers["Location"].startswith("/login")
    assert desk.visitor().post("/login", login="jalan", password=PASSWORD).status_code == 403
    assert admin.post(f"/accounts/{number}/open").status_code == 302
    assert desk.as_("jalan").get("/").status_code == 200


def test_the_last_admin_pusat_cannot_be_lost(desk: DeskHouse) -> None:
    """Nobody changes the own account; of two each can end the other, and the one who is left stays."""
    visitor, own = desk.as_("pusat"), account(desk, "pusat")
    for what in ("", "/end", "/password", "/factor"):
        fields = {"role": "pejabat_penghubung", "office_id": desk.offices[ROADS], "name": "x"}
        assert visitor.post(f"/accounts/{own.id}{what}", fields).status_code == 400
    assert account(desk, "pusat") == own
    with pytest.raises(BadAccount):
        desk.desk.accounts.disable(own.id, disabled=True)
    with pytest.raises(BadAccount):
        desk.desk.accounts.change(own.id, "x", Role.LIAISON, desk.offices[ROADS])
    second = desk.desk.accounts.add("kedua", "Kedua", Role.CENTRAL, None, PASSWORD, must_change=False)
    assert desk.as_("kedua").post(f"/accounts/{own.id}/end").status_code == 302
    with pytest.raises(BadAccount):
        desk.desk.accounts.disable(second.id, disabled=True)


def test_a_lost_phone_is_helped_by_an_admin(desk: DeskHouse) -> None:
    """The second step is taken away, its secret with it, and the account's sessions end."""
    jalan, secret = account(desk, "jalan"), pyotp.random_base32()
    assert desk.desk.accounts.set_totp(jalan.id, secret, a_code(secret, desk.clock()))
    half = desk.as_("jalan")
    assert desk.as_("lotim").post(f"/accounts/{jalan.id}/factor").status_code == 302
    assert half.get("/").headers["Location"].startswith("/login?")
    assert not account(desk, "jalan").has_totp
    assert desk.as_("jalan").get("/").status_code == 200


def test_another_office_changes_what_is_within_reach_at_once(desk: DeskHouse) -> None:
    """Whoever moves from the roads to the lights sees the lights' reports with the next page, and no others."""
    road, light = desk.at(ROADS, story="Lubang besar"), desk.at(LIGHTS, story="Lampu padam")
    visitor, number = desk.as_("jalan"), account(desk, "jalan").id
    fields = {"name": "Pindah", "role": "pejabat_penghubung", "office_id": desk.offices[LIGHTS]}
    assert visitor.get(f"/cases/{road}").status_code == 200
    assert desk.as_("lotim").post(f"/accounts/{number}", fields).status_code == 302
    assert visitor.get(f"/cases/{road}").status_code == 404
    assert visitor.get(f"/cases/{light}").status_code == 200


def test_everything_about_accounts_is_written_down(desk: DeskHouse) -> None:
    """Each change stands in the log with who did it; a wrong password without what was typed."""
    admin, jalan = desk.as_("lotim"), account(desk, "jalan")
    fields = {"name": "Lain", "role": "pejabat_penghubung", "office_id": desk.offices[ROADS]}
    for what in ("", "/password", "/factor", "/end", "/open"):
        admin.post(f"/accounts/{jalan.id}{what}", fields)
    admin.post("/accounts/new", {**fields, "login": "baru"})
    stranger = desk.visitor()
    stranger.post("/login", login="jalan", password="rahasia yang diketik")
    stranger.post("/login", login="rahasia salah kolom", password="x")
    admin.post("/logout")
    log = done(desk)
    assert log[-10:-1] == [
        ("lotim", "account_changed", "jalan (pejabat_penghubung)"),
        ("lotim", "password_given", "jalan"),
        ("lotim", "factor_dropped", "jalan"),
        ("lotim", "account_ended", "jalan"),
        ("lotim", "account_opened", "jalan"),
        ("lotim", "account", "baru (pejabat_penghubung)"),
        ("jalan", "wrong_password", ""),
        ("", "wrong_password", ""),
        ("lotim", "went_out", ""),
    ]
    assert ("lotim", "came_in", "") in log
    assert "rahasia" not in repr(log)


def test_what_was_typed_stands_in_the_form_again(desk: DeskHouse) -> None:
    """A login that is taken loses nobody the rest of what they typed."""
    fields = {"login": "lampu", "name": "Nama Panjang", "role": "pejabat_penghubung"}
    page = desk.as_("lotim").post("/accounts/new", {**fields, "office_id": desk.offices[LIGHTS]})
    assert page.status_code == 400
    assert 'value="Nama Panjang"' in page.text
    assert re.search(rf'<option value="{desk.offices[LIGHTS]}" selected', page.text)


def test_a_long_list_of_accounts_is_searched_and_paged(desk: DeskHouse) -> None:
    """A hundred on a page; % and _ are letters like any other."""
    office = desk.offices[ROADS]
    with desk.cases.ledger.engine.begin() as connection:
        for number in range(120):
            connection.exec_driver_sql(
                "INSERT INTO desk_accounts (login, name, role, office_id, language, password, must_change, totp,"
                f" totp_step, made_at) VALUES ('p{number}', 'Orang {number:03}', 'pejabat_penghubung', {office}, 'id',"
                " '', 0, '', 0, '2026-01-01 00:00:00')"
            )
    visitor: Visitor = desk.as_("lotim")
    first = visitor.get("/accounts?q=orang").text
    assert first.count('<th scope="row">') == 100
    assert visitor.get("/accounts?q=orang&from=100").text.count('<th scope="row">') == 20
    assert visitor.get("/accounts?q=%25").text.count('<th scope="row">') == 0
    assert visitor.get("/accounts?from=-5&q=x").status_code == 200


def test_a_password_has_its_limits_in_words() -> None:
    """The sentence that people read names the limits that hold."""
    with pytest.raises(BadAccount, match=f"{SHORTEST} to {LONGEST}"):
        check_password("x" * (SHORTEST - 1))
    with pytest.raises(BadAccount):
        check_password("x" * (LONGEST + 1))
    check_password("x" * SHORTEST)
    assert LONGEST_NAME == 200
