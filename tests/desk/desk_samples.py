"""For each address of the desk something within an officer's reach and something out of it, made anew at each call.

`SAMPLES` has one entry for every route with a place in its path, and for every form that can name what is out of reach.
A new route that misses here fails tests/desk/test_desk_roles.py, which says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk_house import ELSEWHERE, KLATEN, LIGHTS, PASSWORD, ROADS, SELONG, DeskHouse

from bot.report import Reference, StoredFile
from bridge.desk.batches import Words
from bridge.desk.canned import Canned
from bridge.desk.people import Officer, Role
from bridge.embedded.course import Action
from bridge.embedded.desk_tables import SecretReadRow
from bridge.embedded.locking import newest
from bridge.embedded.schema import CaseRow

OURS, THEIRS = "TANDA-LOTIM", "TANDA-KLATEN"  # stand in everything that is one agency's


@dataclass(frozen=True)
class Sample:
    """Where to, and with which form."""

    path: str
    form: Mapping[str, Any] = field(default_factory=dict)


Make = Callable[[DeskHouse, str, bool], Sample]  # the desk, who will come, within reach or not


def officer(house: DeskHouse, login: str) -> Officer:
    """The person of that login, as the desk knows them when they are logged in."""
    account = house.desk.accounts.find(login)
    assert account
    found = house.desk.logins.officer(house.desk.logins.begin(account, proved=True))
    assert found
    return found


def case(house: DeskHouse, ours: bool, **more: Any) -> tuple[Reference, int]:
    """A report that an office of Lombok Timur or of Klaten has, and its newest entry."""
    place, office, mark = (SELONG, ROADS, OURS) if ours else (KLATEN, ELSEWHERE, THEIRS)
    reference = house.at(office, story=f"Laporan {mark}", place=place, **more)
    with house.cases.ledger.reading() as session:
        number = session.query(CaseRow.id).filter(CaseRow.reference == reference).scalar()
        return reference, newest(session, number)


def furnished(house: DeskHouse) -> None:
    """In every room something of each agency, so that a page that shows too much shows a mark."""
    for ours, login, office in ((True, "jalan", ROADS), (False, "pu_klaten", ELSEWHERE)):
        mark = OURS if ours else THEIRS
        case(house, ours)
        secret, _ = case(house, ours, secret=True)
        house.desk.canned.add(Canned(0, house.offices[office], "answer", "id", mark, mark))
        who = officer(house, login)
        house.desk.accounts.change(who.id, f"Petugas {mark}", who.role, who.office_id, by=who.id)
        with house.cases.ledger.writing() as session:
            number = session.query(CaseRow.id).filter(CaseRow.reference == secret).scalar()
            session.add(SecretReadRow(at=house.clock(), account_id=who.id, case_id=number, what="page"))


def _case(path: str, **form: str) -> Make:
    def make(house: DeskHouse, _login: str, ours: bool) -> Sample:
        reference, seen = case(house, ours)
        return Sample(path.format(reference), {"seen": seen, **form})

    return make


def _file(house: DeskHouse, _login: str, ours: bool) -> Sample:
    files = (StoredFile("http://localhost/media/x.jpg", "image/jpeg"),)
    return Sample(f"/cases/{case(house, ours, files=files)[0]}/files/0")


def _account(path: str) -> Make:
    def make(house: DeskHouse, _login: str, ours: bool) -> Sample:
        house.drawn += 1
        office = house.offices[ROADS if ours else ELSEWHERE]
        made = house.desk.accounts.add(f"a{house.drawn}", "Siapa", Role.LIAISON, office, PASSWORD)
        form = {"name": "Lain", "role": "pejabat_penghubung", "office_id": office}
        return Sample(path.format(made.id), form)

    return make


def _new_account(house: DeskHouse, _login: str, ours: bool) -> Sample:
    house.drawn += 1
    office = house.offices[ROADS if ours else ELSEWHERE]
    form = {"login": f"a{house.drawn}", "name": "Siapa", "role": "pejabat_penghubung", "office_id": office}
    return Sample("/accounts/new", form)


def _canned(path: str) -> Make:
    def make(house: DeskHouse, _login: str, ours: bool) -> Sample:
        office = house.offices[ROADS if ours else ELSEWHERE]
        number = house.desk.canned.add(Canned(0, office, "answer", "id", "Judul", "Isi"))
        form = {"office_id": office, "action": "ask", "language": "su", "title": "Judul", "text": "Isi"}
        return Sample(path.format(number), form)

    return make


def _office(path: str) -> Make:
    def make(house: DeskHouse, _login: str, _ours: bool) -> Sample:
        house.drawn += 1
        number = house.desk.offices.add(f"Kantor {house.drawn}")
        return Sample(path.format(number), {"name": f"Kantor baru {house.drawn}"})

    return make


def _batch(action: str) -> Make:
    def make(house: DeskHouse, _login: str, ours: bool) -> Sample:
        reference, seen = case(house, ours)
        form = {f"{action}-agency": LIGHTS, f"{action}-note": "Sudah.", f"{action}-reason": "other", "action": action}
        path = "/batches/decide" if action == "archive" else "/batches/answer"
        return Sample(path, {"case": [f"{reference}.{seen}"], **form})

    return make


def _undo(house: DeskHouse, login: str, ours: bool) -> Sample:
    """Batches are taken back by who made them; those of others are not there, not even for the middle."""
    reference, seen = case(house, ours)
    who = officer(house, login if ours else "pu_klaten")
    number = house.desk.batches.hold(who, Action.HAND_ON, Words(LIGHTS, "Sudah."), {str(reference): seen})
    return Sample(f"/batches/{getattr(number, 'id', number)}/undo")


def _of_office(path: str, **form: str) -> Make:
    def make(house: DeskHouse, _login: str, ours: bool) -> Sample:
        office = house.offices[ROADS if ours else ELSEWHERE]
        return Sample(path if form else f"{path}?office={office}", {**form, "office": office} if form else {})

    return make


def _plain(path: str, **form: str) -> Make:
    return lambda _house, _login, _ours: Sample(path, form)


SAMPLES: Mapping[tuple[str, str], Make] = {
    ("/cases/<reference>", "GET"): _case("/cases/{}"),
    ("/cases/<reference>/<act>", "GET"): _case("/cases/{}/decide"),
    ("/cases/<reference>/files/<number>", "GET"): _file,
    ("/cases/<reference>/decide", "POST"): _case("/cases/{}/decide", action="archive", reason="other", note="Sudah."),
    ("/cases/<reference>/answer", "POST"): _case("/cases/{}/answer", action="answer", note="Sudah."),
    ("/cases/<reference>/category", "POST"): _case("/cases/{}/category", category="street_light"),
    ("/accounts/new", "POST"): _new_account,
    ("/accounts/<account_id>", "GET"): _account("/accounts/{}"),
    ("/accounts/<account_id>", "POST"): _account("/accounts/{}"),
    ("/accounts/<account_id>/end", "POST"): _account("/accounts/{}/end"),
    ("/accounts/<account_id>/open", "POST"): _account("/accounts/{}/open"),
    ("/accounts/<account_id>/password", "POST"): _account("/accounts/{}/password"),
    ("/accounts/<account_id>/factor", "POST"): _account("/accounts/{}/factor"),
    ("/canned/new", "POST"): _canned("/canned/new"),
    ("/canned/<number>", "GET"): _canned("/canned/{}"),
    ("/canned/<number>", "POST"): _canned("/canned/{}"),
    ("/canned/<number>/delete", "POST"): _canned("/canned/{}/delete"),
    ("/offices", "POST"): _office("/offices"),
    ("/offices/<office_id>", "GET"): _office("/offices/{}"),
    ("/offices/<office_id>", "POST"): _office("/offices/{}"),
    ("/batches/decide", "POST"): _batch("archive"),
    ("/batches/answer", "POST"): _batch("hand-on"),
    ("/batches/<number>/undo", "POST"): _undo,
    ("/export", "POST"): _plain("/export", **{"in": "group=all", "secret": "yes", "form": "csv"}),
    ("/monev", "GET"): _of_office("/monev"),
    ("/monev/chart/<name>.svg", "GET"): _of_office("/monev/chart/kinds.svg"),
    ("/monev/map/<name>.svg", "GET"): _of_office("/monev/map/regencies.svg"),
    ("/monev.xlsx", "GET"): _of_office("/monev.xlsx"),
    ("/monev.pdf", "GET"): _of_office("/monev.pdf"),
    ("/renaksi", "GET"): _of_office("/renaksi"),
    ("/renaksi.pdf", "GET"): _of_office("/renaksi.pdf"),
    ("/renaksi", "POST"): _of_office("/renaksi", year="2026", measure="verified_in_time", target="90"),
    ("/static/<filename>", "GET"): _plain("/static/desk.css"),
    ("/login", "POST"): _plain("/login", login="lampu", password=PASSWORD),
    ("/login/code", "POST"): _plain("/login/code", code="123456"),
    ("/language", "POST"): _plain("/language", language="en", next="/"),
    ("/account/password", "POST"): _plain("/account/password", old=PASSWORD, new="kata sandi yang lain"),
}
