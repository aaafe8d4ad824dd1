"""One lesson from beginning to end: gather, train, measure, write, and say whether it helps."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.learning.decided import from_cases
from bot.learning.officers_table import from_tables
from bot.learning.stories import Gathered, Story, TooFew
from bot.settings import Settings
from bot.understanding.catalogue import Catalogue
from bot.understanding.learned import Learned
from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect

Table = Callable[[str], Sequence[tuple[str, float]]]
Train = Callable[[Sequence[Story], Table, str, Callable[[str], None]], dict[str, Any]]


def taught(
    settings: Settings, tables: Sequence[Path], path: Path, today: date, train: Train, tell: Callable[[str], None]
) -> str:
    """Learns from the tables, or else from the embedded core, writes the file, and returns how much it helps.

    `train` is bot.learning.training.learn. Raises TooFew, Unreadable or CoreDown, and then nothing is written.
    """
    catalogue = Catalogue.load()
    found = Gathered()
    if tables:
        from_tables(tables, catalogue, found)
    else:
        from_cases(_cases(settings), catalogue, found, tell)
    for line in found.told():
        tell(line)

    def table(text: str) -> list[tuple[str, float]]:
        return [(guess.code, guess.score) for guess in catalogue.rank(text)]

    model = train(found.stories, table, today.isoformat(), tell)
    _write(path, model)
    return verdict(Learned.load(path), model, path)


def verdict(learned: Learned, model: dict[str, Any], path: Path) -> str:
    """What was measured and what will come of it, for a person."""
    measured = learned.measured
    rows = [("table of words", measured.table), ("learned alone", measured.model), ("both together", measured.mix)]
    lines = [f"Measured on {sum(model['examples'].values())} stories, in {model['folds']} parts, each unseen:"]
    lines += [f"  {name:15} first {it.first:6.1%}   among three {it.among_three:6.1%}" for name, it in rows]
    lines.append(f"Written to {path}.")
    if measured.helps:
        return "\n".join([*lines, "It helps: the bot uses it from its next start."])
    return "\n".join([*lines, "It is no better than the table of words: the bot goes on with the table."])


def _cases(settings: Settings) -> Cases:
    if settings.core_url:
        raise TooFew(f"Reports are in the core at {settings.core_url}; give its export with --csv")
    cases = Cases(connect(settings.core_database), lambda: datetime.now(UTC))
    settings.folder.mkdir(parents=True, exist_ok=True)
    cases.create()
    return cases


def _write(path: Path, model: dict[str, Any]) -> None:
    """Whole or not at all: a bot may be starting just now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.new")
    partial.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    partial.replace(path)
