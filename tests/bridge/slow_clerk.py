"""A clerk with a paper calendar and a diary, who says of a report what the workflow ought to say, in another way.

Nothing of the workflow is used: days are strings that are counted one after the other, and where a report stands is
read from its diary each time anew. The rules are written from the issue's text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property

import holidays

OFFICIAL = {
    str(day) for day in holidays.country_holidays("ID", years=range(2024, 2030), categories=("public", "government"))
}
FINAL = {"informasi": 5, "pengaduan": 14, "aspirasi": 14}

# act | who | where | what else must be so | what the diary calls it
PAPER = """
verify   | admin        | new asked                             | unverified | verified
send-on  | admin        | checked asked                         | homeless   | sent_on
answer   | admin office | office answered replied asked         | housed     | answered
ask      | admin office | new checked office answered replied asked |        | asked
hand-on  | admin office | office answered replied asked         | housed     | handed_on
close    | admin office | checked office answered replied asked | verified   | closed
archive  | admin office | new checked office answered replied asked |        | archived
add      | citizen      | asked                                 |            | completed
add      | citizen      | answered                              |            | replied
add      | citizen      | new checked office replied            |            | added
done     | citizen      | new checked office answered replied asked |        | closed
reopen   | citizen      | answered closed                       | reopenable | reopened
withdraw | citizen      | new checked office asked              | unheard    | withdrawn
support  | citizen      | new checked office answered replied asked |        | supported
late     | system       | new checked office replied            | time       | late
final-late | system     | new checked office answered replied asked | time   | final_late
warn     | system       | answered asked                        | time       | warned
lapse    | system       | answered                              | time       | closed
lapse    | system       | asked                                 | time       | archived
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in PAPER.strip().splitlines()]
ROWS = {line[0]: [each for each in LINES if each[0] == line[0]] for line in LINES}
NEEDS = {
    "send-on": "agency",
    "hand-on": "agency",
    "answer": "note",
    "ask": "note",
    "close": "note",
    "archive": "reason",
}
NEEDS["reopen"] = "note"
ASIDE = {"late", "final_late", "warned", "added", "supported"}  # written down, but nothing moves


@cache
def beside(day: str, ahead: int) -> str:
    """The day before or after."""
    return str(date.fromisoformat(day) + timedelta(days=ahead))


@dataclass(eq=False)
class Calendar:
    """One office's wall calendar: hours before Greenwich, its own days off and on."""

    hours: int
    closed: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    counted: dict[tuple[str, int], str] = field(default_factory=dict)

    def day(self, moment: datetime) -> str:
        return str((moment.astimezone(UTC) + timedelta(hours=self.hours)).date())

    def works(self, day: str) -> bool:
        weekend = date.fromisoformat(day).strftime("%a") in ("Sat", "Sun")
        return day in self.opened or not (weekend or day in OFFICIAL or day in self.closed)

    def count(self, day: str, working_days: int) -> str:
        """So many working days on, or back where the number is negative; remembered, because it is slow."""
        if (day, working_days) not in self.counted:
            self.counted[day, working_days] = self._walk(day, working_days)
        return self.counted[day, working_days]

    def _walk(self, day: str, working_days: int) -> str:
        way, left = (1, working_days) if working_days > 0 else (-1, -working_days)
        while left:
            day = beside(day, way)
            left -= self.works(day)
        return day


@dataclass(frozen=True, eq=False)
class Entry:
    at: datetime
    what: str
    by: str = ""
    office: str = ""
    weighty: bool = False


class Diary:
    """One report's diary as it is now, and everything that follows from it."""

    def __init__(self, calendar: Calendar, kind: str, told_at: datetime, entries: tuple[Entry, ...]) -> None:
        self.calendar, self.kind, self.told_at, self.entries = calendar, kind, told_at, entries

    def first(self, what: str) -> datetime | None:
        return next((entry.at for entry in self.entries if entry.what == what), None)

    def has(self, what: str) -> bool:
        return self.first(what) is not None

    @cached_property
    def office(self) -> str:
        return next((entry.office for entry in reversed(self.entries) if entry.office), "")

    @cached_property
    def moves(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.what not in ASIDE]

    @cached_property
    def state(self) -> str:
        last = self.moves[-1].what
        if last in ("completed", "reopened"):
            if self.office:
                return "replied" if last == "reopened" or self.has("answered") else "office"
            return "checked" if self.has("verified") else "new"
        known = {"received": "new", "verified": "checked", "sent_on": "office", "handed_on": "office"}
        known |= {"withdrawn": "archived"}
        return known.get(last, last)

    @cached_property
    def begin(self) -> Entry:
        """The entry with which the present count began: verifying does not begin one, unless after a question."""
        moves = self.moves
        goes_on = moves[-1].what == "verified" and moves[-2].what != "asked"
        return moves[-2] if goes_on else moves[-1]

    def told(self, what: str) -> datetime | None:
        """When it was told in the present count."""
        here = self.entries[self.entries.index(self.begin) :]
        return next((entry.at for entry in here if entry.what == what), None)

    @cached_property
    def due(self) -> str:
        """The office's last day, "" where it owes nothing."""
        days = {"new": 3, "checked": 3, "office": 5, "replied": 5}.get(self.state)
        return self._count(self.begin.at, days) if days else ""

    @cached_property
    def end(self) -> str:
        """The last day before silence ends it, "" where it does not."""
        if self.state not in ("answered", "asked"):
            return ""
        warned = self.told("warned")
        return max(self._count(self.begin.at, 10), self._count(warned, 3) if warned else "")

    @cached_property
    def final(self) -> str:
        """The last day for a first answer, "" where it came or the report has ended."""
        if self.has("answered") or self.state in ("closed", "archived"):
            return ""
        weighty = any(entry.weighty for entry in self.entries) and self.kind != "informasi"
        return self._count(self.told_at, 60 if weighty else FINAL[self.kind])

    @cached_property
    def alarms(self) -> list[tuple[str, str]]:
        """What the system has still to do, each with the day from which on, the next one first."""
        found = []
        if self.due and not self.told("late"):
            found.append((beside(self.due, 1), "late"))
        if self.final and not self.has("final_late"):
            found.append((beside(self.final, 1), "final-late"))
        if self.end:
            ended = (beside(self.end, 1), "lapse")
            found.append(ended if self.told("warned") else (self.calendar.count(self.end, -3), "warn"))
        return sorted(found, key=lambda alarm: alarm[0])

    def makes(self, act: str, by: str, now: datetime) -> str:
        """What the diary would call it; "" where it cannot be."""
        fits = [row for row in ROWS[act] if by in row[1].split() and self.state in row[2].split()]
        return fits[0][4] if fits and self._so(fits[0][3], act, now) else ""

    def may(self, by: str, now: datetime) -> list[str]:
        return [act for act in ROWS if self.makes(act, by, now)]

    def written(self, entry: Entry) -> Diary:
        """The diary with one more entry, which is never older than the last."""
        assert entry.at >= self.entries[-1].at
        return Diary(self.calendar, self.kind, self.told_at, (*self.entries, entry))

    def _so(self, what: str, act: str, now: datetime) -> bool:
        if what == "time":
            today = self.calendar.day(now)
            return any(found == act and day <= today for day, found in self.alarms)
        if what == "reopenable":
            in_time = self.state == "answered" or self.calendar.day(now) <= self._count(self.moves[-1].at, 10)
            return not self.has("reopened") and in_time
        return not what or self._facts[what]

    @cached_property
    def _facts(self) -> dict[str, bool]:
        verified, housed = self.has("verified"), bool(self.office)
        facts = {"unverified": not verified, "verified": verified, "housed": housed}
        return facts | {"homeless": verified and not housed, "unheard": not self.has("answered")}

    def _count(self, moment: datetime, days: int) -> str:
        return self.calendar.count(self.calendar.day(moment), days)
