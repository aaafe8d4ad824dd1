"""`kentongan twilio` makes the buttons at Twilio and every process finds them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

sys.path.append(str(Path(__file__).parent / "channels"))

from twilio_house import TOKEN, House, open_house
from twilio_signer import ACCOUNT

from bot.cli import main
from bot.settings import Settings, SettingsWrong
from bot.twilio_resources import remembered
from channels.twilio_content import SHAPES


@pytest.fixture
def house() -> Iterator[House]:
    with httpx.Client(timeout=5, trust_env=False) as client:
        yield from open_house(client, greeted=False)


@pytest.fixture
def environ(house: House, tmp_path: Path) -> dict[str, str]:
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": f"{TOKEN},older",
        "TWILIO_API_BASE": house.base,
        "KENTONGAN_DATA": str(tmp_path / "data"),
    }


def ran(environ: dict[str, str], *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["twilio", *words], env=environ)
    return result.exit_code, result.output


def test_what_setup_makes_is_remembered(environ: dict[str, str]) -> None:
    """One run makes all resources and writes the file that the processes read; another run changes nothing."""
    assert ran(environ)[1].startswith("0 of")
    assert ran(environ, "--setup", "--button", "Pilihan")[0] == 0
    known = remembered(Settings.read(environ))
    assert (len(known.sids), known.button) == (len(SHAPES), "Pilihan")
    assert "made" not in ran(environ, "--setup")[1]
    assert ran(environ)[1].startswith(f"{len(SHAPES)} of {len(SHAPES)}")


def test_the_setting_stands_before_the_file(environ: dict[str, str], tmp_path: Path) -> None:
    """Machines without a shared folder get the same JSON as a setting."""
    ran(environ, "--setup")
    text = json.dumps({"button": "Choose", "sids": {SHAPES[0].name: "HX" + "a" * 32}})
    assert remembered(Settings.read({**environ, "KENTONGAN_TWILIO_CONTENT": text})).button == "Choose"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"TWILIO_AUTH_TOKEN": "wrong"}, "code 20003"),
        ({"TWILIO_AUTH_TOKEN": ""}, "TWILIO_AUTH_TOKEN"),
        ({"TWILIO_API_BASE": "http://127.0.0.1:1"}, "Run it again"),
    ],
)
def test_what_went_wrong_is_said(environ: dict[str, str], changed: dict[str, str], words: str) -> None:
    """A failed set-up names the reason, leaves no file and no token in its words."""
    code, output = ran({**environ, **changed}, "--setup")
    assert (code, words in output, TOKEN in output) == (1, True, False)
    assert not Settings.read(environ).twilio_content_file.exists()


@pytest.mark.parametrize(("name", "value"), [("KENTONGAN_TWILIO_CONTENT", "{"), ("KENTONGAN_TWILIO_TEMPLATE", "HX12")])
def test_a_wrong_setting_stops_the_start(environ: dict[str, str], name: str, value: str) -> None:
    """Half a ContentSid or broken JSON is said at the start."""
    with pytest.raises(SettingsWrong, match=name):
        Settings.read({**environ, name: value}).check()
