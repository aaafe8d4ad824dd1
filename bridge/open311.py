"""A core behind GeoReport v2: the citizen's report arrives there exactly once, and its status comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx

from bot.asked import Attribute
from bot.progress import Act, By, Doing, Happening, Near, Similar, numbered
from bot.report import ENDED, CoreDown, CoreError, CoreRefused, CoreUnclear, Reference, Report, Stage, Status
from bridge import updates
from bridge.answers import number_in, somebody_elses, status_of
from bridge.fields import form_of
from bridge.handing import SETTLES, Handing
from bridge.journal import Journal, Memory
from bridge.lookup import Lookup
from bridge.services import BATCH, BLACKBOX, REALTIME, CoreService, attributes_in, services_in, word
from bridge.wanted import Told, Wanted
from bridge.wire import Endpoint, Fields, Rows, Unknown, Unsent

__all__ = ["BATCH", "BLACKBOX", "REALTIME", "SETTLES", "Open311Core"]

_PAGES = 20  # of updates, each 100
_SERVICES_KEPT = timedelta(hours=1)
_OVERLAP = timedelta(days=1)  # a core's clock and ours need not agree; what was heard before is known by its number
_TELLS_NOTHING = "Sistem instansi ini menerima laporan, tetapi tidak menyampaikan kabar lewat layanan ini."


class Open311Core:
    """Files and follows reports at a GeoReport v2 endpoint (wiki.open311.org/GeoReport_v2).

    `base_url` is what stands before /requests.json, or the address of a discovery document; `services` maps our
    category codes to the core's service codes (a category that is not in it goes to `fallback`, without one under its
    own code); `told` translates its attributes; `journal` remembers what was sent, across processes; time-outs are
    the client's.
    A `file` whose answer is lost takes up to three time-outs, because it looks before it gives up.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        client: httpx.Client,
        *,
        jurisdiction: str = "",
        services: Mapping[str, str] | None = None,
        fallback: str = "",
        told: Mapping[str, Told] | None = None,
        asking: httpx.Client | None = None,
        journal: Journal | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._endpoint = Endpoint(base_url, client)
        self._asking = Endpoint(base_url, asking or client)
        self._codes, self._fallback = services or {}, fallback
        self._jurisdiction: Fields = [("jurisdiction_id", jurisdiction)] if jurisdiction else []
        self._always: Fields = [*([("api_key", api_key)] if api_key else []), *self._jurisdiction]
        self._journal, self._clock = journal or Memory(), clock
        self._listed: tuple[datetime, tuple[CoreService, ...]] | None = None
        self._silent_until = datetime.min.replace(tzinfo=UTC)  # a core without updates is asked again after a day
        self.lookup = Lookup(self._endpoint, self._always)
        self._wanted = Wanted(self.services, self.definition, clock, told)
        self._handing = Handing(self._endpoint, self._always, self.lookup, self._journal, clock, self._kind)

    def file(self, report: Report, *, again: bool) -> str:
        """File a report; returns the core's service_request_id, or our reference where the core gives none, ever.

        `again` says that an earlier attempt may have arrived: the reference is looked up before anything is sent.
        Raises CoreDown, CoreUnclear (both: try again, with `again`) and CoreRefused (a person must look). A core
        that hands out a token first is CoreUnclear until it tells the number.
        """
        code = self.code_for(report.category)
        report = replace(report, answers=self._wanted.filled(code, report.answers))
        return self._handing.hand_over(report, code, [*self._always, *form_of(report, code)], again=again)

    def wanted(self, category: str) -> tuple[Attribute, ...]:
        """What a citizen has to be asked besides for a category of ours. Raises CoreError kinds."""
        return tuple(each for each in self._wanted.of(self.code_for(category)) if each.demanded)

    def code_for(self, category: str) -> str:
        """The service code that a category of ours goes under."""
        return self._codes.get(category) or self._fallback or category

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """How the report stands; None where the core does not know it. Raises CoreDown, CoreUnclear, CoreRefused."""
        if core_id == reference:
            return self._untold(reference)
        try:
            rows = self._asking.get(f"requests/{quote(core_id, safe='')}", self._always)
        except Unknown:
            return None
        ours = [row for row in rows if number_in(row) == core_id]
        if not rows:
            return None
        if not ours or somebody_elses(ours[0], reference):
            raise CoreUnclear("the core answers about something else")
        try:
            return self._signed(status_of(ours[0], reference))
        except (ValueError, OverflowError):
            raise CoreUnclear("the core tells no status") from None

    def do(self, act: Act, core_id: str) -> Status:
        """Tell the core what the citizen does, by the updates extension; `act.id` again changes nothing.

        CoreRefused(("updates",)) where the core has no such extension or it has no words for this.
        """
        if core_id == act.reference or not core_id:
            raise CoreRefused(("updates",))
        form = updates.form_of_act(act, core_id, self._clock())
        name = f"act {act.id}"
        note = self._journal.read(name)
        if note != "done" and not (note and self._has(act, core_id)):
            self._post_act(name, form)
        self._journal.write(name, "done")
        self._journal.write(f"last {act.reference}", act.doing)
        return self._standing(act, core_id)

    def similar(self, near: Near) -> tuple[Similar, ...]:  # noqa: ARG002 - the port's names
        """None: what such a core lists says neither village nor whether more people may join."""
        return ()

    def news(self, reference: Reference, core_id: str, after: datetime, standing: Status) -> tuple[Happening, ...]:
        """The office's updates since a day before `after`, the oldest first, each with a number that never changes.

        `standing` is what was told last. () where the core has no updates extension. Raises CoreError kinds.
        """
        stage, found = standing.stage, []
        for update in self._updates(core_id, after - _OVERLAP) if core_id != reference else ():
            if self._journal.read(f"act {update.id}"):
                continue  # what the citizen did through us
            happening = updates.happening_of(update, reference, stage, standing.agency)
            stage = happening.stage
            found.append(replace(happening, number=numbered(reference, f"update {update.id or update.at}")))
        return tuple(found)

    def services(self) -> tuple[CoreService, ...]:
        """What the core lists, asked at most once an hour. Raises CoreError kinds."""
        now = self._clock()
        if self._listed is None or now - self._listed[0] > _SERVICES_KEPT:
            self._listed = (now, services_in(self._asking.get("services", self._jurisdiction)))
        return self._listed[1]

    def definition(self, code: str) -> tuple[Attribute, ...]:
        """What the core wants to know besides for a service, in its order; () where it has no definition."""
        try:
            return attributes_in(self._asking.one(f"services/{quote(code, safe='')}", self._jurisdiction))
        except Unknown:
            return ()

    def listed_updates(self, since: datetime, number: str = "") -> Rows:
        """What GET servicerequestupdates answers from then to now; raises Unknown where there is no such thing.

        `number` is a filter that only some servers know; with `extensions` a server of ours tells all it knows.
        """
        span = [("start_date", _zulu(since)), ("end_date", _zulu(self._clock() + _OVERLAP)), ("extensions", "true")]
        ours = [("service_request_id", number)] if number else []
        found: dict[tuple[str, str], dict[str, object]] = {}
        for page in range(1, 1 + _PAGES):
            paged = [("page", str(page)), ("page_size", "100")]
            rows = self._asking.get(updates.RESOURCE, [*self._always, *span, *ours, *paged])
            fresh = {(word(row.get("service_request_id")), str(row)): row for row in rows}
            if fresh.keys() <= found.keys():
                break
            found |= fresh
        return list(found.values())

    def _updates(self, number: str, since: datetime) -> tuple[updates.Update, ...]:
        if self._clock() < self._silent_until:
            return ()
        try:
            return updates.updates_in(self.listed_updates(since, number), number)
        except Unknown:
            self._silent_until = self._clock() + timedelta(days=1)
            return ()

    def _kind(self, code: str) -> str:
        """How the core takes reports of a service; realtime where it does not say."""
        try:
            return next((each.kind for each in self.services() if each.code == code), REALTIME)
        except (CoreRefused, CoreUnclear):
            return REALTIME

    def _untold(self, reference: Reference) -> Status:
        """What there is to tell of a report in a core that gives no number: it was taken, and when."""
        taken = self._handing.taken_at(reference) or self._clock()
        return Status(reference, Stage.RECEIVED, taken, note=_TELLS_NOTHING)

    def _signed(self, status: Status) -> Status:
        """A status that ended without a word by whom, after the citizen said so: by the citizen."""
        if status.stage not in ENDED or status.by:
            return status
        own = self._journal.read(f"last {status.reference}") in (Doing.DONE, Doing.WITHDRAW)
        return replace(status, by=By.CITIZEN.value) if own else status

    def _post_act(self, name: str, form: Fields) -> None:
        self._journal.write(name, "sent")
        try:
            self._endpoint.post(updates.RESOURCE, [*self._always, *form])
        except Unsent:
            self._journal.write(name, "")
            raise
        except Unknown:
            self._journal.write(name, "")
            raise CoreRefused(("updates",)) from None
        except CoreRefused as refused:
            self._journal.write(name, "")
            raise updates.codes(refused) from None

    def _has(self, act: Act, core_id: str) -> bool:
        """Whether an act whose answer was lost stands among the core's updates."""
        try:
            since = self._clock() - timedelta(days=7)
            return any(each.id == act.id for each in updates.updates_in(self.listed_updates(since, core_id), core_id))
        except CoreDown:
            raise
        except CoreError:
            return False  # it may go again: update_id is the key by which the core knows it

    def _standing(self, act: Act, core_id: str) -> Status:
        """How it stands now; what the act means, where the core cannot say."""
        try:
            status = self.follow(act.reference, core_id)
        except (CoreUnclear, CoreRefused):
            status = None
        ended = act.doing in (Doing.DONE, Doing.WITHDRAW)
        meant = Status(act.reference, Stage.CLOSED if ended else Stage.RECEIVED, self._clock())
        return status or self._signed(meant)


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
