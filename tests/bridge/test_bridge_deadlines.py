"""By which day an office has to act: right by a slow calendar, and no file or name is misread in silence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
from bridge_peers import DEADLINES, WIB
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bridge.embedded.deadlines import BadDeadlines, Override, Scheme, WorkingDays, official_days, zone_named

YEARS = range(2024, 2029)
OFFICIAL = set(holidays.country_holidays("ID", years=YEARS, categories=("public", "government")))
HOURS = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
JAKARTA = WorkingDays(ZoneInfo("Asia/Jakarta"))
fuzz = settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])

starts = st.datetimes(
    datetime(2024, 1, 1, 12),
    datetime(2027, 11, 30),
    timezones=st.sampled_from([UTC, WIB, timezone(timedelta(hours=-8)), timezone(timedelta(hours=9))]),
)
near = st.integers(-3, 40)  # days from the start, so that an overridden day matters


def slowly(start: datetime, count: int, hours: int, closed: set[date], opened: set[date]) -> date:
    """The same by another way: every day to come is written down, those without work are crossed out."""
    today = (start.astimezone(UTC) + timedelta(hours=hours)).date()
    days = [today + timedelta(days=ahead) for ahead in range(1, 400)]
    off = {day for day in days if day.strftime("%a") in ("Sat", "Sun")} | OFFICIAL | closed
    working = [day for day in days if day not in off or day in opened]
    return [today, *working][count]


def written(path: Path, closed: Iterable[date], opened: Iterable[date]) -> str:
    """A file as an office writes it: bare dates in one list, quoted ones in the other."""
    text = f"closed = [{', '.join(map(str, closed))}]\nopen = {[str(day) for day in opened]}\n"
    path.write_text(text)
    return str(path)


@fuzz
@given(starts, st.integers(0, 60), st.sampled_from(sorted(HOURS)), st.sets(near), st.sets(near))
@example(datetime(2026, 12, 23, 10, tzinfo=WIB), 10, "Asia/Jayapura", {5, 6}, {1, 2})
@example(datetime(2026, 3, 17, 23, 59, 59, tzinfo=WIB), 3, "Asia/Makassar", set(), set())
def test_deadlines_are_those_of_a_slow_calendar(
    tmp_path: Path, start: datetime, count: int, zone: str, shut: set[int], worked: set[int]
) -> None:
    """From 2024 to 2027, in three zones, over year ends, holidays, joint leave and an office's own days."""
    closed, opened = ({start.date() + timedelta(ahead) for ahead in offsets} for offsets in (shut - worked, worked))
    days = WorkingDays(zone_named(zone), Override.read(written(tmp_path / "days.toml", closed, opened)))
    assert days.after(start, count) == slowly(start, count, HOURS[zone], closed, opened)


@given(starts, st.integers(0, 30), st.integers(0, 30))
@settings(deadline=None)
def test_a_later_start_or_more_days_never_end_earlier(start: datetime, count: int, more: int) -> None:
    """Whoever gets more days, or is asked later, is not due sooner; and each further working day is another day."""
    assert JAKARTA.after(start + timedelta(hours=more), count) >= JAKARTA.after(start, count)
    assert len({JAKARTA.after(start, each) for each in range(1, count + 1)}) == count


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-12-23T10:00+07:00", 3, "2026-12-30"),  # joint leave, Christmas, weekend
        ("2026-12-30T10:00+07:00", 2, "2027-01-04"),  # New Year and a weekend
        ("2026-03-17T10:00+07:00", 3, "2026-03-27"),  # Nyepi and Lebaran with their joint leave
        ("2026-11-21T10:00+07:00", 1, "2026-11-23"),  # told on a Saturday
        ("2026-08-17T10:00+07:00", 1, "2026-08-18"),  # told on Independence Day
        ("2026-11-23T16:59:59+00:00", 1, "2026-11-24"),  # a second before midnight in Jakarta
        ("2026-11-23T17:00:00+00:00", 1, "2026-11-25"),  # midnight in Jakarta
        ("2026-11-21T10:00+07:00", 0, "2026-11-21"),
    ],
)
def test_deadlines_are_those_counted_by_hand(start: str, count: int, end: str) -> None:
    """Counted on a paper calendar with the 25 days of 2026."""
    assert JAKARTA.after(datetime.fromisoformat(start), count) == date.fromisoformat(end)


def test_national_holidays_and_joint_leave_are_the_libraries_own() -> None:
    """Read from one file of the library they are what its public way gives: 25 in 2026, 17 and 8."""
    assert {day for year in YEARS for day in official_days(year)} == OFFICIAL
    assert len(official_days(2026)) == 25
    assert {date(2026, 3, 18), date(2026, 3, 19), date(2026, 12, 24)} <= official_days(2026)


@pytest.mark.parametrize(("start", "count"), [(datetime(2026, 1, 1), 3), (datetime(2026, 1, 1, tzinfo=UTC), -1)])
def test_a_start_without_zone_or_days_below_zero_are_refused(start: datetime, count: int) -> None:
    """Nobody has to guess which day it was."""
    with pytest.raises(ValueError, match="start with a zone"):
        JAKARTA.after(start, count)


def test_an_office_may_work_on_a_weekend_and_close_on_a_working_day(tmp_path: Path) -> None:
    """Its own word wins over the week and over the nation's calendar."""
    days = Override.read(written(tmp_path / "d", [date(2026, 11, 23)], [date(2026, 11, 22), date(2026, 12, 25)]))
    own = WorkingDays(ZoneInfo("Asia/Jakarta"), days)
    months = [date(2026, 11, 20) + timedelta(days=ahead) for ahead in range(40)]
    changed = [day for day in months if own.works_on(day) != JAKARTA.works_on(day)]
    assert changed == [date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 25)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("closed = [2026-02-30]", "is not TOML"),
        ("closed = [", "is not TOML"),
        (b"closed = ['\xff']", "is not TOML in UTF-8"),
        ("closed = ['kemarin']", "holds 'kemarin', which is not a date such as 2026-12-31"),
        ("closed = [2026-12-31T00:00:00Z]", "not a date such as"),
        ("closed = [2026-12-31, 5]", "holds '5'"),
        ("open = 2026-12-31", "open in .* must be a list of dates"),
        ("open = '2026-12-31'", "must be a list of dates"),
        ("open = {a = 1}", "must be a list of dates"),
        ("libur = [2026-12-31]\nclosed = []", "may hold closed and open, not libur"),
        ("closed = [2026-12-31]\nopen = ['2026-12-31']", "says of 2026-12-31 both closed and open"),
    ],
)
def test_a_file_that_is_unclear_is_refused_with_the_reason(tmp_path: Path, text: str | bytes, told: str) -> None:
    """Nothing in it is passed over, so that no office counts days it did not mean."""
    path = tmp_path / "days.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadDeadlines, match=told) as wrong:
        Override.read(str(path))
    assert str(path) in str(wrong.value)


def test_a_file_that_is_missing_or_a_folder_is_refused_and_none_is_none(tmp_path: Path) -> None:
    """A path that was mistyped is no empty list."""
    for path in (tmp_path / "gone.toml", tmp_path):
        with pytest.raises(BadDeadlines, match="cannot be read"):
            Override.read(str(path))
    assert Override.read("") == Override()


def test_the_scheme_is_found_by_name_and_holds_the_known_times() -> None:
    """3, 5 and 10 days, 5, 14 and 60 for the final answer, two of ours; another name says which there are."""
    known = Scheme.named("permenpanrb-62-2018")
    assert (known.verify, known.follow_up, known.close) == (3, 5, 10)
    assert (known.complete, known.reopen) == (10, 10)
    assert (known.information, known.complaint, known.supervisory) == (5, 14, 60)
    with pytest.raises(BadDeadlines, match="no scheme 'x'; known are: permenpanrb-62-2018"):
        Scheme.named("x")


@pytest.mark.parametrize("name", ["Asia/Jakrta", "", "../etc/passwd", "/etc/passwd", "Asia", "a\0b"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    """The sentence names Indonesia's three."""
    with pytest.raises(BadDeadlines, match="Asia/Jakarta, Asia/Makassar, Asia/Jayapura"):
        zone_named(name)


def test_the_first_and_the_last_second_of_a_day_are_the_offices() -> None:
    """Two working days after a Friday in UTC, midnight to midnight in the office's zone."""
    friday = datetime(2026, 11, 20, 3, tzinfo=UTC)
    assert DEADLINES.first_second(friday, 2).isoformat() == "2026-11-24T00:00:00+07:00"
    assert DEADLINES.last_second(friday, 2).isoformat() == "2026-11-24T23:59:59+07:00"
