"""An operator sees which questions a core demands, in whose words, and whether both lists of reports agree."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from bot.cli import main
from bot.generated import secrets_of
from bot.understanding.understand import Understanding
from tests.foreign_house import KEY, foreign_house
from tests.told import PAPUA, filed

sys.path.append(str(Path(__file__).parent / "bridge"))  # the cores that the bridge is proved on

from bridge_ways import Ways, a_core


def run(url: str, *words: str, **environ: str) -> Result:
    """The command with this core in its settings."""
    given = {"KENTONGAN_CORE_URL": url, "KENTONGAN_CORE_API_KEY": KEY, "NO_PROXY": "127.0.0.1", **environ}
    return CliRunner().invoke(main, list(words), env=given)


@pytest.fixture
def core() -> Iterator[Ways]:
    with a_core(extension=True, demanding=True) as opened:
        yield opened


def filled(written: str) -> str:
    """A proposed mapping with the signs before its questions taken away."""
    services, _, questions = written.partition("# What this core demands")
    lines = [line.removeprefix("# ") for line in questions.splitlines() if " = " in line or "[attributes." in line]
    return "\n".join([services, *lines, ""])


def test_map_lists_what_is_demanded_and_a_filled_in_map_is_all_translated(core: Ways, tmp_path: Path) -> None:
    """The proposal bears commented questions; filled in, `core check` has nothing to say about words any more."""
    path = tmp_path / "map.toml"
    assert run(core.url, "core", "map", "--fallback", "110", "--write", str(path)).exit_code == 0
    assert "attributes" not in tomllib.loads(path.read_text())
    assert "# [attributes.depth]    # Seberapa dalam? (singlevaluelist, required)" in path.read_text()
    assert '# values.flat.jv = "Dangkal"' in path.read_text()
    before = run(core.url, "core", "check", KENTONGAN_CORE_MAPPING=str(path))
    assert "Answers are required by: Jalan berlubang (Seberapa dalam?)" in before.output
    assert "Seberapa dalam? (depth) is asked in the core's own words in: id, jv, su, en." in before.output
    assert "No value is named for citizens who do not know (Seberapa dalam?): such reports may wait." in before.output
    path.write_text(filled(path.read_text()))
    after = run(core.url, "core", "check", KENTONGAN_CORE_MAPPING=str(path))
    assert after.exit_code == 0, after.output
    assert "All that is demanded is translated." in after.output
    assert "such reports may wait" not in after.output
    assert "attributes" not in run(core.url, "core", "map", KENTONGAN_CORE_MAPPING=str(path)).output
    assert core.posts == 0


def test_a_wrong_mapping_is_told_instead_of_a_traceback(core: Ways, tmp_path: Path) -> None:
    """A language that nobody speaks here is named by both commands."""
    path = tmp_path / "map.toml"
    path.write_text('fallback = "110"\n[attributes.depth]\nfr = "Profondeur"\n')
    for words in (("core", "check"), ("core", "map")):
        done = run(core.url, *words, KENTONGAN_CORE_MAPPING=str(path))
        assert done.exit_code == 1
        assert "knows no fr" in done.output


def test_reconcile_compares_our_redis_with_the_cores_list(
    tmp_path: Path, redis: Redis, valkey: str, understanding: Understanding, core: Ways
) -> None:
    """The command over a real Redis and a real core: both agree, then one report is lost there and one is doubled."""
    core.demanding = False
    environ = {"KENTONGAN_REDIS_URL": valkey}
    with foreign_house(tmp_path, redis, understanding, core.url) as test:
        test.time.now = datetime.now(UTC)
        one, two = filed(test, PAPUA, draw=1), filed(test, PAPUA, draw=2)
    environ["KENTONGAN_SECRET_KEYS"] = secrets_of(tmp_path)["KENTONGAN_SECRET_KEYS"]
    today = datetime.now(UTC).isoformat(timespec="seconds")
    for each in core.requests:
        each["requested_datetime"] = today
    agreed = run(core.url, "reconcile", **environ)
    assert (agreed.exit_code, "Both lists agree." in agreed.output) == (0, True), agreed.output
    assert "Here: 2 reports of the last 90 days. There: 2, 2 of them ours." in agreed.output
    core.requests.pop(0)
    core.requests.append(core.requests[0] | {"service_request_id": "900"})
    differing = run(core.url, "reconcile", **environ)
    assert differing.exit_code == 1
    assert f"missing   {one.grouped}: number 500 here" in differing.output
    assert f"double    {two.grouped}: 501, 900" in differing.output
    assert "These need a person." in differing.output


@pytest.mark.parametrize("keys", ["", "no key at all"], ids=["good", "bad"])
def test_reconcile_with_a_redis_that_is_not_there_says_so(keys: str, core: Ways, tmp_path: Path) -> None:
    """A sentence and exit 1, and no address or key in it, also where the key is none."""
    given = keys or secrets_of(tmp_path)["KENTONGAN_SECRET_KEYS"]
    environ = {"KENTONGAN_REDIS_URL": "unix:///nowhere/redis.sock", "KENTONGAN_SECRET_KEYS": given}
    done = run(core.url, "reconcile", **environ)
    assert done.exit_code == 1
    assert "Redis does not tell our list" in done.output
    assert "nowhere" not in done.output
    assert given not in done.output
