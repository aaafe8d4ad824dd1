"""What citizens report, where, in which language and by which way, and how it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bridge.monev import hiding
from bridge.monev.counting import Counting
from bridge.monev.frame import Frame, bars, drawn
from bridge.monev.model import Figure, Row
from bridge.monev.offices import Offices
from bridge.monev.profile import Profile
from bridge.monev.wanted import Topic
from bridge.monev.words import mark

_WEEKS = 26  # a longer time is counted by months; never both, since what one hides the other would tell
_CHANNELS = {"sms": "SMS", "whatsapp": "WhatsApp", "telegram": "Telegram", "simulator": mark("Simulator")}
_LANGUAGES = {
    "id": mark("Indonesian"),
    "en": mark("English"),
    "jv": mark("Javanese"),
    "su": mark("Sundanese"),
}
_KINDS = {"pengaduan": mark("Complaint"), "aspirasi": mark("Wish"), "informasi": mark("Request for information")}
_PRIVACY = {
    "open": mark("Neither"),
    "anonymous": mark("Anonymous only"),
    "secret": mark("Secret only"),
    "both": mark("Anonymous and secret"),
}
_STAGES = {
    "received": mark("Waiting for verification"),
    "verified": mark("Verified, not sent on yet"),
    "sent_on": mark("With the office"),
    "followed_up": mark("Answered by the office"),
    "replied": mark("The citizen replied to the answer"),
    "incomplete": mark("Waiting for what the citizen still has to tell"),
    "closed": mark("Closed"),
    "archived": mark("Archived"),
}


def incoming(
    counting: Counting, known: Profile, offices: Offices, topics: Mapping[str, Topic], frame: Frame
) -> Iterator[Figure]:
    """All figures of what came in."""
    say = frame.say
    channels, languages, stages = (known.by(name) for name in ("channel", "language", "stage"))
    yield frame.parts(
        "channels",
        say(mark("Reports by channel")),
        say(mark("How many reports came in by each channel.")),
        say(mark("Channel")),
        _largest(channels),
        _said(frame, _CHANNELS),
    )
    yield _over_time(counting, frame)
    yield _categories(counting, topics, frame)
    yield frame.parts(
        "offices",
        say(mark("Reports by office")),
        say(mark("How many reports each office has now, or had last.")),
        say(mark("Office")),
        _largest(offices.numbers("reports")),
        {"": say(mark("No office yet"))},
    )
    yield from _regions(counting, frame)
    yield frame.parts(
        "languages",
        say(mark("Reports by language")),
        say(mark("In which language the citizen talked with the bot.")),
        say(mark("Language")),
        _largest(languages),
        _said(frame, _LANGUAGES),
    )
    yield from _kinds(known, frame)
    yield frame.parts(
        "stages",
        say(mark("Reports by stage")),
        say(mark("How the reports that came in stand now.")),
        say(mark("Stage")),
        {stage: stages[stage] for stage in _STAGES if stage in stages},
        _said(frame, _STAGES),
    )


def _largest(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _said(frame: Frame, names: Mapping[str, str]) -> dict[str, str]:
    return {key: frame.say(name) for key, name in names.items()}


def _kinds(known: Profile, frame: Frame) -> Iterator[Figure]:
    say = frame.say
    kinds, privacy = known.by("kind"), known.by("privacy")
    yield frame.parts(
        "kinds",
        say(mark("Reports by kind")),
        say(mark("What the citizen called it: complaint, wish or request for information.")),
        say(mark("Kind")),
        {kind: kinds[kind] for kind in _KINDS},
        _said(frame, _KINDS),
    )
    yield frame.parts(
        "privacy",
        say(mark("Anonymous and secret reports")),
        say(mark("Anonymous: the office does not learn who reported. Secret: the public does not see the report.")),
        say(mark("Choice")),
        {name: privacy[name] for name in _PRIVACY},
        _said(frame, _PRIVACY),
    )


def _over_time(counting: Counting, frame: Frame) -> Figure:
    say, days = frame.say, counting.days()
    weekly = bool(days) and (max(days) - min(days)).days < 7 * _WEEKS
    counts: Counter[date] = Counter()
    for day, count in days.items():
        counts[day - timedelta(days=day.weekday()) if weekly else day.replace(day=1)] += count
    title = say(mark("Reports by week")) if weekly else say(mark("Reports by month"))
    label = say(mark("Week from")) if weekly else say(mark("Month"))
    names = {day.isoformat(): say.day(day) if weekly else say.month(day) for day in counts}
    definition = say(
        mark(
            "When the reports came in, by the day at the office. Weeks begin on Monday; "
            "a time of more than 26 weeks is counted by months."
        )
    )
    ordered = {day.isoformat(): counts[day] for day in sorted(counts)}
    return drawn(frame.parts("over_time", title, definition, label, ordered, names), say, "line", 0, 1)


def _categories(counting: Counting, topics: Mapping[str, Topic], frame: Frame) -> Figure:
    say, names = frame.say, dict[str, str]()
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code, name, count in counting.by("category", "max(category_name)"):
        topic = topics.get(code)
        names[code] = topic.name if topic else name or code
        counts[topic.topic if topic else ""][code] = count
    return _in_parents(
        frame,
        "categories",
        say(mark("Reports by category")),
        say(mark("How many reports have each category now, under the topic of LAPOR! that it belongs to.")),
        (say(mark("Topic")), say(mark("Category"))),
        counts,
        names | {"": say(mark("Other topics"))},
    )


def _regions(counting: Counting, frame: Frame) -> Iterator[Figure]:
    say = frame.say
    names = {"": say(mark("Place not recognised"))}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for province, regency, above, below, count in _areas(counting):
        names |= {province: above, regency: below} if province else {}
        counts[province][regency or province] += count
        names[""] = say(mark("Place not recognised"))
    yield frame.parts(
        "provinces",
        say(mark("Reports by province")),
        say(mark("Where the problem is, by province.")),
        say(mark("Province")),
        _largest({province: sum(parts.values()) for province, parts in counts.items()}),
        names,
    )
    own = {province: f"{names[province]} ({say(mark('no regency named'))})" for province in counts if province}
    yield _in_parents(
        frame,
        "regencies",
        say(mark("Reports by regency and city")),
        say(mark("Where the problem is, by regency or city.")),
        (say(mark("Province")), say(mark("Regency or city"))),
        counts,
        names,
        own,
    )


def _areas(counting: Counting) -> Iterator[tuple[str, str, str, str, int]]:
    """Codes of province and regency, their names, how many reports."""
    found = counting.rows(
        """SELECT province_code, regency_code, max(province_name), max(regency_name), count(*) FROM cases
        WHERE {where} GROUP BY 1, 2"""
    )
    for *area, count in found:
        province, regency, above, below = (str(each or "") for each in area)
        yield province, regency, above, below, int(str(count))


def _in_parents(
    frame: Frame,
    name: str,
    title: str,
    definition: str,
    what: tuple[str, str],
    counts: Mapping[str, Mapping[str, int]],
    names: Mapping[str, str],
    own: Mapping[str, str] | None = None,
) -> Figure:
    """Parts of parts, the largest first; a part may stand for its parent itself, by its name in `own`."""
    say, total = frame.say, sum(sum(parts.values()) for parts in counts.values())
    called, rows = {**names, **(own or {})}, list[tuple[str, int, Row]]()
    for parent, parts in hiding.nested(counts).items():
        for key, count in parts.items():
            labels = (say.text(names.get(parent, parent)), say.text(called.get(key, key)))
            rows.append((key, count or 0, (*labels, *frame.share(count, total))))
    rows.sort(key=lambda row: (-row[1], row[2][0].text, row[2][1].text))
    columns = [*frame.heads(*what, say(mark("Reports")), say(mark("Share")))]
    columns[1] = type(columns[1])(what[1], numeric=False)
    return bars(frame.figure(name, title, definition, columns, [(key, row) for key, _, row in rows]), say, 1, 2)
