"""A command at a terminal opens the embedded core here: only where reports are in it, by settings that are right."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

import click

from bot.report import CoreDown
from bot.settings import Settings
from bot.settings_faults import clock_faults, deadline_faults
from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect

PRIVATE = 0o077  # what people told us is for this user's eyes only


def embedded_core(settings: Settings, instead: str, categories: Callable[[], Mapping[str, str]] = dict) -> Cases:
    """Its cases, the database made or brought up to date. `instead`: what to do where reports are in another core.

    Raises ClickException where there is nothing to open here, or the database cannot be used.
    """
    if settings.core_url:
        raise click.ClickException(f"Reports are in the core at {settings.core_url}; {instead}")
    if faults := [*clock_faults(settings), *deadline_faults(settings)]:
        raise click.ClickException("\n".join(faults))
    os.umask(PRIVATE)
    settings.folder.mkdir(parents=True, exist_ok=True)
    cases = Cases(connect(settings.core_database), settings.now, categories, settings.deadlines)
    try:
        cases.create()
    except CoreDown as why:
        raise click.ClickException(f"The case store cannot be reached ({why}).") from None
    return cases
