"""The default core for everybody else: any Open311 client can read citizens' reports here, and with a key file them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, Response, request

from bot.asked import Datatype
from bot.progress import Act, Doing
from bot.report import CoreRefused, Kind, Place, Reference, Report
from bridge.answers import Request, request_of
from bridge.embedded.asked import Faulty, number_of, require_parts, search_in
from bridge.embedded.cases import Cases, Search
from bridge.embedded.keys import Keys
from bridge.embedded.replies import failed, many, posted, requests_told, single
from bridge.embedded.rows import Case
from bridge.embedded.services import Attribute, Service, answers_in, defined, listed, offered
from bridge.embedded.updates import Updates
from bridge.fields import BadFields, report_of

__all__ = ["Attribute", "Datatype", "Service", "offered", "open311_blueprint"]

_CHANGESET = "2026-11-22T00:00:00+07:00"  # when this interface last changed, as discovery wants to know
_DRAWS = 900_000_000
_AHEAD = timedelta(days=1)  # so much a clock elsewhere may be ahead of ours


def open311_blueprint(
    cases: Cases,
    services: Sequence[Service],
    api_keys: frozenset[str],
    public_url: str,
    *,
    draw: Callable[[], int] = lambda: secrets.randbelow(_DRAWS),
    batch: timedelta | None = None,
) -> Blueprint:
    """GeoReport v2 over the cases, mounted at /open311/v2, with mySociety's service request updates.

    `public_url` is this site's own (https://lapor.example.id); `draw` gives 0 <= n < 900,000,000 for the
    reference of a report that comes from elsewhere without one. With no `api_keys` nobody can file.
    With `batch` a POST answers a token, which tells the number that long afterwards (timedelta(0): at once).
    """
    keys = Keys(api_keys)
    counter = _Counter(cases, services, keys, _Site(public_url, draw, batch))
    updates = Updates(cases, keys)
    blueprint = Blueprint("open311", __name__, url_prefix="/open311/v2")
    routes: list[tuple[str, str, Callable[..., Response]]] = [
        ("GET", "/discovery", counter.discovery),
        ("GET", "/services", counter.list_services),
        ("GET", "/services/<path:code>", counter.definition),
        ("GET", "/requests", counter.requests),
        ("GET", "/requests/<path:number>", counter.one),
        ("POST", "/requests", counter.file),
        ("GET", "/tokens/<path:token>", counter.resolve),
        ("GET", "/servicerequestupdates", updates.told),
        ("POST", "/servicerequestupdates", updates.take),
    ]
    for method, rule, view in routes:
        blueprint.add_url_rule(f"{rule}.<any(json, xml):form>", view.__name__, view, methods=[method])
    blueprint.add_url_rule("/<path:rest>", "nowhere", _nowhere, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    blueprint.register_error_handler(Exception, failed)
    return blueprint


@dataclass(frozen=True, slots=True)
class _Site:
    """What the operator of this site decided."""

    public_url: str
    draw: Callable[[], int]
    batch: timedelta | None

    @property
    def url(self) -> str:
        return f"{self.public_url.rstrip('/')}/open311/v2"

    @property
    def kind(self) -> str:
        """GeoReport's word for how soon a report has a number."""
        return "realtime" if self.batch is None else "batch"


class _Counter:
    """Where clients come to: one method a resource."""

    def __init__(self, cases: Cases, services: Sequence[Service], keys: Keys, site: _Site) -> None:
        self._cases = cases
        self._services = {service.code: service for service in services}
        self._keys = keys
        self._site = site

    def discovery(self, form: str) -> Response:
        endpoint: Request = {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": self._site.url,
            "changeset": _CHANGESET,
            "type": "production",
            "formats": ["application/json", "text/xml"],
        }
        found: Request = {
            "changeset": _CHANGESET,
            "contact": self._site.url.removesuffix("/open311/v2"),
            "key_service": "Keys are given by the operator of this site.",
            "endpoints": [endpoint],
        }
        return single(form, "discovery", found)

    def list_services(self, form: str) -> Response:
        rows = [listed(service, self._site.kind) for service in self._services.values()]
        return many(form, "services", "service", rows)

    def definition(self, code: str, form: str) -> Response:
        service = self._services.get(code)
        if service is None or not service.attributes:
            raise Faulty(404, "no service with this service_code has a definition")
        return single(form, "service_definition", defined(service))

    def requests(self, form: str) -> Response:
        private = self._keys.opens(request.args)
        found = self._cases.search(search_in(request.args, self._cases.clock(), private=private))
        return requests_told(form, [request_of(case.filed, private=private) for case in found])

    def one(self, number: str, form: str) -> Response:
        private = self._keys.opens(request.args)
        found = self._numbered(number, public=not private)
        if not found:
            raise Faulty(404, "no request with this service_request_id")
        return requests_told(form, [request_of(case.filed, private=private) for case in found])

    def file(self, form: str) -> Response:
        fields = posted()
        key = self._keys.require(fields, request.args)
        require_parts(fields)
        service = self._service(fields["service_code"][0])
        answers, report = answers_in(service, fields), self._report(fields, service)
        number = self._cases.file(report)
        self._keep(answers, report.reference, number)
        name, value = "service_request_id", number
        if self._site.batch is not None:
            name, value = "token", self._keys.token(number, self._cases.clock(), key)
        given: Request = {name: value, "service_notice": None, "account_id": str(report.reference)}
        return requests_told(form, [given])

    def resolve(self, token: str, form: str) -> Response:
        """The number behind a token; none yet where it is too soon."""
        read = self._keys.read(token)
        if read is None or not self._numbered(read[0], public=False):
            raise Faulty(404, "no request with this token")
        number, at = read
        ready = self._cases.clock() - at >= (self._site.batch or timedelta())
        return requests_told(form, [{"service_request_id": number if ready else None, "token": token}])

    def _keep(self, answers: str, reference: Reference, number: str) -> None:
        """Beside the story, which the public may read. A report that has ended or was erased is only told again."""
        if answers:
            with suppress(CoreRefused):
                self._cases.do(Act(f"open311:{number}:attributes", reference, Doing.ADD, answers), number)

    def _numbered(self, number: str, *, public: bool) -> list[Case]:
        return self._cases.search(Search(ids=(number_of(number),), public=public, limit=1))

    def _service(self, code: str) -> Service:
        service = self._services.get(code)
        if service is None:
            raise Faulty(404, "no service with this service_code")
        return service

    def _report(self, fields: Mapping[str, Sequence[str]], service: Service) -> Report:
        try:
            report = report_of(fields, self._blank(service))
        except BadFields as wrong:
            raise Faulty(400, *wrong.reasons) from None
        if report.received_at > self._cases.clock() + _AHEAD:
            raise Faulty(400, "attribute[received_at] is in the future")
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
        while self._cases.find(reference := Reference.of(self._site.draw())):
            pass
        return reference


def _nowhere(rest: str) -> Response:  # noqa: ARG001 - the route gives it
    raise Faulty(404, "no such resource")
