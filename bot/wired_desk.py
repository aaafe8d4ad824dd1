"""How the officers' desk is connected: to the cases, to what the bot understands, and to citizens' files."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import datetime

from bot.media.links import Links
from bot.officers_terms import OfficersTerms
from bot.outlines import Outlines
from bot.settings import Settings
from bot.understanding.places_table import REGENCY
from bot.understanding.understand import Understanding
from bot.vault import Vault
from bridge.desk.accounts import Accounts
from bridge.desk.batches import Batches
from bridge.desk.canned import CannedTexts
from bridge.desk.choices import Choices
from bridge.desk.desk_log import DeskLog
from bridge.desk.figures import Figures
from bridge.desk.logins import Logins
from bridge.desk.offices import Offices
from bridge.desk.people import Role
from bridge.desk.rooms import Category, Desk, Suggestion
from bridge.desk.secret_log import SecretLog
from bridge.desk.words import LANGUAGES
from bridge.embedded.cases import Cases
from bridge.monev import Topic


def desk(settings: Settings, cases: Cases, known: Understanding, clock: Callable[[], datetime]) -> Desk:
    """The desk of a house with an embedded core."""
    vault = Vault(settings.keys, secrets.token_bytes)

    def suggest(story: str) -> list[Suggestion]:
        return [Suggestion(each.code, each.name, each.office) for each in known.guesses(story)]

    return Desk(
        cases=cases,
        accounts=accounts(cases, vault),
        logins=Logins(cases.ledger, secrets.token_urlsafe),
        offices=Offices(cases.ledger),
        canned=CannedTexts(cases.ledger),
        log=DeskLog(cases.ledger),
        secret_log=SecretLog(cases.ledger),
        batches=Batches(cases.ledger),
        choices=Choices(cases.ledger, clock),
        terms=OfficersTerms(known.catalogue, known.gazetteer.table),
        figures=Figures(cases.ledger.engine, clock, settings.deadlines.days.zone, _topics(known)),
        regions={code: name for code, name in known.gazetteer.table.names.items() if len(code) <= REGENCY},
        clock=clock,
        categories={
            each.code: Category(each.code, each.name("id"), each.lapor_topic, each.office)
            for each in known.catalogue.all
        },
        suggest=suggest,
        link=Links(vault, clock, settings.base_url).fresh,
        cookie_key=vault.hash("desk", "cookies"),
        secure=settings.base_url.startswith("https:"),
        outlines=Outlines(known.boundaries) if known.boundaries else None,
        two_factors=frozenset() if settings.simulated else frozenset({Role.CENTRAL, Role.AGENCY}),
    )


def _topics(known: Understanding) -> dict[str, dict[str, Topic]]:
    return {
        language: {each.code: Topic(each.name(language), each.lapor_topic) for each in known.catalogue.all}
        for language in LANGUAGES
    }


def accounts_and_offices(cases: Cases, settings: Settings) -> tuple[Accounts, Offices]:
    """The two alone, for a terminal."""
    return accounts(cases, Vault(settings.keys, secrets.token_bytes)), Offices(cases.ledger)


def accounts(cases: Cases, vault: Vault) -> Accounts:
    """The accounts beside these cases."""

    def seal(about: str, plain: str) -> str:
        return base64.b64encode(vault.seal(about, plain.encode())).decode()

    def unseal(about: str, sealed: str) -> str:
        return vault.open(about, base64.b64decode(sealed)).decode()

    return Accounts(cases.ledger, seal, unseal)
