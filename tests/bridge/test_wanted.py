"""What a core demands is known quickly, kept for long, sent as the standard says, and loses no report."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from bridge_peers import FORM, KEY, ROOT, Clock, a_report, an_app, free_url, served
from bridge_ways import Ways, a_core

from bot.asked import Answer, Attribute, Spoken
from bot.report import CoreDown, CoreRefused
from bridge.embedded.cases import Cases
from bridge.fields import form_of, report_of
from bridge.mapping import BadMapping, CoreMapping
from bridge.open311 import Open311Core
from bridge.services import CoreService, attributes_in
from bridge.translated import lacking, stubs
from bridge.wanted import KEPT, TRIED, Told, Wanted

POLE = Attribute("pole", "string", True, "Number on the pole")
LAMP = CoreService("928", "Lamp", metadata=True)


@pytest.fixture
def core() -> Iterator[Ways]:
    with a_core(demanding=True) as opened:
        yield opened


def test_only_what_people_must_answer_is_wanted(core: Ways, client: httpx.Client, clock: Clock) -> None:
    """Over HTTP: the required question with its values, without the text to show; nothing for a service without one."""
    ours = Open311Core(core.url, KEY, client, services={"pothole": "928", "other": "110"}, clock=clock)
    (depth,) = ours.wanted("pothole")
    assert (depth.code, depth.datatype, depth.values) == (
        *("depth", "singlevaluelist"),
        (("deep", "Dalam"), ("flat", "Dangkal")),
    )
    assert ours.wanted("other") == ()
    assert ours.wanted("unknown") == ()


def test_a_definition_is_asked_once_an_hour(core: Ways, client: httpx.Client, clock: Clock) -> None:
    """Citizens do not wait for what another one waited for."""
    ours = Open311Core(core.url, KEY, client, clock=clock)
    for _ in range(3):
        ours.wanted("928")
    assert core.definitions == 1
    clock.now += KEPT + timedelta(seconds=1)
    ours.wanted("928")
    assert core.definitions == 2


def test_a_silent_core_is_left_alone_for_a_minute_and_known_by_its_last_word(clock: Clock) -> None:
    """Old definitions serve while the core is down; without any the trouble is told at once, and tried again later."""
    asked: list[str] = []
    down = True

    def definition(code: str) -> tuple[Attribute, ...]:
        asked.append(code)
        if down:
            raise CoreDown
        return (POLE,)

    wanted = Wanted(lambda: (LAMP,), definition, clock)
    for _ in range(3):
        with pytest.raises(CoreDown):
            wanted.of("928")
    assert len(asked) == 1
    down = False
    clock.now += TRIED
    assert wanted.of("928") == (POLE,)
    down = True
    clock.now += KEPT
    assert wanted.of("928") == (POLE,)
    assert len(asked) == 3


def test_a_core_without_lists_or_out_of_reach(client: httpx.Client, clock: Clock) -> None:
    """Nobody listening is trouble; a list that is refused means no questions."""
    with pytest.raises(CoreDown):
        Open311Core(free_url(), KEY, client, clock=clock).wanted("928")

    def refused() -> tuple[CoreService, ...]:
        raise CoreRefused(("HTTP 404",))

    assert Wanted(refused, lambda _: (POLE,), clock).of("928") == ()


def test_what_a_machine_fills_in_is_asked_of_nobody() -> None:
    """mySociety's `automated` attributes are required, and never a question for a person."""
    rows = [{"code": "easting", "required": True, "automated": "server_set"}, {"code": "pole", "required": "true"}]
    found = attributes_in({"attributes": rows})
    assert [each.demanded for each in found] == [False, True]


def test_answers_go_out_as_the_standard_says() -> None:
    """attribute[CODE]=v, attribute[CODE][]=a for each of several; words that fit no value stand below the story."""
    answers = (
        Answer("pole", ("LTM 42",)),
        Answer("risks", ("dark", "lean"), several=True),
        Answer("colour", words="seperti pelangi", asked="Colour of the lamp"),
        Answer("since"),
        Answer("category", ("lamp",)),
    )
    form = form_of(replace(a_report(), answers=answers), "928")
    told = [(name, value) for name, value in form if name.startswith(("attribute[pole]", "attribute[risks]"))]
    assert told == [("attribute[pole]", "LTM 42"), ("attribute[risks][]", "dark"), ("attribute[risks][]", "lean")]
    assert [value for name, value in form if name == "attribute[category]"] == ["lamp"]
    assert not [name for name, _ in form if name.startswith(("attribute[colour]", "attribute[since]"))]
    assert "\nColour of the lamp: seperti pelangi\n" in dict(form)["description"]
    many: dict[str, list[str]] = {}
    for name, value in form:
        many.setdefault(name, []).append(value)
    read = report_of(many | {"attribute[category]": ["928"]}, a_report(2))
    assert read.story.startswith(a_report().story)
    assert read.reference == a_report().reference


def test_a_report_is_refused_without_and_taken_with_its_answer(core: Ways, client: httpx.Client, clock: Clock) -> None:
    """The core that demands gets the value; a refusal leaves nothing behind that would stop the next try."""
    ours = Open311Core(core.url, KEY, client, clock=clock)
    with pytest.raises(CoreRefused, match="depth"):
        ours.file(a_report(), again=False)
    answered = replace(a_report(), answers=(Answer("depth", ("deep",)),))
    assert ours.file(answered, again=True) == "500"
    assert core.forms[-1]["attribute[depth]"] == ["deep"]
    assert (core.posts, core.held) == (1, 1)


@pytest.mark.parametrize("answers", [(), (Answer("depth"),), (Answer("depth", words="sedada"),)])
def test_the_agencys_own_value_stands_for_what_nobody_knows(
    answers: tuple[Answer, ...], core: Ways, client: httpx.Client, clock: Clock
) -> None:
    """Where the mapping names `unanswered`, a report goes through that was never asked, not known, or put in words."""
    ours = Open311Core(core.url, KEY, client, told={"depth": Told(unanswered="flat")}, clock=clock)
    ours.file(replace(a_report(), answers=answers), again=False)
    assert core.forms[-1]["attribute[depth]"] == ["flat"]
    said = "sedada" in core.forms[-1]["description"][0]
    assert said == any(each.words for each in answers)


MAPPED = """
fallback = "110"
[services]
pothole = "928"
[attributes.depth]
id = "Seberapa dalam lubangnya?"
unanswered = "flat"
values.deep.id = "Dalam sekali"
values.flat.id = "Dangkal"
"""


def test_a_mapping_file_translates(core: Ways, client: httpx.Client, clock: Clock, tmp_path: Path) -> None:
    """Question and values in the languages that the agency filled in; Javanese gets the Indonesian ones."""
    path = tmp_path / "map.toml"
    path.write_text(MAPPED)
    mapping = CoreMapping.read(path)
    ours = Open311Core(core.url, KEY, client, services=mapping.services, told=mapping.told, clock=clock)
    (depth,) = ours.wanted("pothole")
    assert depth.question("id") == depth.question("jv") == "Seberapa dalam lubangnya?"
    assert (depth.value("deep", "jv"), depth.value("deep", "en"), depth.unanswered) == ("Dalam sekali", "Dalam", "flat")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("attributes = 1", "a table for each"),
        ("[attributes]\ndepth = 1", r"\[attributes.depth\] must be a table"),
        ('[attributes.depth]\nfr = "x"', "knows no fr"),
        ("[attributes.depth]\nid = 1", "words in quotes"),
        ("[attributes.depth]\nvalues = 1", "words in quotes"),
        ("[attributes.depth]\nvalues.deep = 1", "words in quotes"),
        ("[attributes.depth]\nvalues.deep.id = 1", "words in quotes"),
    ],
)
def test_a_wrong_translation_is_named(table: str, why: str, tmp_path: Path) -> None:
    """The operator reads which table is wrong, and no start goes on without what it says."""
    path = tmp_path / "map.toml"
    path.write_text(table)
    with pytest.raises(BadMapping, match=why):
        CoreMapping.read(path)


def test_stubs_can_be_filled_in_by_taking_the_signs_away(tmp_path: Path) -> None:
    """Every line is a comment; without the # it is a mapping that lacks nothing any more."""
    odd = Attribute("Tiang No.", "singlevaluelist", True, 'The "pole"\n', values=(("a b", "A"), ("c", "C")))
    written = stubs((POLE, odd), {})
    assert all(line.startswith("#") for line in written.splitlines() if line)
    lines = [line.removeprefix("# ") for line in written.splitlines() if " = " in line or line.startswith("# [")]
    path = tmp_path / "map.toml"
    path.write_text("\n".join(lines))
    told = CoreMapping.read(path).told
    assert lacking((POLE, odd), told) == []
    assert told["Tiang No."].spoken["su"] == Spoken('The "pole"', {"a b": "A", "c": "C"})
    assert stubs((POLE,), told) == ""


def test_our_own_server_demands_of_no_citizen_of_ours(cases: Cases, client: httpx.Client, clock: Clock) -> None:
    """The same house in two: what our server offers to ask is not required, and answers that come anyway are kept."""
    with served(an_app(cases)) as url:
        ours = Open311Core(f"{url}{ROOT}", KEY, client, clock=clock)
        assert ours.wanted(FORM["service_code"]) == ()
        assert ours.file(replace(a_report(), answers=(Answer("pole", ("7",)),)), again=False)
    assert os.environ.get("KENTONGAN_CORE_URL") is None
