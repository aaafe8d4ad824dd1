"""The vendors' own descriptions of their APIs judge the simulated ones."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import jsonschema
import pytest
from simulated_house import SID, TWILIO_TOKEN

from channels.simulator.telegram_calls import METHODS
from channels.simulator.twilio_checks import LIST, SEND

DATA = Path(__file__).parents[3] / "shared" / "data"
SEND_PATH = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


@pytest.fixture(scope="module")
def twilio():
    """Twilio's OpenAPI description of Messages and Media."""
    file = DATA / "twilio" / "messages.openapi.json"
    if not file.exists():
        pytest.skip("Twilio's OpenAPI description is not on this machine")
    return json.loads(file.read_text())


@pytest.fixture(scope="module")
def telegram():
    """The Bot API's methods and their fields."""
    file = DATA / "telegram" / "bot-api-spec.min.json"
    if not file.exists():
        pytest.skip("the Bot API's description is not on this machine")
    return json.loads(file.read_text())


def as_json_schema(part):
    """OpenAPI 3.0's `nullable` in the words of JSON Schema; formats are left out."""
    if isinstance(part, list):
        return [as_json_schema(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {name: as_json_schema(value) for name, value in part.items() if name not in ("nullable", "format")}
    return {"anyOf": [{"type": "null"}, made]} if part.get("nullable") is True else made


def test_twilio_would_describe_our_messages_so(house, twilio):
    """What sending and looking up answer has exactly the properties of Twilio's Message, each of its type."""
    url = house.simulator.network.twilio_url + SEND_PATH.replace("{AccountSid}", SID)
    form = {"To": "+6281200000001", "From": "+6281100000000", "Body": "halo"}
    sent = httpx.post(url, data=form, auth=(SID, TWILIO_TOKEN))
    listed = httpx.get(url, auth=(SID, TWILIO_TOKEN)).json()
    schemas = as_json_schema(twilio["components"]["schemas"])
    message = twilio["components"]["schemas"]["api.v2010.account.message"]
    schema = {"$ref": "#/components/schemas/api.v2010.account.message", "components": {"schemas": schemas}}
    assert sent.status_code == 201
    for found in (sent.json(), listed["messages"][0]):
        jsonschema.validate(found, schema)
        assert found.keys() == message["properties"].keys()


def test_twilio_knows_every_parameter_that_we_take(twilio):
    """No parameter is accepted here that Twilio does not have."""
    path = twilio["paths"][SEND_PATH]
    form = path["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"]
    assert set(form) >= SEND
    assert {parameter["name"] for parameter in path["get"]["parameters"]} - {"AccountSid"} == LIST


@pytest.mark.parametrize("method", sorted(METHODS))
def test_telegram_knows_every_method_and_parameter_that_we_take(telegram, method):
    """Each served method is Telegram's, takes no parameter of its own making, and wants the same ones."""
    fields = telegram["methods"][method].get("fields", [])
    known, needed = METHODS[method]
    assert {field["name"] for field in fields} >= known
    assert {field["name"] for field in fields if field["required"]} == needed
