"""`make eval`: how often the bot is right, on complaints written by others, and what that costs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.dialogs.conversation import conversation
from bot.dialogs.wording import load_wordings
from bot.evaluation.bounds import BOUNDS, too_many
from bot.evaluation.citizen import counted
from bot.evaluation.corpus import HELD_OUT, OPEN, Complaint, complaints, utterances
from bot.evaluation.cost import fresh_web_process, percentile, stories, timings
from bot.evaluation.printing import messages, misses, short_misses, table, verdict
from bot.evaluation.scoring import Outcome, answered_otherwise, examine, grouped
from bot.understanding.understand import Understanding

CORPUS = Path("tests/corpus")
STEP = 50  # complaints between two words of progress


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path, exists=True), default=CORPUS, show_default=True)
@click.option("--misses", "tell_misses", is_flag=True, help="Show every wrong answer of the open part.")
@click.option("--show", type=click.Choice(["held_out"]), default=None, help="Let --misses show this part too.")
@click.option("--cost/--no-cost", default=True, help="Also measure time and memory.")
@click.option("--model", type=click.Path(path_type=Path), default=None, help="A file that kentongan learn wrote.")
def main(corpus: Path, tell_misses: bool, show: str | None, cost: bool, model: Path | None) -> None:
    """Prints the figures; ends with 1 where a bound is missed."""
    try:
        asked, short = complaints(corpus), utterances(corpus)
    except (OSError, ValueError) as wrong:
        raise click.ClickException(f"The corpus cannot be read: {wrong}") from wrong
    if not asked:
        raise click.ClickException(f"There are no complaints in {corpus}")
    understanding = Understanding.load(model)
    outcomes = _examined(asked, understanding)
    rows, otherwise = grouped(outcomes), answered_otherwise(short, understanding)
    counts = counted(asked, conversation(load_wordings(), understanding, "SMS 1708"))
    _print(
        [
            *table(rows),
            "",
            *messages(counts),
            f"Short answers: {len(short)}; Indonesian ones in another language: {len(otherwise)}",
        ]
    )
    if tell_misses:
        parts = (OPEN, HELD_OUT) if show else (OPEN,)
        _print([*misses(outcomes, parts), *short_misses(otherwise, parts)])
    if cost:
        _print(_costs(asked, [one.text for one in short], understanding))
    _print(["", *verdict(rows, otherwise, counts)])
    kept = all(bound.kept(rows) for bound in BOUNDS) and not too_many(counts)
    sys.exit(0 if kept and not otherwise else 1)


def _examined(asked: Sequence[Complaint], understanding: Understanding) -> list[Outcome]:
    outcomes = []
    for number, complaint in enumerate(asked, 1):
        outcomes.append(examine(complaint, understanding))
        if number % STEP == 0 or number == len(asked):
            click.echo(f"{number} of {len(asked)} complaints understood", err=True)
    return outcomes


def _costs(asked: Sequence[Complaint], short: Sequence[str], understanding: Understanding) -> list[str]:
    click.echo("Measuring time and memory", err=True)
    today = asked[0].today
    kinds = {"a story of 500 characters": stories([one.text for one in asked]), "a short answer": short}
    lines = ["", f"Cost on this machine ({os.cpu_count()} cores, one used):"]
    for name, texts in kinds.items():
        found = timings(texts, understanding, today)
        middle, high = percentile(found, 0.5), percentile(found, 0.95)
        lines.append(f"  understand() of {name}: p50 {middle:.2f} ms, p95 {high:.2f} ms ({len(found)} texts)")
    try:
        start = fresh_web_process()
    except RuntimeError as wrong:
        return [*lines, f"  start not measured: {wrong}"]
    took = f"{start.seconds:.2f} s to start ({start.computing:.2f} s computing)"
    return [*lines, f"  a web process with everything loaded: {took}, {start.megabytes:.0f} MB"]


def _print(lines: Sequence[str]) -> None:
    click.echo("\n".join(lines))


if __name__ == "__main__":
    main(prog_name="make eval")
