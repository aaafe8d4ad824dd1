"""One message from a citizen becomes exactly one turn, however often and in however many copies it arrives."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dialogs.conversation import Conversation
from bot.dialogs.elsewhere import moved
from bot.dialogs.follow import own_reference
from bot.dialogs.funnel import steps
from bot.dialogs.hearing import mentioned
from bot.dialogs.informing import inform, wake
from bot.dialogs.session import Case, Facts, File, Follow, Session, Tell, Turn
from bot.handlers.effects import Consequences
from bot.handlers.keeping import Commit, Follower, Loaded, Moved, Newsstand, Queued, Store, Taken
from bot.handlers.looking_up import LookingUp
from bot.handlers.pins import pin_wait, pin_was_wrong
from bot.handlers.ports import Asking, Core, World
from bot.handlers.wording_of import wording_of
from bot.message import Said, Say, Sender
from bot.report import Reference, Stage, Status
from bot.saved import InformRow, SeenRow, TellRow, pack

QUESTIONS = 4  # times that one step may ask the core for something
TRIES = 64  # each conflict means that another message of the same citizen went through
log = logging.getLogger(__name__)


class Altered(Exception):
    """The same message id came with another content: refused, nothing changes."""


class Crowded(Exception):
    """Too many messages of one citizen at the same moment: the carrier should bring it again."""


def _always(_: Say) -> bool:
    return True


@dataclass(frozen=True)
class Inbound:
    """Turns what citizens say into committed turns."""

    conversation: Conversation
    store: Store
    core: Core
    world: World
    ring: Callable[[Sequence[str]], None]
    stand: Newsstand
    asking: Asking | None = None  # the core, where it must know more than a report of ours says

    def receive(
        self, said: Said, *, later: bool = False, waited: bool = False, rides: Callable[[Say], bool] = _always
    ) -> Say:
        """The answer to a message; after it returns, everything it did is durable. Raises Altered, Crowded.

        `later`: the carrier has gone, so the answer goes out by the outbox, as part of the same commit.
        `rides`: whether an answer goes home with the webhook; one that does not goes by the outbox too.
        `waited`: these words were put off before because of wrong PINs.
        """
        printed = self.store.fingerprint(_content(said))
        for _ in range(TRIES):
            found = self.store.load(said.sender, said.id, printed, _references(said))
            if found.reply and later:
                self.store.tell_late(said.sender, said.id, found.reply)
            done = (
                found if found.reply else self._try(said, printed, found, waited, lambda say: later or not rides(say))
            )
            if done and not done.same:
                raise Altered
            if done and done.reply:
                return done.reply
        raise Crowded

    def _try(
        self, said: Said, printed: str, loaded: Loaded, waited: bool, by_outbox: Callable[[Say], bool]
    ) -> Loaded | None:
        turn, facts = self._step(said, loaded, waited)
        say = turn.say or Say("")
        sent_on = by_outbox(say)
        if sent_on:
            turn = replace(turn, do=(Tell(say), *turn.do))
        commit = self._commit(said.sender, said.id, printed, turn, say)
        learned = tuple(
            _learned(loaded.cases[each], told) for each, told in facts.statuses.items() if told and each in loaded.cases
        )
        commit = replace(commit, wrong_pin=pin_was_wrong(said, facts), by_outbox=sent_on, learned=learned)
        commit = replace(commit, counts=steps(loaded.session or Session(), turn.session, turn.do))
        if said.acknowledge:
            commit = replace(commit, rows=(*commit.rows, self._seen(said)))
        return self._committed(loaded, commit)

    def wake(self, sender: Sender, name: str, message_id: str) -> None:
        """A timer's turn: what it says goes out by the outbox."""
        for _ in range(TRIES):
            loaded = self.store.load(sender, message_id, "", ())
            if loaded.reply or loaded.session is None:
                return
            turn = wake(self.conversation, loaded.session, name, self._facts(loaded, loaded.session, None))
            if self._committed(loaded, self._commit(sender, message_id, "", turn, Say(""))):
                return

    def inform(self, row: InformRow, message_id: str) -> None:
        """News become a turn of the conversation they go to; what is said goes out by the outbox, once."""
        news = row.happening
        for _ in range(TRIES):
            loaded = self.store.load(row.sender, message_id, "", [news.reference])
            if loaded.reply:
                return
            session = loaded.session or Session()
            case, facts = loaded.cases.get(news.reference), self._facts(loaded, session, None)
            turn = inform(self.conversation, session, news, case, facts, supporter=row.supporter)
            commit = self._commit(row.sender, message_id, "", turn, Say(""))
            learned = (replace(case, stage=news.stage, since=news.at),) if case else ()
            if self._committed(loaded, replace(commit, learned=learned, counts=steps(session, turn.session, turn.do))):
                return

    def _committed(self, loaded: Loaded, commit: Commit) -> Loaded | None:
        try:
            done = self.store.commit(loaded, commit)
        except (Moved, Taken):
            return None
        lanes = tuple(dict.fromkeys(each.lane for each in commit.rows if each.row and each.due <= self.world.clock()))
        if lanes:
            self.ring(lanes)
        return done

    def _step(self, said: Said, loaded: Loaded, waited: bool) -> tuple[Turn, Facts]:
        session = loaded.session or Session()
        facts = self._facts(loaded, session, said)
        if not waited:
            facts = replace(facts, pin_wait=pin_wait(loaded.wrong_pins))
        turn = self.conversation.advance(session, said, facts)
        for _ in range(QUESTIONS):
            if not (turn.asks or turn.near or turn.wants):
                break
            facts = LookingUp(self.core, self.asking).looked_up(turn, loaded, facts)
            turn = self.conversation.advance(session, said, facts)
        return turn, facts

    def _facts(self, loaded: Loaded, session: Session, said: Said | None) -> Facts:
        opened = {reference for reference in loaded.cases if reference in session.cases}
        named = mentioned(said.text) if said else None
        if named and named.reference and named.pin and self.store.pin_opens(loaded, named.reference, named.pin):
            opened.add(named.reference)
        return Facts(
            now=self.world.clock(),
            draw=self.world.draw(900_000_000),
            pin=self.world.draw(1_000_000),
            cases=loaded.cases,
            opened=frozenset(opened),
            lost=loaded.lost,
            wanted={} if self.asking else None,
        )

    def _commit(self, sender: Sender, message_id: str, printed: str, turn: Turn, reply: Say) -> Commit:
        filed = [each for each in turn.do if isinstance(each, File)]
        rows = Consequences(self.store, sender, message_id, turn, self.world.clock()).rows()
        follows = [each for each in turn.do if isinstance(each, Follow)]
        timers = [self.store.wake_row(sender, timer.name, timer.at) for timer in turn.timers]
        return Commit(
            sender=sender,
            message_id=message_id,
            print=printed,
            session=turn.session,
            reply=reply,
            cases=tuple(_case(each) for each in filed),
            pins=tuple(each.pin for each in filed),
            rows=(*rows, *timers, *self._farewells(sender, follows)),
            follows=tuple((each.reference, each.supporter) for each in follows),
        )

    def _farewells(self, sender: Sender, follows: list[Follow]) -> list[Queued]:
        """Where the news of a report came until now is told that they go elsewhere: it may have been a thief."""
        moves = [(each.reference, old.sender) for each in follows if not each.supporter for old in self._owners(each)]
        return [self._farewell(reference, old, sender.channel) for reference, old in moves if old != sender]

    def _owners(self, follow: Follow) -> list[Follower]:
        return [each for each in self.stand.followers(follow.reference) if not each.supporter]

    def _farewell(self, reference: Reference, old: Sender, channel: str) -> Queued:
        words = wording_of(self.store, self.conversation.wordings, old)
        return Queued(self.store.tell_lane(old), TellRow(old, moved(words, reference, channel)), self.world.clock())

    def _seen(self, said: Said) -> Queued:
        lane = f"a:{self.store.lane(said.sender)}"
        return Queued(lane, SeenRow(said.sender, said.acknowledge), self.world.clock())


def _case(effect: File) -> Case:
    report = effect.report
    return Case(
        report.reference,
        report.title,
        report.secret,
        Stage.WAITING,
        report.received_at,
        zone=effect.zone,
        urgent=effect.urgent,
    )


def _learned(case: Case, told: Status) -> Case:
    """The case as the core told it just now, so that the last known stage is what the citizen was told last."""
    return replace(case, stage=told.stage, since=told.since)


def _references(said: Said) -> list[Reference]:
    found = own_reference(said.text)
    return [found] if found else []


def _content(said: Said) -> bytes:
    """What was said, without who and when: one id with two contents is noticed by it."""
    return pack((said.text, said.attachments, said.pin, said.tap, said.unsupported))


__all__ = ["Altered", "Crowded", "Inbound"]
