"""What must not be lost, in Redis: one atomic commit a turn, and an outbox whose rows have one holder at a time."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any, cast

from redis import Redis

from bot.dialogs.session import Case, Session
from bot.funnel_store import counted, funnel_key
from bot.handlers.keeping import Commit, Held, Loaded, Moved, Queued, Taken
from bot.key_mark import key_mark
from bot.message import Say, Sender
from bot.names import Names
from bot.report import Reference
from bot.saved import Illegible, TellRow, WakeRow, pack, pack_row, unpack, unpack_row
from bot.vault import KeyMissing, Tampered, Vault

REMEMBER = 48 * 3600  # seconds a reply is kept for redeliveries; Telegram tries for 24 hours
KEEP_SESSION = 60 * 86400  # without a filed report; with one its news must find language and number
KEEP_CASE = 2 * 365 * 86400  # as long as the Ombudsman may be asked
REMEMBER_WRONG = 3600
LOOK_LATER = timedelta(seconds=5)  # the bell rings at once; only if that was lost, the sweeper looks
LOOK_AGAIN = timedelta(seconds=10)
DUE = "k:due"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Filed:
    """A case as kept: with the keyed hash of its PIN."""

    case: Case
    pin: str


class RedisStore(Names):
    """Sessions, cases and the outbox of all citizens."""

    def __init__(self, redis: Redis, vault: Vault, clock: Callable[[], datetime], row_id: Callable[[], str]) -> None:
        super().__init__(vault)
        self._redis, self._clock, self._row_id = redis, clock, row_id
        sources = files("bot") / "lua"
        self._scripts = {name: redis.register_script((sources / f"{name}.lua").read_text()) for name in SCRIPTS}

    def load(self, sender: Sender, message_id: str, fingerprint: str, references: Sequence[Reference]) -> Loaded:
        """One round trip: the reply if this message was answered before, else session and cases.

        Raises KeyMissing where this Redis was begun with another key: nobody would be found under the names of ours.
        """
        lane = self.lane(sender)
        keys = [*self.turn_keys(lane, message_id), *map(self.case_key, references)]
        reply, seen, revision, session, cases, wrong, all_wrong, mark = self._run("load", keys, [key_mark(self._vault)])
        if mark.decode() != key_mark(self._vault):
            raise KeyMissing("not the key this Redis was begun with; it belongs at the end of KENTONGAN_SECRET_KEYS")
        if reply:
            said = unpack(self._vault.open(keys[0], reply), Say)
            return Loaded(0, None, {}, said, same=seen.decode() == fingerprint)
        opened, lost = self._session(keys[1], session)
        pairs = zip(cases[::2], cases[1::2], strict=True)
        filed = [each for key, body in pairs if (each := self._filed(key.decode(), body))]
        return Loaded(
            revision=int(revision or 0),
            session=opened,
            cases={each.case.reference: each.case for each in filed},
            pins={each.case.reference: each.pin for each in filed},
            wrong_pins=(int(wrong or 0), int(all_wrong or 0)),
            lost=lost,
        )

    def _session(self, key: str, sealed: bytes | None) -> tuple[Session | None, bool]:
        """The session, and whether there was one that this release cannot read: that one is kept aside."""
        if not sealed:
            return None, False
        try:
            return unpack(self._vault.open(key, sealed), Session), False
        except (Illegible, Tampered):
            self._redis.set(f"k:illegible:{key}", sealed, ex=KEEP_SESSION, nx=True)
            return None, True

    def _filed(self, key: str, sealed: bytes) -> _Filed | None:
        """A case; None where it cannot be read: it stays where it is, and the citizen's other words are still heard."""
        try:
            return unpack(self._vault.open(key, sealed), _Filed)
        except (Illegible, Tampered) as wrong:
            log.error("a case cannot be read (%s)", type(wrong).__name__)
            return None

    def pin_opens(self, loaded: Loaded, reference: Reference, pin: str) -> bool:
        """Whether this is the PIN of a report that was loaded."""
        kept = loaded.pins.get(reference, "")
        return hmac.compare_digest(kept, self.pin_mark(reference, pin))

    def commit(self, loaded: Loaded, turn: Commit) -> Loaded:
        """One round trip: all of the turn or nothing. Raises Moved or Taken; returns the earlier reply of a repeat."""
        lane = self.lane(turn.sender)
        keys = [*self.turn_keys(lane, turn.message_id), DUE, funnel_key(self._clock())]
        outcome = self._run("commit", keys, self._arguments(keys, loaded, turn))
        if outcome[0] == b"moved":
            raise Moved
        if outcome[0] == b"taken":
            raise Taken
        if outcome[0] == b"seen":
            said = unpack(self._vault.open(keys[0], outcome[1]), Say)
            return Loaded(0, None, {}, said, same=outcome[2].decode() == turn.print)
        return Loaded(loaded.revision + 1, turn.session, {}, turn.reply)

    def _arguments(self, keys: Sequence[str], loaded: Loaded, turn: Commit) -> list[Any]:
        filed = [_Filed(c, self.pin_mark(c.reference, p)) for c, p in zip(turn.cases, turn.pins, strict=True)]
        arguments: list[Any] = [
            loaded.revision,
            self._vault.seal(keys[1], pack(turn.session)),
            self._vault.seal(keys[0], pack(turn.reply)),
            turn.print,
            REMEMBER,
            KEEP_CASE if turn.session.cases else KEEP_SESSION,
            REMEMBER_WRONG if turn.wrong_pin else 0,
            "outbox" if turn.by_outbox else "door",
            _ms(self._clock()) if turn.print else 0,
            self.tell_lane(turn.sender),
            len(turn.learned),
        ]
        for case in turn.learned:
            key = self.case_key(case.reference)
            arguments += [key, self._vault.seal(key, pack(_Filed(case, loaded.pins[case.reference])))]
        arguments.append(len(filed))
        for each in filed:
            key = self.case_key(each.case.reference)
            arguments += [key, self._vault.seal(key, pack(each)), KEEP_CASE]
        return [*arguments, *self._follows(turn), *self.row_arguments(turn.rows), *counted(turn)]

    def _follows(self, turn: Commit) -> list[Any]:
        filed = [(each.reference, "owner", "") for each in turn.cases]
        joined = [(each, f"s:{self.lane(turn.sender)}", "") for each, supporter in turn.follows if supporter]
        moved = [(each, "owner", self.case_key(each)) for each, supporter in turn.follows if not supporter]
        arguments: list[Any] = [len(filed) + len(turn.follows)]
        for reference, field, case in (*filed, *joined, *moved):
            key = self.follower_key(reference)
            arguments += [key, field, self._vault.seal(key, pack(turn.sender)), case, KEEP_CASE]
        return arguments

    def case(self, reference: Reference) -> Case | None:
        """What is kept of a report; None where nothing is, or it cannot be read."""
        key = self.case_key(reference)
        body = cast("bytes | None", self._redis.get(key))
        found = self._filed(key, body) if body else None
        return found.case if found else None

    def every_case(self) -> Iterator[Case]:
        """All cases that are kept and can be read, in no order; one may come twice."""
        for key in self._redis.scan_iter("k:case:*", count=1000):
            body = cast("bytes | None", self._redis.get(key))
            if body and (found := self._filed(key.decode(), body)):
                yield found.case

    def row_arguments(self, rows: Sequence[Queued]) -> list[Any]:
        """Rows as the scripts take them: how many, then (id, lane, body, due, look) each."""
        now, arguments = self._clock(), [len(rows)]
        for each in rows:
            name = each.id or self._row_id()
            body = self._vault.seal(f"k:row:{name}", pack_row(each.row)) if each.row else b""
            arguments += [name, each.lane, body, _ms(each.due), _ms(max(each.due, now + LOOK_LATER))]  # type: ignore[list-item]
        return arguments

    def fingerprint(self, content: bytes) -> str:
        """A keyed hash of a message's content, which tells nothing of it."""
        return self._vault.hash("content", content.hex())

    def tell_late(self, sender: Sender, message_id: str, reply: Say) -> bool:
        """Send an earlier turn's reply by the outbox, once, because its own way to the citizen failed."""
        lane, row = self.tell_lane(sender), self._row_id()
        body = self._vault.seal(f"k:row:{row}", pack_row(TellRow(sender, reply)))
        keys = [self.turn_keys(self.lane(sender), message_id)[0], f"k:lane:{lane}", DUE]
        return bool(self._run("late", keys, [lane, row, body, _ms(self._clock())]))

    def claim(self, lane: str, lease: timedelta) -> Held | None:
        """The first row of a lane, if it is due and nobody holds it."""
        now = self._clock()
        found = self._run("claim", [f"k:lane:{lane}", DUE], [lane, _ms(now), _ms(now + lease)])
        if not found:
            return None
        name = found[0].decode()
        try:
            row = unpack_row(self._vault.open(f"k:row:{name}", found[1]))
        except (Tampered, Illegible) as wrong:
            log.error("a row of the outbox cannot be read and is set aside (%s)", type(wrong).__name__)
            self._redis.set(f"k:illegible:row:{name}", found[1], ex=KEEP_SESSION)
            self._settle(lane, name, int(found[2]), ["", 0, "", b"", 0])  # what comes after it in the lane goes on
            return None
        since = datetime.fromtimestamp(int(found[4]) / 1000, UTC)
        return Held(lane, name, row, int(found[2]), int(found[3]), since)

    def settle(self, held: Held, case: Case | None = None, then: Sequence[Queued] = ()) -> bool:
        """The row is done: gone, with the case changed and further rows added. False where another holds it now."""
        key, body = (self.case_key(case.reference), self._changed(case)) if case else ("", b"")
        return self._close(held, ["", 0, key, body, *self.row_arguments(then)])

    def put_off(self, held: Held, until: datetime, why: str = "") -> bool:
        """Try the row again later; "heard": sooner, when the citizen writes; "pace": it was no try. False if lost."""
        return self._close(held, [_ms(until), _ms(until), why, b"", 0])

    def heard_within(self, sender: Sender, span: timedelta) -> bool:
        """Whether the citizen wrote to us within so long."""
        at = cast("bytes | None", self._redis.get(f"k:heard:{self.tell_lane(sender)}"))
        return at is not None and int(at) > _ms(self._clock() - span)

    def _close(self, held: Held, arguments: list[Any]) -> bool:
        return self._settle(held.lane, held.id, held.fence, arguments)

    def _settle(self, lane: str, row: str, fence: int, arguments: list[Any]) -> bool:
        return bool(self._run("settle", [f"k:lane:{lane}", DUE], [lane, row, fence, *arguments]))

    def _changed(self, case: Case) -> bytes:
        key = self.case_key(case.reference)
        body = cast("bytes | None", self._redis.get(key))
        pin = unpack(self._vault.open(key, body), _Filed).pin if body else ""
        return self._vault.seal(key, pack(_Filed(case, pin)))

    def due_lanes(self, most: int = 100) -> list[str]:
        """Lanes that have something due and that nobody was sent to within the last ten seconds."""
        now = self._clock()
        return [lane.decode() for lane in self._run("due", [DUE], [_ms(now), _ms(now + LOOK_AGAIN), most])]

    def wake_row(self, sender: Sender, name: str, at: datetime | None) -> Queued:
        """A timer as a row: set (or set anew) to a moment, or taken away."""
        lane = self.lane(sender)
        row = WakeRow(sender, name) if at else None
        return Queued(f"w:{lane}:{name}", row, at or self._clock(), f"wake:{lane}:{name}")

    def alive(self) -> bool:
        """Whether Redis answers."""
        return bool(self._redis.ping())

    def _run(self, name: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        return self._scripts[name](keys=list(keys), args=list(arguments))


SCRIPTS = ("load", "commit", "late", "claim", "settle", "due")


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
