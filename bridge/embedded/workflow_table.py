"""What can happen to a citizen's report, as tables for people: docs/workflow.md, made from the rules and so true.

Write it anew: python -m bridge.embedded.workflow_table > docs/workflow.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.progress import By
from bot.report import ENDED, Stage
from bridge.embedded.archive_reasons import OFFICERS_WORDS
from bridge.embedded.clockwork import CITIZEN_HAS, OFFICE_OWES, WARNING
from bridge.embedded.course import Action
from bridge.embedded.deadlines import Scheme
from bridge.embedded.rules import OPEN, RULES, Leads, Rule, Told
from bridge.stages import lapor_words

_OFFICE = "<instansi>"
_COUNTED = OFFICE_OWES | CITIZEN_HAS
_TO = {
    Leads.BACK: (Stage.RECEIVED, Stage.VERIFIED, Stage.SENT_ON, Stage.REPLIED),
    Leads.AGAIN: (Stage.RECEIVED, Stage.VERIFIED, Stage.REPLIED),
}
_BEFOREHAND = {
    Leads.BACK: "where it was, not verified / verified / with an office / with an office that had answered: ",
    Leads.AGAIN: "to who has to act, not verified / verified / with an office: ",
}
_TIMES = {
    Action.REOPEN: "after closing within `reopen`",
    Action.LATE: "`verify` or `follow_up` has passed; once a count",
    Action.FINAL_LATE: "`information`, `complaint` or `supervisory` has passed; once a report",
    Action.WARN: f"{WARNING} working days before `close` or `complete` ends; once a count",
    Action.LAPSE: f"`close` or `complete` has passed, and the warning is {WARNING} working days old",
}
_SCHEME = {
    "verify": "a report is verified and sent on, both",
    "follow_up": "the office answers, asks or hands on",
    "close": "the citizen says whether it is solved; then the system closes it",
    "complete": "the citizen gives what is missing; then the system archives it",
    "reopen": "a closed report may be taken up again, once",
    "information": "the first answer to a question (informasi), since the citizen sent it",
    "complaint": "the first answer to a complaint or wish",
    "supervisory": "the same, berkadar pengawasan",
}


def document() -> str:
    """The whole document in Markdown, with a newline at its end."""
    return "\n".join([*_HEAD, *_transitions(), *_TIMES_HEAD, *_times(), *_REASONS_HEAD, *_reasons()]) + "\n"


_HEAD = (
    "# What can happen to a report",
    "",
    "Made by `python -m bridge.embedded.workflow_table` from `bridge/embedded/rules.py`; a test keeps it so.",
    "Why it is so: [ADR 0017](adr/0017-workflow.md).",
    "",
    "A report begins as Menunggu Verifikasi, and `verify` with it. *Open* is every stage that is neither closed nor",
    "archived. *News* is told in the conversation where the report began; *at once* is the bot's answer to a citizen's",
    "own act. A count starts anew only where the table says so.",
    "",
)
_TIMES_HEAD = (
    "",
    "## Deadlines",
    "",
    "In working days of the office ([ADR 0016](adr/0016-deadlines.md)), until the last second of the last one.",
    "",
)
_REASONS_HEAD = ("", "## Reasons for archiving", "")


def _transitions() -> Iterator[str]:
    head = ("action", "by", "from", "only if", "to", "needs", "starts", "the citizen hears")
    rows = [_row(action, rule) for action, rules in RULES.items() for rule in rules]
    return _table(head, rows)


def _row(action: Action, rule: Rule) -> tuple[str, ...]:
    conditions = (rule.only.words, _TIMES.get(action, ""))
    return (
        f"`{action}`",
        ", ".join(by.value for by in By if by in rule.by),
        _statuses(rule.before, rule),
        "; ".join(part for part in conditions if part),
        _to(rule),
        ", ".join(rule.needs),
        _starts(rule),
        "at once" if rule.told is Told.AT_ONCE else "news",
    )


def _to(rule: Rule) -> str:
    if isinstance(rule.after, Stage):
        return _statuses({rule.after}, rule)
    if rule.after is Leads.STAYS:
        return "stays"
    return _BEFOREHAND[rule.after] + _statuses(_TO[rule.after], rule, " / ")


def _statuses(stages: Iterable[Stage], rule: Rule, between: str = ", ") -> str:
    """LAPOR's words for stages, in the order of the way; only what this rule itself ends is ended by somebody."""
    if stages == OPEN:
        return "open"
    whole = (stage for stage in Stage if stage in set(stages))
    return between.join(_status(stage, rule) for stage in whole)


def _status(stage: Stage, rule: Rule) -> str:
    if stage in ENDED and stage is not rule.after:
        return lapor_words(stage).rpartition(" ")[0] + " ..."
    return lapor_words(stage, _OFFICE, next(by for by in By if by in rule.by))


def _starts(rule: Rule) -> str:
    after = (rule.after,) if isinstance(rule.after, Stage) else _TO.get(rule.after, ())
    names = dict.fromkeys(_COUNTED[stage] for stage in after if stage in _COUNTED)
    if not rule.fresh:
        return "goes on" if names else ""
    return " or ".join(f"`{name}`" for name in names)


def _times() -> Iterator[str]:
    schemes = Scheme.known()
    rows = [(f"`{name}`", says, *(str(getattr(each, name)) for each in schemes)) for name, says in _SCHEME.items()]
    return _table(("time", "in which", *(f"`{each.name}`" for each in schemes)), rows)


def _reasons() -> Iterator[str]:
    return _table(("reason", "means"), [(f"`{reason}`", words) for reason, words in OFFICERS_WORDS.items()])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cell.replace('<', '&lt;') for cell in cells)} |"


if __name__ == "__main__":
    print(document(), end="")
