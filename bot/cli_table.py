"""The commands that move an agency's reports in and out as the officers' table of LAPOR!, as CSV or for Excel."""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from bot.officers_terms import OfficersTerms
    from bridge.embedded.ledger import Ledger
    from bridge.embedded.officers_table.importing import Counts, Rejected
    from bridge.embedded.officers_table.lines import Table

MOST_TOLD = 20  # bad cells told one by one; --rejected has all
_REJECTED = ("Baris", "Tracking ID", "Kolom", "Alasan")
_SEPARATORS = {"comma": ",", "semicolon": ";"}

_file = click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))


@click.command("import")
@_file
@click.option(
    "--rejected",
    "rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="A CSV file for every bad cell: line, number, column, reason.",
)
def import_(path: Path, rejected: Path | None) -> None:
    """Take in the officers' table in FILE (.csv or .xlsx); what is here already is left as it is.

    Good rows are in, whatever else is in the file. Exit code 1 if any row was rejected.
    """
    from bridge.embedded.officers_table.importing import Import
    from bridge.embedded.officers_table.reading import Rows

    _require(path)
    ledger, settings = _ledger()
    zone = settings.deadlines.days.zone
    with _plainly(path), _opened(path) as table, _report(rejected) as report:
        rows = Rows(_terms(), zone, ledger.clock)
        with click.progressbar(length=table.length, label=path.name, file=sys.stderr) as bar:
            counts = Import(ledger, rows, report.add, lambda done: bar.update(done - bar.pos)).run(table.lines)
        report.tell(counts)
    sys.exit(1 if counts.rejected else 0)


@click.command()
@_file
@click.option(
    "--separator",
    type=click.Choice([*_SEPARATORS]),
    default="comma",
    show_default=True,
    help="In CSV; Excel in Indonesian opens semicolons at once.",
)
def export(path: Path, separator: str) -> None:
    """Write all reports as the officers' table into FILE (.csv or .xlsx), without those that were erased."""
    from bridge.embedded.officers_table import csv_files, exporting

    ledger, settings = _ledger()
    terms, zone = _terms(), settings.deadlines.days.zone
    with _plainly(path), _replaced(path) as file:
        count = exporting.how_many(ledger)
        found = exporting.rows(ledger, terms, zone)
        with click.progressbar(found, length=count, label=path.name, file=sys.stderr) as rows:
            if _is_workbook(path):
                from bridge.embedded.officers_table import xlsx_files

                xlsx_files.write(file, rows)
            else:
                csv_files.write(file, rows, _SEPARATORS[separator])
    click.echo(f"{count} reports are in {path}.", err=True)


class _Report:
    """Tells of rejected rows: all to a file, the first of them and the counts on the terminal."""

    def __init__(self, write: Callable[[tuple[object, ...]], object]) -> None:
        self._write = write
        self._first: list[str] = []
        self._count = 0

    def add(self, found: Rejected) -> None:
        from bridge.characters import printable
        from bridge.embedded.officers_table.columns import harmless

        fault = found.fault
        tracking, reason = printable(found.tracking)[:40], printable(fault.reason)
        self._write((found.line, harmless(tracking), fault.column, harmless(reason)))
        self._count += 1
        if len(self._first) < MOST_TOLD:
            self._first.append(f"line {found.line}: {': '.join(filter(None, (fault.column, reason)))}")

    def tell(self, counts: Counts) -> None:
        for line in self._first:
            click.echo(line, err=True)
        if self._count > len(self._first):
            click.echo(f"... and {self._count - len(self._first)} more; --rejected FILE has all", err=True)
        erased = f", {counts.erased} erased here and not brought back" if counts.erased else ""
        told = f"{counts.new} new, {counts.known} here already{erased}, {counts.rejected} rows rejected."
        click.echo(told, err=True)


@contextmanager
def _report(path: Path | None) -> Iterator[_Report]:
    if path is None:
        yield _Report(lambda _: None)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(_REJECTED)
        yield _Report(table.writerow)


def _opened(path: Path) -> AbstractContextManager[Table]:
    from bridge.embedded.officers_table import csv_files

    if not _is_workbook(path):
        return csv_files.opened(path)
    from bridge.embedded.officers_table import xlsx_files

    return xlsx_files.opened(path)


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm")


def _require(path: Path) -> None:
    if not path.is_file():
        raise click.ClickException(f"There is no file {path}.")


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when it is whole; before, and after a failure, that is as it was."""
    try:
        made, name = tempfile.mkstemp(prefix=".export", dir=path.absolute().parent)
    except OSError as why:
        raise click.ClickException(f"{path} cannot be written ({why.strerror}).") from None
    try:
        with os.fdopen(made, "w+b") as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    from bot.report import CoreDown
    from bridge.embedded.officers_table.columns import CellTooLong, NoTable

    try:
        yield
    except NoTable as why:
        raise click.ClickException(f"{path.name} is no officers' table: {why}.") from None
    except CellTooLong as why:
        raise click.ClickException(f"{why}.") from None
    except CoreDown as why:
        raise click.ClickException(
            f"The case store cannot be reached ({why}). Rows before that are in; run it again."
        ) from None


def _terms() -> OfficersTerms:
    from bot.officers_terms import OfficersTerms

    return OfficersTerms.load()


def _ledger() -> tuple[Ledger, Settings]:
    """The embedded core's database, made or brought up to date, with what only imported reports have."""
    from bot.embedded_core import embedded_core
    from bridge.embedded.officers_table import kept

    settings = Settings.read(os.environ)
    cases = embedded_core(settings, "use its own export, or unset KENTONGAN_CORE_URL")
    with _plainly(Path(settings.core_database)):
        kept.create(cases.ledger.engine)
    return cases.ledger, settings
