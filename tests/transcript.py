"""Plays a conversation from a text file through the whole house, and writes down what the bot said.

# What this conversation shows.
channel: sms                       (only there; else on every channel)
lang: en
at: lodge.where {"story": "lamp"}  (begin at this question, with this draft)
> words        the citizen         [photo lamp.jpg] [voice note.ogg] [pin -6.2 106.8] [sticker] [tap Label]
< words        the bot's answer, a line each
<< words       what the bot says later, on its own account   ("<< [one] words": to another phone than the one in hand)
* file ...     a report arrives in the core
~ 3 days       time passes
! ...          the world: "the core is down", "the core is up", "delivered again", "officer: verify",
               "the core asks side pole" (these of tests/demanding.py), "citizen two" (another phone),
               "citizen one" (the first again), "on whatsapp" (a phone on that channel)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from bot.dialogs.session import Draft, Session
from bot.handlers.keeping import Commit, Loaded
from bot.message import Attachment, Say, Sender
from bot.report import Reference, StoredFile
from bot.web import create_app
from bridge.embedded.workflow import Action
from tests.demanding import QUESTIONS
from tests.houses import TestHouse
from tests.wires import NUMBER, Line, Request, Spoken, line

SPANS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
BOT = ("<", "*")
_FILE = re.compile(r"> \[(photo|voice|pin|sticker)\b")
_ACT = re.compile(r"\[(photo|voice|pin|tap|sticker)\s*([^\]]*)\]\s*(.*)", re.S)
_DRAWN = re.compile(r"(?<=/media/)\w+(?=\.)|(?<=signature=)\w+")  # made with a key that is drawn for each house
NUMBERS = {"one": NUMBER, "two": "+6281200000002"}


@dataclass
class Told:
    """A carrier that writes down what the bot sends on its own account."""

    lines: list[str]
    mark: Callable[[Sender], str]

    def send(self, to: Sender, say: Say) -> str:
        said = _DRAWN.sub("...", say.as_text())
        self.lines += [f"<< {self.mark(to)}{each}".rstrip() for each in said.split("\n")]
        return "1"

    def finish(self, to: Sender, say: Say, since: datetime) -> str:
        return self.send(to, say)

    def acknowledge(self, token: str) -> None:
        assert token


@dataclass
class Album:
    """A place for files where every photo is there already; fetching has tests of its own."""

    def keep(self, channel: str, attachment: Attachment) -> StoredFile:
        return self.kept(attachment)

    def kept(self, attachment: Attachment) -> StoredFile:
        return StoredFile(f"https://files.example/{attachment.kind}", attachment.media_type)


@dataclass
class Player:
    """One transcript on one channel."""

    test: TestHouse
    channel: str
    lines: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    last: Request | None = None
    filed: int = 0

    def __post_init__(self) -> None:
        house = self.test.house
        told = Told(self.lines, self._mark)
        carriers = dict.fromkeys(house.channels, told)
        filing = replace(house.outbox.filing, files=Album())
        acting = replace(house.outbox.acting, files=Album())
        object.__setattr__(house, "outbox", replace(house.outbox, carriers=carriers, filing=filing, acting=acting))
        self.client = create_app(house).test_client()
        self.phones: dict[str, Line] = {}
        self._take("one")

    def _take(self, name: str) -> None:
        """The phone that is used from now on; one that was used before goes on as it was."""
        channel = self.channel if name in NUMBERS else name
        fresh = line(channel, self.test.house.settings, NUMBERS.get(name, NUMBER))
        self.phone: Line = self.phones.setdefault(name, fresh)
        self.buttons = {}

    def _mark(self, to: Sender) -> str:
        """Which phone is told, where it is not the one in hand."""
        name = next(name for name, phone in self.phones.items() if phone.sender == to)
        return "" if to == self.phone.sender else f"[{name}] "

    def play(self, script: list[str]) -> list[str]:
        """The whole transcript with the bot's lines as they are now."""
        for each in script:
            if each.startswith(BOT):
                continue
            self.lines.append(each)
            self._act(each)
        return self.lines

    def _act(self, each: str) -> None:
        if each.startswith("at:"):
            self._begin_at(each)
        elif each.startswith("lang:"):
            self._save(Session(language=each[5:].strip(), language_chosen=True, told_privacy="1"))
        elif each.startswith(">"):
            self._say(self._spoken(each[1:].strip()))
        elif each.startswith("~"):
            amount, unit = each[1:].split()
            self.test.time.pass_by(timedelta(seconds=int(amount) * SPANS[unit.rstrip("s")]))
            self._drain()
        elif each.startswith("!"):
            self._world(each[1:].strip())

    def _begin_at(self, each: str) -> None:
        step, _, draft = each[3:].strip().partition(" ")
        kept = msgspec.json.decode(draft.encode() or b"{}", type=Draft)
        loaded = self.test.house.store.load(self.phone.sender, "begin", "", ())
        session = loaded.session or Session(told_privacy="1")
        self._save(replace(session, at=step, draft=kept), loaded)

    def _save(self, session: Session, loaded: Loaded | None = None) -> None:
        found = loaded or self.test.house.store.load(self.phone.sender, "begin", "", ())
        saved = replace(session, revision=found.revision + 1, seen_at=self.test.time.now)
        message = f"begin {found.revision}"
        self.test.house.store.commit(found, Commit(self.phone.sender, message, "", saved, Say("begin")))

    def _spoken(self, words: str) -> Spoken:
        found = _ACT.match(words)
        if not found:
            return Spoken(words)
        kind, value, caption = found.groups()
        if kind == "tap":
            token = self.buttons.get(value, "")
            return Spoken(token=token) if token else Spoken(value)
        if kind == "pin":
            latitude, longitude = map(float, value.split())
            return Spoken(caption, pin=(latitude, longitude))
        if kind == "sticker":
            return Spoken(sticker=True)
        return Spoken(caption, photo=value) if kind == "photo" else Spoken(caption, voice=value)

    def _say(self, spoken: Spoken) -> None:
        self.last = self.phone.request(spoken)
        self._deliver()
        self._drain()

    def _deliver(self) -> None:
        assert self.last
        text, buttons = self.phone.answer(self.last.deliver(self.client))
        self.buttons = buttons or self.buttons
        self.lines += [f"< {each}".rstrip() for each in text.split("\n")]

    def _drain(self) -> None:
        self.test.drain()
        for report in self.test.core.filed[self.filed :]:
            flags = [word for word, on in (("anonymous", report.anonymous), ("secret", report.secret)) if on]
            place = report.place.words or report.place.official or str(report.place.pin)
            self.lines.append(f"* file {report.category} at {place} {' '.join(flags)}".rstrip())
            told = [f"{each.code} = {' + '.join(each.values) or repr(each.words)}" for each in report.answers]
            self.lines += [f"* {each}" for each in told]
        self.filed = len(self.test.core.filed)

    def _world(self, event: str) -> None:
        if event in ("the core is down", "the core is up"):
            self.test.core.down = event.endswith("down")
        elif event.startswith("the core asks"):
            self.test.core.demands = tuple(QUESTIONS[each] for each in event.split()[3:])
        elif event == "delivered again":
            self._deliver()
        elif event.startswith(("citizen ", "on ")):
            self._take(event.partition(" ")[2])
        elif event.startswith("officer:"):
            verb, _, rest = event[8:].strip().partition(" ")
            self._officer(Action(verb), rest)
        else:
            raise AssertionError(f"the world knows no {event!r}")

    def _officer(self, action: Action, rest: str) -> None:
        reference = Reference(self.test.core.filed[-1].reference)
        agency, note = (rest, "") if action in (Action.SEND_ON, Action.HAND_ON) else ("", rest)
        reason, _, words = rest.partition(" ") if action is Action.ARCHIVE else ("", "", note)
        self.test.core.cases.act(reference, action, agency=agency, note=words, reason=reason, actor="officer")
        self._drain()


def channels(script: list[str]) -> list[str]:
    """The channels a transcript is for."""
    named = [each.partition(":")[2].split() for each in script if each.startswith("channel:")]
    if named:
        return named[0]
    words_only = not any(_FILE.match(each) for each in script)
    return ["sms", "whatsapp", "telegram", *(["gateway"] if words_only else [])]  # an SMS brings no files and no pins


def all_transcripts() -> list[Path]:
    """Every transcript in the tree."""
    return sorted((Path(__file__).parent / "transcripts").glob("*/*.txt"))
