"""`kentongan core check`, `core map`, `reconcile` say what is so and file nothing; no start loses reports."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from redis import Redis

from bot.cli import main
from bot.generated import local_environment
from bot.report import Area, Place, Reference
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.wired_core import category_codes
from tests.foreign_house import KEY, foreign_house
from tests.told import filed

sys.path.append(str(Path(__file__).parent / "bridge"))  # the cores that the bridge is proved on

from bridge_deviating import deviating
from bridge_peers import a_report, an_app, served
from bridge_ways import Ways, a_core

from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect
from bridge.mapping import BadMapping, CoreMapping, Topic, propose
from bridge.open311 import Open311Core
from bridge.reconciling import Ours, compare
from bridge.services import CoreService

JAKARTA = Place("dekat pasar", province=Area("31", "DKI Jakarta"))


def run(url: str, *words: str, **environ: str) -> Result:
    """The command with this core in its settings."""
    given = {"KENTONGAN_CORE_URL": url, "KENTONGAN_CORE_API_KEY": KEY, "NO_PROXY": "127.0.0.1", **environ}
    return CliRunner().invoke(main, list(words), env=given)


@pytest.fixture
def core() -> Iterator[Ways]:
    with a_core(extension=True) as opened:
        yield opened


def test_check_tells_all_in_words_and_files_nothing(core: Ways) -> None:
    """Discovery, ways, formats, questions, list and updates of a plain core; exit 0, and no POST was made."""
    done = run(f"{core.url}/discovery.json", "core", "check")
    assert done.exit_code == 0, done.output
    for words in (
        f"{core.url} is used",
        "2 service(s) give a number at once (realtime)",
        "JSON only",
        "Answers are required by: Jalan berlubang",
        "It lists its requests",
        "It has servicerequestupdates",
        "Categories without a service:",
    ):
        assert words in done.output
    assert (core.posts, core.updates) == (0, [])


@pytest.mark.parametrize(("kind", "words"), [("batch", "token first"), ("blackbox", "no more")])
def test_check_tells_how_reports_are_taken(kind: str, words: str) -> None:
    """Who runs a batch core or a blackbox reads what citizens will learn; a hidden list is something to mend."""
    with a_core(kind) as core:
        done = run(core.url, "core", "check")
    assert words in done.output
    assert done.exit_code == (1 if kind == "blackbox" else 0)
    assert "no servicerequestupdates" in done.output


def test_check_of_our_own_server_finds_everything(tmp_path: Path) -> None:
    """Both formats, discovery and updates; nothing to mend."""
    engine = connect(f"sqlite:///{tmp_path / 'c.sqlite3'}")
    cases = Cases(engine, lambda: a_report().received_at)
    cases.create()
    with served(an_app(cases)) as url:
        done = run(f"{url}/open311/v2", "core", "check")
    engine.dispose()
    assert done.exit_code == 0, done.output
    assert "JSON and XML" in done.output
    assert "It has servicerequestupdates" in done.output


def test_check_of_a_core_that_is_down_is_not_well() -> None:
    """Nobody listening: MEND, exit 1, and no key in the words."""
    done = run("http://127.0.0.1:1/x", "core", "check")
    assert done.exit_code == 1
    assert "MEND" in done.output
    assert KEY not in done.output


def test_map_proposes_shows_what_is_unmapped_and_overwrites_nothing(core: Ways, tmp_path: Path) -> None:
    """A name that is the same is a line of the file; the rest are comments, and are told."""
    path = tmp_path / "core.toml"
    done = run(core.url, "core", "map", "--write", str(path))
    assert done.exit_code == 0, done.output
    assert tomllib.loads(path.read_text())["services"] == {"pothole": "928"}
    assert "Without one: damaged_road" in done.output
    assert "A start is refused" in done.output
    assert run(core.url, "core", "map", "--write", str(path)).exit_code == 1
    again = run(core.url, "core", "map", "--fallback", "110", "--write", str(tmp_path / "two.toml"))
    assert "refused" not in again.output
    assert CoreMapping.read(tmp_path / "two.toml").fallback == "110"
    assert run(core.url, "core", "map", "--fallback", "999").exit_code == 1


def test_a_proposal_rests_on_code_name_or_keywords() -> None:
    """The same code is certain, a name nearly so, a shared keyword likely; what has nothing in common is none."""
    services = [
        CoreService("rubbish", "Sampah"),
        CoreService("77", "Lampu jalan padam"),
        CoreService("88", "Layanan X", keywords=("banjir", "genangan")),
    ]
    topics = [
        Topic("rubbish", ("Kebersihan",)),
        Topic("street_light", ("Lampu jalan padam", "Street light"), ("lampu",)),
        Topic("flood", ("Air meluap",), ("banjir", "genangan")),
        Topic("id_card", ("KTP dan KK",)),
    ]
    found = propose(topics, services)
    assert [each.service.code if each.service else "" for each in found] == ["rubbish", "77", "88", ""]
    assert [each.sure for each in found] == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[services]\npothole = 928\n", "must be a code in quotes"),
        ("services = 1\n", "must hold a table"),
        ("[services\n", "is not TOML"),
        ('[servicess]\npothole = "928"\n', "must hold a table"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """What is wrong is said with the file's name; a file that is not there too."""
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(BadMapping, match=told):
        CoreMapping.read(path)
    with pytest.raises(BadMapping, match="cannot be read"):
        CoreMapping.read(tmp_path / "none.toml")


def test_a_start_is_refused_where_a_category_leads_nowhere(tmp_path: Path) -> None:
    """Missing categories are named; a fallback or a whole mapping mends it; no file keeps the same codes as before."""
    path = tmp_path / "core.toml"

    def faults(text: str) -> list[str]:
        path.write_text(text)
        basis = {"KENTONGAN_DATA": str(tmp_path), "KENTONGAN_GATEWAY_SECRET": "a0secret0of0this0test"}
        given = {**basis, "KENTONGAN_CORE_URL": "http://127.0.0.1:1", "KENTONGAN_CORE_API_KEY": "k"}
        given |= {"KENTONGAN_CORE_MAPPING": str(path)} if text else {}
        return Settings.read(local_environment(given, tmp_path, "unix:///unused")).faults()

    (fault,) = faults('[services]\npothole = "928"\n')
    assert fault.startswith("KENTONGAN_CORE_MAPPING: damaged_road, ")
    assert "name a fallback" in fault
    assert faults('fallback = "1"\n') == []
    assert faults("[services]\n" + "".join(f'{code} = "1"\n' for code in category_codes())) == []
    assert faults("") == []
    (strange,) = faults('fallback = "1"\n[services]\npotholee = "2"\n')
    assert "potholee are no categories" in strange


def test_reconcile_finds_what_is_missing_double_and_strange(
    tmp_path: Path, redis: Redis, understanding: Understanding, core: Ways
) -> None:
    """Two reports that agree, then one is lost there, one is doubled, and one is of nobody here."""
    with foreign_house(tmp_path, redis, understanding, core.url) as test:
        one, two = filed(test, JAKARTA, draw=1), filed(test, JAKARTA, draw=2)
        kept = [(case.reference, case.core_id, case.since) for case in test.house.store.every_case()]
        ours = [Ours(*each) for each in kept]
        client = Open311Core(core.url, KEY, httpx.Client(trust_env=False), clock=test.time)
        assert sorted(each.reference for each in ours) == sorted([one, two])

        def differences() -> object:
            from bridge.reconciling import by_reference

            start = test.time.now.replace(month=1)
            return compare(ours, *by_reference(client.lookup.all(start, test.time.now)))

        assert differences().none  # type: ignore[attr-defined]
        lost = core.requests.pop(0)
        core.requests.append(core.requests[0] | {"service_request_id": "900"})
        stranger = lost["description"].replace(one, Reference.of(77))
        core.requests.append(lost | {"service_request_id": "901", "description": stranger})
        found = differences()
        assert [each.reference for each in found.missing] == [one]  # type: ignore[attr-defined]
        assert found.double == {two: ["501", "900"]}  # type: ignore[attr-defined]
        assert found.strange == {Reference.of(77): ["901"]}  # type: ignore[attr-defined]


def test_reconcile_without_our_list_says_what_it_needs(core: Ways) -> None:
    """Without Redis there is nothing to compare with: a sentence, not a traceback."""
    done = run(core.url, "reconcile", KENTONGAN_REDIS_URL="", KENTONGAN_SECRET_KEYS="")
    assert done.exit_code == 1
    assert "KENTONGAN_REDIS_URL" in done.output


def test_a_deviating_core_is_described_too() -> None:
    """No services, no updates, numbers as numbers: told as notes."""
    with deviating() as fake:
        Open311Core(fake.url, KEY, httpx.Client(trust_env=False)).file(a_report(), again=False)
        done = run(fake.url, "core", "check")
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
