"""Time is skipped in front of simulated phones only, and by all processes alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.clock import NoSpan, span_of
from bot.report import Kind, Place, Reference, Report
from bot.settings import Settings
from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect


def test_a_span_is_a_number_and_a_unit() -> None:
    """Seconds to weeks, one or many."""
    spans = {
        "90 seconds": 90,
        "1 minute": 60,
        " 23 hours ": 82800,
        "12  days": 1036800,
        "2 weeks": 1209600,
        "0 days": 0,
    }
    assert {text: span_of(text) for text in spans} == {text: timedelta(seconds=each) for text, each in spans.items()}


@pytest.mark.parametrize(
    "text", ["", "soon", "5", "hours", "-3 hours", "1.5 days", "3 months", "9999999 weeks", "٣ days"]
)
def test_anything_else_is_no_span(text: str) -> None:
    """Also what would lead beyond ten years, or backwards."""
    with pytest.raises(NoSpan, match="10 minutes"):
        span_of(text)


def test_a_house_without_simulated_phones_has_the_time_of_the_world() -> None:
    """Real citizens would be told wrong dates: the start is refused, and the desk's commands too."""
    real = Settings(clock="5 hours")
    assert [fault for fault in real.faults() if "KENTONGAN_CLOCK is for simulated phones only" in fault]
    assert not [fault for fault in Settings(clock="5 hours", simulator="on").faults() if "CLOCK" in fault]
    wrong = Settings(clock="5 o'clock", simulator="on").faults()
    assert "KENTONGAN_CLOCK: say for example 10 minutes, with seconds, minutes, hours, days or weeks." in wrong
    assert abs(Settings().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_desk_lives_in_the_time_of_the_phones(tmp_path: Path) -> None:
    """An officer sees as late what is late by the shifted clock, and is refused without the simulator."""
    environ = {"KENTONGAN_DATA": str(tmp_path), "KENTONGAN_CLOCK": "30 days", "KENTONGAN_SIMULATOR": "on"}
    settings = Settings.read({"KENTONGAN_DATA": str(tmp_path)})
    cases = Cases(connect(settings.core_database), settings.now, deadlines=settings.deadlines)
    cases.create()
    cases.file(
        Report(
            reference=Reference.of(1),
            kind=Kind.COMPLAINT,
            category="pothole",
            category_name="Jalan berlubang",
            title="Jalan berlubang",
            story="Jalan berlubang depan pasar",
            place=Place(words="depan pasar Selong"),
            anonymous=True,
            secret=False,
            received_at=datetime.now(UTC),
            channel="sms",
            language="id",
        )
    )
    listed = CliRunner().invoke(main, ["desk", "list"], env=environ)
    assert "LATE" in listed.output, listed.output
    refused = CliRunner().invoke(main, ["desk", "list"], env={**environ, "KENTONGAN_SIMULATOR": "off"})
    assert (refused.exit_code, "for simulated phones only" in refused.output) == (1, True)
