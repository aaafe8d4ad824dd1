"""A filed report, its citizen, an officer and a carrier that can be in trouble, for tests of news."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from redis import Redis

from bot.dialogs.session import File, Session, Turn
from bot.message import Said, Say, Sender, SendError
from bot.report import Area, Kind, Place, Reference, Report
from bot.understanding.understand import Understanding
from bridge.embedded.workflow import Action
from tests.carriers import Taking
from tests.houses import TestHouse, open_house

CITIZEN = Sender("sms", "+6281200000001")
NEIGHBOUR = Sender("whatsapp", "+6281200000002")
PIN = "123456"
PAPUA = Place("dekat pasar", province=Area("91", "Papua"), regency=Area("91.71", "Kota Jayapura"))
OFFICE = "Dinas Pekerjaan Umum"


class Moody(Taking):
    """A carrier that is in trouble while `trouble` is set."""

    trouble: SendError | None = None

    def send(self, to: Sender, say: Say) -> str:
        if self.trouble:
            raise self.trouble
        self.sent.append(f"{to.channel} {say.as_text()}")
        return "1"


@contextmanager
def told_house(folder: Path, redis: Redis, understanding: Understanding, **environ: str) -> Iterator[TestHouse]:
    """A house whose channels all send through one carrier that can be in trouble."""
    with open_house(folder, redis, understanding, **environ) as opened:
        carriers = dict.fromkeys(("sms", "whatsapp", "telegram"), Moody())
        object.__setattr__(opened.house, "outbox", replace(opened.house.outbox, carriers=carriers))
        yield opened


def carrier(test: TestHouse) -> Moody:
    """What all channels send through."""
    found = test.house.outbox.carriers["sms"]
    assert isinstance(found, Moody)
    return found


def filed(
    test: TestHouse, place: Place = PAPUA, *, draw: int = 1, urgent: bool = False, secret: bool = False
) -> Reference:
    """A report of the citizen's that has reached the core; what was said until then is forgotten."""
    report = Report(
        Reference.of(draw),
        Kind.COMPLAINT,
        "pothole",
        "Jalan berlubang",
        "Jalan berlubang",
        "Jalan berlubang di depan pasar",
        place,
        anonymous=True,
        secret=secret,
        received_at=test.time.now,
        channel="sms",
    )
    store, inbound = test.house.store, test.house.inbound
    loaded = store.load(CITIZEN, f"file {draw}", "", ())
    session = loaded.session or Session(told_privacy="1")
    session = replace(session, cases=(*session.cases, report.reference))
    effect = File(report, (), PIN, "Asia/Jayapura", urgent=urgent)
    commit = inbound._commit(CITIZEN, f"file {draw}", "", Turn(session, None, do=(effect,)), Say(""))
    assert inbound._committed(loaded, commit)
    test.drain()
    carrier(test).sent.clear()
    return report.reference


def says(test: TestHouse, text: str, sender: Sender = CITIZEN) -> str:
    """What the bot answers to words."""
    loaded = test.house.store.load(sender, "look", "", ())
    number = loaded.revision
    reply = test.house.inbound.receive(Said(sender, f"{text} {number}", text))
    test.drain()
    return reply.as_text()


def officer(test: TestHouse, reference: Reference, action: str, note: str = "", agency: str = "") -> None:
    """An officer acts, and everything that is due then is done."""
    test.core.cases.act(reference, Action(action), note=note, agency=agency, actor="officer")
    test.drain()
