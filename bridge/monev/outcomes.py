"""Why reports are archived, and how many citizens have the same problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bridge.embedded.archive_reasons import Reason
from bridge.monev.frame import Frame
from bridge.monev.model import Figure
from bridge.monev.offices import Offices
from bridge.monev.profile import Profile
from bridge.monev.words import mark

_REASONS = {
    Reason.NO_EVIDENCE.value: mark("Nothing proves it or could be checked"),
    Reason.UNCLEAR.value: mark("It does not say what, where or when"),
    Reason.OUT_OF_SCOPE.value: mark("No public service is concerned"),
    Reason.DUPLICATE.value: mark("The same citizen reported the same already"),
    Reason.IN_COURT.value: mark("A court is dealing with it"),
    Reason.TO_WBS.value: mark("Belongs to the whistleblowing system (WBS)"),
    Reason.NO_ANSWER.value: mark("The citizen did not give what was asked for"),
    Reason.OTHER.value: mark("Another reason"),
    "withdrawn": mark("Taken back by the citizen"),
    "": mark("No reason kept"),
}
_SUPPORTERS = {
    "0": mark("Nobody else"),
    "1": mark("One more citizen"),
    "2": mark("2 to 4 more citizens"),
    "5": mark("5 to 9 more citizens"),
    "10": mark("10 or more citizens"),
}


def outcomes(known: Profile, offices: Offices, frame: Frame) -> Iterator[Figure]:
    """Archived by reason, and supporters."""
    say, supporters = frame.say, known.by("supporters")
    yield frame.parts(
        "archived",
        say(mark("Archived, by reason")),
        say(mark("Of the reports that came in and are archived now: the reason that the citizen was given.")),
        say(mark("Reason")),
        _reasons(offices, known.by("stage")["archived"]),
        {reason: say(name) for reason, name in _REASONS.items()},
    )
    yield frame.parts(
        "supporters",
        say(mark("Supporters of a report")),
        say(mark("How many other citizens joined a report because they have the same problem.")),
        say(mark("Who joined")),
        {name: supporters[name] for name in _SUPPORTERS},
        {name: say(words) for name, words in _SUPPORTERS.items()},
    )


def _reasons(offices: Offices, archived: int) -> dict[str, int]:
    """The last reason of each archived report; what came archived from elsewhere may have none."""
    counts = Counter(offices.archived)
    counts[""] += archived - counts.total()
    return {reason: count for reason, count in counts.most_common() if count}
