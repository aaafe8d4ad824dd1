"""All figures of a question at once, from one look at the database, so that they agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from sqlalchemy import Engine

from bridge.embedded.ledger import down_when_broken
from bridge.monev.counting import Counting
from bridge.monev.dialogue import dialogue
from bridge.monev.dispositions import dispositions
from bridge.monev.frame import Frame
from bridge.monev.incoming import incoming
from bridge.monev.model import Figure, Monev
from bridge.monev.offices import offices
from bridge.monev.outcomes import outcomes
from bridge.monev.profile import profile
from bridge.monev.satisfaction import satisfaction
from bridge.monev.times import times
from bridge.monev.wanted import Topic, Wanted
from bridge.monev.words import Say, mark

_ISOLATED = {"postgresql": "REPEATABLE READ"}  # SQLite's transactions see one moment anyway


def report(
    engine: Engine,
    wanted: Wanted,
    now: datetime,
    zone: tzinfo,
    language: str,
    topics: Mapping[str, Topic] | None = None,
) -> Monev:
    """Count everything.

    `now` carries a zone; `zone` is the office's, without summer time; `language` "id" or "en"; `topics` the catalogue
    of categories by code, in that language: without it the names stand as reports carry them. Raises CoreDown where
    the database does not do its part.
    """
    say = Say(language)
    with down_when_broken(), isolated(engine).connect() as connection:
        counting = Counting(connection, wanted, zone, now)
        figures = tuple(_figures(counting, topics or {}, say))
        filters = tuple(_filters(counting, say))
    made = now.astimezone(zone)
    title = say(mark("Monitoring and evaluation"))
    return Monev(wanted, say.language, made, title, say.moment(made), filters, figures)


def isolated(engine: Engine) -> Engine:
    """The same engine, whose transactions see one moment of the database."""
    level = _ISOLATED.get(engine.dialect.name)
    return engine.execution_options(isolation_level=level) if level else engine


def _figures(counting: Counting, topics: Mapping[str, Topic], say: Say) -> Iterator[Figure]:
    found, known = offices(counting), profile(counting)
    yield from incoming(counting, known, found, topics, Frame(say, say(mark("What comes in"))))
    yield from dialogue(counting, Frame(say, say(mark("The conversation"))))
    yield from times(found, Frame(say, say(mark("How long it takes"))))
    yield from dispositions(known, found, Frame(say, say(mark("Whether it finds its way"))))
    yield from satisfaction(counting, Frame(say, say(mark("How content citizens are"))))
    yield from outcomes(known, found, Frame(say, say(mark("What becomes of it"))))


def _filters(counting: Counting, say: Say) -> Iterator[tuple[str, str]]:
    wanted = counting.wanted
    yield say(mark("Period")), _period(wanted, say)
    yield say(mark("Region")), _region(counting) or say(mark("Everywhere"))
    every = say(mark("All offices"))
    yield say(mark("Office")), every if wanted.offices is None else ", ".join(wanted.offices) or say(mark("None"))


def _period(wanted: Wanted, say: Say) -> str:
    if wanted.since and wanted.until:
        return say(mark("{since} to {until}"), since=say.day(wanted.since), until=say.day(wanted.until))
    if wanted.since:
        return say(mark("From {since}"), since=say.day(wanted.since))
    return say(mark("Until {until}"), until=say.day(wanted.until)) if wanted.until else say(mark("All time"))


def _region(counting: Counting) -> str:
    """The region's name as any report carries it, else its code; "" for everywhere."""
    region = counting.wanted.region
    if not region:
        return ""
    column = "regency" if "." in region else "province"
    sql = f"SELECT {column}_name FROM cases WHERE {column}_code = :area AND {column}_name IS NOT NULL LIMIT 1"  # noqa: S608
    found = counting.rows(sql, area=region)
    return str(found[0][0]) if found else region
