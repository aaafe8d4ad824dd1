"""The phones keep what was said, count SMS as a network does, and never grow without end."""

from __future__ import annotations

import threading

import pytest
from simulated_house import Clock

from channels.simulator.phones import BUBBLES_KEPT, PHONES_KEPT, Content, Phones
from channels.simulator.segments import Segments, segments


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("", Segments("GSM-7", 0, 1)),
        ("a" * 160, Segments("GSM-7", 160, 1)),
        ("a" * 161, Segments("GSM-7", 161, 2)),
        ("a" * 306, Segments("GSM-7", 306, 2)),
        ("a" * 307, Segments("GSM-7", 307, 3)),
        ("€" * 80, Segments("GSM-7", 160, 1)),
        ("a" * 152 + "€" + "a" * 152, Segments("GSM-7", 306, 3)),
        ("’" * 70, Segments("UCS-2", 70, 1)),
        ("’" * 71, Segments("UCS-2", 71, 2)),
        ("\U0001f600" * 35, Segments("UCS-2", 70, 1)),
        ("’" * 66 + "\U0001f600" + "’" * 66, Segments("UCS-2", 134, 3)),
    ],
)
def test_sms_are_counted_as_the_network_counts(text, cost):
    """160/153 GSM-7 or 70/67 UCS-2 units a part, double ones counted double and never cut in two."""
    assert segments(text) == cost


def test_screens_are_bounded():
    """An old bubble and a long unused phone make room for new ones."""
    phones = Phones(Clock())
    for number in range(BUBBLES_KEPT + 5):
        phones.show(("sms", "1"), Content("citizen", str(number)))
    assert [bubble.text for bubble in phones.bubbles(("sms", "1"))][:1] == ["5"]
    for number in range(PHONES_KEPT):
        phones.show(("sms", f"other {number}"), Content("citizen", "x"))
    assert phones.bubbles(("sms", "1")) == ()


def test_waiting_ends_with_news_and_not_before():
    """Who waits on a phone wakes for that phone's message only, and with all that is new."""
    phones = Phones(Clock())
    seen = []
    waiter = threading.Thread(target=lambda: seen.extend(phones.wait([("sms", "1")], 0, 5)))
    waiter.start()
    phones.show(("sms", "2"), Content("bot", "not for you"))
    phones.show(("sms", "1"), Content("bot", "for you"))
    waiter.join(5)
    assert [bubble.text for bubble in seen] == ["for you"]


def test_numbers_rise_over_a_restart():
    """A new store, later, gives higher numbers, so an open page goes on reading."""
    clock = Clock()
    before = Phones(clock).show(("sms", "1"), Content("bot", "x"))
    clock.pass_by(seconds=1)
    assert Phones(clock).show(("sms", "1"), Content("bot", "x")).id > before.id


def test_many_threads_lose_nothing():
    """Bubbles shown at once from many threads are all there, each with a number of its own."""
    phones = Phones(Clock())
    threads = [threading.Thread(target=lambda: [phones.show(("sms", "1"), Content("bot", "x")) for _ in range(20)])]
    threads += [threading.Thread(target=threads[0]._target) for _ in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({bubble.id for bubble in phones.bubbles(("sms", "1"))}) == 160
