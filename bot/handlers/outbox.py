"""Whatever waits in a lane is carried out in order: reports to the core, messages to citizens, timers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.handlers.act import Acting
from bot.handlers.appealing import Appealing
from bot.handlers.file import Filing
from bot.handlers.inbound import Inbound
from bot.handlers.keeping import Held, Queued, Store
from bot.handlers.polling import Polling
from bot.handlers.ports import Carrier, Carriers, Done, Later, Outcome, Sending, World, back_off, where
from bot.message import BotBlocked, OptedOut, Said, SendError, WindowClosed
from bot.saved import (
    ActRow,
    AgainRow,
    AppealedRow,
    AppealRow,
    FileRow,
    InformRow,
    KeepRow,
    OpinionRow,
    PollRow,
    SeenRow,
    TellRow,
    WakeRow,
)

WAIT_TO_BE_HEARD = timedelta(days=7)  # then the carrier is asked once more
STALE = timedelta(weeks=8)  # after that news are not told any more; STATUS says how the report stands
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outbox:
    """Works lanes off. Any number of workers may: a row has one holder, and a late holder cannot settle it."""

    store: Store
    filing: Filing
    acting: Acting
    appealing: Appealing
    keep_opinion: Callable[[OpinionRow], None]
    inbound: Inbound
    carriers: Carriers
    world: World
    lease: timedelta
    ring: Callable[[Sequence[str]], None]
    sending: Sending
    note: Callable[[str, str, str, timedelta], None]  # channel, what was asked, what came of it, how long
    polling: Polling | None = None  # where the core tells its news by itself nobody has to ask

    def drain(self, lane: str) -> int:
        """Carry out what is due in a lane; returns how many rows were done."""
        done = 0
        while (held := self.store.claim(lane, self.lease)) is not None:
            if not self._settle(held, self._outcome(held)):
                break
            done += 1
        return done

    def _outcome(self, held: Held) -> Outcome:
        """What came of a row; a mistake of ours puts it off, slower each time, and its text (it may quote) is left."""
        try:
            return self._carry_out(held)
        except Exception as trouble:
            log.error("%s could not be carried out: %s", type(held.row).__name__, where(trouble))
            return back_off(held.attempt)

    def sweep(self) -> int:
        """Ring for every lane that has something due, in case a bell was lost; returns how many."""
        lanes = self.store.due_lanes()
        if lanes:
            self.ring(lanes)
        return len(lanes)

    def _settle(self, held: Held, outcome: Outcome) -> bool:
        if not isinstance(outcome, Done):
            self.store.put_off(held, self.world.clock() + self._spread(outcome.wait), outcome.why)
            return False
        now = self.world.clock()
        then = [Queued(self.store.tell_lane(to), TellRow(to, say), now) for to, say in outcome.tell]
        then += outcome.rows
        if outcome.then:
            then.append(Queued(held.lane, outcome.then, now + outcome.wait))
        settled = self.store.settle(held, outcome.case, then)
        if settled and then:
            self.ring([each.lane for each in then if each.due <= now])
        return settled

    def _spread(self, wait: timedelta) -> timedelta:
        """The wait, up to a fifth longer by chance, so that what failed together does not come back together."""
        return wait * (1 + self.world.draw(1000) / 5000)

    def _carry_out(self, held: Held) -> Outcome:
        row = held.row
        if isinstance(row, FileRow):
            return self.filing.file(row, held.attempt)
        if isinstance(row, KeepRow):
            return self._fetch(row, held.attempt)
        if isinstance(row, TellRow):
            return self._tell(row, held)
        if isinstance(row, SeenRow):
            return self._acknowledge(row)
        if isinstance(row, ActRow):
            return self.acting.act(row, held.attempt)
        if isinstance(row, OpinionRow):
            self.keep_opinion(row)
            return Done()
        if isinstance(row, AppealRow):
            return self.appealing.hand_over(row, held.attempt)
        if isinstance(row, AppealedRow):
            return self.appealing.look(row)
        if isinstance(row, PollRow):
            return self.polling.look(row, held.attempt) if self.polling else Done()
        self._turn(row, held)
        return Done()

    def _turn(self, row: AgainRow | InformRow | WakeRow, held: Held) -> None:
        """A turn that no webhook waits for."""
        if isinstance(row, AgainRow):
            self.inbound.receive(Said(row.sender, row.message_id, row.text), later=True, waited=True)
        elif isinstance(row, InformRow):
            self.inbound.inform(row, f"news:{row.happening.number}")
        else:
            self.inbound.wake(row.sender, row.name, f"{held.id}:{held.fence}")

    def _fetch(self, row: KeepRow, attempt: int) -> Outcome:
        began = self.world.clock()
        outcome = self.filing.keep(row, attempt)
        came = "done" if isinstance(outcome, Done) else "put off"
        self.note(row.sender.channel, "fetch", came, self.world.clock() - began)
        return outcome

    def _tell(self, row: TellRow, held: Held) -> Outcome:
        carrier = self.carriers.get(row.sender.channel)
        if carrier is None:
            log.error("no channel named %s is set up; its messages wait", row.sender.channel)
            return back_off(7)
        wait = self.sending.pace(row.sender.channel)
        if wait:
            return Later(wait, "pace")
        outcome = "sent"
        began = self.world.clock()
        try:
            self.sending.sent(row, _hand_over(carrier, row, held))
        except SendError as trouble:
            outcome = type(trouble).__name__
            log.warning("a carrier did not take a message: %s", outcome)
            return _after(trouble, held.attempt, self.world.clock() - held.since)
        finally:
            self.note(row.sender.channel, "send", outcome, self.world.clock() - began)
        return Done()

    def _acknowledge(self, row: SeenRow) -> Outcome:
        """Best effort: the press was answered already, and the carrier forgets its token within seconds."""
        carrier, came, began = self.carriers.get(row.sender.channel), "done", self.world.clock()
        try:
            if carrier:
                carrier.acknowledge(row.token)
        except SendError as trouble:
            came = type(trouble).__name__
        self.note(row.sender.channel, "acknowledge", came, self.world.clock() - began)
        return Done()


def _hand_over(carrier: Carrier, row: TellRow, held: Held) -> str:
    """Send a message; after an earlier try, which may have arrived, a carrier that can be asked is asked first."""
    if held.attempt == 1:
        return carrier.send(row.sender, row.say)
    return carrier.finish(row.sender, row.say, held.since)


def _after(trouble: SendError, attempt: int, waited: timedelta) -> Outcome:
    """What becomes of a message that was not taken: later, when the citizen writes, or never.

    Who blocked the bot or wrote STOP is not troubled, and finds what was missed when writing again.
    """
    if isinstance(trouble, WindowClosed | BotBlocked | OptedOut):
        return Later(WAIT_TO_BE_HEARD, "heard") if waited < STALE else Done()
    return back_off(attempt, trouble.after) if trouble.retry else Done()
