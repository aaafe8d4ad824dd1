"""What a citizen does with a filed report: done once, kept word for word, refused with a reason, told in one order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bridge_peers import DEADLINES, NOON, Clock, a_report
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.progress import Act, By, Doing, Happened
from bot.report import CoreDown, CoreRefused, Reference, Stage, StoredFile
from bridge.embedded.cases import Cases
from bridge.embedded.workflow import Action
from bridge.switched import SwitchedCore

REF = Reference.of(1)
PHOTO = StoredFile("https://files.example.id/9.jpg", "image/jpeg")
TO_OFFICE = (Action.VERIFY, Action.SEND_ON)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, clock: Clock) -> Cases:
    """The cases on each database, with one report in them."""
    engine: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgresql_engine")
    cases = Cases(engine, clock, deadlines=DEADLINES)
    cases.create()
    cases.file(a_report())
    return cases


def acted(cases: Cases, *actions: Action, reference: str = REF) -> None:
    """Officers did this."""
    for action in actions:
        cases.act(reference, action, agency="Dinas PU", note="Catatan kantor")


def test_the_same_act_again_changes_nothing(store: Cases, clock: Clock) -> None:
    """An act whose answer was lost is sent again, later too: one entry, one file, the status as it is now."""
    acted(store, *TO_OFFICE)
    act = Act("a1", REF, Doing.ADD, "Lubang kedua", (PHOTO,))
    first = store.do(act, "1")
    timeline = store.timeline(REF)
    clock.now += timedelta(hours=1)
    assert store.do(act, "1") == first
    assert store.timeline(REF) == timeline
    acted(store, Action.ANSWER)
    assert store.do(act, "1").stage is Stage.FOLLOWED_UP
    assert len(store.timeline(REF)) == len(timeline) + 1


def test_an_act_that_comes_twice_at_once_is_done_once(store: Cases) -> None:
    """Eight workers with the same act: all are told the same, one entry is made."""
    acted(store, *TO_OFFICE, Action.ANSWER)
    act = Act("a1", REF, Doing.REOPEN, "Belum rata")
    with ThreadPoolExecutor(8) as pool:
        stages = [status.stage for status in pool.map(lambda _: store.do(act, "1"), range(8))]
    assert stages == [Stage.REPLIED] * 8
    assert [event.what for event in store.timeline(REF)].count(Happened.REOPENED) == 1


def test_words_and_files_are_kept_with_what_they_were_said_about(store: Cases) -> None:
    """Verbatim in the timeline, the file at its entry and after the report's own; the office's note is not replaced."""
    acted(store, *TO_OFFICE)
    words = "Ini fotonya 🙏\r\nNo. 7\x00"
    status = store.do(Act("a1", REF, Doing.ADD, words, (PHOTO, PHOTO)), "1")
    event, case = store.timeline(REF)[-1], store.find(REF)
    assert case is not None
    assert (event.note, event.files, event.by) == (words.replace("\x00", "\ufffd"), (PHOTO, PHOTO), By.CITIZEN)
    assert case.report.files == (*a_report().files, PHOTO, PHOTO)
    assert (status.note, status.stage) == ("Catatan kantor", Stage.SENT_ON)


def test_the_public_reads_no_word_and_sees_no_file_that_came_later(site: FlaskClient, cases: Cases) -> None:
    """What a citizen answers an office may hold a letter or a name: GeoReport tells the stage only."""
    cases.file(a_report(files=()))
    acted(cases, *TO_OFFICE, Action.ASK)
    cases.do(Act("a1", REF, Doing.ADD, "Nama saya Kenari", (PHOTO,)), "1")
    acted(cases, Action.ANSWER)
    cases.do(Act("a2", REF, Doing.REOPEN, "Kenari belum puas"), "1")
    told = site.get("/open311/v2/requests/1.json")
    (row,) = told.json or [{}]
    assert (row["status_notes"], row["media_url"]) == ("Ditanggapi oleh Pelapor", None)
    assert "Kenari" not in told.text
    assert "9.jpg" in site.get("/open311/v2/requests/1.json?api_key=a-key-for-tests").text


@pytest.mark.parametrize(
    ("before", "doing", "words", "code"),
    [
        ((Action.ARCHIVE,), Doing.ADD, "x", "archived"),
        ((*TO_OFFICE, Action.CLOSE), Doing.DONE, "", "closed"),
        ((*TO_OFFICE, Action.CLOSE), Doing.SUPPORT, "", "closed"),
        ((*TO_OFFICE, Action.ANSWER), Doing.WITHDRAW, "", "answered"),
        (TO_OFFICE, Doing.REOPEN, "x", "not_answered"),
        ((Action.ARCHIVE,), Doing.REOPEN, "x", "archived"),
        ((*TO_OFFICE, Action.ANSWER), Doing.REOPEN, " ", "words"),
        ((), Doing.ADD, " \n", "words"),
        ((), Doing.SUPPORT, "", "unknown"),
    ],
)
def test_what_is_not_possible_is_refused_with_a_code(
    store: Cases, before: tuple[Action, ...], doing: Doing, words: str, code: str
) -> None:
    """One plain code, and nothing has changed."""
    acted(store, *before)
    kept = store.find(REF), store.timeline(REF)
    with pytest.raises(CoreRefused) as refused:
        store.do(Act("a1", REF, doing, words), "1")
    assert refused.value.reasons == (code,)
    assert (store.find(REF), store.timeline(REF)) == kept


def test_a_report_is_reopened_once_and_in_time(store: Cases, clock: Clock) -> None:
    """A second time is refused, and so is a first one when the days for it are over."""
    acted(store, *TO_OFFICE, Action.ANSWER)
    store.do(Act("a1", REF, Doing.REOPEN, "Belum"), "1")
    acted(store, Action.ANSWER)
    store.file(a_report(2))
    acted(store, *TO_OFFICE, Action.CLOSE, reference=Reference.of(2))
    clock.now += timedelta(days=60)
    for reference, code in ((REF, "reopened"), (Reference.of(2), "too_late")):
        with pytest.raises(CoreRefused) as refused:
            store.do(Act(f"b{reference}", reference, Doing.REOPEN, "Lagi"), "")
        assert refused.value.reasons == (code,)


@pytest.mark.parametrize(("reference", "core_id"), [(Reference.of(9), "1"), (REF, "2"), (REF, "x")])
def test_an_act_on_what_is_not_there_is_refused(store: Cases, reference: Reference, core_id: str) -> None:
    """An unknown reference, or another report's number."""
    with pytest.raises(CoreRefused) as refused:
        store.do(Act("a1", reference, Doing.DONE), core_id)
    assert refused.value.reasons == ("unknown",)


def test_an_acts_id_is_not_taken_for_another_reports(store: Cases) -> None:
    """An id that was used for another report is refused for ever, and not tried again as if the core were down."""
    store.file(a_report(2))
    store.do(Act("a1", REF, Doing.ADD, "x"), "1")
    with pytest.raises(CoreRefused) as refused:
        store.do(Act("a1", Reference.of(2), Doing.ADD, "x"), "2")
    assert refused.value.reasons == ("taken",)


def test_a_supporter_counts_once_and_their_words_are_not_told(store: Cases) -> None:
    """One support act, sent twice, is one supporter; the owner learns of it and reads nothing of a stranger's."""
    acted(store, Action.VERIFY)
    for number in ("s1", "s2", "s1"):
        store.do(Act(number, REF, Doing.SUPPORT, "Nomor saya Kenari"), "")
    case, last = store.find(REF), store.feed(0, 99)[-1]
    assert case is not None
    assert (case.supporters, case.status.stage) == (2, Stage.VERIFIED)
    assert (last.what, last.note, store.timeline(REF)[-1].note) == (Happened.SUPPORTED, "", "Nomor saya Kenari")


@pytest.mark.parametrize("changes", [{"secret": True}, {}])
def test_nobody_joins_what_they_cannot_read(store: Cases, changes: dict[str, Any]) -> None:
    """A secret report, or one that nobody has verified, looks like none."""
    store.file(a_report(2, **changes))
    if changes:
        acted(store, Action.VERIFY, reference=Reference.of(2))
    with pytest.raises(CoreRefused) as refused:
        store.do(Act("s1", Reference.of(2), Doing.SUPPORT), "")
    assert refused.value.reasons == ("unknown",)


def test_the_feed_tells_everything_once_and_in_order(store: Cases, clock: Clock) -> None:
    """Page by page, over all reports: what happened, by whom, in which stage, with which day and reason."""
    clock.now += timedelta(hours=1)
    acted(store, *TO_OFFICE)
    store.file(a_report(2))
    acted(store, Action.ANSWER)
    store.act(Reference.of(2), Action.ARCHIVE, reason="unclear", actor="desk")
    told = []
    while page := store.feed(told[-1].number if told else 0, 2):
        assert len(page) <= 2
        told += page
    assert [(h.reference, h.what, h.by, h.stage, str(h.day), h.reason) for h in told] == [
        (REF, Happened.RECEIVED, By.CITIZEN, Stage.RECEIVED, "2026-11-25", ""),
        (REF, Happened.VERIFIED, By.ADMIN, Stage.VERIFIED, "2026-11-25", ""),
        (REF, Happened.SENT_ON, By.ADMIN, Stage.SENT_ON, "2026-11-27", ""),
        (Reference.of(2), Happened.RECEIVED, By.CITIZEN, Stage.RECEIVED, "2026-11-25", ""),
        (REF, Happened.ANSWERED, By.OFFICE, Stage.FOLLOWED_UP, "2026-12-04", ""),
        (Reference.of(2), Happened.ARCHIVED, By.ADMIN, Stage.ARCHIVED, "None", "unclear"),
    ]
    assert (told[4].agency, told[4].note, told[4].at) == ("Dinas PU", "Catatan kantor", NOON + timedelta(hours=1))


def test_what_was_erased_is_told_no_more(store: Cases) -> None:
    """Neither feed nor dossier nor an act knows it; its words and later files are gone."""
    acted(store, *TO_OFFICE)
    store.do(Act("a1", REF, Doing.ADD, "Kenari", (PHOTO,)), "1")
    store.erase(REF)
    assert store.feed(0, 99) == ()
    assert store.dossier(REF) is None
    assert "Kenari" not in repr(store.timeline(REF))
    assert "9.jpg" not in repr((store.timeline(REF), store.find(REF)))
    with pytest.raises(CoreRefused):
        store.do(Act("a2", REF, Doing.DONE), "1")


def test_a_dossier_holds_the_report_its_stage_and_all_that_happened(store: Cases) -> None:
    """With the citizen's own words and later files; None where there is no report."""
    acted(store, *TO_OFFICE, Action.ASK)
    store.do(Act("a1", REF, Doing.ADD, "Ini", (PHOTO,)), "1")
    dossier = store.dossier(REF)
    assert dossier is not None
    assert dossier.report == replace(a_report(), files=(*a_report().files, PHOTO))
    assert dossier.status == store.follow(REF, "1")
    assert dossier.timeline == store.feed(0, 99)
    assert (dossier.timeline[-1].what, dossier.timeline[-1].note) == (Happened.COMPLETED, "Ini")
    assert store.dossier(Reference.of(9)) is None


def test_a_core_that_is_switched_off_does_nothing_and_finds_nothing(store: Cases) -> None:
    """The simulator's switch stops acts too; switched on they arrive."""
    down = [True]
    core = SwitchedCore(store, lambda: down[0])
    act = Act("a1", REF, Doing.DONE)
    with pytest.raises(CoreDown):
        core.do(act, "1")
    assert len(store.timeline(REF)) == 1
    down.clear()
    down.append(False)
    status = core.do(act, "1")
    assert (status.stage, status.by, status.may) == (Stage.CLOSED, By.CITIZEN, ("reopen",))


def test_whoever_reads_the_feed_while_others_write_misses_nothing(store: Cases) -> None:
    """Four writers at once, one reader from number to number: it has read what the whole feed tells in the end."""
    seen = [happening.number for happening in store.feed(0, 99)]

    def write(draw: int) -> None:
        for number in range(draw * 100, draw * 100 + 15):
            store.file(a_report(number))
            store.act(Reference.of(number), Action.VERIFY)

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, draw) for draw in (1, 2, 3, 4)]
        while not all(writer.done() for writer in writers):
            seen += [happening.number for happening in store.feed(seen[-1], 5)]
    assert not [writer.exception() for writer in writers if writer.exception()]
    while page := store.feed(seen[-1], 50):
        seen += [happening.number for happening in page]
    assert seen == [happening.number for happening in store.feed(0, 999)]
    assert len(seen) == 121
