"""Where the Ombudsman is reached is a setting, and a wrong one is said before anything starts."""

from __future__ import annotations

from bot.checking import findings
from bot.settings import Settings


def ombudsman_faults(**environ: str) -> list[str]:
    return [fault for fault in Settings.read(environ).faults() if "OMBUDSMAN" in fault]


def test_without_settings_the_citizen_gets_a_paper() -> None:
    """No endpoint is no fault, and `kentongan check` says what happens then."""
    assert ombudsman_faults() == []
    assert Settings().ombudsman_service == "maladministrasi"
    said = [each.text for each in findings(Settings(), offline=True)]
    assert "ok    Ombudsman: a PDF that the citizen brings there" in said


def test_an_endpoint_needs_a_whole_address_and_a_key() -> None:
    """Half a URL and a missing key are named; both right are no fault, and the endpoint is shown."""
    assert ombudsman_faults(KENTONGAN_OMBUDSMAN_URL="ombudsman.example.id") == [
        "KENTONGAN_OMBUDSMAN_URL must begin with https:// or http:// and name a host.",
        "KENTONGAN_OMBUDSMAN_API_KEY is missing: the Ombudsman takes nothing without a key.",
    ]
    right = {"KENTONGAN_OMBUDSMAN_URL": "https://ombudsman.example.id/v2", "KENTONGAN_OMBUDSMAN_API_KEY": "k"}
    assert ombudsman_faults(**right) == []
    said = [each.text for each in findings(Settings.read(right), offline=True)]
    assert "ok    Ombudsman: GeoReport v2 at https://ombudsman.example.id/v2" in said
