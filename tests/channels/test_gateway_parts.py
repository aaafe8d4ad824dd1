"""Delivery reports, region prefixes, parameter names and settings of an SMS gateway, each by itself."""

from __future__ import annotations

import contextlib

import pytest
from contract import FIRST
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import Settings
from channels.base import Reported, Unreadable, Wire
from channels.gateway_reading import Parameters, Reading, reported_in
from channels.gateway_settings import gateway_faults

ROW = "d3liv3ry_opaque-id"
REGIONS = Reading(prefixes=("TANGKAB", "BANDUNG"))


def asked(query: str) -> Wire:
    return Wire("GET", f"/webhooks/gateway/{FIRST}", query, remote="127.0.0.1")


@pytest.mark.parametrize(
    ("status", "state"),
    [("1", "delivered"), ("2", "failed"), ("4", "at_carrier"), ("8", "at_carrier"), ("16", "rejected")],
)
def test_each_state_of_kannels_has_its_name(status: str, state: str) -> None:
    """The five states that we ask Kannel for are told apart."""
    assert reported_in(asked(f"row={ROW}&status={status}")) == Reported(ROW, state)


@pytest.mark.parametrize("status", ["0", "32", "64", "99999"])
def test_other_states_change_nothing(status: str) -> None:
    """A state that we did not ask for is taken and forgotten, so that Kannel does not bring it again."""
    assert reported_in(asked(f"row={ROW}&status={status}")) is None


@pytest.mark.parametrize(
    "query",
    ["", f"row={ROW}", "status=1", "row=&status=1",
     "row=short&status=1", f"row={ROW}&status=", f"row={ROW}&status=%25d",
     f"row={ROW}&status=%B2", f"row={ROW}&status=-1", f"row={ROW}&row={ROW}&status=1", f"row={ROW}%0A&status=1",
     f"row={'a' * 65}&status=1", f"row={ROW}&status=123456"],
)  # fmt: skip
def test_a_garbled_report_is_refused(query: str) -> None:
    """Without one opaque id and one number there is no report."""
    with pytest.raises(Unreadable):
        reported_in(asked(query))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("TANGKAB jalan rusak", "jalan rusak"),
        ("tangkab  jalan rusak", "jalan rusak"),
        (" Bandung#lampu mati", "lampu mati"),
        ("BANDUNG: lampu mati", "lampu mati"),
        ("TANGKAB\njalan", "jalan"),
        ("TANGKAB BANDUNG banjir", "BANDUNG banjir"),
        ("TANGKABX jalan", "TANGKABX jalan"),
        ("jalan TANGKAB rusak", "jalan TANGKAB rusak"),
        ("BANDUNG", "BANDUNG"),
        ("BANDUNG ", "BANDUNG "),
        ("Bandung, dekat pasar", "Bandung, dekat pasar"),
        ("", ""),
    ],
)
def test_a_leading_prefix_is_taken_off(text: str, left: str) -> None:
    """Only a whole first word of the list goes, once; one that stands alone or before a comma is part of the words."""
    assert REGIONS.without_prefix(text) == left


@given(st.text(max_size=60))
def test_without_prefixes_no_text_is_changed(text: str) -> None:
    """Where no region is set up, each message stays as it came."""
    assert Reading().without_prefix(text) == text


def test_a_gateway_may_have_its_own_names() -> None:
    """Names by setting: a gateway that says msisdn, message and uid is read the same."""
    names = Parameters.parse("from=msisdn, text=message, id=uid, charset=cs")
    said = Reading(names).said(asked("msisdn=6281200000001&message=Jalan&uid=7&cs=utf-8&from=x"), "gateway")
    assert said is not None
    assert (said.sender.address, said.text, said.id) == ("6281200000001", "Jalan", "7")


@pytest.mark.parametrize("text", ["from", "from=", "sender=a", "from=a,from=b", "from=a,text=a", "from=text", "=a"])
def test_parameters_that_mean_nothing_are_refused(text: str) -> None:
    """A name left out, unknown, or used for two things is said at the start."""
    with pytest.raises(ValueError, match="parameter"):
        Parameters.parse(text)


@given(st.text(max_size=80), st.binary(max_size=80))
def test_no_request_crashes_the_reading(query: str, body: bytes) -> None:
    """Whatever a gateway sends is a message, nothing, or refused."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for method in ("GET", "POST"):
        wire = Wire(method, "/", query, headers, body, "127.0.0.1")
        for read in (lambda each: REGIONS.said(each, "gateway"), reported_in):
            with contextlib.suppress(Unreadable):
                read(wire)


GOOD = ((FIRST,), ("127.0.0.1",), "from=from", {"KENTONGAN_GATEWAY_SENDSMS_URL": ""})


@pytest.mark.parametrize(
    ("at", "value", "named"),
    [
        (0, ("short",), "KENTONGAN_GATEWAY_SECRET"),
        (0, (), "KENTONGAN_GATEWAY_SECRET"),
        (1, (), "KENTONGAN_GATEWAY_ADDRESSES"),
        (1, ("10.0.0.1/8",), "KENTONGAN_GATEWAY_ADDRESSES"),
        (1, ("gateway.example",), "KENTONGAN_GATEWAY_ADDRESSES"),
        (2, "from", "KENTONGAN_GATEWAY_PARAMETERS"),
        (3, {"KENTONGAN_GATEWAY_SENDSMS_URL": "127.0.0.1:13013/x?password=0canary"}, "KENTONGAN_GATEWAY_SENDSMS_URL"),
        (3, {"KENTONGAN_GATEWAY_OWN_URL": "http://[0canary"}, "KENTONGAN_GATEWAY_OWN_URL"),
    ],
)
def test_each_wrong_setting_is_named(at: int, value: object, named: str) -> None:
    """What is wrong is said with its setting's name and without its value, which may be secret."""
    assert gateway_faults(*GOOD) == []
    found = gateway_faults(*(value if place == at else each for place, each in enumerate(GOOD)))  # type: ignore[arg-type]
    assert [fault.split()[0].rstrip(":") for fault in found] == [named]
    assert "0canary" not in found[0]


def test_a_gateway_alone_is_a_channel() -> None:
    """With nothing but a gateway's secret the house has a way in; its wrong settings are among the faults."""
    alone = Settings.read({"KENTONGAN_GATEWAY_SECRET": FIRST})
    assert not [fault for fault in alone.faults() if "no channel" in fault or "GATEWAY" in fault]
    wrong = Settings.read({"KENTONGAN_GATEWAY_SECRET": "x", "KENTONGAN_GATEWAY_ADDRESSES": "y"})
    assert len([fault for fault in wrong.faults() if "KENTONGAN_GATEWAY_" in fault]) == 2
