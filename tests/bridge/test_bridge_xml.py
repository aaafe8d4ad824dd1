"""XML both ways: what we write can be parsed, and what hostile cores send is refused."""

from __future__ import annotations

import contextlib
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bridge import xml

BOMB = b"""<!DOCTYPE a [<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">
<!ENTITY z "&y;&y;&y;&y;&y;&y;&y;&y;&y;&y;">]><a>&z;</a>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 5000 + b"</a>" * 5000,
        b"<a>",
        b"",
        b"<a>\xff</a>",
        b'<?xml version="1.0" encoding="nowhere"?><a/>',
    ],
)
def test_what_no_honest_core_sends_is_refused_at_once(text: bytes) -> None:
    """Entity bombs, outside entities, endless nesting, unknown encodings and broken XML are BadXml, quickly."""
    begun = time.monotonic()
    with pytest.raises(xml.BadXml):
        xml.read(text)
    assert time.monotonic() - begun < 1


@given(
    some.binary(max_size=200) | some.text(max_size=200).map(lambda text: f"<a>{text}</a>".encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    """Reading never fails otherwise than with BadXml."""
    with contextlib.suppress(xml.BadXml):
        assert len(xml.read(text)) == 1


@given(some.text(), some.none() | some.integers() | some.booleans())
def test_whatever_is_written_can_be_parsed(words: str, value: object) -> None:
    """Any text makes well-formed XML, and an absent value an empty element."""
    text = xml.write("rows", "row", [{"words": words, "value": value, "more": {"files": [words]}}])
    row = ElementTree.fromstring(text.encode()).find("row")
    assert row is not None
    assert (row.findtext("value") == "") == (value is None)


def test_repeated_children_are_a_list() -> None:
    """One child is a value, several are a list, an empty one is None."""
    assert xml.read(b"<a><b>1</b><b>2</b><c/></a>") == {"a": {"b": ["1", "2"], "c": None}}
