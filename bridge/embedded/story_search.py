"""Officers find reports by words of the title, the story and the place: an index that the database keeps by itself."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, text
from sqlalchemy.orm import Session

from bridge.embedded.schema import CaseRow

MOST_WORDS = 12  # of a query; more find nothing sooner and cost more
_WORD = re.compile(r"\w+")
_COLUMNS = ("title", "story", "place_words")
_VECTOR = "to_tsvector('simple', title || ' ' || story || ' ' || place_words)"
_NEW = ", ".join(f"new.{name}" for name in _COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in _COLUMNS)
_ADD = f"INSERT INTO case_words (rowid, {', '.join(_COLUMNS)}) VALUES (new.id, {_NEW});"  # noqa: S608 - our own names
_DROP = (
    f"INSERT INTO case_words (case_words, rowid, {', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES ('delete', old.id, {_OLD});"
)
_SQLITE = (
    f"CREATE VIRTUAL TABLE case_words USING fts5({', '.join(_COLUMNS)}, content='cases', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER case_words_added AFTER INSERT ON cases BEGIN {_ADD} END",
    f"CREATE TRIGGER case_words_dropped AFTER DELETE ON cases BEGIN {_DROP} END",
    f"CREATE TRIGGER case_words_changed AFTER UPDATE OF {', '.join(_COLUMNS)} ON cases BEGIN {_DROP} {_ADD} END",
    "INSERT INTO case_words (case_words) VALUES ('rebuild')",
)
_POSTGRESQL = (f"CREATE INDEX ix_cases_words ON cases USING gin ({_VECTOR})",)


def make_index(connection: Connection) -> None:
    """The index over all cases that there are and come; FTS5 on SQLite, a GIN index on PostgreSQL."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def has_words(query: str, dialect: str) -> ColumnElement[bool] | None:
    """Cases with all words of the query, each as a beginning; None where the query has no word."""
    words = _WORD.findall(query)[:MOST_WORDS]
    if not words:
        return None
    if dialect == "sqlite":
        asked = " AND ".join(f'"{word}"*' for word in words)
        found = text("SELECT rowid FROM case_words WHERE case_words MATCH :asked").bindparams(asked=asked)
        return CaseRow.id.in_(found.columns(literal_column("rowid")).scalar_subquery())
    asked = " & ".join(f"{word}:*" for word in words)
    return literal_column(_VECTOR).op("@@")(func.to_tsquery("simple", bindparam("asked", asked)))


def forget_words(session: Session) -> None:
    """After an erasure: the words of a story that is gone also leave the index's old pages."""
    if session.get_bind().dialect.name == "sqlite":
        session.flush()
        session.execute(text("INSERT INTO case_words (case_words) VALUES ('optimize')"))
