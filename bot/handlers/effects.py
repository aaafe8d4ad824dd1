"""What a turn wants done outside becomes rows of the outbox, each in the lane in which its order matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.dialogs.session import Appeal, AskAgain, Do, Effect, File, Follow, Opine, Tell, Turn
from bot.handlers.keeping import Queued, Store
from bot.message import Attachment, Sender
from bot.saved import ActRow, AgainRow, AppealRow, FileRow, KeepRow, OpinionRow, Row, TellRow


@dataclass(frozen=True)
class Consequences:
    """The rows of one turn: who said what, under which message id, when."""

    store: Store
    sender: Sender
    message_id: str
    turn: Turn
    now: datetime

    def rows(self) -> list[Queued]:
        """All rows, in the order of the effects."""
        return [row for at, effect in enumerate(self.turn.do) for row in self._of(effect, f"{self.message_id}:{at}")]

    def _of(self, effect: Effect, name: str) -> Iterator[Queued]:
        if isinstance(effect, Tell):
            yield self._queued(self.store.tell_lane(self.sender), TellRow(self.sender, effect.say))
        elif isinstance(effect, AskAgain):
            yield self._again(effect)
        elif isinstance(effect, File):
            lane = self.store.case_lane(effect.report.reference)
            yield from self._behind_files(lane, effect.attachments, self._filing(effect))
        elif isinstance(effect, Do):
            lane = self.store.case_lane(effect.reference)
            act = ActRow(
                self.sender, self._mark(name), effect.reference, effect.doing, effect.words, effect.attachments
            )
            yield from self._behind_files(lane, effect.attachments, act)
        elif isinstance(effect, Appeal):
            yield self._queued(self.store.case_lane(effect.reference), AppealRow(self.sender, effect.reference))
        elif not isinstance(effect, Follow):
            yield self._opinion(effect)

    def _filing(self, effect: File) -> FileRow:
        language = self.turn.session.language
        return FileRow(self.sender, language, effect.report, effect.attachments, effect.zone, effect.urgent)

    def _again(self, effect: AskAgain) -> Queued:
        """One row a sender: a further try takes the place of the one that waits."""
        lane = f"p:{self.store.lane(self.sender)}"
        return Queued(lane, AgainRow(self.sender, effect.text, f"{self.message_id}:again"), effect.at, id=lane)

    def _opinion(self, effect: Opine) -> Queued:
        """All parts of one citizen's opinion of one report have one name."""
        language, name = self.turn.session.language, self._mark(f"opinion {effect.reference}")
        row = OpinionRow(name, self.sender.channel, language, effect.reference, effect.opinion)
        return self._queued(f"o:{self.store.lane(self.sender)}", row)

    def _behind_files(self, lane: str, attachments: tuple[Attachment, ...], last: Row) -> Iterator[Queued]:
        """The files first, then what they belong to."""
        for each in attachments:
            yield self._queued(lane, KeepRow(self.sender, each))
        yield self._queued(lane, last)

    def _queued(self, lane: str, row: Row) -> Queued:
        return Queued(lane, row, self.now)

    def _mark(self, name: str) -> str:
        """The same for the same effect of the same message, and nothing that tells whose it is."""
        return self.store.fingerprint(f"{self.sender.channel} {self.sender.address} {name}".encode())
