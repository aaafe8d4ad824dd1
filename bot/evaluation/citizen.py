"""A simulation of a citizen who knows what happened and where, and answers the bot honestly until a number is given.

It stands in for people only in counting messages: it reads what is on the screen, knows the truth from the corpus,
picks the number of what is right, says so when something is wrong, and skips what is optional.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from statistics import median

from bot.dialogs.conversation import Conversation
from bot.dialogs.session import Facts, File, Session, Turn
from bot.dialogs.wording import WIB
from bot.evaluation.corpus import Complaint
from bot.message import Choice, Said, Sender
from bot.report import Place, Report
from bot.understanding.places_table import DISTRICT, REGENCY, bare

CHANNELS = {"sms": "sms", "wa": "whatsapp", "web": "telegram"}
TEN = time(10, tzinfo=WIB)  # in the morning
MOST = 12  # messages; whoever needs more has given up
MORE_PAGES = 1  # how often the citizen looks for the topic on a further page before writing its name


@dataclass(frozen=True)
class Told:
    """How it went: the citizen's messages in order, and the report as it was filed, None where it never was."""

    messages: tuple[str, ...]
    report: Report | None

    @property
    def count(self) -> int:
        """How many messages the citizen wrote until the number came; MOST + 1 where it never did."""
        return len(self.messages) if self.report else MOST + 1


@dataclass
class Citizen:
    """One person with one line of the corpus in mind."""

    truth: Complaint
    talk: Conversation
    pages: int = 0

    def files(self) -> Told:
        """Play the conversation to its end."""
        session, said = Session(), self.truth.text
        messages: list[str] = []
        while len(messages) < MOST:
            messages.append(said)
            turn = self._turn(session, said, len(messages))
            filed = next((each.report for each in turn.do if isinstance(each, File)), None)
            if filed:
                return Told(tuple(messages), filed)
            session, said = turn.session, self._reply(turn)
        return Told(tuple(messages), None)

    def _turn(self, session: Session, text: str, number: int) -> Turn:
        now = datetime.combine(self.truth.today, TEN)
        sender = Sender(CHANNELS[self.truth.style], "+6281200000001")
        return self.talk.advance(session, Said(sender, str(number), text), Facts(now=now, draw=5, pin=7, similar=()))

    def _reply(self, turn: Turn) -> str:
        assert turn.say
        step, choices, draft = turn.say.step, turn.say.choices, turn.session.draft
        if step == "lodge.where":
            return self._where()
        if step == "lodge.which":
            return self._which(choices, draft.readings)
        if step == "lodge.category":
            return self._topic(choices)
        if step == "lodge.review":
            return self._review(choices, draft.place, draft.category)
        return {"lodge.files": "1", "lodge.story": self.truth.text}.get(step, "menu")

    def _review(self, choices: tuple[Choice, ...], place: Place | None, category: str) -> str:
        if place is None or not self._is_there(place):
            return "lokasi salah"
        if category:
            return "1" if category in self._right else "kategori salah"
        return next((str(c.number) for c in choices if c.key.removeprefix("as:") in self._right), self._name)

    def _topic(self, choices: tuple[Choice, ...]) -> str:
        number = next((str(each.number) for each in choices if each.key in self._right), "")
        self.pages += not number
        return number or ("0" if self.pages <= MORE_PAGES else self._name)

    def _which(self, choices: tuple[Choice, ...], readings: tuple[Place, ...]) -> str:
        right = [at for at, each in enumerate(readings, 1) if self._is_there(each)]
        return str(right[0]) if right else str(choices[-1].number)

    def _where(self) -> str:
        table = self.talk.understanding.gazetteer.table
        district, regency = table.names[self.district], bare(table.names[self.district[:REGENCY]])
        return f"Jl. Melati, {district}, {regency}"

    def _is_there(self, place: Place) -> bool:
        known = {area.code for area in (place.regency, place.district) if area}
        wanted = set(self.truth.regencies or (self.district[:REGENCY],))
        sure_of = self.truth.district or (self.district if len(self.truth.regencies) < 2 else "")
        return bool(known & wanted) and (not place.district or not sure_of or sure_of in known)

    @property
    def district(self) -> str:
        """Where it is: the kecamatan of the corpus, or one that this citizen has in mind without having named it."""
        every = _districts(self.talk, next(iter(self.truth.regencies), ""))
        return self.truth.district or every[zlib.crc32(self.truth.text.encode()) % len(every)]

    @property
    def _right(self) -> set[str]:
        return set(self.truth.categories)

    @property
    def _name(self) -> str:
        return self.talk.understanding.catalogue.get(self.truth.categories[0]).name(self.truth.language)


def _districts(talk: Conversation, regency: str) -> list[str]:
    names = talk.understanding.gazetteer.table.names
    return sorted(code for code in names if len(code) == DISTRICT and code.startswith(regency))


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages per report: over all, over those whose one message says everything, and the worst."""

    each: Counter[int]
    complete: Counter[int]

    @property
    def middle(self) -> float:
        """The median number of messages."""
        return median(self.each.elements())

    @property
    def worst(self) -> int:
        """The most messages that a report took."""
        return max(self.each)

    @property
    def in_two(self) -> float:
        """The share of complete stories that took two messages."""
        return self.complete[2] / max(1, self.complete.total())


def counted(complaints: Iterable[Complaint], talk: Conversation) -> Counts:
    """Every complaint told by its citizen; a story is complete where its kecamatan is understood rightly and surely."""
    each: Counter[int] = Counter()
    complete: Counter[int] = Counter()
    for complaint, told in _told(complaints, talk):
        each[told.count] += 1
        complete[told.count] += _says_everything(complaint, talk)
    return Counts(each, complete)


def _told(complaints: Iterable[Complaint], talk: Conversation) -> Iterator[tuple[Complaint, Told]]:
    for complaint in complaints:
        yield complaint, Citizen(complaint, talk).files()


def _says_everything(complaint: Complaint, talk: Conversation) -> bool:
    found = talk.understanding.gazetteer.find(complaint.text)
    return bool(found and found.sure and found.place.district and found.place.district.code == complaint.district)
