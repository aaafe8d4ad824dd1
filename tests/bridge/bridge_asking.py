"""A site of ours whose services ask questions, and what another front end says to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bridge_peers import FORM, KEY, ROOT, SERVICES
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bridge.embedded.cases import Cases
from bridge.embedded.server import Attribute, Datatype, Service, open311_blueprint
from bridge.embedded.workflow import Action

LAMP = Service(
    "311",
    "Lampu Jalan",
    "Lampu jalan mati",
    ("lampu", "gelap"),
    "Perhubungan",
    (
        Attribute("NOTE", "Nomor tiang ada di pelat biru.", variable=False, required=True),
        Attribute("POLE", "Nomor tiang", required=True, hint="tiga huruf, empat angka"),
        Attribute("COUNT", "Berapa lampu yang mati?", Datatype.NUMBER),
        Attribute("SINCE", "Sejak kapan?", Datatype.DATETIME),
        Attribute("SIDE", "Sisi jalan", Datatype.SINGLEVALUELIST, values=(("L", "kiri"), ("R", "kanan"))),
        Attribute(
            "RISK",
            "Apa bahayanya?",
            Datatype.MULTIVALUELIST,
            required=True,
            values=(("dark", "gelap"), ("cable", "kabel terbuka")),
        ),
        Attribute("MORE", "Keterangan lain", Datatype.TEXT),
    ),
)
ASKED = FORM | {"service_code": "311", "attribute[POLE]": "PJU 0042", "attribute[RISK][]": "dark"}
UPDATES = f"{ROOT}/servicerequestupdates"
SAID = {
    "api_key": KEY,
    "service_request_id": "1",
    "update_id": "fms-77",
    "status": "OPEN",
    "updated_datetime": "2026-11-22T08:00:00+07:00",
    "description": "Lubangnya makin lebar",
}
SOLVED = [Action.VERIFY, Action.SEND_ON, Action.ANSWER]


def asking(cases: Cases, *, batch: timedelta | None = None, keys: frozenset[str] = frozenset({KEY})) -> Flask:
    """The site; with `batch` it answers tokens."""
    app = Flask("open311")
    services = (*SERVICES, LAMP)
    app.register_blueprint(open311_blueprint(cases, services, keys, "https://lapor.example.id", batch=batch))
    return app


def told(site: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    """The updates that a query finds."""
    answer = site.get(f"{UPDATES}.json?{query}")
    assert answer.status_code == 200, answer.text
    rows = answer.json
    assert isinstance(rows, list)
    return rows


def say(site: FlaskClient, **changes: Any) -> TestResponse:
    """Post an update that differs so from SAID."""
    named = {name.replace("doing", "attribute[doing]"): value for name, value in changes.items()}
    return site.post(f"{UPDATES}.json", data=SAID | named)
