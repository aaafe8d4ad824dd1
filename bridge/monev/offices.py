"""What each office's reports came to: how long everything took, what was late, what was handed on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bridge.monev.counting import Counting, Office, yes

STEPS = ("verify", "follow_up", "answer")
# The door's step is done when an office got the report or an officer ended it; a citizen who takes it back ends none.
_PASSED_ON = "(cases.agency <> '' OR (cases.stage IN ('closed', 'archived') AND cases.by IN ('admin', 'office')))"
_DONE = {
    "verify": _PASSED_ON,
    "follow_up": "answered_at IS NOT NULL",
    "answer": "(answered_at IS NOT NULL AND final_late_at IS NULL)",
}
_AT = {"verify": "('received', 'verified')", "follow_up": "('sent_on', 'replied')"}


@dataclass(frozen=True, slots=True)
class Offices:
    """All offices by name, "" for reports that none has yet; categories corrected, and archived reports by reason."""

    each: Mapping[str, Office]
    corrected: int
    archived: Mapping[str, int]

    def numbers(self, name: str) -> dict[str, int]:
        """A number of each office: reports, sent_on, handed_on."""
        return {office: getattr(one, name) for office, one in self.each.items()}


def offices(counting: Counting) -> Offices:
    """A pass over the reports, and two over the few kinds of events that a report itself does not keep."""
    events = _events(counting)
    found = {name: _office(row, events.get(name, Counter())) for name, row in _cases(counting).items()}
    return Offices(found, sum(each["corrected"] for each in events.values()), _reasons(counting))


def _cases(counting: Counting) -> dict[str, dict[str, str]]:
    sums = {
        "reports": "count(*)",
        "sent_on": f"sum({yes(_SENT)})",
        **{f"done_{step}": f"sum({yes(sql)})" for step, sql in _DONE.items()},
        "late_answer": f"sum({yes('final_late_at IS NOT NULL')})",
        "verify": counting.listed("verified_at"),
        "answer": counting.listed("answered_at"),
        "close": counting.listed("CASE WHEN stage = 'closed' THEN since END"),
    }
    found = counting.rows(f"SELECT agency, {', '.join(sums.values())} FROM cases WHERE {{where}} GROUP BY 1")  # noqa: S608
    return {
        str(row[0]): dict(zip(sums, ("" if each is None else str(each) for each in row[1:]), strict=True))
        for row in found
    }


_SENT = "agency <> ''"


def _events(counting: Counting) -> dict[str, Counter[str]]:
    """Of each office the reports with a late step ("late_..."), late in a step that was done after all ("both_...").

    The events are grouped by an expression: by the index on case_id SQLite would fetch each of them one by one.
    """
    late = ", ".join(_worst(f"what = 'late' AND stage IN {stages}", step) for step, stages in _AT.items())
    marks = f"{late}, {_worst(_HANDED, 'handed_on')}, {_worst(_CORRECTED, 'corrected')}"
    inner = f"""SELECT case_id + 0 AS number, {marks} FROM case_events
        WHERE what IN ('late', 'handed_on', 'corrected') GROUP BY 1"""  # noqa: S608
    flags = ", ".join(yes(_DONE[step]) for step in _AT)
    found = counting.rows(
        f"""SELECT cases.agency, verify, follow_up, handed_on, {_MENDED}, {flags}, count(*)
        FROM ({inner}) AS happened JOIN cases ON cases.id = happened.number
        WHERE {{where}} GROUP BY 1, 2, 3, 4, 5, 6, 7"""  # noqa: S608
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for agency, verify, follow_up, handed_on, corrected, verified, followed, many in found:
        one = counts[str(agency)]
        for step, was_late, was_done in (("verify", verify, verified), ("follow_up", follow_up, followed)):
            one[f"late_{step}"] += many * bool(was_late)
            one[f"both_{step}"] += many * bool(was_late and was_done)
        one["handed_on"] += many * bool(handed_on and agency)
        one["corrected"] += many * bool(corrected)
    return counts


def _reasons(counting: Counting) -> Counter[str]:
    """Archived reports by reason. Nothing leads out of that stage, so that each has one such event at most."""
    found = counting.rows(
        """SELECT CASE WHEN what = 'withdrawn' THEN what ELSE reason END, count(*)
        FROM case_events JOIN cases ON cases.id = case_events.case_id
        WHERE what IN ('archived', 'withdrawn') AND cases.stage = 'archived' AND {where} GROUP BY 1"""
    )
    return Counter({str(reason): int(count) for reason, count in found})


_HANDED = "what = 'handed_on'"
_CORRECTED = "what = 'corrected'"
_MENDED = yes("corrected = 1 AND verified_at IS NOT NULL")


def _worst(condition: str, name: str) -> str:
    return f"max({yes(condition)}) AS {name}"


def _office(row: Mapping[str, str], events: Counter[str]) -> Office:
    late = {step: events[f"late_{step}"] for step in _AT} | {"answer": int(row["late_answer"])}
    in_time = {step: int(row[f"done_{step}"]) - events[f"both_{step}"] for step in STEPS}
    return Office(
        reports=int(row["reports"]),
        sent_on=int(row["sent_on"]),
        handed_on=events["handed_on"],
        verify=_sorted(row["verify"]),
        answer=_sorted(row["answer"]),
        close=_sorted(row["close"]),
        in_time=in_time,
        late=late,
    )


def _sorted(listed: str) -> list[int]:
    return sorted(map(int, listed.split(","))) if listed else []
