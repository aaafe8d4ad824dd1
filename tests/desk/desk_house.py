"""A desk for a test: a real database, real accounts of each role in two agencies, and invented reports."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.report import Area, Kind, Place, Reference, Report
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.wired_desk import desk as wired
from bridge.desk.app import create_desk
from bridge.desk.people import Role
from bridge.desk.rooms import Desk
from bridge.embedded.cases import Cases
from bridge.embedded.deadlines import Deadlines, Scheme, WorkingDays
from bridge.embedded.workflow import Action

PASSWORD = "sebuah kata sandi panjang"
DEADLINES = Deadlines(Scheme.named("permenpanrb-62-2018"), WorkingDays(ZoneInfo("Asia/Jakarta")))
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, nine in the morning in Jakarta
SELONG = Place(
    "depan pasar Selong",
    Area("52", "Nusa Tenggara Barat"),
    Area("52.03", "Kabupaten Lombok Timur"),
    Area("52.03.07", "Selong"),
)
KLATEN = Place("dekat alun-alun", Area("33", "Jawa Tengah"), Area("33.10", "Kabupaten Klaten"))
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
ROADS, LIGHTS, ELSEWHERE = "Dinas Pekerjaan Umum Lombok Timur", "Dinas Perhubungan Lombok Timur", "Dinas PU Klaten"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class DeskHouse:
    """The desk, its cases and its people: pusat; lotim and klaten (admin instansi); jalan, lampu, pu_klaten."""

    desk: Desk
    clock: Clock
    offices: dict[str, int] = field(default_factory=dict)
    drawn: int = 0

    @property
    def cases(self) -> Cases:
        return self.desk.cases

    def file(self, story: str = "Jalan berlubang depan pasar Selong", **changes: Any) -> Reference:
        """An invented report, received now."""
        self.drawn += 1
        parts: dict[str, Any] = {
            "reference": Reference.of(self.drawn),
            "kind": Kind.COMPLAINT,
            "category": "pothole",
            "category_name": "Jalan berlubang",
            "title": story[:60],
            "story": story,
            "place": SELONG,
            "anonymous": False,
            "secret": False,
            "received_at": self.clock(),
            "channel": "sms",
            "name": "Budi Contoh",
        }
        report = Report(**(parts | changes))
        self.cases.file(report)
        return report.reference

    def at(self, office: str, **changes: Any) -> Reference:
        """An invented report that an office has."""
        reference = self.file(**changes)
        self.cases.act(reference, Action.VERIFY)
        self.cases.act(reference, Action.SEND_ON, agency=office)
        return reference

    def visitor(self) -> Visitor:
        """A browser that is not logged in."""
        return Visitor(create_desk(self.desk).test_client())

    def as_(self, login: str) -> Visitor:
        """A browser in which this person is logged in."""
        visitor = self.visitor()
        assert visitor.post("/login", login=login, password=PASSWORD).status_code == 302
        return visitor


@dataclass
class Visitor:
    """A browser without a screen: it keeps cookies and sends the token that forms carry."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, _fields: Mapping[str, Any] | None = None, **fields: Any) -> TestResponse:
        """Post a form with the token of this session; more than one value of a name as a list."""
        return self.client.post(path, data={"csrf_token": self.token(), **(_fields or {}), **fields})

    def token(self) -> str:
        page = self.client.get("/login", follow_redirects=True).text
        found = TOKEN.search(page)
        assert found, page
        return found[1]


def without_token(page: str) -> str:
    """A page without what is another one at every second: the token of its forms."""
    return TOKEN.sub("", page)


def a_desk(engine: Engine, understanding: Understanding) -> DeskHouse:
    """A desk with two agencies, their offices and one account of each kind, every one with the same password."""
    house = opened(engine, understanding)
    if not house.offices:
        _people(house)
    return house


def opened(engine: Engine, understanding: Understanding, **settings: str) -> DeskHouse:
    """The desk of a database, whatever is in it; `settings` as in bot.settings.Settings."""
    clock = Clock()
    names = {each.code: each.name("id") for each in understanding.catalogue.all}
    cases = Cases(engine, clock, lambda: names, DEADLINES, lambda story: _codes(understanding, story))
    cases.create()
    usual = {"secret_keys": "k1:" + "A" * 43 + "=", "public_url": "http://localhost", "simulator": "on"}
    desk = wired(Settings(**(usual | settings)), cases, understanding, clock)  # type: ignore[arg-type]
    house = DeskHouse(replace(desk, outlines=_square), clock)
    house.offices = {office.name: office.id for office in house.desk.offices.all()}
    return house


def _square(_code: str) -> list[list[tuple[float, float]]]:
    """A boundary of every area, as if an agency had loaded them."""
    return [[(116.0, -8.0), (117.0, -8.0), (117.0, -9.0), (116.0, -9.0)]]


def _codes(understanding: Understanding, story: str) -> list[str]:
    return [each.code for each in understanding.guesses(story)]


def _people(house: DeskHouse) -> None:
    def office(name: str, parent: str | None, role: str, region: str) -> None:
        above = house.offices[parent] if parent else None
        house.offices[name] = house.desk.offices.add(name, above, role, region)

    office("Pemkab Lombok Timur", None, "", "52.03")
    office(ROADS, "Pemkab Lombok Timur", "Dinas Pekerjaan Umum", "52.03")
    office(LIGHTS, "Pemkab Lombok Timur", "Dinas Perhubungan", "52.03")
    office("Pemkab Klaten", None, "", "33.10")
    office(ELSEWHERE, "Pemkab Klaten", "Dinas Pekerjaan Umum", "33.10")
    people = (
        ("pusat", Role.CENTRAL, None),
        ("lotim", Role.AGENCY, "Pemkab Lombok Timur"),
        ("jalan", Role.LIAISON, ROADS),
        ("lampu", Role.LIAISON, LIGHTS),
        ("klaten", Role.AGENCY, "Pemkab Klaten"),
        ("pu_klaten", Role.LIAISON, ELSEWHERE),
    )
    for login, role, name in people:
        office_id = house.offices[name] if name else None
        house.desk.accounts.add(login, f"Petugas {login}", role, office_id, PASSWORD, must_change=False)


def a_code(secret: str, now: datetime) -> str:
    """The second factor's code of a moment."""
    import pyotp

    return pyotp.TOTP(secret).at(now)


def a_token() -> str:
    return secrets.token_urlsafe()
