"""The figures and the misses, as text that a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.evaluation.bounds import BOUNDS, Bound, too_many
from bot.evaluation.citizen import Counts
from bot.evaluation.corpus import OPEN, Utterance
from bot.evaluation.scoring import MARKS, Outcome, Row

HEADS = {
    "category first": "cat 1",
    "exactly first": "exact 1",
    "among three": "cat 3",
    "office": "office 3",
    "regency": "regency",
    "kecamatan": "kecam.",
    "wrong, sure": "wrong+sure",
    "date": "date",
    "language": "lang",
    "six words": "6 words",
    "urgent found": "urg rec",
    "urgent right": "urg prec",
    "sensitive found": "sens rec",
    "sensitive right": "sens prec",
}
EXCERPT = 150  # characters


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The figures in per cent, one row a group."""
    yield f"{'':10}{'n':>5}" + "".join(f"{HEADS[mark]:>11}" for mark in MARKS) + f"{'title':>7}"
    for row in rows:
        shares = "".join(f"{_per_cent(row.shares[mark]):>11}" for mark in MARKS)
        yield f"{row.name:10}{row.size:5}{shares}{row.title_length:7.0f}"


def messages(counts: Counts) -> Iterator[str]:
    """Messages per report of the simulated citizens."""
    each = ", ".join(f"{number}: {times}" for number, times in sorted(counts.each.items()))
    yield f"Messages per report (simulated citizens): median {counts.middle:g}, at worst {counts.worst} ({each})"
    yield f"Stories that say everything: {counts.complete.total()}, {counts.in_two:.1%} of them in two messages"


def verdict(rows: Sequence[Row], otherwise: Sequence[Utterance], counts: Counts) -> Iterator[str]:
    """The bounds that are missed, or that none is."""
    missed = [bound for bound in BOUNDS if not bound.kept(rows)]
    yield from (_missed(bound, rows) for bound in missed)
    if otherwise:
        yield f"MISSED  {len(otherwise)} Indonesian short answers are taken for another language; there must be none"
    yield from (f"MISSED  {fault}" for fault in too_many(counts))
    if not missed and not otherwise and not too_many(counts):
        yield f"All {len(BOUNDS) + 4} bounds are kept."


def misses(outcomes: Sequence[Outcome], shown: Sequence[str] = (OPEN,)) -> Iterator[str]:
    """Every wrong answer in the parts that may be shown: what is right, what was said, and the text."""
    told = {"wrong, sure": _place, "regency": _place, "kecamatan": _place, "date": _date, "language": _language}
    told |= {"among three": _category, "category first": _category, "office": _category}
    told |= {mark: _alarm for mark in MARKS[-4:]} | {"six words": _language}
    for mark, tell in told.items():
        wrong = [one for one in outcomes if one.complaint.part in shown and _is_wrong(mark, one.marks[mark])]
        yield f"\n== {mark}: {len(wrong)}"
        yield from (f"{tell(one)}\n    {' '.join(one.complaint.text.split())[:EXCERPT]}" for one in wrong)


def short_misses(otherwise: Sequence[Utterance], shown: Sequence[str] = (OPEN,)) -> Iterator[str]:
    """The Indonesian short answers of the parts that may be shown that seem to be in another language."""
    yield from (f"    {one.text}" for one in otherwise if one.part in shown)


def _is_wrong(mark: str, value: bool | None) -> bool:
    return value is not None and value == (mark == "wrong, sure")


def _missed(bound: Bound, rows: Sequence[Row]) -> str:
    found = bound.found(rows)
    return f"MISSED  {bound}, found {'nothing' if found is None else f'{found:.1%}'}"


def _per_cent(share: float | None) -> str:
    return "-" if share is None else f"{share * 100:.1f}"


def _place(one: Outcome) -> str:
    right, guess = one.complaint, one.understood.place
    said = f"{guess.place.official} ({'sure' if guess.sure else 'asks'})" if guess else "no place"
    return f"right {'/'.join(right.regencies) or 'none'} {right.district}, said {said}"


def _date(one: Outcome) -> str:
    return f"written {one.complaint.today:%a %Y-%m-%d}, right {one.complaint.date}, said {one.understood.date}"


def _language(one: Outcome) -> str:
    return f"right {one.complaint.language}, said {one.understood.language}, on six words {one.opening}"


def _category(one: Outcome) -> str:
    said = ", ".join(f"{guess.code} {guess.score:g}" for guess in one.understood.categories[:3])
    return f"right {', '.join(one.complaint.categories)}; said {said or 'nothing'}"


def _alarm(one: Outcome) -> str:
    right, said = one.complaint, one.understood
    return (
        f"urgent: right {right.urgent}, said {said.urgent}; sensitive: right {right.sensitive}, said {said.sensitive}"
    )
