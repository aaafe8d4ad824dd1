"""The SMS and WhatsApp phones speak Twilio's real wire in both directions."""

from __future__ import annotations

import httpx
import pytest
from simulated_house import PUBLIC, SID, TWILIO_TOKEN, until
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from channels.simulator import NotOnThisPhone
from channels.simulator.carriers import Pressed
from channels.simulator.phones import Button


def client(house):
    made = Client(SID, TWILIO_TOKEN)
    made.api.base_url = house.simulator.network.twilio_url
    return made


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_a_webhook_is_signed_over_the_public_url(house, channel):
    """Twilio's own validator accepts the webhook at the public URL, and refuses it with one letter changed."""
    house.phone(channel).say("Jalan rusak di Selong  ")
    heard = house.bot.heard[0]
    signature = heard.headers["X-Twilio-Signature"]
    validator = RequestValidator(TWILIO_TOKEN)
    assert heard.form["Body"] == "Jalan rusak di Selong  "
    assert validator.validate(f"{PUBLIC}/webhooks/twilio/{channel}", heard.form, signature)
    assert not validator.validate(f"{PUBLIC}/webhooks/twilio/{channel}", heard.form | {"Body": "x"}, signature)


def test_whatsapp_addresses_carry_their_prefix(house):
    """A WhatsApp webhook names both ends with the prefix, and the sender's profile and id."""
    house.phone("whatsapp").say("halo")
    form = house.bot.heard[0].form
    assert (form["From"], form["To"]) == ("whatsapp:+6281200000001", "whatsapp:+6281100000009")
    assert (form["ProfileName"], form["WaId"]) == ("Warga", "6281200000001")


def test_twiml_becomes_a_bubble(house, twiml):
    """What the bot answers in TwiML stands on the phone, with its SMS counted."""
    house.bot.answer = twiml("Terima kasih &amp; selamat")
    (bubble,) = house.phone("sms").say("halo")
    assert (bubble.author, bubble.text, bubble.segments) == ("bot", "Terima kasih & selamat", 1)


def test_an_empty_response_says_nothing(house):
    """<Response/> is silence: no bubble, no notice."""
    house.bot.answer = lambda heard: (200, "text/xml", "<Response/>")
    assert house.phone("sms").say("halo") == ()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((503, "text/xml", ""), "11200"),
        ((200, "text/plain", "halo"), "12300"),
        ((200, "text/xml", "<Response>"), "12100"),
        ((200, "text/xml", "<!DOCTYPE x><Response/>"), "12100"),
        ((200, "text/xml", "<Response><Dial/></Response>"), "12200"),
        ((200, "text/xml", f"<Response><Message>{'a' * 1601}</Message></Response>"), "21617"),
    ],
)
def test_a_wrong_answer_is_a_notice_of_the_network(house, answer, code):
    """An answer that Twilio would refuse never looks like the bot's message; the notice has Twilio's error number."""
    house.bot.answer = lambda heard: answer
    (bubble,) = house.phone("sms").say("halo")
    assert bubble.author == "carrier"
    assert bubble.text.startswith(code)


def test_stop_never_reaches_the_bot(house):
    """The carrier answers an opt-out word itself, refuses to send from then on, and forgets it after START."""
    phone = house.phone("sms")
    assert [bubble.note for bubble in phone.say(" stop ")] == ["opted_out"]
    with pytest.raises(TwilioRestException) as refusal:
        client(house).messages.create(to="+6281200000001", from_="+6281100000000", body="halo")
    phone.say("START")
    client(house).messages.create(to="+6281200000001", from_="+6281100000000", body="halo")
    assert refusal.value.code == 21610
    assert house.bot.heard == []


def test_a_feature_phone_sends_no_photo_and_no_pin(house, jpeg):
    """SMS carries neither files nor places, and says so before anything is shown."""
    phone = house.phone("sms")
    for act in (lambda: phone.photo(jpeg, "image/jpeg"), lambda: phone.pin(-8.65, 116.53)):
        with pytest.raises(NotOnThisPhone):
            act()
    assert phone.bubbles() == ()


def test_a_pin_travels_as_coordinates(house):
    """A place on WhatsApp comes as Latitude and Longitude with an empty body; places off the earth do not travel."""
    phone = house.phone("whatsapp")
    phone.pin(-8.65, 116.53)
    form = house.bot.heard[0].form
    assert (form["Latitude"], form["Longitude"], form["Body"]) == ("-8.65", "116.53", "")
    with pytest.raises(NotOnThisPhone):
        phone.pin(-98.65, 116.53)


def test_a_pressed_quick_reply_names_text_and_payload(house):
    """A WhatsApp button comes as ButtonText and ButtonPayload."""
    phone = house.phone("whatsapp")
    phone.say("halo")
    pressed = Pressed(phone.bubbles()[0], Button("Kirim", "quick", "review:3:send"))
    house.simulator._carriers["whatsapp"].text(phone.address, tap=pressed)
    form = house.bot.heard[1].form
    assert (form["ButtonText"], form["ButtonPayload"], form["Body"]) == ("Kirim", "review:3:send", "Kirim")


def test_media_is_only_for_who_has_the_password(house, jpeg):
    """A photo's URL answers 401 without auth, and with it leads to the very bytes; after DELETE it is gone."""
    house.phone("whatsapp").photo(jpeg, "image/jpeg", "lubang")
    form = house.bot.heard[0].form
    assert (form["NumMedia"], form["MediaContentType0"], form["Body"]) == ("1", "image/jpeg", "lubang")
    url = form["MediaUrl0"]
    for auth in (None, (SID, "wrong"), ("AC" + "0" * 32, TWILIO_TOKEN)):
        assert httpx.get(url, auth=auth).status_code == 401
    redirect = httpx.get(url, auth=(SID, TWILIO_TOKEN))
    fetched = httpx.get(redirect.headers["Location"])
    assert (redirect.status_code, fetched.content, fetched.headers["Content-Type"]) == (307, jpeg, "image/jpeg")
    assert httpx.get(redirect.headers["Location"][:-1] + "!").status_code == 404
    message, media = form["MessageSid"], url.rpartition("/")[2]
    assert client(house).messages(message).media(media).fetch().content_type == "image/jpeg"
    assert client(house).messages(message).media(media).delete()
    assert httpx.get(redirect.headers["Location"]).status_code == 404


def test_an_album_is_several_webhooks(house, jpeg):
    """Two photos at once come as two messages with one file each; the caption is in the first."""
    from channels.simulator import File

    house.phone("whatsapp").album([File(jpeg, "image/jpeg"), File(b"OggS....", "audio/ogg")], "dua")
    forms = [heard.form for heard in house.bot.heard]
    assert [(form["NumMedia"], form["Body"]) for form in forms] == [("1", "dua"), ("1", "")]
    assert forms[0]["MessageSid"] != forms[1]["MessageSid"]


def test_the_real_client_sends_and_looks_up(house):
    """Twilio's own client sends an SMS that is queued, appears on the phone, and is found by To and day."""
    sent = client(house).messages.create(to="+6281200000001", from_="+6281100000000", body="Kabar: selesai")
    assert (sent.status, sent.num_segments, sent.direction) == ("queued", "1", "outbound-api")
    assert [bubble.text for bubble in house.phone("sms").bubbles()] == ["Kabar: selesai"]
    assert client(house).messages(sent.sid).fetch().status == "delivered"
    today = house.clock().date()
    found = client(house).messages.list(to="+6281200000001", date_sent=today)
    assert [message.sid for message in found] == [sent.sid]
    assert client(house).messages.list(to="+6281200000002", date_sent=today) == []
    house.clock.pass_by(days=1)
    assert client(house).messages.list(to="+6281200000001", date_sent=house.clock().date()) == []


def test_the_list_comes_in_pages(house):
    """The client walks all pages, newest first, and sees each message once."""
    for number in range(5):
        client(house).messages.create(to="+6281200000001", from_="+6281100000000", body=f"no {number}")
    found = client(house).messages.list(to="+6281200000001", page_size=2)
    assert [message.body for message in found] == [f"no {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"From": "+6281100000000", "Body": "x"}, 21604),
        ({"To": "+6281200000001", "Body": "x"}, 21603),
        ({"To": "12", "From": "+6281100000000", "Body": "x"}, 21211),
        ({"To": "+6281200000001", "From": "+6281199999999", "Body": "x"}, 21606),
        ({"To": "whatsapp:+6281200000001", "From": "+6281100000000", "Body": "x"}, 21910),
        ({"To": "+6281200000001", "From": "+6281100000000"}, 21602),
        ({"To": "+6281200000001", "From": "+6281100000000", "Body": "x" * 1601}, 21617),
        ({"To": "+6281200000001", "From": "+6281100000000", "Body": "x", "Boddy": "y"}, 20001),
    ],
)
def test_a_wrong_request_gets_twilios_error(house, form, code):
    """Each mistake in a send has Twilio's number, status and body, and nothing appears on the phone."""
    url = f"{house.simulator.network.twilio_url}/2010-04-01/Accounts/{SID}/Messages.json"
    answer = httpx.post(url, data=form, auth=(SID, TWILIO_TOKEN))
    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["status"]) == (code, 400)
    assert answer.json()["more_info"].endswith(str(code))
    assert house.phone("sms").bubbles() == ()


def test_a_wrong_token_or_unknown_message_is_refused(house):
    """A wrong password gets 401 with 20003, an unknown message 404 with 20404."""
    wrong = Client(SID, "wrong")
    wrong.api.base_url = house.simulator.network.twilio_url
    with pytest.raises(TwilioRestException) as refusal:
        wrong.messages.create(to="+6281200000001", from_="+6281100000000", body="x")
    assert (refusal.value.status, refusal.value.code) == (401, 20003)
    with pytest.raises(TwilioRestException) as missing:
        client(house).messages("SM" + "0" * 32).fetch()
    assert (missing.value.status, missing.value.code) == (404, 20404)


def test_whatsapp_is_open_for_a_day_after_the_citizens_message(house):
    """Within 24 hours of the citizen's message a text arrives; later it fails with 63016 and is not shown."""
    phone, ends = house.phone("whatsapp"), {"to": "whatsapp:+6281200000001", "from_": "whatsapp:+6281100000009"}
    phone.say("halo")
    house.clock.pass_by(hours=23)
    client(house).messages.create(body="masih boleh", **ends)
    house.clock.pass_by(hours=2)
    late = client(house).messages.create(body="terlambat", **ends)
    assert [(bubble.author, bubble.text) for bubble in phone.bubbles()[1:]] == [
        ("bot", "masih boleh"),
        ("carrier", "63016"),
    ]
    assert late.status == "queued"
    assert client(house).messages(late.sid).fetch().error_code == 63016


def test_a_status_callback_is_signed_and_only_goes_to_the_bot(house):
    """The delivery is reported to the given URL under the bot's public address, signed; elsewhere nothing is called."""
    ends = {"to": "+6281200000001", "from_": "+6281100000000", "body": "x"}
    client(house).messages.create(status_callback="https://elsewhere.example/x", **ends)
    sent = client(house).messages.create(status_callback=f"{PUBLIC}/webhooks/receipts", **ends)
    until(lambda: house.bot.heard)
    (heard,) = house.bot.heard
    signature = heard.headers["X-Twilio-Signature"]
    assert RequestValidator(TWILIO_TOKEN).validate(f"{PUBLIC}/webhooks/receipts", heard.form, signature)
    assert (heard.form["MessageSid"], heard.form["MessageStatus"]) == (sent.sid, "delivered")
