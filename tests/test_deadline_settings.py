"""An operator names the rule, the office's days and its zone; what is wrong is said before a day is promised."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from redis import Redis

from bot.cli import main
from bot.generated import local_environment
from bot.report import Kind, Place, Reference, Report
from bot.settings import Settings, SettingsWrong
from bot.understanding.understand import Understanding
from bot.wiring import Instead, build
from tests.houses import BEGIN, FakeTime

WRONG = [
    (
        "KENTONGAN_DEADLINES",
        "permenpanrb-5-2025",
        "there is no scheme 'permenpanrb-5-2025'; known are: permenpanrb",
    ),
    ("KENTONGAN_HOLIDAYS", "no/such/days.toml", "no/such/days.toml cannot be read (No such file or directory)."),
    ("KENTONGAN_OFFICE_ZONE", "WIB", "there is no time zone 'WIB'; Indonesia's are: Asia/Jakarta, "),
]


def settings_in(folder: Path, **given: str) -> Settings:
    """Settings that make a start, with these instead."""
    basis = {"KENTONGAN_DATA": str(folder), "KENTONGAN_GATEWAY_SECRET": "a0secret0of0this0test"}
    return Settings.read(local_environment(basis | given, folder, "unix:///unused"))


@pytest.mark.parametrize(("name", "value", "told"), WRONG)
def test_a_start_with_a_wrong_name_is_refused_in_one_sentence(tmp_path: Path, name: str, value: str, told: str) -> None:
    """The sentence begins with the setting and says what is known or where it failed; a right start has no fault."""
    assert settings_in(tmp_path).faults() == []
    with pytest.raises(SettingsWrong) as wrong:
        settings_in(tmp_path, **{name: value}).check()
    (sentence,) = wrong.value.faults
    assert sentence.startswith(f"{name}: {told}")


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Three wrong settings are three sentences, so that nobody mends one and meets the next."""
    found = settings_in(tmp_path, **{name: value for name, value, _ in WRONG}).faults()
    assert [sentence.partition(":")[0] for sentence in found] == [name for name, _, _ in WRONG]


@pytest.mark.parametrize(("name", "value", "told"), WRONG)
def test_the_desk_says_the_same_and_touches_nothing(tmp_path: Path, name: str, value: str, told: str) -> None:
    """Exit code 1 and the sentence; not even the folder is made."""
    folder = tmp_path / "new"
    done = CliRunner().invoke(main, ["desk", "list"], env={"KENTONGAN_DATA": str(folder), name: value})
    assert done.exit_code == 1
    assert f"{name}: {told}" in done.output
    assert not folder.exists()


def test_a_house_promises_the_days_of_its_settings(tmp_path: Path, redis: Redis, understanding: Understanding) -> None:
    """A report of Friday is due on Wednesday, and a day later where the office's file closes the Monday."""
    days = tmp_path / "days.toml"
    days.write_text("closed = [2026-11-23]\n")
    found = []
    for number, given in enumerate(({}, {"KENTONGAN_HOLIDAYS": str(days)})):
        settings = settings_in(tmp_path / str(number), **given)
        house = build(settings, Instead(clock=FakeTime(), redis=redis, understanding=understanding))
        report = Report(Reference.of(1), Kind.COMPLAINT, "x", "X", "", "Lampu mati", Place(), True, False, BEGIN, "sms")
        status = house.core.follow(report.reference, house.core.file(report, again=False))
        assert status
        found.append(status.deadline)
    assert found == [date(2026, 11, 25), date(2026, 11, 26)]


def test_a_start_does_not_read_the_holidays_of_the_world() -> None:
    """The library is first read when somebody is due an answer, and then without its 250 other countries."""
    script = (
        "import sys, bot.wiring; from bot.settings import Settings; days = Settings().deadlines.days\n"
        "assert not [name for name in sys.modules if name.startswith('holidays')]\n"
        "import datetime; days.works_on(datetime.date(2026, 12, 25))\n"
        "assert 'holidays.calendars' in sys.modules and 'holidays.countries' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
