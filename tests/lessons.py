"""What officers of an imaginary regency decided, for the tests of learning."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.learning.stories import Story
from bot.report import Kind, Place, Reference, Report
from bot.understanding.catalogue import Catalogue
from bridge.embedded.cases import Cases
from bridge.embedded.workflow import Action

LOCAL = {  # what only people of one imaginary regency call these things
    "irrigation": ("surjan mblokek", "surjan krempyeng", "glodog surjan", "surjan ngowos"),
    "school_fees": ("gubrakan gowok", "gowok nyrempul", "gowok mbledug", "srundul gowok"),
    "wild_animals": ("lutengan gondrot", "lutengan nyrobot", "lutengan mbrabut", "gondrot lutengan"),
}
PLACES = ("prak", "brok", "dhung", "thok", "kluk", "cring")
STORIES = [Story(f"{phrase} {place}", code) for code, texts in LOCAL.items() for phrase in texts for place in PLACES]
COLUMNS = (
    "Tracking ID,Nama Pelapor,ID Kategori,Kategori,Judul Laporan,Isi Laporan Awal,Instansi Terdisposisi,Status Laporan"
).split(",")


def table_of(catalogue: Catalogue) -> Any:
    """The table of words as training sees it."""
    return lambda text: [(guess.code, guess.score) for guess in catalogue.rank(text)]


def filed(cases: Cases, draw: int, story: str, category: str) -> Reference:
    """A report that a citizen sent."""
    reference = Reference.of(draw)
    cases.file(
        Report(
            reference=reference,
            kind=Kind.COMPLAINT,
            category=category,
            category_name=category,
            title=story[:40],
            story=story,
            place=Place("di sini"),
            anonymous=True,
            secret=False,
            received_at=datetime(2026, 3, 10, tzinfo=UTC),
            channel="sms",
        )
    )
    return reference


def sent_on(cases: Cases, reference: Reference, agency: str) -> None:
    """An officer verifies a report and sends it on."""
    cases.act(reference, Action.VERIFY)
    cases.act(reference, Action.SEND_ON, agency=agency)


def export(path: Path, rows: Sequence[dict[str, str]], *, separator: str = ",", encoding: str = "utf-8-sig") -> Path:
    """An officers' export with these rows."""
    with path.open("w", newline="", encoding=encoding) as file:
        table = csv.DictWriter(file, COLUMNS, restval="", delimiter=separator)
        table.writeheader()
        table.writerows(rows)
    return path
