"""The figures of monitoring and evaluation once more, by plain SQL that shares nothing with what counts them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from desk_house import LIGHTS, ROADS

from bridge.monev.words import Say

SAY = Say("id")  # the words alone; what is counted beside them is counted here
STAGES = {
    "received": SAY("Waiting for verification"),
    "verified": SAY("Verified, not sent on yet"),
    "sent_on": SAY("With the office"),
    "archived": SAY("Archived"),
}
REASONS = {"out_of_scope": SAY("No public service is concerned"), "unclear": SAY("It does not say what, where or when")}
CHANNELS = {"sms": "SMS", "whatsapp": "WhatsApp", "telegram": "Telegram"}
Rows = list[tuple[str, ...]]


def recounted(cursor: sqlite3.Cursor, names: dict[str, str]) -> Iterator[tuple[str, Rows]]:
    """Each figure as the rows of its table, by SQL that knows nothing of the desk."""

    def listed(sql: str, words: dict[str, str]) -> Rows:
        return [(words.get(key, key), str(count)) for key, count in cursor.execute(sql).fetchall()]

    yield "channels", listed("SELECT channel, count(*) FROM cases GROUP BY channel", CHANNELS)
    yield "categories", listed("SELECT category, count(*) FROM cases GROUP BY category", names)
    yield "offices", listed("SELECT agency, count(*) FROM cases GROUP BY agency", {"": SAY("No office yet")})
    yield "stages", listed("SELECT stage, count(*) FROM cases GROUP BY stage", STAGES)
    reasons = """SELECT e.reason, count(DISTINCT c.id) FROM cases c JOIN case_events e ON e.case_id = c.id
        WHERE c.stage = 'archived' AND e.what = 'archived' GROUP BY e.reason"""
    yield "archived", listed(reasons, REASONS)
    yield "accuracy", accuracy(cursor)
    yield "handed_on", handed_on(cursor)
    yield "time_verify", time_verify(cursor)
    yield "deadlines", deadlines(cursor)


def one(cursor: sqlite3.Cursor, sql: str) -> int:
    return int(cursor.execute(sql).fetchone()[0])


def accuracy(cursor: sqlite3.Cursor) -> Rows:
    """The five measures: how many, of how many."""
    read = cursor.execute("SELECT category, guesses FROM cases WHERE verified_at IS NOT NULL").fetchall()
    guessed = [(category, guesses.split()) for category, guesses in read if guesses]
    happened = "SELECT count(*) FROM cases WHERE {} AND id IN (SELECT case_id FROM case_events WHERE what = '{}')"
    corrected = one(cursor, happened.format("verified_at IS NOT NULL", "corrected"))
    sent = one(cursor, "SELECT count(*) FROM cases WHERE agency <> ''")
    handed = one(cursor, happened.format("agency <> ''", "handed_on"))
    measured = (
        (
            SAY("Category right at the first guess"),
            sum(category == best[0] for category, best in guessed),
            len(guessed),
        ),
        (SAY("Category among the first three"), sum(category in best for category, best in guessed), len(guessed)),
        (SAY("Category corrected by an officer"), corrected, len(read)),
        (SAY("Office right at once"), sent - handed, sent),
        (SAY("Handed on to another office"), handed, sent),
    )
    return [(title, str(part), str(whole), share(part, whole)) for title, part, whole in measured]


def share(part: int, whole: int) -> str:
    return f"{int(100 * part / whole + 0.5)} %"


def handed_on(cursor: sqlite3.Cursor) -> Rows:
    sql = """SELECT agency, count(*), sum(EXISTS (SELECT 1 FROM case_events e WHERE e.case_id = c.id
        AND e.what = 'handed_on')) FROM cases c WHERE agency <> '' GROUP BY agency"""
    return [(name, str(count), share(handed, count)) for name, count, handed in cursor.execute(sql).fetchall()]


def time_verify(cursor: sqlite3.Cursor) -> Rows:
    """All, then each office: how many were verified, the median and the ninth tenth in days."""
    sql = """SELECT agency, round((julianday(verified_at) - julianday(received_at)) * 86400) FROM cases
        WHERE verified_at IS NOT NULL"""
    taken = cursor.execute(sql).fetchall()
    groups = {SAY("All"): [seconds for _, seconds in taken]}
    for name in (ROADS, LIGHTS):
        groups[name] = [seconds for agency, seconds in taken if agency == name]
    return [(name, str(len(times)), rank(times, 50), rank(times, 90)) for name, times in groups.items()]


def rank(times: list[float], percent: int) -> str:
    at = -(-percent * len(times) // 100) - 1
    return f"{sorted(times)[at] / 86400:.1f}".replace(".", ",")


def deadlines(cursor: sqlite3.Cursor) -> Rows:
    """Nothing was late and no office has answered: a share where somebody decided, nothing elsewhere."""
    late = one(cursor, "SELECT count(*) FROM case_events WHERE what IN ('late', 'final_late')")
    answered = one(cursor, "SELECT count(*) FROM cases WHERE answered_at IS NOT NULL")
    assert (late, answered) == (0, 0)
    return [(name, "100 %", "0 %", "–", "–", "–", "–") for name in (SAY("All"), ROADS, LIGHTS)]
