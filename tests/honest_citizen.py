"""A simulation of a citizen who knows what happened and where, and answers the bot honestly until a number is given.

It stands in for people only in counting messages: it reads what is on the screen, knows the truth from the corpus,
picks the number of what is right, says so when something is wrong, and skips what is optional.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.dialogs.conversation import Conversation
from bot.dialogs.session import Facts, File, Session, Turn
from bot.message import Choice, Said, Sender
from bot.report import Place, Report
from bot.understanding.places_table import bare

CORPUS = Path(__file__).parent / "corpus"
CHANNELS = {"sms": "sms", "wa": "whatsapp", "web": "telegram"}
MOST = 12  # messages; whoever needs more has given up
MORE_PAGES = 1  # how often the citizen looks for the topic on a further page before writing its name


def complaints(part: str) -> list[Mapping[str, Any]]:
    """The lines of tests/corpus/<part>."""
    files = sorted((CORPUS / part).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Told:
    """How it went: the citizen's messages in order, and the report as it was filed, None where it never was."""

    messages: tuple[str, ...]
    report: Report | None


@dataclass
class Citizen:
    """One person with one line of the corpus in mind."""

    truth: Mapping[str, Any]
    talk: Conversation
    pages: int = 0

    def files(self) -> Told:
        """Play the conversation to its end."""
        session, said = Session(), str(self.truth["text"])
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
        now = datetime.fromisoformat(f"{self.truth['today']}T10:00:00+07:00")
        sender = Sender(CHANNELS[self.truth["style"]], "+6281200000001")
        return self.talk.advance(session, Said(sender, str(number), text), Facts(now=now, draw=5, pin=7))

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
        return {"lodge.files": "1", "lodge.story": str(self.truth["text"])}.get(step, "menu")

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
        district, regency = table.names[self.district], bare(table.names[self.district[:5]])
        return f"Jl. Melati, {district}, {regency}"

    def _is_there(self, place: Place) -> bool:
        known = {area.code for area in (place.regency, place.district) if area}
        named = self.truth["place"]
        wanted = named["regency"] if isinstance(named["regency"], list) else [named["regency"] or self.district[:5]]
        district = named["district"] or self.district if not isinstance(named["regency"], list) else None
        return bool(known & set(wanted)) and (not place.district or not district or district in known)

    @property
    def district(self) -> str:
        """Where it is: the kecamatan of the corpus, or one that this citizen has in mind without having named it."""
        named = self.truth["place"]
        regency = named["regency"][0] if isinstance(named["regency"], list) else named["regency"]
        every = _districts(self.talk, regency or "")
        return named["district"] or every[zlib.crc32(self.truth["text"].encode()) % len(every)]

    @property
    def _right(self) -> set[str]:
        return {self.truth["category"], *self.truth["also"]}

    @property
    def _name(self) -> str:
        language = self.truth["language"]
        return self.talk.understanding.catalogue.get(self.truth["category"]).name(language)


def _districts(talk: Conversation, regency: str) -> list[str]:
    names = talk.understanding.gazetteer.table.names
    return sorted(code for code in names if len(code) == 8 and code.startswith(regency))


def told(part: str, talk: Conversation) -> Iterator[tuple[Mapping[str, Any], Told]]:
    """Each complaint of a part with how its citizen fared."""
    for line in complaints(part):
        yield line, Citizen(line, talk).files()
