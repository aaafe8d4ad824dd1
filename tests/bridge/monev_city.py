"""An invented country of reports, events and opinions, the same for the same seed, put straight into the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, insert

from bridge.embedded.desk_tables import DialogStepRow, OfficeRow
from bridge.embedded.schema import CaseRow, CorrectionRow, EventRow
from bridge.embedded.version import create
from bridge.opinions import tables as opinion_tables
from bridge.opinions.tables import AnswersRow, ParticipationRow, StarRow

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
OFFICES = tuple(f"Dinas Percobaan {number}" for number in range(1, 16))
CODES = tuple(f"topic_{number}" for number in range(1, 41))
CHANNELS = ("sms", "whatsapp", "telegram")
LANGUAGES = ("id", "en", "jv", "su")
STEPS = ("story", "place", "category", "recap", "filed")
REASONS = ("no_evidence", "unclear", "out_of_scope", "duplicate", "no_answer", "other")
_DAYS = 600

Row = dict[str, Any]


def fill(engine: Engine, count: int, seed: int = 7) -> None:
    """Make all tables and `count` reports with what belongs to them."""
    create(engine)
    opinion_tables.create(engine)
    random, events = Random(seed), 0
    with engine.begin() as connection:
        connection.execute(insert(OfficeRow), [{"name": name, "region_code": ""} for name in OFFICES])
        for start in range(1, count + 1, 2000):
            found = [_case(number, random) for number in range(start, min(start + 2000, count + 1))]
            lines = [line for case in found for line in _timeline(case, random)]
            for number, line in enumerate(lines, events + 1):
                line["id"] = number
            events += len(lines)
            connection.execute(insert(CaseRow), [_without_marks(case) for case in found])
            connection.execute(insert(EventRow), [{k: v for k, v in line.items() if k != "before"} for line in lines])
            mended = [line for line in lines if line["what"] == "corrected"]
            if mended:
                rows = [{"event_id": line["id"], "before": line["before"], "after": "x"} for line in mended]
                connection.execute(insert(CorrectionRow), rows)
        _opinions(connection, random, count)
        connection.execute(insert(DialogStepRow), list(_steps(random)))


def _without_marks(case: Row) -> Row:
    return {name: value for name, value in case.items() if not name.startswith("_")}


def _case(number: int, random: Random) -> Row:
    received = NOW - timedelta(seconds=random.randrange(_DAYS * 86400), microseconds=random.randrange(1_000_000))
    category = random.choices(CODES, range(len(CODES), 0, -1))[0]
    province = random.choices(("52", "33", "11", "91", None), (50, 30, 15, 4, 1))[0]
    regency = f"{province}.{random.choices(range(1, 9), (40, 20, 10, 9, 8, 7, 5, 1))[0]:02}" if province else None
    regency = regency if random.random() > 0.05 else None
    verified = received + timedelta(hours=random.expovariate(1 / 40)) if random.random() > 0.1 else None
    agency = random.choices(OFFICES, range(len(OFFICES), 0, -1))[0] if verified and random.random() > 0.1 else ""
    answered = verified + timedelta(hours=random.expovariate(1 / 150)) if agency and random.random() > 0.2 else None
    stage = "followed_up" if answered else "sent_on" if agency else "verified" if verified else "received"
    ended = random.choices(("closed", "archived", ""), (60, 20, 20))[0] if answered or not agency else ""
    since = (answered or verified or received) + timedelta(hours=random.expovariate(1 / 90) if ended else 0)
    guesses = random.sample([code for code in CODES if code != category], 3)
    if random.random() < 0.85:
        guesses[random.choices((0, 1, 2), (80, 15, 5))[0]] = category
    return {
        "id": number,
        "reference": f"{number:010}",
        "kind": random.choices(("pengaduan", "aspirasi", "informasi"), (80, 15, 5))[0],
        "category": category,
        "category_name": category.replace("_", " ").title(),
        "title": "Laporan percobaan",
        "story": "Cerita yang dikarang untuk percobaan. " * random.randrange(3, 25),
        "place_words": "dekat pasar",
        "province_code": province,
        "province_name": f"Provinsi {province}" if province else None,
        "regency_code": regency,
        "regency_name": f"Kabupaten {regency}" if regency else None,
        "pin_label": "",
        "anonymous": random.random() < 0.4,
        "secret": random.random() < 0.3,
        "name": "",
        "received_at": received,
        "channel": random.choices(CHANNELS, (30, 50, 20))[0],
        "language": random.choices(LANGUAGES, (900, 80, 18, 2))[0],
        "stage": ended or stage,
        "agency": agency,
        "note": "",
        "since": since,
        "verified_at": verified,
        "clock": since,
        "by": random.choice(("admin", "office", "citizen", "system")) if ended else "",
        "supervisory": random.random() < 0.02,
        "answered_at": answered,
        "reopened_at": None,
        "final_late_at": received + timedelta(days=20) if random.random() < 0.1 and verified else None,
        "supporters": random.choices((0, 1, 2, 3, 7, 30), (900, 50, 30, 10, 6, 1))[0],
        "due_at": None,
        "erased_at": NOW if random.random() < 0.02 else None,
        "guesses": " ".join(guesses) if random.random() > 0.1 else "",
    }


def _timeline(case: Row, random: Random) -> Iterator[Row]:
    """Events that fit the row well enough for figures."""
    line = _lines(case)
    yield line("received", "received", case["received_at"])
    if random.random() < 0.15:
        yield line("late", "received", case["received_at"] + timedelta(days=5))
    if case["verified_at"]:
        yield line("verified", "verified", case["verified_at"])
    if random.random() < 0.08 and case["verified_at"]:
        yield line("corrected", "verified", case["verified_at"]) | {"before": random.choice(CODES)}
        if random.random() < 0.1:
            yield line("corrected", "verified", case["verified_at"]) | {"before": random.choice(CODES)}
    if case["agency"]:
        yield line("sent_on", "sent_on", case["verified_at"])
        for _ in range(random.choices((0, 1, 2), (85, 12, 3))[0]):
            yield line("handed_on", "sent_on", case["verified_at"])
        if random.random() < 0.2:
            yield line("late", random.choice(("sent_on", "replied")), case["since"])
    if case["answered_at"]:
        yield line("answered", "followed_up", case["answered_at"])
    if case["stage"] in ("closed", "archived"):
        reason = random.choices(REASONS, (50, 40, 30, 5, 3, 1))[0] if case["stage"] == "archived" else ""
        yield line(case["stage"], case["stage"], case["since"]) | {"reason": reason}


def _lines(case: Row) -> Any:
    def line(what: str, stage: str, at: datetime) -> Row:
        return {
            "case_id": case["id"],
            "at": at,
            "stage": stage,
            "agency": case["agency"],
            "note": "Catatan percobaan dari meja petugas.",
            "actor": "meja",
            "what": what,
            "by": "admin",
            "reason": "",
        }

    return line


def _opinions(connection: Any, random: Random, count: int) -> None:
    answers, stars = [], []
    for number in range(count // 5):
        where = {
            "agency": random.choice(OFFICES),
            "category": random.choice(CODES),
            "channel": random.choice(CHANNELS),
            "language": "id",
        }
        day = NOW - timedelta(days=random.randrange(_DAYS))
        nine = {f"u{at}": random.choices((0, 1, 2, 3, 4), (5, 5, 20, 50, 20))[0] for at in range(1, 10)}
        region = f"Kabupaten 52.{random.randrange(1, 9):02}"
        answers.append({"id": f"a{number}", "day": day.date(), "region": region, **where, **nine})
        reference = f"{random.randrange(1, count + 1):010}"
        stars.append({"id": f"s{number}", "reference": reference, "star": random.randrange(1, 6), "at": day, **where})
    people: dict[tuple[str, ...], int] = {}
    for _ in range(count // 8):
        key = (
            f"{2025 + random.randrange(2)}-{random.randrange(1, 12):02}",
            random.choice(CHANNELS),
            random.choice(("Provinsi 52", "Provinsi 33")),
            random.choices(("female", "male", ""), (40, 55, 5))[0],
            random.choices(("yes", "no", ""), (3, 90, 7))[0],
            random.choices(("18-25", "26-40", "41-60", "61+", ""), (30, 40, 20, 1, 5))[0],
        )
        people[key] = people.get(key, 0) + 1
    names = ("month", "channel", "province", "gender", "disability", "age")
    kept = [dict(zip(names, key, strict=True)) | {"people": number} for key, number in people.items()]
    for row, rows in ((AnswersRow, answers), (StarRow, stars), (ParticipationRow, kept)):
        if rows:
            connection.execute(insert(row), rows)


def _steps(random: Random) -> Iterator[Row]:
    for ago in range(0, _DAYS, 3):
        day: date = (NOW - timedelta(days=ago)).date()
        for channel in CHANNELS:
            asked = random.randrange(20, 60)
            for step in STEPS:
                dropped = random.randrange(0, 3)
                passed = 0 if step == "filed" else max(0, asked - dropped - random.randrange(0, 4))
                row = {"day": day, "channel": channel, "language": "id", "step": step}
                yield row | {"asked": asked, "passed": passed, "dropped": 0 if step == "filed" else dropped}
                asked = passed
