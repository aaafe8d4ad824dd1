"""What browsers are told with every answer, where they may be sent, and what a forged Host changes: nothing."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from desk_house import PASSWORD, DeskHouse, Visitor, opened
from desk_samples import OURS, SAMPLES, furnished
from openpyxl import load_workbook
from test_desk_roles import plain
from werkzeug.test import TestResponse

from bot.understanding.understand import Understanding
from bridge.desk.app import create_desk

ELSEWHERE = (
    "https://jahat.example/",
    "http:jahat.example",
    "http:/jahat.example",
    "//jahat.example",
    "///jahat.example",
    "////jahat.example",
    "/\\jahat.example",
    "\\\\jahat.example",
    "/\\/jahat.example",
    "\\/jahat.example",
    "/\t/jahat.example",
    "/\n/jahat.example",
    "\t//jahat.example",
    " //jahat.example",
    "\u00a0//jahat.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/%0d%0aSet-Cookie:x=y\r\nX: y",
    "https:jahat.example",
    "//jahat.example@localhost/",
    "//localhost@jahat.example/",
    "/\u2044\u2044jahat.example",
    "//[::1",
    "http://[::1",
    "//\u3002jahat.example",
    "jahat.example",
    "?next=//jahat.example",
    "/" * 5000,
    "/x" * 5000,
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_nobody_is_sent_to_a_foreign_address(desk: DeskHouse, where: str) -> None:
    """Neither after the login nor after choosing a language, as a browser would read the address."""
    visitor = desk.visitor()
    page = {"csrf_token": visitor.token(), "login": "jalan", "password": PASSWORD}
    answers = [visitor.client.post("/login", data=page, query_string={"next": where})]
    answers.append(visitor.post("/language", language="en", next=where))
    for answer in answers:
        assert answer.status_code == 302
        location = answer.headers["Location"]
        assert urlsplit(urljoin("http://desk.example/login", location.replace("\\", "/"))).netloc == "desk.example"
        assert "\\" not in location
        assert len(location) < 1100
        assert "Set-Cookie: x" not in str(answer.headers)


def test_whoever_was_on_their_way_to_a_page_gets_there(desk: DeskHouse) -> None:
    """Its filters too, and below the path where the desk is mounted."""
    visitor = desk.visitor()
    page = {"csrf_token": visitor.token(), "login": "jalan", "password": PASSWORD}
    below = {"SCRIPT_NAME": "/desk"}
    answer = visitor.client.post("/login?next=/?group%3Dall%26q%3Djalan", data=page, environ_overrides=below)
    assert answer.headers["Location"] == "/desk/?group=all&q=jalan"


def answers(desk: DeskHouse, visitor: Visitor) -> list[tuple[str, TestResponse]]:
    """Every address once, in reach and out, taken and refused."""
    found = []
    for rule in create_desk(desk.desk).url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            made = SAMPLES.get((plain(rule.rule), method))
            path = made(desk, "pusat", True).path if made else plain(rule.rule)
            if rule.endpoint != "login.logout":
                found += [(path, visitor.client.open(path, method=method))]
    found += [("/nowhere", visitor.get("/nowhere")), ("/logs", visitor.client.put("/logs"))]
    found += [("stranger", desk.visitor().get("/"))]
    return found


def test_every_answer_tells_the_browser_what_it_may(desk: DeskHouse) -> None:
    """Pages, files, refusals and redirects: no script but ours, no frame, no guessing, nothing kept."""
    furnished(desk)
    for path, answer in answers(desk, desk.as_("pusat")):
        told = answer.headers
        assert {name: told.get(name) for name in EVERYWHERE} == EVERYWHERE, path
        policy = told["Content-Security-Policy"]
        if answer.content_type.startswith("image/svg") and "'none'; style-src" in policy:
            assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'"), path
            continue
        for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"):
            assert part in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "Strict-Transport-Security" not in told
        assert "Server" not in told or "desk" not in told["Server"]
        if not path.startswith("/static"):
            assert told["Cache-Control"] == "no-store", path


def test_no_page_holds_what_its_policy_forbids(desk: DeskHouse) -> None:
    """No style attribute, no handler, no script or style in the page: they would not work, and must not be needed."""
    furnished(desk)
    for path, answer in answers(desk, desk.as_("pusat")):
        if answer.content_type.startswith("text/html"):
            page = answer.text.lower()
            for forbidden in (" style=", " onclick=", "<style", "javascript:", " onload=", "<script>"):
                assert forbidden not in page, (path, forbidden)
            assert page.count("<script") == page.count("<script defer src="), path


def test_cookies_travel_as_far_as_they_must(desk: DeskHouse, understanding: Understanding) -> None:
    """HttpOnly and SameSite always; Secure, and HSTS with it, where the house stands behind https."""
    plainly = desk.visitor().get("/login").headers
    assert "HttpOnly" in plainly["Set-Cookie"]
    assert "SameSite=Lax" in plainly["Set-Cookie"]
    assert "Secure" not in plainly["Set-Cookie"]
    behind = opened(desk.cases.ledger.engine, understanding, public_url="https://lapor.example", simulator="")
    told = behind.visitor().get("/login").headers
    assert "Secure" in told["Set-Cookie"]
    assert "HttpOnly" in told["Set-Cookie"]
    assert told["Strict-Transport-Security"].startswith("max-age=")


def test_behind_https_guessers_are_told_apart_by_what_the_proxy_wrote(
    desk: DeskHouse, understanding: Understanding
) -> None:
    """The last address counts; what a stranger writes before it, or directly to the web process, does not."""
    house = opened(desk.cases.ledger.engine, understanding, public_url="https://lapor.example", simulator="")

    def tried(forwarded: str, peer: str, password: str) -> int:
        visitor = house.visitor()
        https: dict[str, Any] = {"base_url": "https://localhost", "environ_base": {"REMOTE_ADDR": peer}}
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.client.get("/login", **https).text)
        assert found
        page = {"csrf_token": found[1], "login": "jalan", "password": password}
        headers = {"X-Forwarded-For": forwarded, "Referer": "https://localhost/login"}
        return visitor.client.post("/login", data=page, headers=headers, **https).status_code

    for number in range(6):
        assert tried(f"10.9.8.{number}, 192.0.2.1", "127.0.0.1", "salah sekali ini") == 403
    assert tried("192.0.2.7, 192.0.2.1", "127.0.0.1", PASSWORD) == 403
    assert tried("192.0.2.1, 192.0.2.7", "127.0.0.1", PASSWORD) == 302
    for number in range(6):
        assert tried(f"192.0.2.{number}", "11.22.33.44", "salah sekali ini") == 403
    assert tried("192.0.2.99", "11.22.33.44", PASSWORD) == 403


@pytest.mark.parametrize(
    "host", ["jahat.example", "jahat.example:99", "localhost@jahat.example", "a b", "[::1", "x" * 3000]
)
def test_a_forged_host_is_repeated_nowhere(desk: DeskHouse, host: str) -> None:
    """No address of a page or redirect is made of what the request says about where it went."""
    for visitor in (desk.as_("pusat"), desk.visitor()):
        for path in ("/", "/login", "/accounts", "/offices", "/account"):
            headers = {"Host": host, "X-Forwarded-Host": "jahat.example", "X-Forwarded-Prefix": "//jahat.example"}
            answer = visitor.client.get(path, headers=headers)
            assert answer.status_code < 500
            assert "jahat" not in answer.text
            assert "jahat" not in answer.headers.get("Location", "")
            assert "jahat" not in answer.headers.get("Set-Cookie", "")


FORMULAS = ("=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_an_export_is_a_formula(desk: DeskHouse, form: str) -> None:
    """A citizen's = + - or @ reaches the officer's spreadsheet as text."""
    for number, formula in enumerate(FORMULAS):
        desk.file(story=f"{formula}{OURS}{number}", title=f"{formula}{OURS}", name=formula[:60])
    visitor = desk.as_("pusat")
    answer = visitor.post("/export", {"in": "group=all", "form": form, "secret": "yes"})
    assert answer.status_code == 200
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")) for cell in row]
        begin = ("=", "+", "-", "@", "\t", "\r", "\n")
        assert not [cell for cell in cells if len(cell) > 1 and (cell[0] in begin or cell.lstrip()[:1] in begin)]
    else:
        sheet = load_workbook(io.BytesIO(answer.data)).active
        found = [cell for row in sheet.iter_rows() for cell in row]
        cells = [str(cell.value) for cell in found]
        assert not [cell for cell in found if cell.data_type == "f"]
    assert len([cell for cell in cells if OURS in cell]) >= len(FORMULAS)


def test_a_fault_of_ours_tells_nobody_what_a_citizen_wrote(desk: DeskHouse, caplog: pytest.LogCaptureFixture) -> None:
    """The page says that something failed, the log which fault and where; neither has the text of it."""
    app = create_desk(desk.desk)

    def broken() -> str:
        raise ValueError("jalan rusak di depan rumah Budi")

    app.add_url_rule("/broken", "broken", broken)
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Budi" not in answer.text + caplog.text
    assert "ValueError" in caplog.text
    assert "test_desk_security_pages.py" in caplog.text


def test_the_cookie_goes_nowhere_but_to_the_desk(desk: DeskHouse) -> None:
    """Beside the desk stand other pages on the same host; they do not get its cookie."""
    told = create_desk(desk.desk).test_client().get("/login", environ_overrides={"SCRIPT_NAME": "/desk"})
    assert "Path=/desk" in told.headers["Set-Cookie"]
