"""Long texts in several messages, and buttons' data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Tap
from channels import parts, taps

TEXTS = st.text(alphabet=st.sampled_from("ab😡\n \t."), max_size=200)


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_nothing_but_white_space_is_lost(text: str, limit: int) -> None:
    """All other characters arrive, in order, and no part is empty or too long."""
    found = parts.split(text, limit)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < parts.width(part) <= limit for part in found)


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_a_word_that_fits_is_never_torn(text: str, limit: int) -> None:
    """A word is cut only where it is longer than a whole message."""
    if all(parts.width(word) <= limit for word in text.split()):
        assert " ".join(parts.split(text, limit)).split() == text.split()


def test_lines_are_kept_together() -> None:
    """A cut falls between lines where one ends in the second half."""
    assert parts.split("satu dua\ntiga empat", 14) == ["satu dua", "tiga empat"]


def test_a_short_line_does_not_waste_a_message() -> None:
    """A line's end in the first half is no reason to send a message half empty."""
    assert parts.split("a\ndua tiga empat", 10) == ["a\ndua tiga", "empat"]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_no_message(text: str) -> None:
    """An empty text takes no message."""
    assert parts.split(text, 10) == []


@given(TEXTS, st.integers(min_value=3, max_value=40))
def test_a_shortened_text_fits_and_shows_it(text: str, limit: int) -> None:
    """Either the whole text or its beginning with a visible mark, never more than the limit."""
    short = parts.shorten(text, limit)
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]) and parts.width(short) <= limit)


@given(st.text(max_size=30), st.integers(min_value=0, max_value=10**9), st.text(max_size=30))
def test_a_tap_survives_the_button(step: str, revision: int, key: str) -> None:
    """What can be encoded is at most 64 bytes and is read back the same; what cannot is refused at once."""
    tap = Tap(step, revision, key)
    try:
        data = taps.encode(tap)
    except ValueError:
        return
    assert 0 < len(data.encode()) <= 64
    assert taps.parse(data) == tap


def test_the_usual_taps_can_be_encoded() -> None:
    """Our own steps and keys are no exception to refuse."""
    assert taps.encode(Tap("lodge.category", 12, "street_light")) == "lodge.category|12|street_light"


@pytest.mark.parametrize(
    "tap", [Tap("", 1, "a"), Tap("a|b", 1, "c"), Tap("a", -1, "b"), Tap("a", 1, "k" * 62), Tap("a", 1, "")]
)
def test_a_tap_without_the_form_is_refused(tap: Tap) -> None:
    """A step with a bar in it, a negative revision, an empty or long key cannot be told from something else."""
    with pytest.raises(ValueError, match="no button"):
        taps.encode(tap)


@pytest.mark.parametrize(
    "data", ["", "a", "a|1", "|1|b", "a||b", "a|x|b", "a|01|b", "a|١|b", "a|1|", "a|1|b\n", "v0:confirm"]
)
def test_foreign_data_is_no_tap(data: str) -> None:
    """Data of another form is None, never a guess."""
    assert taps.parse(data) is None


@given(st.text())
def test_any_data_can_be_parsed(data: str) -> None:
    """Whatever a client sends in a button, the answer is a tap or None."""
    found = taps.parse(data)
    assert found is None or f"{found.step}|{found.revision}|{found.key}" == data
