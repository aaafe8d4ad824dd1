"""What the bot would do with a report, so that an officer who agrees needs one key and one who does not sees why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import select

from bot.report import Place
from bridge.desk.deciding import Decision, open_to
from bridge.desk.people import Officer
from bridge.desk.reading import Opened
from bridge.desk.rooms import Category, Desk
from bridge.embedded.course import Action
from bridge.embedded.desk_tables import OfficeRow
from bridge.embedded.ledger import Ledger

BEST = 3  # as many as the citizen was shown
_LISTED = 500  # names of offices on one page


@dataclass(frozen=True, slots=True)
class Proposal:
    """One category with the office that handles it here ("" where none is known), and what accepting it does.

    `key` is pressed to accept it. `guessed`: the bot's own; else it is the one the report has. `decisions` is empty
    where there is nothing to do.
    """

    key: str
    category: Category
    office: str
    guessed: bool
    current: bool
    decisions: tuple[Decision, ...]

    @property
    def does(self) -> tuple[str, ...]:
        """What accepting it does, in order: names of actions, and "correct"."""
        return tuple(each.action.value if each.action else "correct" for each in self.decisions)


@dataclass(frozen=True, slots=True)
class Here:
    """The offices that serve one place, the nearest region first, and then those of the whole country."""

    named: tuple[tuple[str, str], ...]  # name, role

    def for_role(self, role: str) -> str:
        """The office that does this for the smallest region; "" where none is known."""
        return next((name for name, does in self.named if does.casefold() == role.casefold()), "")


def offices_here(ledger: Ledger, place: Place) -> Here:
    """Who serves this place, by the tree of offices."""
    regions = [area.code for area in (place.regency, place.province) if area] + [""]
    query = select(OfficeRow.name, OfficeRow.role, OfficeRow.region_code).where(OfficeRow.region_code.in_(regions))
    with ledger.reading() as session:
        nearest_first = query.order_by(OfficeRow.region_code.desc(), OfficeRow.name)  # "52.03", "52", ""
        return Here(tuple((row.name, row.role) for row in session.execute(nearest_first.limit(_LISTED))))


def proposals(desk: Desk, officer: Officer, opened: Opened, here: Here) -> list[Proposal]:
    """The bot's three, best first, and the report's own category where it is none of them."""
    report = opened.case.report
    codes = _guessed(desk, opened)
    own = [report.category] if report.category in desk.categories and report.category not in codes else []
    return [
        _proposal(desk.categories[code], str(place), officer, opened, here, guessed=code in codes)
        for place, code in enumerate([*codes, *own], 1)
    ]


def category_named(desk: Desk, typed: str) -> Category | None:
    """The category of this code or name; part of a name is enough where no other name has it."""
    words = " ".join(typed.split()).casefold()
    whole = [each for each in desk.categories.values() if words in (each.code, each.name.casefold())]
    part = [each for each in desk.categories.values() if words and words in each.name.casefold()]
    found = whole or part
    return found[0] if len(found) == 1 else None


def near_categories(desk: Desk, typed: str) -> list[str]:
    """Names that could have been meant, three at most."""
    words = " ".join(typed.split()).casefold()
    names = {each.name.casefold(): each.name for each in desk.categories.values()}
    part = [name for plain, name in names.items() if words and words in plain]
    return (part + [names[plain] for plain in get_close_matches(words, list(names))])[:3]


def office_named(ledger: Ledger, typed: str) -> tuple[str, list[str]]:
    """The office's name as reports carry it, "" where the desk has none of that name; then names like it.

    Letters' case and doubled spaces do not count. Where the desk has no offices at all, every name is as good.
    """
    words = " ".join(typed.split())
    with ledger.reading() as session:
        known = {name.casefold(): name for name in session.scalars(select(OfficeRow.name))}
    if not known:
        return words, []
    like = get_close_matches(words.casefold(), list(known), cutoff=0.5)
    return known.get(words.casefold(), ""), [known[each] for each in like]


def _guessed(desk: Desk, opened: Opened) -> list[str]:
    """What the citizen was offered; figures compare with that. A report that came another way is read now."""
    kept = [code for code in opened.guesses if code in desk.categories]
    fresh = kept or [each.code for each in desk.suggest(opened.case.report.story)]
    return [code for code in fresh if code in desk.categories][:BEST]


def _proposal(category: Category, key: str, officer: Officer, opened: Opened, here: Here, *, guessed: bool) -> Proposal:
    office, current = here.for_role(category.office_role), category.code == opened.case.report.category
    decisions = tuple(_decisions(officer, opened, category.code, office, current=current))
    return Proposal(key, category, office, guessed, current, decisions)


def _decisions(officer: Officer, opened: Opened, code: str, office: str, *, current: bool) -> Iterable[Decision]:
    course = opened.case.course
    may = open_to(officer, course)
    if Action.VERIFY in may:
        yield Decision(Action.VERIFY)
    if not current:
        yield Decision(None, category=code)
    if office and (Action.VERIFY in may or Action.SEND_ON in may):
        yield Decision(Action.SEND_ON, agency=office)
    elif office and not current and Action.HAND_ON in may and office.casefold() != course.agency.casefold():
        yield Decision(Action.HAND_ON, agency=office)
