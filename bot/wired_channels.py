"""The channels of a house: those whose credentials are set, each with its way out to the carrier."""

from __future__ import annotations

import secrets

from bot.clients import Clients
from bot.deliveries import Deliveries
from bot.settings import Settings
from channels.base import Channel, Window
from channels.gateway import Gateway
from channels.gateway_reading import Parameters, Reading
from channels.gateway_sending import SendSms

CARRIER_PATIENCE = 10.0  # seconds


def wired_channels(settings: Settings, client: Clients, deliveries: Deliveries, window: Window) -> dict[str, Channel]:
    """The channels whose credentials are there."""
    found: list[Channel] = []
    if settings.twilio_account_sid:
        found += _twilio_channels(settings, client, window)
    if settings.telegram_bot_token:
        from channels.telegram import Telegram

        found.append(
            Telegram(
                token=settings.telegram_bot_token,
                secrets=settings.telegram_secrets,
                client=client(CARRIER_PATIENCE),
                api_base=settings.telegram_api_base,
                timeout=CARRIER_PATIENCE,
            )
        )
    if settings.gateway_secret:
        found.append(_gateway(settings, client, deliveries))
    return {channel.name: channel for channel in found}


def _gateway(settings: Settings, client: Clients, deliveries: Deliveries) -> Gateway:
    return Gateway(
        secrets=settings.gateway_secrets,
        ids=lambda: secrets.token_urlsafe(18),
        addresses=settings.gateway_networks,
        reading=Reading(Parameters.parse(settings.gateway_parameters), settings.gateway_words),
        sendsms=SendSms(settings.gateway_sendsms_url, client(CARRIER_PATIENCE)),
        own_url=settings.gateway_own_url or f"http://127.0.0.1:{settings.port}",
        sent=lambda message_id: deliveries.sent(Gateway.name, message_id),
    )


def _twilio_channels(settings: Settings, client: Clients, window: Window) -> list[Channel]:
    from bot.twilio_resources import remembered
    from channels.twilio import Rules, Sms, WhatsApp

    rules = Rules(window, remembered(settings), settings.twilio_template, settings.whatsapp_with_buttons)
    kinds = ((Sms, settings.twilio_sms_from), (WhatsApp, settings.twilio_whatsapp_from))
    return [
        kind(
            account_sid=settings.twilio_account_sid,
            auth_tokens=settings.twilio_tokens,
            from_address=number,
            public_url=settings.base_url,
            client=client(CARRIER_PATIENCE),
            api_base=settings.twilio_api_base,
            rules=rules,
        )
        for kind, number in kinds
        if number
    ]
