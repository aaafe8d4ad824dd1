"""The table in docs/desk.md is what holds: each role, at each address, gets what its row says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from desk_house import ELSEWHERE, MORNING, DeskHouse, Visitor, a_code
from desk_samples import OURS, SAMPLES, THEIRS, Sample, furnished
from werkzeug.test import TestResponse

from bridge.desk.app import create_desk

TABLE = Path(__file__).parents[2] / "docs" / "desk.md"
COLUMNS = ("not logged in", "admin pusat", "admin instansi", "pejabat penghubung")
PEOPLE = dict(zip(COLUMNS, ("", "pusat", "lotim", "jalan"), strict=True))
CELLS = {"yes", "no", "own reach", "own"}
LAST = {("/account/factor", "POST"): 1, ("/logout", "POST"): 2}  # after which other rows would look different
FIGURES = ("/monev", "/renaksi")  # asked for an office out of reach they show those within reach, or none
FIRST = {"/account/factor.svg": "/account/factor"}  # the page on which it stands


@dataclass(frozen=True)
class Row:
    """One row: what it is called, where it is, and what each column says."""

    what: str
    route: str
    method: str
    cells: tuple[str, ...]

    def says(self, column: str) -> str:
        return self.cells[COLUMNS.index(column)]


def rows() -> list[Row]:
    """The rows of the table with the routes."""
    table = TABLE.read_text().split("| Route |")[1].split("\n\n")[0].splitlines()[2:]
    found = []
    for line in table:
        what, route, method, *cells = (each.strip() for each in line.strip().strip("|").split("|"))
        assert len(cells) == len(COLUMNS), line
        assert set(cells) <= CELLS, line
        found.append(Row(what, route.strip("`"), method, tuple(cells)))
    return found


def plain(rule: str) -> str:
    """A route without what its places may hold."""
    return re.sub(r"<(?:[^:>]*:)?_?(\w+)>", r"<\1>", rule)


def routes(desk: DeskHouse) -> set[tuple[str, str]]:
    """All routes of the application with their methods."""
    rules = create_desk(desk.desk).url_map.iter_rules()
    return {(plain(each.rule), method) for each in rules for method in (each.methods or set()) - {"HEAD", "OPTIONS"}}


def test_every_route_stands_in_the_table_and_nothing_else(desk: DeskHouse) -> None:
    """A new address without a row, or a row without an address, fails here."""
    told = [(row.route, row.method) for row in rows()]
    assert len(told) == len(set(told))
    assert set(told) == routes(desk)


def test_every_route_that_names_something_has_a_sample() -> None:
    """Within and out of reach, or it could not be tried."""
    missing = {(row.route, row.method) for row in rows() if "<" in row.route} - set(SAMPLES)
    assert not missing - {("/cases/<reference>/accept", "POST")}


@pytest.mark.parametrize("column", COLUMNS)
def test_each_role_gets_what_its_column_says(desk: DeskHouse, column: str) -> None:
    """Every row of the table is tried against the real application, with something in reach and something out of it."""
    furnished(desk)
    login = PEOPLE[column]
    visitor = desk.as_(login) if login else None
    wrong = []
    for row in sorted(rows(), key=lambda row: LAST.get((row.route, row.method), 0)):
        wrong += [
            f"{row.method} {row.route}: {why}"
            for why in tried(desk, visitor or desk.visitor(), login, row, row.says(column))
        ]
    assert wrong == []


def tried(desk: DeskHouse, visitor: Visitor, login: str, row: Row, cell: str) -> list[str]:
    """What is not as the cell says."""
    if cell == "no":
        answers = [asked(visitor, row, sample(desk, row, login or "jalan", ours=True))]
        return [f"open: {each.status}" for each in answers if not refused(each, login)]
    within = asked(visitor, row, sample(desk, row, login, ours=True))
    found = [f"closed: {within.status}"] if closed(within, login) else []
    if cell == "yes" and login == "pusat" and row.says("admin instansi") == "own reach":
        beyond = asked(visitor, row, sample(desk, row, login, ours=False))
        found += [f"the middle is refused: {beyond.status}"] if closed(beyond, login) else []
    if cell in ("own reach", "own"):
        beyond = asked(visitor, row, sample(desk, row, login, ours=False))
        found += [f"shows what is out of reach: {beyond.status}"] if THEIRS.encode() in beyond.data else []
        if row.method == "GET" and row.route.startswith(FIGURES):
            found += ["tells of an office out of reach"] if ELSEWHERE.encode() in beyond.data else []
        elif "<" in row.route and beyond.status_code != 404:
            found.append(f"what is out of reach answers {beyond.status}")
        elif (row.route, row.method) in SAMPLES and row.route != "/export" and beyond.status_code not in (400, 404):
            found.append(f"takes what is out of reach: {beyond.status}")
    listed = row.method == "GET" and cell == "own reach" and (row.route, row.method) not in SAMPLES
    if listed and OURS.encode() not in within.data:
        found.append("shows nothing of the own")
    return found


def sample(desk: DeskHouse, row: Row, login: str, *, ours: bool) -> Sample:
    made = SAMPLES.get((row.route, row.method))
    if made is None and row.route == "/cases/<reference>/accept":
        inner = SAMPLES[("/cases/<reference>", "GET")](desk, login, ours)
        return Sample(f"{inner.path}/accept", inner.form)
    return made(desk, login, ours) if made else Sample(row.route)


def asked(visitor: Visitor, row: Row, what: Sample) -> TestResponse:
    if before := FIRST.get(row.route):
        visitor.get(before)
    if (row.route, row.method) == ("/account/factor", "POST"):
        secret = re.search(r'class="secret">(\w+)<', visitor.get(row.route, follow_redirects=True).text)
        return visitor.post(row.route, code=a_code(secret[1], MORNING) if secret else "")
    return visitor.get(what.path) if row.method == "GET" else visitor.post(what.path, what.form)


def refused(answer: TestResponse, login: str) -> bool:
    """To the login for a stranger; "not for your role" for others."""
    if login:
        return answer.status_code == 403
    return answer.status_code == 302 and answer.headers["Location"].startswith("/login")


def closed(answer: TestResponse, login: str) -> bool:
    """Whether somebody who may was turned away."""
    to_login = login and answer.headers.get("Location", "").startswith("/login")
    path = answer.request.path  # a proposal that is none any more, a map without boundaries: open, and empty
    own_words = (answer.status_code, path.rsplit("/")[-1]) in ((400, "accept"), (404, "map.svg"))
    return (answer.status_code >= 400 and not own_words) or bool(to_login and path != "/logout")
