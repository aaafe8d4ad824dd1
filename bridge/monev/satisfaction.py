"""How content citizens are, in the official index and its nine elements, with stars and participation beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import inspect

from bridge import ikm
from bridge.monev import hiding
from bridge.monev.counting import Counting
from bridge.monev.frame import Frame, bars
from bridge.monev.model import Figure, Row
from bridge.monev.words import mark

_NAMES = {
    "gender": mark("Gender"),
    "disability": mark("Disability"),
    "age": mark("Age"),
    "province": mark("Province"),
    "channel": mark("Channel"),
}
ELEMENTS = (  # bridge.ikm has them in the regulation's own words
    mark("Requirements"),
    mark("System, mechanism and procedure"),
    mark("Time taken"),
    mark("Cost"),
    mark("Result of the service"),
    mark("Competence of the staff"),
    mark("Behaviour of the staff"),
    mark("Handling of complaints, suggestions and input"),
    mark("Facilities"),
)
_ANSWERS = {
    "": mark("Not answered"),
    "female": mark("Female"),
    "male": mark("Male"),
    "other": mark("Another"),
    "unsaid": mark("Rather not say"),
    "yes": mark("Yes"),
    "no": mark("No"),
    "to_30": mark("Up to 30"),
    "31_45": mark("31 to 45"),
    "46_59": mark("46 to 59"),
    "from_60": mark("60 or older"),
}
_NINE = len(ikm.ELEMENTS)
_NAMES_OF_NINE = [f"u{at}" for at in range(1, _NINE + 1)]
_SUMS = ", ".join(f"coalesce(sum({name}), 0)" for name in _NAMES_OF_NINE)
_ANSWERED = ", ".join(f"count(nullif({name}, 0))" for name in _NAMES_OF_NINE)
_RESPONDENTS = f"count(nullif({' + '.join(_NAMES_OF_NINE)}, 0))"


def satisfaction(counting: Counting, frame: Frame) -> Iterator[Figure]:
    """The index, its elements, the stars, who took part."""
    there = inspect(counting.connection).has_table("opinion_answers")
    index = index_of(counting) if there else ikm.index(())
    yield _index(index, frame)
    yield _elements(index, frame)
    yield _stars(counting, frame, there=there)
    yield _participation(counting, frame, there=there)


def index_of(counting: Counting) -> ikm.Ikm:
    """The index of the answers given in the period, about the wanted offices and region."""
    where, bound = _where(counting, "day", moments=False)
    (row,) = counting.rows(f"SELECT {_SUMS}, {_ANSWERED}, {_RESPONDENTS} FROM opinion_answers WHERE {where}", **bound)  # noqa: S608
    numbers = [int(str(each)) for each in row]
    return ikm.of_sums(numbers[:_NINE], numbers[_NINE : 2 * _NINE], numbers[-1])


def _where(counting: Counting, day: str, *, moments: bool) -> tuple[str, dict[str, object]]:
    """Opinions know the name of their office, and answers that of their regency or province."""
    wanted, parts, bound = counting.wanted, ["1=1"], dict[str, object]()
    if moments:
        parts += [f"{day} >= :since"] if wanted.since else []
        parts += [f"{day} < :until"] if wanted.until else []
        bound |= {name: counting.where.bound[name] for name in ("since", "until") if name in counting.where.bound}
    else:
        cast = ":{}" if counting.sqlite else "CAST(:{} AS date)"
        for name, sign, given in (("first", ">=", wanted.since), ("last", "<=", wanted.until)):
            parts += [f"{day} {sign} {cast.format(name)}"] if given else []
            bound |= {name: str(given)} if given else {}
    if wanted.offices is not None:
        bound |= {f"office_{at}": name for at, name in enumerate(wanted.offices)}
        parts.append(f"agency IN ({', '.join(f':office_{at}' for at in range(len(wanted.offices)))})")
    if wanted.region:
        names = _region_names(counting)
        bound |= {f"name_{at}": name for at, name in enumerate(names)}
        parts.append(f"region IN ({', '.join(f':name_{at}' for at in range(len(names)))})" if names else "1=0")
    return " AND ".join(parts).replace("agency IN ()", "1=0"), bound


def _region_names(counting: Counting) -> list[str]:
    """The names under which a region's answers are kept: of its regencies, and its own."""
    column, region = ("regency", counting.wanted.region)
    if "." not in region:
        column = "province"
    sql = f"""SELECT DISTINCT regency_name, province_name FROM cases WHERE {column}_code = :area"""  # noqa: S608
    found = counting.rows(sql, area=region)
    own = {str(row[1]) for row in found if row[1] and column == "province"}
    return sorted(own | {str(row[0]) for row in found if row[0]})


def _index(index: ikm.Ikm, frame: Frame) -> Figure:
    say = frame.say
    few = hiding.small(index.respondents)
    value = say.hidden() if few else say.nothing() if index.shown is None else say.decimal(float(index.shown))
    grade = say.hidden() if few else say.text(index.grade or "–")
    rows: list[tuple[str, Row]] = [
        ("index", (say.text(say(mark("Index (25 to 100)"))), value)),
        ("grade", (say.text(say(mark("Grade (A to D)"))), grade)),
        ("respondents", (say.text(say(mark("Respondents"))), say.count(None if few else index.respondents))),
    ]
    columns = frame.heads(say(mark("Measure")), say(mark("Value")))
    about = say(
        mark(
            "The satisfaction index of Permenpan RB 14/2017: the mean of nine elements, each answered from 1 to 4, "
            "times 25. Opinions are counted by the day on which they were given."
        )
    )
    return frame.figure("satisfaction", say(mark("Satisfaction index (IKM)")), about, columns, rows)


def _elements(index: ikm.Ikm, frame: Frame) -> Figure:
    say = frame.say
    rows = []
    for at, (name, mean, answered) in enumerate(zip(ELEMENTS, index.means, index.answered, strict=True), 1):
        few = hiding.small(answered) or hiding.small(index.respondents)
        cell = say.hidden() if few else say.nothing() if mean is None else say.decimal(float(ikm.rounded(mean)))
        rows.append((f"u{at}", (say.text(f"{at}. {say(name)}"), cell)))
    columns = frame.heads(say(mark("Element")), say(mark("Mean (1 to 4)")))
    about = say(mark("The mean of the answers to each of the nine questions; who skipped one does not count there."))
    return bars(frame.figure("elements", say(mark("The nine elements")), about, columns, rows), say)


def _stars(counting: Counting, frame: Frame, *, there: bool) -> Figure:
    say, counts = frame.say, Counter[str]()
    title, label = say(mark("Stars")), say(mark("Stars given"))
    about = say(
        mark("One question after a report is closed, 1 to 5 stars. It is no part of the index. Counted when given.")
    )
    if counting.wanted.region:
        columns = frame.heads(label, say(mark("Reports")), say(mark("Share")))
        note = say(mark("Not shown: stars know no place. Leave out the filter of region to see them."))
        return frame.figure("stars", title, about, columns, ()).noted(note)
    if there:
        where, bound = _where(counting, "at", moments=True)
        sql = f"SELECT star, count(*) FROM opinion_stars WHERE {where} GROUP BY 1"  # noqa: S608
        counts.update({str(star): int(str(count)) for star, count in counting.rows(sql, **bound)})
    return frame.parts("stars", title, about, label, {str(star): counts[str(star)] for star in ikm.STARS}, {})


def _participation(counting: Counting, frame: Frame, *, there: bool) -> Figure:
    say = frame.say
    columns = frame.heads(say(mark("Question")), say(mark("Answer")), say(mark("People")))
    columns[1] = type(columns[1])(columns[1].title, numeric=False)
    title = say(mark("Who took part"))
    about = say(
        mark(
            "What those who answered the survey said of themselves, in whole months. "
            "Nobody has to answer, and nothing of it is kept with a report."
        )
    )
    if not counting.wanted.everywhere:
        note = say(mark("Not shown: it is counted without place and office. Leave out both filters to see it."))
        return frame.figure("participation", title, about, columns, ()).noted(note)
    rows = _people(counting, frame) if there else []
    return frame.figure("participation", title, about, columns, rows)


def _people(counting: Counting, frame: Frame) -> list[tuple[str, Row]]:
    say, wanted, rows = frame.say, counting.wanted, list[tuple[str, Row]]()
    parts = [f"month >= '{wanted.since:%Y-%m}'"] if wanted.since else []
    parts += [f"month <= '{wanted.until:%Y-%m}'"] if wanted.until else []
    where = " AND ".join(parts or ["1=1"])
    for name, title in _NAMES.items():
        found = counting.rows(f"SELECT {name}, sum(people) FROM opinion_participation WHERE {where} GROUP BY 1")  # noqa: S608
        counts = {str(row[0]): int(str(row[1])) for row in found}
        for key, count in hiding.partition(dict(sorted(counts.items(), key=lambda p: (-p[1], p[0])))).items():
            answer = _ANSWERS.get(key, key)
            rows.append((f"{name} {key}", (say.text(say(title)), say.text(say(answer)), say.count(count))))
    return rows
