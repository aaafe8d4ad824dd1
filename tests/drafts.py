"""The drafts, cases and facts that tests of texts and states stand on: a plausible one, and the longest that can be."""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from bot.dialogs.session import Case, Draft, Facts
from bot.message import Attachment
from bot.pin import Pin
from bot.report import Reference, Stage, Status
from bot.understanding.understand import Understanding
from bot.understanding.words import DATA

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OWN = tuple(Reference.of(161_100_427 + 7919 * at) for at in range(5))
CONTACT = "SMS 1708, lapor.go.id"  # as KENTONGAN_CONTACT is set where nobody sets it
OFFICE = "Dinas Pekerjaan Umum, Perumahan Rakyat dan Kawasan Permukiman Kabupaten Ogan Komering Ulu Selatan"


def plausible(understanding: Understanding) -> Draft:
    """A draft in which every question has something to show: a place, three readings, suggestions, one photo."""
    table = understanding.gazetteer.table
    readings = tuple(table.place(code, "Selong") for code in ("52.03.07", "31.74.07.1004", "52.03.07.1001"))
    return Draft(
        story="Lampu jalan di depan pasar mati sejak seminggu",
        title="Lampu jalan di depan pasar mati",
        category="street_light",
        suggestions=("street_light", "electricity"),
        place=table.place("52.03.07", "Selong"),
        readings=readings,
        attachments=(Attachment("photo", "https://carrier.example/1", "image/jpeg"),),
    )


def longest(understanding: Understanding, language: str) -> Draft:
    """A draft with the longest of all: places, category, 10 files, a name of 80 letters, a story of 6000."""
    table, catalogue = understanding.gazetteer.table, understanding.catalogue
    codes = sorted((each.code for each in catalogue.all), key=lambda code: -len(catalogue.get(code).name(language)))
    words = "di depan warung Bu Sri, sebelah kantor pos yang lama, masuk gang kedua sesudah jembatan kecil, RT 03 RW 05"
    place = replace(table.place(longest_village()), words=words, pin=Pin(-4.9, 103.9))
    return Draft(
        story=("Lampu penerangan jalan umum di depan sekolah mati sejak tiga minggu lalu. " * 82)[:6000],
        title="Lampu penerangan jalan umum di depan sekolah dasar negeri m",
        category=codes[0],
        suggestions=tuple(codes[:3]),
        place=place,
        readings=tuple(table.place(code, official_names()[code]) for code in longest_trio()),
        happened_on=date(2026, 11, 1),
        attachments=tuple(Attachment("photo", f"https://carrier.example/{at}", "image/jpeg") for at in range(10)),
        anonymous=False,
        name=("Raden Ajeng " * 7)[:80].strip().ljust(80, "a"),
        settled=("files", "identity", "name"),
    )


@cache
def official_names() -> dict[str, str]:
    """Code -> name of every area in the table as it is shipped."""
    lines = lzma.decompress((DATA / "places.csv.xz").read_bytes()).decode().splitlines()
    return dict(line.split(",", 1) for line in lines)


def _around(code: str) -> str:
    return ", ".join(official_names()[code[:length]] for length in (8, 5, 2))


@cache
def longest_village() -> str:
    """The code of the village whose full official name is longest."""
    every = ((code, name) for code, name in official_names().items() if len(code) == 13)
    return max(every, key=lambda item: len(item[1]) + len(_around(item[0])))[0]


@cache
def longest_trio() -> tuple[str, ...]:
    """Three villages of one name in three regencies, the longest there are: a shared name makes a place unclear."""
    by_name: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in official_names().items():
        if len(code) == 13:
            known = by_name[name].get(code[:5], code)
            by_name[name][code[:5]] = max(known, code, key=lambda each: len(_around(each)))
    trios = [sorted(each.values(), key=lambda code: -len(_around(code)))[:3] for each in by_name.values()]
    return tuple(max((t for t in trios if len(t) == 3), key=lambda t: sum(len(_full(c)) for c in t)))


def _full(code: str) -> str:
    return f"{official_names()[code]}, {_around(code)}"


def facts(*, known: bool = True, statuses: Mapping[str, Status | None] | None = None) -> Facts:
    """Five reports of the citizen's own with titles of 60 letters, and what the core tells of them."""
    title = "Lampu penerangan jalan umum di depan sekolah dasar negeri mt"
    cases = {each: Case(each, title, False, Stage.SENT_ON, NOW, "7") for each in OWN}
    return Facts(
        now=NOW,
        draw=161_100_427 + 99_991,
        pin=7,
        cases=cases if known else {},
        opened=frozenset(OWN) if known else frozenset(),
        statuses={each: status(each) for each in OWN} if statuses is None else statuses,
        similar=(),
    )


def status(reference: Reference, stage: Stage = Stage.SENT_ON, note: str = "", deadline: date | None = None) -> Status:
    """What a core says of a report in the hands of the office with the longest name."""
    return Status(reference, stage, NOW, OFFICE, note, deadline)
