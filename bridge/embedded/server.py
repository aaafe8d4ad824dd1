"""The default core for everybody else: any Open311 client can read citizens' reports here, and with a key file them."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from bot.report import CoreDown, CoreRefused, Kind, Place, Reference, Report
from bridge import xml
from bridge.answers import Request, request_of
from bridge.embedded.asked import Faulty, number_of, require_parts, require_utf8, search_in
from bridge.embedded.cases import Cases, Search
from bridge.fields import BadFields, report_of

_CHANGESET = "2026-11-01T00:00:00+07:00"  # when this interface last changed, as discovery wants to know
_BODY = 1_000_000  # bytes
_DRAWS = 900_000_000


@dataclass(frozen=True, slots=True)
class Service:
    """One category as GeoReport lists it."""

    code: str
    name: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    group: str = ""


def open311_blueprint(
    cases: Cases,
    services: Sequence[Service],
    api_keys: frozenset[str],
    public_url: str,
    *,
    draw: Callable[[], int] = lambda: secrets.randbelow(_DRAWS),
) -> Blueprint:
    """GeoReport v2 over the cases, mounted at /open311/v2.

    `public_url` is this site's own (https://lapor.example.id); `draw` gives 0 <= n < 900,000,000 for the
    reference of a report that comes from elsewhere without one. With no `api_keys` nobody can file.
    """
    counter = _Counter(cases, services, api_keys, public_url, draw)
    blueprint = Blueprint("open311", __name__, url_prefix="/open311/v2")
    any_format = "<any(json, xml):form>"
    routes: list[tuple[str, str, Callable[..., Response]]] = [
        ("GET", f"/discovery.{any_format}", counter.discovery),
        ("GET", f"/services.{any_format}", counter.list_services),
        ("GET", f"/services/<path:code>.{any_format}", counter.definition),
        ("GET", f"/requests.{any_format}", counter.requests),
        ("GET", f"/requests/<path:number>.{any_format}", counter.one),
        ("POST", f"/requests.{any_format}", counter.file),
    ]
    for method, rule, view in routes:
        blueprint.add_url_rule(rule, f"{view.__name__}", view, methods=[method])
    blueprint.add_url_rule("/<path:rest>", "nowhere", _nowhere, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    blueprint.register_error_handler(Exception, _failed)
    return blueprint


class _Counter:
    """Where clients come to: one method a resource."""

    def __init__(
        self,
        cases: Cases,
        services: Sequence[Service],
        api_keys: frozenset[str],
        public_url: str,
        draw: Callable[[], int],
    ) -> None:
        self._cases = cases
        self._services = {service.code: service for service in services}
        self._keys = [key.encode() for key in api_keys if key]
        self._url = f"{public_url.rstrip('/')}/open311/v2"
        self._draw = draw

    def discovery(self, form: str) -> Response:
        formats = ["application/json", "text/xml"]
        endpoint: Request = {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": self._url,
            "changeset": _CHANGESET,
            "type": "production",
            "formats": formats,
        }
        found: Request = {
            "changeset": _CHANGESET,
            "contact": self._url.removesuffix("/open311/v2"),
            "key_service": "Keys are given by the operator of this site.",
            "endpoints": [endpoint],
        }
        return _answer(form, xml.write_one("discovery", found) if form == "xml" else found)

    def list_services(self, form: str) -> Response:
        rows = [_service(service) for service in self._services.values()]
        return _answer(form, xml.write("services", "service", rows) if form == "xml" else rows)

    def definition(self, code: str, form: str) -> Response:  # noqa: ARG002 - the route gives both
        raise Faulty(404, "no service with this code has a definition")

    def requests(self, form: str) -> Response:
        private = self._may_see_all(request.args)
        found = self._cases.search(search_in(request.args, self._cases.clock(), private=private))
        return _requests(form, [request_of(case.filed, private=private) for case in found])

    def one(self, number: str, form: str) -> Response:
        private = self._may_see_all(request.args)
        wanted = Search(ids=(number_of(number),), public=not private, limit=1)
        found = self._cases.search(wanted)
        if not found:
            raise Faulty(404, "no request with this service_request_id")
        return _requests(form, [request_of(case.filed, private=private) for case in found])

    def file(self, form: str) -> Response:
        fields = _posted()
        self._require_key(fields)
        report = self._report(fields)
        number = self._cases.file(report)
        given: Request = {"service_request_id": number, "service_notice": None, "account_id": str(report.reference)}
        return _requests(form, [given])

    def _may_see_all(self, query: Mapping[str, str]) -> bool:
        """True with a right key, False without any; a wrong one is told so (403)."""
        given = query.get("api_key", "")
        if given and not self._is_key(given):
            raise Faulty(403, "api_key is not known here")
        return bool(given)

    def _require_key(self, fields: Mapping[str, Sequence[str]]) -> None:
        given = next(iter(fields.get("api_key", ())), "") or request.args.get("api_key", "")
        if not self._is_key(given):
            raise Faulty(403, "api_key is missing" if not given else "api_key is not known here")

    def _is_key(self, given: str) -> bool:
        """Compared with every key in constant time."""
        bytes_given = given.encode("utf-8", "replace")
        return any([hmac.compare_digest(bytes_given, key) for key in self._keys])

    def _report(self, fields: Mapping[str, Sequence[str]]) -> Report:
        require_parts(fields)
        service = self._services.get(fields["service_code"][0])
        if service is None:
            raise Faulty(404, "no service with this service_code")
        try:
            report = report_of(fields, self._blank(service))
        except BadFields as wrong:
            raise Faulty(400, *wrong.reasons) from None
        known = report.category in self._services
        return report if known else replace(report, category=service.code, category_name=service.name)

    def _blank(self, service: Service) -> Report:
        """What a report from elsewhere is taken to be where it does not say."""
        return Report(
            reference=self._fresh_reference(),
            kind=Kind.COMPLAINT,
            category=service.code,
            category_name=service.name,
            title="",
            story="",
            place=Place(),
            anonymous=True,
            secret=False,
            received_at=self._cases.clock(),
            channel="open311",
        )

    def _fresh_reference(self) -> Reference:
        while self._cases.find(reference := Reference.of(self._draw())):
            pass
        return reference


def _posted() -> dict[str, list[str]]:
    request.max_content_length = _BODY
    if request.mimetype == "application/x-www-form-urlencoded":
        require_utf8(request.get_data())
    if request.files:
        raise Faulty(400, "files are not taken: send their address as media_url")
    return request.form.to_dict(flat=False)


def _service(service: Service) -> Request:
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": service.description,
        "metadata": False,
        "type": "realtime",
        "keywords": ",".join(service.keywords),
        "group": service.group,
    }


def _requests(form: str, rows: list[Request]) -> Response:
    return _answer(form, xml.write("service_requests", "request", rows) if form == "xml" else rows)


def _nowhere(rest: str) -> Response:  # noqa: ARG001 - the route gives it
    raise Faulty(404, "no such resource")


def _failed(wrong: Exception) -> Response:
    """Any failure in GeoReport's shape and the format that was asked for."""
    status, reasons = _fault(wrong)
    rows: list[Request] = [{"code": status, "description": reason} for reason in reasons]
    form = "xml" if request.path.endswith(".xml") else "json"
    return _answer(form, xml.write("errors", "error", rows) if form == "xml" else rows, status)


def _fault(wrong: Exception) -> tuple[int, Sequence[str]]:
    if isinstance(wrong, Faulty):
        return wrong.status, wrong.reasons
    if isinstance(wrong, CoreRefused):
        return 400, wrong.reasons
    if isinstance(wrong, CoreDown):
        return 503, ("the case store is not available now",)
    if isinstance(wrong, HTTPException) and wrong.code:
        return wrong.code, (wrong.name,)
    raise wrong


def _answer(form: str, body: object, status: int = 200) -> Response:
    """The body (XML as text, anything else as JSON) with the headers that GeoReport clients expect."""
    text = str(body) if form == "xml" else json.dumps(body, ensure_ascii=False)
    kind = "text/xml" if form == "xml" else "application/json"
    response = Response(text.encode("utf-8", "replace"), status, content_type=f"{kind}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
