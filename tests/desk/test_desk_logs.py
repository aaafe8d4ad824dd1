"""The logs: who opened secret reports, what was done at the desk, read by those who answer for it."""

from __future__ import annotations

from desk_house import ELSEWHERE, ROADS, SELONG, DeskHouse

from bridge.desk.desk_log import PAGE, Did
from bridge.embedded.workflow import Action


def test_who_opens_a_secret_report_is_written_down(desk: DeskHouse) -> None:
    """The log names who, when, which report and what; an ordinary report leaves no trace there."""
    secret, plain = desk.at(ROADS, secret=True), desk.at(ROADS)
    visitor = desk.as_("jalan")
    assert visitor.get(f"/cases/{secret}").status_code == 200
    assert visitor.get(f"/cases/{plain}").status_code == 200
    page = desk.as_("lotim").get("/logs").text
    assert "Petugas jalan" in page
    assert secret in page
    assert "23-11-2026 09:00" in page
    assert plain not in page


def test_an_agencys_admin_reads_only_what_is_within_reach(desk: DeskHouse) -> None:
    """Lombok Timur is told nothing of Klaten, and of the middle only who read Lombok Timur's own reports."""
    ours, theirs = desk.at(ROADS, secret=True), desk.at(ELSEWHERE, secret=True)
    desk.as_("pu_klaten").get(f"/cases/{theirs}")
    middle = desk.as_("pusat")
    for reference in (ours, theirs):
        middle.get(f"/cases/{reference}")
    lotim = desk.as_("lotim")
    page = lotim.get("/logs").text
    assert ours in page
    assert "Petugas pusat" in page
    assert theirs not in page
    assert "Petugas pu_klaten" not in page
    assert theirs not in lotim.get(f"/logs?number={theirs}").text.split("<tbody>")[1]
    done = lotim.get("/logs/desk").text.split("<tbody>")[1]
    assert "Petugas lotim" in done
    assert "Petugas pusat" not in done
    assert "klaten" not in done


def test_a_report_that_went_to_others_keeps_its_readers_but_not_its_number(desk: DeskHouse) -> None:
    """An admin still sees that somebody of theirs read a secret report which is not within reach any more."""
    secret = desk.at(ROADS, secret=True)
    desk.as_("jalan").get(f"/cases/{secret}")
    desk.cases.act(secret, Action.HAND_ON, agency=ELSEWHERE)
    rows = desk.as_("lotim").get("/logs").text.split("<tbody>")[1]
    assert "Petugas jalan" in rows
    assert secret not in rows


def test_the_logs_are_searched_by_officer_and_by_number(desk: DeskHouse) -> None:
    """Numbers as people write them, logins in any case."""
    one, other = desk.at(ROADS, secret=True), desk.at(ROADS, secret=True, place=SELONG)
    jalan, lotim = desk.as_("jalan"), desk.as_("lotim")
    jalan.get(f"/cases/{one}")
    lotim.get(f"/cases/{other}")
    by_number = lotim.get(f"/logs?number={one[:4]} {one[4:8]}-{one[8:]}").text.split("<tbody>")[1]
    assert one in by_number
    assert other not in by_number
    by_login = lotim.get("/logs?login=JALAN").text.split("<tbody>")[1]
    assert "Petugas jalan" in by_login
    assert "Petugas lotim" not in by_login
    assert "<td>" not in lotim.get("/logs?number=1").text.split("<tbody>")[1].replace('<td colspan="5">', "")


def test_the_logs_come_page_by_page(desk: DeskHouse) -> None:
    """The link to older ones leads to those and ends with the last."""
    lotim = desk.as_("lotim")
    account = desk.desk.accounts.find("lotim")
    assert account
    for number in range(PAGE + 5):
        desk.desk.log.note(Did.GOAL, f"sasaran-{number}", account.id)
    first = lotim.get("/logs/desk").text
    assert first.count("sasaran-") == PAGE
    older = first.split('href="/logs/desk?before=')[1].split('"')[0]
    second = lotim.get(f"/logs/desk?before={older}").text
    assert second.count("sasaran-") == 5
    assert "before=" not in second.split("</table>")[1]


def test_the_logs_can_only_be_read(desk: DeskHouse) -> None:
    """No address below /logs takes anything, and liaison officers have no business there."""
    visitor = desk.as_("pusat")
    for path in ("/logs", "/logs/desk"):
        assert visitor.post(path).status_code == 405
        assert visitor.client.delete(path).status_code in (400, 405)
        assert desk.as_("jalan").get(path).status_code == 403
