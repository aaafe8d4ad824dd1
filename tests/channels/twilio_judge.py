"""Twilio's own description of its API judges every request that the tests' carriers get from twilio-python."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from carrier import Carrier
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from werkzeug.wrappers import Request

DESCRIPTION = Path(__file__).parents[3] / "shared" / "data" / "twilio" / "messages.openapi.json"
FORM = "application/x-www-form-urlencoded"


class Judge:
    """`violations` holds what Twilio's description does not allow; `judged` counts. Without the file: silent."""

    def __init__(self) -> None:
        self.violations: list[str] = []
        self.judged = 0
        self._there = DESCRIPTION.exists()
        if self._there:
            described = json.loads(DESCRIPTION.read_text())
            self._api = OpenAPI.from_dict(described, Config(extra_format_validators={"phone-number": _number}))
            self._paths = described["paths"]

    def hear(self, request: Request) -> None:
        """Judge one request; what is not the Messages API is passed over."""
        if not self._there or not request.path.startswith("/2010-04-01/") or "/Media/" in request.path:
            return
        self.judged += 1
        asked = WerkzeugOpenAPIRequest(request)
        try:
            self._api.validate_request(asked)
            unknown = request.form.keys() - self._known(request)
            assert not unknown, f"unknown parameters {sorted(unknown)}"
        except Exception as wrong:
            self.violations.append(f"{request.method} {request.path}: {wrong!r} {wrong.__cause__!r}")

    def close(self) -> None:
        """The end of a test: fails where something was wrong, and begins anew."""
        found, self.violations = self.violations, []
        assert found == []

    def wrap(self, app: Any) -> Any:
        """The WSGI application, with each of its requests judged first."""

        def judged(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            request = Request(environ)
            request.get_data(cache=True, parse_form_data=False)
            self.hear(request)
            environ["wsgi.input"] = io.BytesIO(request.get_data())
            return app(environ, start)  # type: ignore[no-any-return]

        return judged

    def _known(self, request: Request) -> set[str]:
        if request.method != "POST":
            return set()
        path = next(path for path in self._paths if path.endswith("/Messages.json"))
        schema = self._paths[path]["post"]["requestBody"]["content"][FORM]["schema"]
        return set(schema["properties"])


class JudgedCarrier(Carrier):
    """The scripted carrier, each request judged before it is answered."""

    judge: Judge

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        return self.judge.wrap(super()._answer)(environ, start)  # type: ignore[no-any-return]


def judged_carrier(judge: Judge) -> Iterator[JudgedCarrier]:
    """A carrier for one test, which fails at its end where a request was not as Twilio describes it."""
    server = JudgedCarrier()
    server.judge = judge
    yield server
    server.close()
    judge.close()


def _number(value: object) -> bool:
    """E.164, or that with a channel's name before it."""
    return isinstance(value, str) and value.removeprefix("whatsapp:").startswith("+")
