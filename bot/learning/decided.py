"""Stories from the embedded core: the reports whose category or office an officer corrected or confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.learning.stories import Gathered
from bot.report import Stage
from bot.understanding.catalogue import OTHER, Catalogue
from bridge.embedded.cases import Cases, Search
from bridge.embedded.rows import Case, Event

PAGE = 500  # cases
ACTED_ON = frozenset({Stage.SENT_ON, Stage.FOLLOWED_UP, Stage.CLOSED})


def from_cases(cases: Cases, catalogue: Catalogue, found: Gathered, tell: Callable[[str], None]) -> None:
    """The embedded core's reports on which an officer has decided; what was erased is gone. `tell` hears how many."""
    offset = 0
    while page := cases.search(Search(offset=offset, limit=PAGE)):
        for case in page:
            _learn_from(case, cases.timeline(case.report.reference), catalogue, found)
        offset += len(page)
        tell(f"{offset} reports read")


def _learn_from(case: Case, events: Sequence[Event], catalogue: Catalogue, found: Gathered) -> None:
    known = {one.code for one in catalogue.all}
    story, category = case.report.story, case.report.category
    if category not in known:
        found.unmapped[category] += 1
    elif any(event.after for event in events):
        found.take(story, category, "category corrected")
    elif case.status.stage not in ACTED_ON:
        found.unused["no officer has decided yet"] += 1
    else:
        _by_office(case, events, catalogue, found)


def _by_office(case: Case, events: Sequence[Event], catalogue: Catalogue, found: Gathered) -> None:
    """An office that fits the category confirms it; another one corrects it to the likeliest of its categories."""
    story, category, office = case.report.story, case.report.category, case.status.agency
    role = role_of(office, catalogue)
    if role and role != catalogue.get(category).office:
        likely = [guess.code for guess in catalogue.rank(story) if guess.office == role]
        if likely:
            found.take(story, likely[0], "office corrected")
        else:
            found.unused["sent to an office none of whose categories fits"] += 1
    elif not role and len({event.agency for event in events if event.agency}) > 1:
        found.unused["handed on to an office that no category names"] += 1
    else:
        found.take(story, category, "confirmed")


def role_of(agency: str, catalogue: Catalogue) -> str:
    """The catalogue's office in an agency's name ("Dinas Perhubungan Kota X"), the longest; "" where there is none."""
    name = f" {' '.join(agency.casefold().split())} "
    roles = {one.office for one in catalogue.all if one.code != OTHER}  # "Pemerintah Daerah" is everybody
    return max((role for role in roles if f" {role.casefold()} " in name), key=len, default="")
