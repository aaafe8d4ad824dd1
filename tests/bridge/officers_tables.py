"""What the tests of the officers' table share: cores, tables in files, and what the numbers and names mean."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bridge_peers import DEADLINES, NOON, Clock
from sqlalchemy import Engine

from bot.officers_terms import OfficersTerms
from bridge.embedded.cases import Cases
from bridge.embedded.ledger import Ledger
from bridge.embedded.officers_table import columns as of
from bridge.embedded.officers_table import csv_files, exporting, kept, xlsx_files
from bridge.embedded.officers_table.importing import Counts, Import, Rejected
from bridge.embedded.officers_table.reading import Rows
from bridge.embedded.schema import connect

ZONE = DEADLINES.days.zone
LATER = NOON + timedelta(days=2)
ROW = {
    of.TRACKING: "9165816",
    of.DAY: "2026-11-02",
    of.TIME: "08:15:00",
    of.NAME: "Warga Contoh",
    of.KIND: "Pengaduan Tidak Berkadar Pengawasan",
    of.CATEGORY_ID: "928",
    of.CATEGORY: "Infrastruktur Jalan",
    of.TITLE: "Jalan rusak",
    of.STORY: "Jalan rusak parah di depan pasar.",
    of.FINAL: "Jalan rusak parah di depan pasar Selong (telah dilengkapi admin).",
    of.TYPE: "Rahasia",
    of.SOURCE: "Android",
    of.PARENT: "Pemerintah Kabupaten Lombok Timur",
    of.OFFICE_ID: "4711",
    of.OFFICE: "Dinas Pekerjaan Umum",
    of.STATUS: "Terdisposisi ke Dinas Pekerjaan Umum",
    of.REASON: "",
    of.PROVINCE: "Nusa Tenggara Barat",
    of.REGENCY: "Kabupaten Lombok Timur",
    of.DISTRICT: "Selong",
    of.VILLAGE: "",
}


@cache
def terms() -> OfficersTerms:
    """The real categories and places."""
    return OfficersTerms.load()


class Office:
    """One core of its own, into which tables come and from which they go."""

    def __init__(self, engine: Engine) -> None:
        self.clock = Clock(LATER)
        self.cases = Cases(engine, self.clock, deadlines=DEADLINES)
        self.cases.create()
        kept.create(engine)
        self.engine = engine
        self.ledger = Ledger(engine, self.clock, DEADLINES)
        self.rejected: list[Rejected] = []
        self.progress: list[int] = []

    @classmethod
    def at(cls, folder: Path, name: str) -> Office:
        """With an empty database in a file."""
        return cls(connect(f"sqlite:///{folder}/{name}.db"))

    def take(self, path: Path) -> Counts:
        """What `kentongan import` does with a file."""
        opened = xlsx_files.opened if path.suffix == ".xlsx" else csv_files.opened
        with opened(path) as table:
            rows = Rows(terms(), ZONE, self.clock)
            return Import(self.ledger, rows, self.rejected.append, self.progress.append).run(table.lines)

    def give(self, path: Path, **options: Any) -> Path:
        """What `kentongan export` does with a file."""
        write = xlsx_files.write if path.suffix == ".xlsx" else csv_files.write
        with path.open("w+b") as file:
            write(file, exporting.rows(self.ledger, terms(), ZONE), **options)
        return path

    def faults(self) -> list[tuple[int, str, str]]:
        """Line, column and reason of every bad cell."""
        return [(found.line, found.fault.column, found.fault.reason) for found in self.rejected]


def written(path: Path, *rows: Mapping[str, str], encoding: str = "utf-8", separator: str = ",") -> Path:
    """A table in a file as another system would write it, each row ROW with changes."""
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.writer(file, delimiter=separator)
        table.writerow(of.COLUMNS)
        for row in rows:
            table.writerow([(ROW | row)[column] for column in of.COLUMNS])
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as they stand in it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def numbered(count: int, start: int = 1_000_000) -> Iterable[dict[str, str]]:
    """So many rows of other reports, with long stories as they are."""
    for number in range(start, start + count):
        story = f"Laporan {number}: " + "jalan rusak dan lampu mati sudah lama, mohon diperbaiki. " * 8
        yield {of.TRACKING: str(number), of.STORY: story, of.FINAL: story}
