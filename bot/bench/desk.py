"""How long an officer waits for each page of the desk, and how that grows with the number of reports."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bridge.desk.people import Role
from bridge.desk.rooms import Desk
from bridge.embedded.schema import CaseRow
from bridge.embedded.search import ended

LOGIN, PASSWORD = "bench", "seratus ribu laporan"
PAGE_BOUND, MONEV_BOUND = 0.150, 1.0  # seconds, from the issue that asked for the desk


@dataclass(frozen=True, slots=True)
class Page:
    """One page to time: its name, its address, and what it may take in seconds. {day} is another day each time."""

    name: str
    path: str
    bound: float = PAGE_BOUND


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds that a page took: the median and the slowest of all but the first, and the first alone."""

    page: Page
    first: float
    middle: float
    slowest: float


def pages(desk: Desk) -> list[Page]:
    """The pages of a working day, with real numbers of this database in them."""
    with desk.cases.ledger.reading() as session:
        wanted = select(CaseRow.reference).where(~ended(), CaseRow.secret.is_(False), CaseRow.erased_at.is_(None))
        reference = session.scalar(wanted.order_by(CaseRow.id.desc()).limit(1))
        old = session.scalar(select(CaseRow.reference).where(ended()).order_by(CaseRow.id).limit(1))
    return [
        Page("inbox", "/"),
        Page("inbox: late only", "/?late=1"),
        Page("inbox: one word searched", "/?q=lubang"),
        Page("inbox: two words searched", "/?q=lampu+mati"),
        Page("inbox: a rare word searched", "/?q=xyzzy"),
        Page("inbox: all that ended", "/?group=ended"),
        Page("inbox: tenth page", "/?page=10"),
        Page("an open case", f"/cases/{reference}"),
        Page("a case that ended", f"/cases/{old}"),
        Page("accounts", "/accounts"),
        Page("offices", "/offices"),
        Page("canned answers", "/canned"),
        Page("logs", "/logs"),
        Page("monev, counted anew", "/monev?since=2025-01-{day:02}", MONEV_BOUND),
        Page("monev, asked again", "/monev?since=2025-02-01"),
        Page("renaksi", "/renaksi", MONEV_BOUND),
    ]


def timed(app: Flask, desk: Desk, times: int, told: Callable[[Page], None]) -> Iterator[Timed]:
    """Each page asked for so many times through the whole application. Raises RuntimeError where one is refused."""
    client = _inside(app, desk)
    for page in pages(desk):
        told(page)
        taken = [_once(client, page.path.format(day=1 + at % 28)) for at in range(times + 1)]
        yield Timed(page, taken[0], median(taken[1:]), max(taken[1:]))


def _once(client: FlaskClient, path: str) -> float:
    begun = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - begun
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return taken


def _inside(app: Flask, desk: Desk) -> FlaskClient:
    """A browser in which an admin pusat is logged in, who sees every report."""
    if desk.accounts.find(LOGIN) is None:
        desk.accounts.add(LOGIN, "Tolok ukur", Role.CENTRAL, None, PASSWORD, must_change=False)
    client = app.test_client()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    token = found[1] if found else ""
    answer = client.post("/login", data={"login": LOGIN, "password": PASSWORD, "csrf_token": token})
    if answer.status_code != 302:
        raise RuntimeError(f"the login answered {answer.status_code}")
    return client


def table(large: Sequence[Timed], small: Sequence[Timed], counts: tuple[int, int]) -> list[str]:
    """Lines to print: milliseconds, and the two ratios: to the bound, and to the same page with few reports."""
    head = f"{'page':28} {'first':>9} {'median':>9} {'slowest':>9} {'of bound':>9}   {counts[0]} : {counts[1]} reports"
    rows = [head]
    for much, little in zip(large, small, strict=True):
        milliseconds = "".join(f" {1000 * value:6.0f} ms" for value in (much.first, much.middle, much.slowest))
        share, growth = much.middle / much.page.bound, much.middle / little.middle
        rows.append(f"{much.page.name:28}{milliseconds} {share:9.2f}   {growth:.1f} times as long")
    worst = max(much.middle / much.page.bound for much in large)
    return [*rows, f"The slowest page takes {worst:.2f} of what it may take (median)."]
