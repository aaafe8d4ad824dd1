"""Every figure once more, row by row in plain Python over whole tables: nothing of bridge.monev is used here."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from bridge import ikm

WIB = ZoneInfo("Asia/Jakarta")
Case = dict[str, Any]


class Recount:
    """What a question comes to. `since`, `until`: days in Jakarta; `region`: a code; `offices`: names or None."""

    def __init__(
        self, engine: Engine, since: date | None, until: date | None, region: str, offices: tuple[str, ...] | None
    ) -> None:
        self.engine, self.since, self.until, self.region, self.offices = engine, since, until, region, offices
        every = self.table("cases")
        self.cases = [case for case in every if self._wanted(case)]
        numbers = {case["id"] for case in self.cases}
        self.events: dict[int, list[Case]] = defaultdict(list)
        for event in self.table("case_events"):
            if event["case_id"] in numbers:
                self.events[event["case_id"]].append(event)
        own = [case for case in every if region in (case["province_code"], case["regency_code"])]
        self.names = {case["regency_name"] for case in own}
        self.names |= {case["province_name"] for case in own if len(region) == 2}

    def table(self, name: str) -> list[Case]:
        with self.engine.connect() as connection:
            rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()
            return [{key: _moment(key, value) for key, value in row.items()} for row in rows]

    def _in_time(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def _wanted(self, case: Case) -> bool:
        here = self.region in ("", case["province_code"], case["regency_code"])
        mine = self.offices is None or case["agency"] in self.offices
        return here and mine and self._in_time(case["received_at"].astimezone(WIB).date())

    def count(self, key: Callable[[Case], Any]) -> dict[str, int]:
        return dict(Counter(str(key(case)) for case in self.cases))

    def over_time(self) -> dict[str, int]:
        days = [case["received_at"].astimezone(WIB).date() for case in self.cases]
        if (max(days) - min(days)).days < 182:
            return dict(Counter((day - timedelta(days=day.weekday())).isoformat() for day in days))
        return dict(Counter(f"{day:%Y-%m}-01" for day in days))

    def happened(self, case: Case, what: str, stages: Iterable[str] = ()) -> bool:
        return any(e["what"] == what and (not stages or e["stage"] in stages) for e in self.events[case["id"]])

    def seconds(self, name: str, office: str | None = None) -> list[int]:
        found = []
        for case in self.cases:
            later = {"verify": case["verified_at"], "answer": case["answered_at"]}.get(name)
            if name == "close" and case["stage"] == "closed":
                later = case["since"]
            if later and office in (None, case["agency"]):
                found.append(math.floor(later.timestamp()) - math.floor(case["received_at"].timestamp()))
        return sorted(found)

    def late(self, step: str, office: str | None = None) -> tuple[int, int]:
        """How many missed the deadline, how many kept it."""
        late = kept = 0
        for case in self.cases:
            if office not in (None, case["agency"]):
                continue
            by_officer = case["stage"] in ("closed", "archived") and case["by"] in ("admin", "office")
            missed, done = {
                "verify": (self.happened(case, "late", ("received", "verified")), bool(case["agency"]) or by_officer),
                "follow_up": (self.happened(case, "late", ("sent_on", "replied")), bool(case["answered_at"])),
                "answer": (bool(case["final_late_at"]), bool(case["answered_at"])),
            }[step]
            late += missed
            kept += done and not missed
        return late, kept

    def accuracy(self) -> dict[str, tuple[int, int]]:
        checked = [case for case in self.cases if case["verified_at"]]
        guessed = [case for case in checked if case["guesses"].split()]
        sent = [case for case in self.cases if case["agency"]]
        moved = sum(self.happened(case, "handed_on") for case in sent)
        return {
            "first": (sum(case["guesses"].split()[0] == case["category"] for case in guessed), len(guessed)),
            "three": (sum(case["category"] in case["guesses"].split() for case in guessed), len(guessed)),
            "corrected": (sum(self.happened(case, "corrected") for case in checked), len(checked)),
            "office": (len(sent) - moved, len(sent)),
            "handed_on": (moved, len(sent)),
        }

    def archived(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for case in self.cases:
            if case["stage"] == "archived":
                last = [e for e in self.events[case["id"]] if e["what"] in ("archived", "withdrawn")][-1:]
                found[last[0]["reason"] if last else ""] += 1
        return dict(found)

    def index(self) -> ikm.Ikm:
        rows = [
            row
            for row in self.table("opinion_answers")
            if self._in_time(_day(row["day"]))
            and (self.offices is None or row["agency"] in self.offices)
            and (not self.region or row["region"] in self.names)
        ]
        return ikm.index([row[f"u{at}"] for at in range(1, 10)] for row in rows)

    def stars(self) -> dict[str, int]:
        rows = [
            row
            for row in self.table("opinion_stars")
            if self._in_time(row["at"].astimezone(WIB).date())
            and (self.offices is None or row["agency"] in self.offices)
        ]
        return {str(star): sum(row["star"] == star for row in rows) for star in range(1, 6)}

    def people(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for row in self.table("opinion_participation"):
            first = self.since is None or row["month"] >= f"{self.since:%Y-%m}"
            if first and (self.until is None or row["month"] <= f"{self.until:%Y-%m}"):
                for name in ("gender", "disability", "age", "province", "channel"):
                    found[f"{name} {row[name]}"] += row["people"]
        return dict(found)

    def steps(self, channel: str | None = None) -> dict[str, tuple[int, int, int]]:
        found: dict[str, list[int]] = {}
        for row in self.table("dialog_steps"):
            if self._in_time(_day(row["day"])) and channel in (None, row["channel"]):
                sums = found.setdefault(row["step"], [0, 0, 0])
                for at, name in enumerate(("asked", "passed", "dropped")):
                    sums[at] += row[name]
        return {step: (sums[0], sums[1], sums[2]) for step, sums in found.items()}


def nearest(ordered: list[int], share: float) -> float:
    """Nearest rank, in days with one decimal."""
    return round(ordered[math.ceil(round(share * len(ordered), 6)) - 1] / 86400, 1)


def _moment(key: str, value: Any) -> Any:
    if not (key.endswith("_at") or key in ("since", "clock", "at")) or value is None:
        return value
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
