"""What a house has for the time after filing: opinions are kept, dossiers made and handed to the Ombudsman."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.clients import Clients
from bot.handlers.appeal import Appeals
from bot.handlers.counting import Tally
from bot.handlers.ports import Ombudsman
from bot.media.links import Links
from bot.progress import Dossier
from bot.report import Reference
from bot.saved import OpinionRow
from bot.settings import Settings
from bot.shelf import Shelf
from bridge.journal import Journal

if TYPE_CHECKING:  # what few processes need is read with the first use
    from bridge.embedded.cases import Cases
    from bridge.embedded.funnel import Funnel
    from bridge.opinions.opinions import About, Opinions

PATIENCE = 10.0  # seconds


def opinions(settings: Settings, clock: Callable[[], datetime], cases: Cases | None) -> Callable[[OpinionRow], None]:
    """Keeps opinions in the core's database, which is opened with the first one."""

    @cache
    def kept() -> Opinions:
        from bridge.embedded.schema import connect
        from bridge.opinions.opinions import Opinions

        settings.folder.mkdir(parents=True, exist_ok=True)
        store = Opinions(connect(settings.core_database), clock)
        store.create()
        return store

    def keep(row: OpinionRow) -> None:
        given = row.opinion
        kept().keep(row.id, _about(row, cases), star=given.star, elements=given.elements, person=given.person)

    return keep


def funnel(settings: Settings) -> Callable[[date, Tally], None]:
    """Keeps the funnel's counts in the default core's database, also where reports go to another core."""

    @cache
    def kept() -> Funnel:
        from bridge.embedded.funnel import Funnel
        from bridge.embedded.schema import connect

        settings.folder.mkdir(parents=True, exist_ok=True)
        found = Funnel(connect(settings.core_database))
        found.create()
        return found

    return lambda day, tally: kept().keep(day, tally)


def _about(row: OpinionRow, cases: Cases | None) -> About:
    """What an opinion is about; with another core only the report and the channel are known."""
    from bridge.opinions.opinions import About

    case = cases.find(row.reference) if cases else None
    if case is None:
        return About(row.reference, channel=row.channel, language=row.language)
    return replace(About.of(case.report, case.status.agency), channel=row.channel, language=row.language)


def appeals(
    settings: Settings,
    client: Clients,
    clock: Callable[[], datetime],
    shelf: Shelf,
    links: Links,
    cases: Cases | None,
    journal: Journal,
) -> Appeals:
    """The way to the Ombudsman: by its endpoint where one is set, else on paper."""

    def dossier(reference: Reference) -> Dossier | None:
        found = cases.dossier(reference) if cases else None
        if found is None:
            return None
        files = tuple(replace(each, url=links.fresh(each.url)) for each in found.report.files)
        return replace(found, report=replace(found.report, files=files))

    def paper(found: Dossier) -> bytes:
        from bridge.dossier_pdf import pdf

        return pdf(found, settings.contact, clock().astimezone(settings.deadlines.days.zone))

    return Appeals(dossier, _ombudsman(settings, client, clock, journal), paper, shelf.publish)


def _ombudsman(
    settings: Settings, client: Clients, clock: Callable[[], datetime], journal: Journal
) -> Ombudsman | None:
    if not settings.ombudsman_url:
        return None
    from bridge.ombudsman import OmbudsmanOffice
    from bridge.open311 import Open311Core

    core = Open311Core(
        settings.ombudsman_url,
        settings.ombudsman_api_key,
        client(PATIENCE),
        jurisdiction=settings.ombudsman_jurisdiction,
        journal=journal,
        clock=clock,
    )
    return OmbudsmanOffice(core, settings.ombudsman_service, settings.deadlines.days.zone)
