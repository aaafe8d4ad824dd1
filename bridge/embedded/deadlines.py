"""By which day an office has to act: working days of Indonesia, and how many of them each stage may take."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_SCHEMES = Path(__file__).with_name("deadlines.toml")
_DAY = timedelta(days=1)
_LAST_SECOND = time(23, 59, 59)
_SATURDAY = 5


class BadDeadlines(ValueError):
    """A scheme, zone or file of days that cannot be used; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A rule's times in working days (see deadlines.toml); the last three are those for the final answer."""

    name: str
    title: str
    verify: int
    follow_up: int
    close: int
    complete: int
    reopen: int
    information: int
    complaint: int
    supervisory: int

    @classmethod
    def named(cls, name: str) -> Scheme:
        """The scheme of that name in deadlines.toml; BadDeadlines where there is none."""
        known = {scheme.name: scheme for scheme in cls.known()}
        if name not in known:
            raise BadDeadlines(f"there is no scheme {name!r}; known are: {', '.join(known)}")
        return known[name]

    @classmethod
    def known(cls) -> tuple[Scheme, ...]:
        """All schemes in deadlines.toml, in its order."""
        tables = tomllib.loads(_SCHEMES.read_text(encoding="utf-8"))["scheme"]
        return tuple(cls(name=name, **table.pop("answer"), **table) for name, table in tables.items())


@dataclass(frozen=True, slots=True)
class Override:
    """Days on which one office is closed or open whatever the national calendar and the week say."""

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    @classmethod
    def read(cls, path: str) -> Override:
        """The days in a TOML file, `closed = [2026-12-31]` and `open = [2026-12-24]`; "" is no file.

        Raises BadDeadlines where it cannot be read, holds anything else, or names one day in both lists.
        """
        if not path:
            return cls()
        table = _toml(path)
        if strange := sorted(table.keys() - {"closed", "open"}):
            raise BadDeadlines(f"{path} may hold closed and open, not {', '.join(strange)}")
        days = cls(_dates(table, "closed", path), _dates(table, "open", path))
        if both := sorted(days.closed & days.open):
            raise BadDeadlines(f"{path} says of {both[0]} both closed and open")
        return days


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which an office works, counted where it stands."""

    zone: tzinfo
    override: Override = Override()

    def after(self, start: datetime, working_days: int) -> date:
        """The last of so many working days after the day on which `start` falls in the zone; for 0 that very day.

        The day of `start` never counts. Raises ValueError for a negative number or a `start` without zone.
        """
        if working_days < 0 or start.tzinfo is None:
            raise ValueError("deadlines need a number of days from 0 and a start with a zone")
        day = start.astimezone(self.zone).date()
        while working_days:
            day += _DAY
            working_days -= self.works_on(day)
        return day

    def works_on(self, day: date) -> bool:
        """Whether the office works: no Saturday, Sunday, national holiday or joint leave, unless overridden."""
        if day in self.override.open:
            return True
        return day.weekday() < _SATURDAY and day not in self.override.closed and day not in official_days(day.year)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long everything may take: one scheme, counted in one office's working days."""

    scheme: Scheme
    days: WorkingDays

    def last_second(self, start: datetime, working_days: int) -> datetime:
        """The end of the last of so many working days after `start`, in the office's zone."""
        return datetime.combine(self.days.after(start, working_days), _LAST_SECOND, self.days.zone)

    def first_second(self, start: datetime, working_days: int) -> datetime:
        """The beginning of that day."""
        return datetime.combine(self.days.after(start, working_days), time(), self.days.zone)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name; BadDeadlines where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadDeadlines(f"there is no time zone {name!r}; Indonesia's are: {', '.join(_ZONES)}") from None


_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@cache
def official_days(year: int) -> frozenset[date]:
    """National holidays and joint leave of a year, by PyPI `holidays`. Years not yet decreed are its estimate."""
    return frozenset(_indonesia()(years=year, categories=("public", "government")))


@cache
def _indonesia() -> Any:
    """The library's class for Indonesia, from its own file: the package would read 250 countries, a second or more."""
    package = find_spec("holidays")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("PyPI holidays is not installed")
    spec = spec_from_file_location("holidays_of_indonesia", Path(package.origin).parent / "countries" / "indonesia.py")
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("PyPI holidays has no Indonesia")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Indonesia


def _toml(path: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as wrong:
        raise BadDeadlines(f"{path} cannot be read ({wrong.strerror})") from None
    except ValueError as wrong:
        raise BadDeadlines(f"{path} is not TOML in UTF-8 ({wrong})") from None


def _dates(table: Mapping[str, object], name: str, path: str) -> frozenset[date]:
    given = table.get(name, [])
    if not isinstance(given, Iterable) or isinstance(given, str | dict):
        raise BadDeadlines(f"{name} in {path} must be a list of dates such as 2026-12-31")
    return frozenset(_date(each, name, path) for each in given)


def _date(given: object, name: str, path: str) -> date:
    """A day in either of TOML's ways to write one, bare or in quotation marks."""
    try:
        found = date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        found = None
    if type(found) is not date:
        raise BadDeadlines(f"{name} in {path} holds {str(given)[:40]!r}, which is not a date such as 2026-12-31")
    return found
