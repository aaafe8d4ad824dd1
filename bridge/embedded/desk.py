"""The officer's desk in a terminal: every command changes what the citizen is told next."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypedDict, Unpack

import click

from bot.progress import By
from bot.report import CoreDown, Reference, Stage
from bridge.characters import printable
from bridge.embedded.archive_reasons import OFFICERS_WORDS, Reason
from bridge.embedded.cases import Cases, NoSuchCategory, Search
from bridge.embedded.pages import line, page, stage_words
from bridge.embedded.workflow import Action, Missing, NotPossible

_OFFICER = "desk"

_reference = click.argument("reference", metavar="REF", nargs=-1, required=True)
_note = click.option("--note", default="", help="What the citizen will read.")
_doer = click.option(
    "--as",
    "by",
    type=click.Choice([By.OFFICE.value, By.ADMIN.value]),
    help="Who acts; left out, an office that has the report answers and asks, an admin does all else.",
)
_office = click.option("--to", "agency", default="", metavar="OFFICE", help="The office, by its name.")


@click.group()
def desk() -> None:
    """List and show citizens' reports, and act on them. REF may be written 2611004279 or 2611 0042 79."""


@desk.command("list")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage if stage is not Stage.WAITING]))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000), help="At most so many.")
@click.pass_obj
def list_cases(cases: Cases, stage: str | None, limit: int) -> None:
    """The reports, the last received first, one a line."""
    stages = (Stage(stage),) if stage else ()
    with _plainly():
        found = cases.search(Search(stages=stages, limit=limit))
    for case in found:
        click.echo(line(case, cases.clock()))
    if not found:
        click.echo("No reports.")


@desk.command()
@_reference
@click.pass_obj
def show(cases: Cases, reference: tuple[str, ...]) -> None:
    """One report whole, with what happened to it and what can be done now."""
    number = _read(reference)
    with _plainly():
        case, events = cases.find(number), cases.timeline(number)
    if case is None or case.erased_at:
        raise click.ClickException(f"There is no report {number.grouped}.")
    click.echo("\n".join(page(case, events, cases.clock())))


@desk.command()
@_reference
@_note
@click.option("--supervisory", is_flag=True, help="Berkadar pengawasan: it needs an inspection, and so more time.")
@click.pass_obj
def verify(cases: Cases, reference: tuple[str, ...], note: str, supervisory: bool) -> None:
    """The report is complete and in scope."""
    _act(cases, reference, Action.VERIFY, note=note, supervisory=supervisory)


@desk.command("send-on")
@_reference
@_office
@_note
@click.pass_obj
def send_on(cases: Cases, reference: tuple[str, ...], agency: str, note: str) -> None:
    """Give a verified report to the office that is to act."""
    _act(cases, reference, Action.SEND_ON, agency=agency, note=note)


@desk.command()
@_reference
@_note
@_doer
@click.pass_obj
def answer(cases: Cases, reference: tuple[str, ...], note: str, by: str | None) -> None:
    """The office tells the citizen what it did."""
    _act(cases, reference, Action.ANSWER, by, note=note)


@desk.command()
@_reference
@_note
@_doer
@click.pass_obj
def ask(cases: Cases, reference: tuple[str, ...], note: str, by: str | None) -> None:
    """Ask the citizen for what is missing."""
    _act(cases, reference, Action.ASK, by, note=note)


@desk.command("hand-on")
@_reference
@_office
@_note
@_doer
@click.pass_obj
def hand_on(cases: Cases, reference: tuple[str, ...], agency: str, note: str, by: str | None) -> None:
    """Another office is competent."""
    _act(cases, reference, Action.HAND_ON, by, agency=agency, note=note)


@desk.command()
@_reference
@_note
@_doer
@click.pass_obj
def close(cases: Cases, reference: tuple[str, ...], note: str, by: str | None) -> None:
    """The matter is done."""
    _act(cases, reference, Action.CLOSE, by, note=note)


@desk.command()
@_reference
@click.option("--reason", default="", metavar="CODE", help="Why, as in: kentongan desk reasons. The citizen reads it.")
@_note
@_doer
@click.pass_obj
def archive(cases: Cases, reference: tuple[str, ...], reason: str, note: str, by: str | None) -> None:
    """End a report that cannot be acted on."""
    if reason not in list(Reason):
        raise click.UsageError(_no_reason(reason))
    _act(cases, reference, Action.ARCHIVE, by, reason=reason, note=note)


@desk.command()
def reasons() -> None:
    """All reasons for archiving, one a line: code and what it means."""
    for reason, words in OFFICERS_WORDS.items():
        click.echo(f"{reason.value:14}{words}")


@desk.command()
@_reference
@click.argument("code")
@click.pass_obj
def recategorize(cases: Cases, reference: tuple[str, ...], code: str) -> None:
    """Correct the category; CODE as in: kentongan desk categories. The bot learns from it."""
    number = _read(reference)
    with _plainly(), _there(number):
        try:
            case = cases.recategorize(number, code, actor=_OFFICER)
        except NoSuchCategory as wrong:
            raise click.ClickException(_no_category(code, cases.categories(), known=wrong.known)) from None
    click.echo(f"{number.grouped}: {printable(case.report.category_name)} ({code})")


@desk.command()
@click.pass_obj
def categories(cases: Cases) -> None:
    """All categories, one a line: code and name."""
    for code, name in cases.categories().items():
        click.echo(f"{code:24}{name}")


def _no_category(code: str, codes: Iterable[str], *, known: bool) -> str:
    if known:
        return f"The report has the category {code} already."
    near = difflib.get_close_matches(code, list(codes), n=3)
    meant = f" Did you mean {', '.join(near)}?" if near else ""
    return f"There is no category {printable(code)[:40]}.{meant} All: kentongan desk categories"


def _no_reason(given: str) -> str:
    """What to type instead; a reason in words of one's own goes into the note."""
    codes = ", ".join(Reason)
    if not given:
        return f"archive needs a reason. Add --reason with one of: {codes}."
    own = shlex.quote(printable(given))
    return f"{own} is no code of a reason. Codes: {codes}. In words of your own: --reason other --note {own}"


class _Given(TypedDict, total=False):
    agency: str
    note: str
    reason: str
    supervisory: bool


def _act(cases: Cases, words: tuple[str, ...], action: Action, by: str | None = None, **given: Unpack[_Given]) -> None:
    number, doer = _read(words), By(by) if by else None
    with _plainly(), _there(number):
        case = cases.act(number, action, actor=_OFFICER, by=doer, **given)
    click.echo(f"{number.grouped}: {stage_words(case)}")


@contextmanager
def _there(number: Reference) -> Iterator[None]:
    try:
        yield
    except KeyError:
        raise click.ClickException(f"There is no report {number.grouped}.") from None


@contextmanager
def _plainly() -> Iterator[None]:
    """What cannot be done is said in one line: exit code 1, or 2 where the command lacks something."""
    try:
        yield
    except NotPossible as wrong:
        raise click.ClickException(printable(str(wrong))) from None
    except Missing as wrong:
        option = {"agency": "--to OFFICE", "note": "--note TEXT", "reason": "--reason CODE"}[wrong.what]
        raise click.UsageError(f"{wrong} Add {option}.") from None
    except CoreDown as wrong:
        raise click.ClickException(f"The case store cannot be reached ({wrong}). Nothing was changed.") from None


def _read(words: tuple[str, ...]) -> Reference:
    digits = re.sub(r"[\s.#-]", "", "".join(words))
    number = Reference.read(digits)
    if number is None:
        raise click.UsageError(f"{printable(digits)[:40]} is not a report number: it has ten digits. Check each digit.")
    return number
