"""The commands about the agency's own core: what it can do, which service is which category, whether all is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from bridge.open311 import Open311Core
    from bridge.reconciling import Differences, Ours
    from bridge.services import CoreService


@click.group()
def core() -> None:
    """The core system behind KENTONGAN_CORE_URL: check it, map our categories to its services."""


@core.command("check")
def check_core() -> None:
    """Tell what this core can and cannot do; files nothing."""
    from bot.clients import clients
    from bot.wired_core import CORE_PATIENCE, category_codes, core_mapping
    from bot.wiring import now
    from bridge.examining import BAD, GOOD, NOTE, Word, examine, worded
    from bridge.mapping import BadMapping

    settings = _settings()
    ours, wrong = _client(settings), False

    def mapped() -> Iterator[Word]:
        try:
            mapping, listed = core_mapping(settings), _listed(ours)
        except BadMapping as why:
            yield Word(BAD, f"The mapping cannot be used: {why}")
            return
        codes = category_codes()
        lost = mapping.nowhere(codes) if settings.core_mapping else [each for each in codes if each not in listed]
        if listed and (gone := mapping.gone(list(listed.values()))):
            yield Word(BAD, f"The mapping names services that this core does not list: {', '.join(gone)}")
        if lost:
            yield Word(BAD if settings.core_mapping else NOTE, f"Categories without a service: {', '.join(lost)}")
        if settings.core_mapping and not lost:
            yield Word(GOOD, f"All {len(codes)} categories lead to a service.")
        if listed:
            yield from worded(ours, mapping.told)

    for word in (*examine(ours, settings.core_url, clients()(CORE_PATIENCE), now), *mapped()):
        click.echo(f"{word.kind:<5} {word.text}")
        wrong = wrong or word.kind == BAD
    if not settings.core_api_key:
        click.echo("MEND  KENTONGAN_CORE_API_KEY is missing: no report can be filed without it.")
    sys.exit(1 if wrong or not settings.core_api_key else 0)


@core.command("map")
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write it into this file.")
@click.option("--fallback", default="", help="The service code for categories that fit none.")
def map_core(write: Path | None, fallback: str) -> None:
    """Propose which of the core's services each category is; what is not sure is shown as a comment."""
    from bot.report import CoreError
    from bot.understanding.catalogue import Catalogue
    from bot.wired_core import core_mapping
    from bridge.examining import required
    from bridge.mapping import BadMapping, Topic, propose, written
    from bridge.translated import stubs

    settings = _settings()
    try:
        services, demands = _client(settings).services(), required(_client(settings))
        told = core_mapping(settings).told
    except BadMapping as wrong:
        raise click.ClickException(f"The mapping cannot be used: {wrong}") from wrong
    except CoreError as wrong:
        raise click.ClickException(f"The core does not tell its services: {wrong or type(wrong).__name__}") from wrong
    if fallback and fallback not in {each.code for each in services}:
        raise click.ClickException(f"The core lists no service {fallback!r}.")
    topics = [Topic(one.code, tuple(one.names.values()), one.words) for one in Catalogue.load().all]
    found = propose(topics, services)
    asked = {each.code: each for all_asked in demands.values() for each in all_asked}
    text = written(found, settings.core_url, fallback) + stubs(list(asked.values()), told)
    if write is None:
        click.echo(text, nl=False)
    elif write.exists():
        raise click.ClickException(f"{write} is there already; name another file, and compare the two.")
    else:
        write.write_text(text, encoding="utf-8")
    unmapped = [each.topic.code for each in found if not each.sure]
    click.echo(f"{len(found) - len(unmapped)} of {len(found)} categories have a service.", err=True)
    if unmapped:
        click.echo(f"Without one: {', '.join(unmapped)}", err=True)
    if unmapped and not fallback:
        click.echo("A start is refused until each has one or a fallback is named.", err=True)


@click.command()
@click.option("--days", default=90, show_default=True, help="How far back to compare, by the day of the report.")
def reconcile(days: int) -> None:
    """Compare our reports with the core's list: what is missing there, double, or under another number."""
    from datetime import timedelta

    from bot.report import CoreError
    from bot.wiring import now
    from bridge.reconciling import by_reference, compare

    settings = _settings()
    until = now()
    since = until - timedelta(days=days)
    try:
        theirs, numbers = by_reference(_client(settings).lookup.all(since - timedelta(days=1), until))
    except CoreError as wrong:
        raise click.ClickException(f"The core does not tell its list: {wrong or type(wrong).__name__}") from wrong
    ours = [each for each in _ours(settings) if each.since >= since]
    found = compare(ours, theirs, numbers)
    click.echo(f"Here: {len(ours)} reports of the last {days} days. There: {len(numbers)}, {len(theirs)} of them ours.")
    for line in _differences(found):
        click.echo(line)
    click.echo("Both lists agree." if found.none else "These need a person.")
    sys.exit(0 if found.none else 1)


def _differences(found: Differences) -> Iterator[str]:
    for each in found.missing:
        yield f"missing   {each.reference.grouped}: number {each.number} here, and the core does not list it"
    for reference, numbers in found.double.items():
        yield f"double    {reference.grouped}: {', '.join(numbers)}"
    for each, number in found.other:
        yield f"other     {each.reference.grouped}: number {each.number} here, {number} there"
    for each, number in found.arrived:
        yield f"arrived   {each.reference.grouped}: {number} there, still waiting here; the next try finds it"
    for reference, numbers in found.strange.items():
        yield f"strange   {reference.grouped}: {', '.join(numbers)} there, and nothing is kept of it here"
    if found.waiting:
        yield f"{len(found.waiting)} wait here to be filed, which is no difference."


def _ours(settings: Settings) -> list[Ours]:
    """Our cases, each once; raises ClickException where Redis cannot be read."""
    import secrets

    from redis import RedisError

    from bot.redis_link import connect
    from bot.store import RedisStore
    from bot.vault import Vault
    from bridge.reconciling import Ours

    if not settings.redis_url or not settings.secret_keys:
        raise click.ClickException("Our own list is in Redis: set KENTONGAN_REDIS_URL and KENTONGAN_SECRET_KEYS.")
    try:
        store = RedisStore(connect(settings.redis_url), Vault(settings.keys, secrets.token_bytes), settings.now, str)
        kept = {each.reference: Ours(each.reference, each.core_id, each.since) for each in store.every_case()}
    except (RedisError, ValueError) as wrong:
        raise click.ClickException(f"Redis does not tell our list: {type(wrong).__name__}") from wrong
    return list(kept.values())


def _listed(ours: Open311Core) -> dict[str, CoreService]:
    from bot.report import CoreError

    try:
        return {each.code: each for each in ours.services()}
    except CoreError:
        return {}


def _settings() -> Settings:
    settings = Settings.read(os.environ)
    if not settings.core_url:
        raise click.ClickException("KENTONGAN_CORE_URL is empty: reports go into the embedded core (kentongan desk).")
    return settings


def _client(settings: Settings) -> Open311Core:
    """A client that reads; what the mapping file says matters only for filing."""
    from bot.clients import clients
    from bot.wired_core import CORE_PATIENCE
    from bot.wiring import now
    from bridge.open311 import Open311Core

    return Open311Core(
        settings.core_url,
        settings.core_api_key,
        clients()(CORE_PATIENCE),
        jurisdiction=settings.core_jurisdiction,
        clock=now,
    )
