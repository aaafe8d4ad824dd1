"""Danger now, shame and corruption, told from fears, memories and complaints about them."""

from __future__ import annotations

import pytest
from sentence_tables import rows

from bot.understanding.understand import Understanding
from bot.understanding.verbs import forms

KINDS = ("urgent", "sensitive", "corruption")
ROWS = rows("danger_sentences.txt")


def _raised(understanding: Understanding, text: str) -> set[str]:
    return {kind for kind in KINDS if getattr(understanding.alarms, kind).heard(text)}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_missed(understanding: Understanding, kind: str) -> None:
    """Every sentence that calls for an alarm raises it."""
    assert [text for text, said in ROWS if kind in said and kind not in _raised(understanding, text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_false_alarms_are_rare(understanding: Understanding, kind: str) -> None:
    """At most two in a hundred sentences raise an alarm without need."""
    assert len([text for text, said in ROWS if kind not in said and kind in _raised(understanding, text)]) <= 2


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("bulan lalu ada kebakaran di pasar", False),
        ("bulan lalu ada kebakaran di pasar, sekarang api menyala lagi", True),
        ("takut kebakaran", False),
        ("sering tabrakan di sini. tadi ada tabrakan korban berdarah", True),
        ("sampai sekarang belum ada tindakan sejak kecelakaan bulan lalu", False),
        ("", False),
    ],
)
def test_now_is_told_from_then(understanding: Understanding, text: str, urgent: bool) -> None:
    """A past or feared danger is none, unless something says that it is happening."""
    assert understanding.alarms.urgent.heard(text) is urgent


def test_corruption_is_always_sensitive(understanding: Understanding) -> None:
    """Whoever is told of WBS and KPK is offered protection too."""
    for text, _ in ROWS:
        raised = _raised(understanding, text)
        assert "corruption" not in raised or "sensitive" in raised


@pytest.mark.parametrize(
    ("root", "said"),
    [
        ("pukul", {"dipukul", "memukuli", "mukulin", "pemukulan", "dipukul2"}),
        ("antem", {"diantem", "dipunantemi", "ngantemi"}),
        ("teunggeul", {"diteunggeulan", "neunggeulan"}),
        ("bacok", {"membacok", "mbacok", "ngabacok"}),
        ("cekik", {"mencekik", "nyekik"}),
    ],
)
def test_a_verb_of_harm_has_all_its_forms(root: str, said: set[str]) -> None:
    """From one root the deed is heard in three languages, but not the bare noun ("pukul delapan")."""
    assert said <= forms(root)
    assert root not in forms(root)
