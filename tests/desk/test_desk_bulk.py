"""Acts on many reports: held for a minute, undone without a trace, carried out once, and only where all still fits."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from desk_bulk import boxes, hold, later, stages
from desk_house import ELSEWHERE, LIGHTS, ROADS, DeskHouse
from sqlalchemy import update

from bot.report import CoreDown, Stage
from bot.wired_held import carry_out_held
from bridge.desk import held_acts
from bridge.desk.held_acts import carry_out
from bridge.embedded.desk_tables import AccountRow
from bridge.embedded.ledger import Ledger
from bridge.embedded.schema import CaseRow
from bridge.embedded.workflow import Action


def test_nothing_happens_for_a_minute_and_then_everything_once(house: DeskHouse) -> None:
    """Before the minute is over no report moved; after it each did, under the officer's name; then no more."""
    one, two = house.file(), house.file()
    assert hold(house.as_("lotim"), "verify", one, two) == 302
    house.clock.pass_by(seconds=59)
    assert carry_out(house.cases.ledger) == 0
    assert stages(house, one, two) == [Stage.RECEIVED] * 2
    house.clock.pass_by(seconds=1)
    assert (carry_out(house.cases.ledger), carry_out(house.cases.ledger)) == (2, 0)
    assert stages(house, one, two) == [Stage.VERIFIED] * 2
    assert [event.actor for event in house.cases.timeline(one)] == ["", "lotim"]


@pytest.mark.parametrize(
    ("who", "action", "words", "stage"),
    [
        ("lotim", "send-on", {"agency": LIGHTS}, Stage.SENT_ON),
        ("lotim", "archive", {"reason": "duplicate"}, Stage.ARCHIVED),
        ("jalan", "hand-on", {"agency": LIGHTS.upper()}, Stage.SENT_ON),
        ("jalan", "close", {"note": "Sudah diperbaiki."}, Stage.CLOSED),
    ],
)
def test_each_act_does_what_it_does_by_hand(
    desk: DeskHouse, who: str, action: str, words: dict[str, str], stage: Stage
) -> None:
    """Stage, office, note and reason come out as on the report's own page."""
    number = desk.at(ROADS) if who == "jalan" else desk.file()
    if action == "send-on":
        desk.cases.act(number, Action.VERIFY)
    assert hold(desk.as_(who), action, number, **words) == 302
    assert later(desk) == 1
    case, last = desk.cases.find(number), desk.cases.timeline(number)[-1]
    assert case
    assert case.status.stage is stage
    assert case.status.agency == (LIGHTS if "agency" in words else ROADS if who == "jalan" else "")
    assert (last.note, last.reason, last.actor) == (words.get("note", ""), words.get("reason", ""), who)
    assert last.by == ("office" if who == "jalan" else "admin")


def test_undo_takes_all_of_it_back_and_only_in_time(house: DeskHouse) -> None:
    """Within the minute nothing is left to do; after it undo says that it is too late and changes nothing."""
    number = house.file()
    visitor = house.as_("lotim")
    hold(visitor, "verify", number)
    assert "Belum ada yang diberi tahu sebelum pukul 09:01:00" in visitor.get("/").text
    assert visitor.post("/batches/1/undo").status_code == 302
    assert "Diurungkan" in visitor.get("/").text
    assert later(house) == 0
    assert stages(house, number) == [Stage.RECEIVED]
    hold(visitor, "verify", number)
    house.clock.pass_by(seconds=60)
    visitor.post("/batches/2/undo")
    assert "terlambat" in visitor.get("/").text
    assert carry_out(house.cases.ledger) == 1


def test_nobody_undoes_or_sees_the_batch_of_another(desk: DeskHouse) -> None:
    """It is as if it were not there, for a colleague and for the admin pusat too."""
    number = desk.file()
    hold(desk.as_("lotim"), "verify", number)
    other = desk.as_("pusat")
    assert other.post("/batches/1/undo").status_code == 404
    assert number.grouped not in other.get("/batches").text
    assert later(desk) == 1


def test_what_moved_meanwhile_is_left_and_says_so(house: DeskHouse) -> None:
    """One report got news in the minute: it is left as it is, the other one moves, and the page tells both."""
    one, two = house.file(), house.file()
    visitor = house.as_("lotim")
    hold(visitor, "archive", one, two, reason="other", note="Sudah ditangani.")
    house.cases.act(one, Action.VERIFY)
    assert later(house) == 1
    assert stages(house, one, two) == [Stage.VERIFIED, Stage.ARCHIVED]
    page = visitor.get("/batches").text
    assert re.search(rf"{one.grouped}.*?ada perkembangan baru", page, re.S)
    assert re.search(rf"{two.grouped}.*?sudah dilakukan", page, re.S)


def test_what_the_rules_do_not_allow_is_left_from_the_start(desk: DeskHouse) -> None:
    """A verified report is not verified again; a batch of such alone is refused in words, with what was selected."""
    fresh, old = desk.file(), desk.at(ROADS)
    visitor = desk.as_("lotim")
    assert hold(visitor, "verify", fresh, old) == 302
    assert "1 laporan lain tetap seperti semula" in visitor.get("/").text
    assert later(desk) == 1
    refused = visitor.post("/batches/decide", {"action": "verify", "case": boxes(visitor, fresh, old)})
    assert refused.status_code == 400
    assert "tidak memungkinkan" in refused.text
    assert refused.text.count(" checked>") == 3  # both boxes, and CSV


def test_what_went_out_of_reach_meanwhile_is_left(house: DeskHouse) -> None:
    """A report that went to another agency in the minute is not the officer's to close any more."""
    number = house.at(ROADS)
    seen = boxes(house.as_("jalan"), number)[0]
    visitor = house.as_("jalan")
    assert hold(visitor, "close", number, note="Selesai.") == 302
    house.cases.act(number, Action.HAND_ON, agency=ELSEWHERE)
    assert later(house) == 0
    assert seen.startswith(number)
    page = visitor.get("/batches").text
    assert "sudah di luar wewenang Anda" in page
    assert "Jalan berlubang" not in page


def test_an_account_that_ended_or_lost_its_right_moves_nothing(desk: DeskHouse) -> None:
    """What it had asked for is left, and says why."""
    one, two = desk.file(), desk.file()
    hold(desk.as_("lotim"), "verify", one)
    hold(desk.as_("pusat"), "verify", two)
    account = desk.desk.accounts.find("lotim")
    assert account
    desk.desk.accounts.disable(account.id, disabled=True)
    with desk.cases.ledger.writing() as session:
        demoted = {"role": "pejabat_penghubung", "office_id": desk.offices["Pemkab Lombok Timur"]}
        session.execute(update(AccountRow).where(AccountRow.login == "pusat").values(**demoted))
    assert later(desk) == 0
    assert stages(desk, one, two) == [Stage.RECEIVED] * 2
    desk.desk.accounts.disable(account.id, disabled=False)
    assert "akun Anda tidak lagi boleh" in desk.as_("lotim").get("/batches").text


def test_two_sweepers_at_once_do_each_report_once(house: DeskHouse) -> None:
    """Eight rounds at the same moment move every report exactly once."""
    numbers = [house.file() for _each in range(6)]
    hold(house.as_("lotim"), "verify", *numbers)
    house.clock.pass_by(seconds=60)
    with ThreadPoolExecutor(8) as rounds:
        moved = sum(rounds.map(lambda _each: carry_out(house.cases.ledger), range(8)))
    assert moved == 6
    assert all(len(house.cases.timeline(number)) == 2 for number in numbers)


def test_a_crash_in_between_loses_and_doubles_nothing(house: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dying after the second of four leaves two done and two waiting; the next round does these two."""
    numbers = [house.file() for _each in range(4)]
    hold(house.as_("lotim"), "verify", *numbers)
    house.clock.pass_by(seconds=60)
    real, calls = held_acts._settle, []

    def dying(*given: object) -> str:
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(held_acts, "_settle", dying)
    with pytest.raises(KeyboardInterrupt):
        carry_out(house.cases.ledger)
    assert stages(house, *numbers) == [Stage.VERIFIED] * 2 + [Stage.RECEIVED] * 2
    monkeypatch.undo()
    assert carry_out(house.cases.ledger) == 2
    assert [len(house.cases.timeline(number)) for number in numbers] == [2] * 4


def test_our_mistake_in_one_report_leaves_it_and_the_others_go_on(
    desk: DeskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as failed and not tried for ever."""
    one, two = desk.file(), desk.file()
    hold(desk.as_("lotim"), "verify", one, two)
    real = held_acts.move

    def failing(ledger: Ledger, row: CaseRow, action: Action, **given: Any) -> None:
        if row.reference == one:
            raise ZeroDivisionError
        real(ledger, row, action, **given)

    monkeypatch.setattr(held_acts, "move", failing)
    assert later(desk) == 1
    monkeypatch.undo()
    assert stages(desk, one, two) == [Stage.RECEIVED, Stage.VERIFIED]
    assert carry_out(desk.cases.ledger) == 0
    assert "gagal" in desk.as_("lotim").get("/batches").text


def test_a_database_that_is_down_delays_a_batch(desk: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweeper's round goes on without it, and the next one carries it out; a house with another core has none."""
    number = desk.file()
    hold(desk.as_("lotim"), "verify", number)
    desk.clock.pass_by(seconds=60)

    def down(*_given: object) -> str:
        raise CoreDown("OperationalError")

    monkeypatch.setattr(held_acts, "_done", down)
    carry_out_held(desk.cases)
    carry_out_held(None)
    assert stages(desk, number) == [Stage.RECEIVED]
    monkeypatch.undo()
    carry_out_held(desk.cases)
    assert stages(desk, number) == [Stage.VERIFIED]
