"""The GSM alphabet: what fits, what turns into it, what it costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gsm import BASIC, EXTENDED, fits, segments, to_gsm


def test_the_alphabet_has_its_size() -> None:
    """TS 23.038 names 127 characters besides the escape, and ten in the extension table."""
    assert len(BASIC) == 127
    assert len(EXTENDED) == 10
    assert not BASIC & EXTENDED


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 8, 2),
        ("a" * 152 + "€" * 77, 3),  # the escape would end the first part, so the euro moves on
        ("a" * 152 + "bb" + "€" * 76, 2),
        ("’" * 70, 1),
        ("’" * 71, 2),
        ("’" * 134, 2),
        ("’" * 135, 3),
        ("😡" * 35, 1),
        ("😡" * 36, 2),
        ("’" * 66 + "😡" + "’" * 65, 2),
        ("’" * 66 + "😡" + "’" * 66, 3),  # an emoji is not torn either
        ("ꦢ" * 70, 1),
    ],
)
def test_the_cost_in_messages(text: str, cost: int) -> None:
    """160 or 153 septets, 70 or 67 units, extension characters and emoji double and whole."""
    assert segments(text) == cost


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("“Jalan” ‘rusak’ – parah — sekali…", "\"Jalan\" 'rusak' - parah - sekali..."),
        ("Rp\u00a050.000\u202fsaja\tya", "Rp 50.000 saja ya"),
        ("café à la crème, Ñandú, façade", "café à la crème, Ñandu, facade"),
        ("cafe\u0301", "café"),
        ("Jalan rusak 😡👍🏽 1️⃣ 🇮🇩", "Jalan rusak  1 "),
        ("a\u200bb\u200ec\ufeffd\u00ade", "abcde"),
        ("½ → • × ≤ Łódź № ™ œ", "1/2 -> * x <= Lodz No TM oe"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("satu\r\ndua\u2028tiga", "satu\ndua\ntiga"),
        ("{[~]}|\\^€", "{[~]}|\\^€"),
        ("ꦢꦭꦤ꧀", "ꦢꦭꦤ꧀"),
        ("الطريق", "الطريق"),
        ("", ""),
    ],
)
def test_what_has_a_plain_form_gets_it(written: str, sent: str) -> None:
    """Signs, spaces, accents and emoji become GSM or go; a script without a plain form stays as it was written."""
    assert to_gsm(written) == sent


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    """Done twice is done once, and what fits already is not touched."""
    once = to_gsm(text)
    assert to_gsm(once) == once
    if fits(text) and "\r\n" not in text:
        assert once == text


@given(st.text(alphabet=st.characters(categories=["Lo", "Mc", "Nd"])))
def test_no_letter_of_any_script_is_lost(text: str) -> None:
    """Letters are never dropped: in the result stands at least one character for each."""
    assert len(to_gsm(text)) >= len(text.strip()) or any(ord(c) > 0xF900 for c in text)


@given(st.text(alphabet=st.sampled_from("a€’😡 "), max_size=700))
def test_parts_are_never_cheaper_than_their_size(text: str) -> None:
    """The count lies between the bare sum and what one unit lost in each part can add."""
    size, alone, joined = (len(text) + sum(c == "€" for c in text), 160, 153)
    if not fits(text):
        size, alone, joined = (len(text) + sum(c > "\uffff" for c in text), 70, 67)
    least = 1 if size <= alone else -(-size // joined)
    assert (0 if not text else least) <= segments(text) <= (1 if size <= alone else -(-size // (joined - 1)))
