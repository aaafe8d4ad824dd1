"""The part of Twilio's REST API that the bot calls: send a message, look one up, fetch and delete a citizen's photo."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from channels.simulator import twilio_checks as checks
from channels.simulator.twilio_account import Draft, Message, TwilioAccount
from channels.simulator.twilio_carrier import TwilioCarrier
from channels.simulator.twilio_checks import TwilioError
from channels.simulator.twilio_contents import Contents, Filled
from channels.simulator.twilio_faults import Troubles, after


class TwilioRest:
    """What the API does, for the carriers of one account. `rest_url` is where this API is reached."""

    def __init__(
        self,
        account: TwilioAccount,
        carriers: Sequence[TwilioCarrier],
        rest_url: str,
        troubles: Troubles | None = None,
    ) -> None:
        self.account = account
        self.carriers = {carrier.bot: carrier for carrier in carriers}
        self.rest_url = rest_url
        self.contents = Contents(account)
        self.troubles = troubles or Troubles()

    def blueprint(self, prefix: str) -> Blueprint:
        """The API as Flask routes under `prefix`; point a client's base URL there."""
        api = Blueprint("simulated_twilio", __name__, url_prefix=prefix)
        api.register_error_handler(TwilioError, checks.error)
        api.register_error_handler(HTTPException, checks.missing)
        messages = "/2010-04-01/Accounts/<account>/Messages"
        media = f"{messages}/<sid>/Media/<media>"
        api.add_url_rule(f"{messages}.json", "send", self._signed_in(self.send), methods=["POST"])
        api.add_url_rule(f"{messages}.json", "list", self._signed_in(self.listed))
        api.add_url_rule(f"{messages}/<sid>.json", "one", self._signed_in(self.one))
        api.add_url_rule(f"{media}.json", "describe", self._signed_in(self.describe))
        api.add_url_rule(media, "fetch", self._signed_in(self.fetch))
        api.add_url_rule(media, "forget", self._signed_in(self.forget), methods=["DELETE"])
        api.add_url_rule(f"{media}.json", "forget_json", self._signed_in(self.forget), methods=["DELETE"])
        api.add_url_rule("/v1/Content", "contents", self._with_password(self.contents.listed))
        api.add_url_rule("/v1/Content", "make_content", self._with_password(self.contents.make), methods=["POST"])
        api.add_url_rule("/troubles", "trouble", self._with_password(self.trouble), methods=["POST"])
        api.add_url_rule("/cdn/<sid>/<media>/<proof>", "cdn", self.cdn)
        return api

    def send(self) -> Response:
        """POST Messages.json: 201 and the message as queued; it is on the phone at once."""
        carrier, to, filled = self._checked()
        trouble = self.troubles.before()
        message = self._carry(carrier, to, filled)
        self._call_back(carrier, message)
        queued = self.account.resource(message) | {"status": "queued", "date_sent": None, "error_code": None}
        return after(trouble, checks.answer(queued, 201))

    def trouble(self) -> Response:
        """POST troubles: {"next": ["busy", "drop" ...], "reports": "last" | "each" | "reversed" | "twice"}."""
        given = request.get_json(silent=True) or {}
        try:
            self.troubles.add(given.get("next", []), given.get("reports", ""))
        except (AttributeError, TypeError, ValueError) as wrong:
            raise TwilioError(20001, "no such trouble") from wrong
        return Response(status=204)

    def _carry(self, carrier: TwilioCarrier, to: str, filled: Filled) -> Message:
        phone = to.removeprefix("whatsapp:")
        if filled.template or not self._outside_window(carrier, to):
            return carrier.answer(phone, filled.body, "outbound-api", buttons=filled.buttons)
        carrier.notice(phone, "window", "63016")
        return self.account.keep(Draft("outbound-api", carrier.bot, to, filled.body, "failed", 63016))

    def listed(self) -> Response:
        """GET Messages.json: newest first, by To, From and DateSent, in pages."""
        checks.refuse_unknown(request.args, checks.LIST)
        found = [message for message in self.account.messages() if checks.matches(message, request.args)]
        size, page = checks.whole(request.args, "PageSize", 50), checks.whole(request.args, "Page", 0)
        part = found[page * size : (page + 1) * size]
        more = len(found) > (page + 1) * size
        return checks.answer(self._page(part, page, size, more), 200)

    def one(self, sid: str) -> Response:
        """GET Messages/<sid>.json: one message; 404 with 20404 for an unknown one."""
        return checks.answer(self.account.resource(self._message(sid)), 200)

    def describe(self, sid: str, media: str) -> Response:
        """GET Media/<sid>.json: what the file is."""
        file = self.account.file(sid, media)
        if file is None:
            raise checks.not_found()
        return checks.answer(self.account.media_resource(self._message(sid), media, file), 200)

    def fetch(self, sid: str, media: str) -> AnyResponse:
        """GET Media/<sid>: a redirect to an address that needs no password, as Twilio sends one to its CDN."""
        if self.account.file(sid, media) is None:
            raise checks.not_found()
        return redirect(f"{self.rest_url}/cdn/{sid}/{media}/{self._proof(sid, media)}", 307)

    def cdn(self, sid: str, media: str, proof: str) -> Response:
        """The file itself, for who has the signed address."""
        file = self.account.file(sid, media)
        if file is None or not hmac.compare_digest(proof.encode(), self._proof(sid, media).encode()):
            raise checks.not_found()
        headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
        return Response(file.content, mimetype=file.media_type, headers=headers)

    def forget(self, sid: str, media: str) -> Response:
        """DELETE Media/<sid>: 204, or 404 when it is not there."""
        if not self.account.forget(sid, media):
            raise checks.not_found()
        return Response(status=204)

    def _signed_in(self, view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
        def checked(account: str, **names: str) -> AnyResponse:
            if account != self.account.sid:
                raise checks.not_found()
            return view(**names)

        return self._with_password(checked)

    def _with_password(self, view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
        def checked(**names: str) -> AnyResponse:
            given = request.authorization
            user, password = (given.username or "", given.password or "") if given else ("", "")
            token = hmac.compare_digest(password.encode(), self.account.token.encode())
            if user != self.account.sid or not token:
                raise TwilioError(20003, "Authenticate", 401)
            return view(**names)

        return checked

    def _checked(self) -> tuple[TwilioCarrier, str, Filled]:
        checks.refuse_unknown(request.form, checks.SEND)
        to, sender, body = (request.form.get(name, "") for name in ("To", "From", "Body"))
        checks.check_pair(to, sender)
        if sender not in self.carriers:
            raise TwilioError(21606, f"The 'From' phone number {sender[:40]} is not a valid message-capable number")
        sid = request.form.get("ContentSid", "")
        filled = self.contents.fill(sid, request.form.get("ContentVariables", "")) if sid else Filled(body)
        checks.check_body(filled.body)
        if to in self.carriers[sender].stopped:
            raise TwilioError(21610, "Attempt to send to unsubscribed recipient")
        return self.carriers[sender], to, filled

    def _outside_window(self, carrier: TwilioCarrier, to: str) -> bool:
        since = self.account.now() - timedelta(hours=24)
        heard = (message for message in self.account.messages() if message.sender == to and message.created > since)
        return carrier.channel == "whatsapp" and next(heard, None) is None

    def _call_back(self, carrier: TwilioCarrier, message: Message) -> None:
        url = request.form.get("StatusCallback", "")
        path = url.removeprefix(carrier.addresses.public_url)
        if not path.startswith("/"):  # only this bot is called, never an address somewhere else
            return
        forms = [self._report(message, status) for status in self.troubles.words(message.status)]
        carrier.outside.later(0.0, lambda: _tell(carrier, path, forms))

    def _report(self, message: Message, status: str) -> dict[str, str]:
        form = {"MessageSid": message.sid, "MessageStatus": status, "AccountSid": self.account.sid}
        form |= {"From": message.sender, "To": message.to, "ApiVersion": "2010-04-01"}
        form |= {"SmsSid": message.sid, "SmsStatus": status}
        return form | ({"ErrorCode": str(message.error)} if message.error and status == message.status else {})

    def _message(self, sid: str) -> Message:
        message = self.account.message(sid)
        if message is None:
            raise checks.not_found()
        return message

    def _page(self, part: list[Message], page: int, size: int, more: bool) -> dict[str, object]:
        asked = {name: value for name, value in request.args.items() if name not in ("Page", "PageSize")}

        def uri(number: int) -> str:
            return f"{self._messages()}.json?{urlencode(asked | {'PageSize': str(size), 'Page': str(number)})}"

        return {
            "messages": [self.account.resource(message) for message in part],
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": page * size + max(len(part) - 1, 0),
            "uri": uri(page),
            "first_page_uri": uri(0),
            "next_page_uri": uri(page + 1) if more else None,
            "previous_page_uri": uri(page - 1) if page else None,
        }

    def _messages(self) -> str:
        return f"/2010-04-01/Accounts/{self.account.sid}/Messages"

    def _proof(self, sid: str, media: str) -> str:
        return hmac.new(self.account.token.encode(), f"{sid}/{media}".encode(), "sha256").hexdigest()


def _tell(carrier: TwilioCarrier, path: str, forms: Sequence[dict[str, str]]) -> None:
    for form in forms:
        carrier.post_signed(path, form)  # Twilio shows nobody what a status callback answered
