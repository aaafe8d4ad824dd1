"""The channel log tells a fault from a success and a field from its absence, and never what somebody wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channel_log import ChannelLog, shape_of

SECOND = timedelta(seconds=1)


def test_names_and_lengths_are_kept_and_contents_are_not() -> None:
    """Of a form and of a Telegram update only the field names, lengths and harmless values are written down."""
    form = shape_of("application/x-www-form-urlencoded", b"Body=KANARI+rusak&From=%2B6281200000001&NumMedia=0")
    assert form == {"Body": "<str 12>", "From": "<str 14>", "NumMedia": "0"}
    update = {
        "update_id": 7,
        "message": {"text": "KANARI", "chat": {"id": 1200000001}, "photo": [{"file_id": "KANARI"}]},
    }
    told = json.dumps(shape_of("application/json", json.dumps(update).encode()))
    assert "KANARI" not in told
    assert "1200000001" not in told
    assert '"message.photo[0].file_id": "<str 6>"' in told
    assert '"update_id": "7"' in told


def test_what_is_no_form_and_no_json_has_no_shape() -> None:
    """Broken bodies and endless nesting are no reason to fail."""
    assert shape_of("application/json", b"{") == {}
    assert shape_of("application/json", b"[" * 4000 + b"]" * 4000) == {}
    assert shape_of("text/plain", b"\xff") == {"\ufffd": "<str 0>"}


def test_a_week_is_kept_and_the_eighth_day_is_gone(tmp_path: Path) -> None:
    """After ten days of one exchange a day, seven are left, oldest first; other channels are apart."""
    now = [datetime(2026, 11, 1, tzinfo=UTC)]
    log = ChannelLog(tmp_path, lambda: now[0])
    for _ in range(10):
        log.note("sms", "in", "webhook", "200", SECOND, {"Body": "<str 3>"})
        now[0] += timedelta(days=1)
    log.note("telegram", "out", "send", "BotBlocked", SECOND, {})
    kept = list(log.read("sms"))
    assert [each.at[:10] for each in kept] == [f"2026-11-{day:02d}" for day in range(5, 11)]
    assert [each.outcome for each in log.read("telegram")] == ["BotBlocked"]


def test_a_disk_that_takes_nothing_costs_the_line_only(tmp_path: Path) -> None:
    """Where the log cannot be written, nobody who writes to it notices."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    ChannelLog(blocked / "log", lambda: datetime(2026, 11, 1, tzinfo=UTC)).note(
        "sms", "in", "webhook", "200", SECOND, {}
    )
