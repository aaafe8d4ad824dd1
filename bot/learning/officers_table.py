"""Stories from the officers' own export of LAPOR!, so that an agency's past work teaches the bot from the first day."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from bot.learning.decided import role_of
from bot.learning.stories import Gathered
from bot.understanding.catalogue import Catalogue, Category
from bot.understanding.words import key
from bridge.embedded.officers_table import columns as of

STORY = (of.STORY, of.FINAL, of.TITLE)  # the citizen's own words first
CATEGORY = (of.CATEGORY_ID, of.CATEGORY)
OFFICE = of.OFFICE
STATUS = of.STATUS
UNDECIDED = ("menunggu", "diarsipkan", "ditunda", "tertunda", "terverifikasi")
SEPARATORS = ",;\t"


class Unreadable(Exception):
    """The file is no officers' export; the text names the file and what it lacks."""


class Codes:
    """LAPOR!'s numbers and names of categories, and ours that they can mean."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Turns every name into its key once: an export has a hundred thousand rows."""
        self.catalogue = catalogue
        self._names = [({key(name) for name in (one.code, *one.names.values())}, one) for one in catalogue.all]
        self._topics = [(key(one.lapor_topic), one) for one in catalogue.all]

    def code(self, number: str, name: str, agency: str) -> str | None:
        """Our code for a row's ID Kategori, Kategori and Instansi Terdisposisi; None where it is not clear."""
        found = self._by_number(number) or self._by_name(key(name.rpartition(">")[2]))
        if len(found) > 1 and (role := role_of(agency, self.catalogue)):
            found = [one for one in found if one.office == role]
        return found[0].code if len(found) == 1 else None

    def _by_number(self, number: str) -> list[Category]:
        known = int(number) if number.strip().isascii() and number.strip().isdigit() else 0
        return [one for one in self.catalogue.all if known and one.lapor_id == known]

    def _by_name(self, name: str) -> list[Category]:
        """By code or name, else all categories of a topic."""
        named = [one for names, one in self._names if name in names]
        return named or [one for topic, one in self._topics if name and topic == name]


def from_tables(paths: Sequence[Path], catalogue: Catalogue, found: Gathered) -> None:
    """The decided rows of several exports. No other column than those named here is looked at. Raises Unreadable."""
    codes = Codes(catalogue)
    for path in paths:
        for row in _rows(path):
            _learn_from(row, codes, found)


def _learn_from(row: Mapping[str, str], codes: Codes, found: Gathered) -> None:
    if any(word in row[STATUS].casefold() for word in UNDECIDED):
        found.unused["no officer has decided, or archived"] += 1
        return
    number, name = (row[column].strip() for column in CATEGORY)
    code = codes.code(number, name, row[OFFICE])
    if code is None:
        found.unmapped[f"{number or '-'} {name or '-'}"] += 1
    else:
        found.take(next((row[column] for column in STORY if row[column].strip()), ""), code, "from the export")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows with every column that we know, "" where the export lacks it."""
    csv.field_size_limit(sys.maxsize)
    text = _text(path)
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.DictReader(StringIO(text), delimiter=separator)
    columns = {" ".join(name.split()) for name in reader.fieldnames or ()}
    for wanted in (CATEGORY, STORY):
        if not columns & set(wanted):
            raise Unreadable(f"{path} has no column {' or '.join(wanted)}: it is no officers' export")
    try:
        for row in reader:
            plain = {" ".join((name or "").split()): value for name, value in row.items() if isinstance(value, str)}
            yield {name: of.plain(plain.get(name, "")) for name in (*STORY, *CATEGORY, OFFICE, STATUS)}
    except csv.Error as wrong:
        raise Unreadable(f"{path}, line {reader.line_num}: {wrong}") from None


def _text(path: Path) -> str:
    """UTF-8, as exports are; else what an office's spreadsheet on Windows writes."""
    whole = path.read_bytes()
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        return whole.decode("cp1252", "replace")
