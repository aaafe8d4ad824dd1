"""The simulated network misbehaves exactly as it is told to."""

from __future__ import annotations

import pytest
from simulated_house import until, updates_of

from channels.simulator import Faults


def bodies(house):
    return [heard.form["Body"] for heard in house.bot.heard]


def test_twice_delivers_the_very_same_message_again(house, twiml):
    """The bot hears one message two times under one id; both answers arrive, the second marked as such."""
    house.simulator.misbehave(Faults(twice=True))
    house.bot.answer = twiml("Tercatat")
    answers = house.phone("sms").say("halo")
    first, second = (heard.form for heard in house.bot.heard)
    assert first == second
    assert [bubble.note for bubble in answers] == ["", "again"]


def test_twice_on_telegram_repeats_the_update_id(house):
    """A doubled update has one update_id."""
    house.simulator.misbehave(Faults(twice=True))
    house.phone("telegram").say("halo")
    first, second = updates_of(house)
    assert first["update_id"] == second["update_id"]


def test_late_keeps_nobody_waiting(house, twiml):
    """A late message is on the phone at once, and reaches the bot only after its time."""
    house.simulator.misbehave(Faults(late=0.3))
    house.bot.answer = twiml("Tercatat")
    phone = house.phone("sms")
    assert phone.say("halo") == ()
    assert bodies(house) == []
    (bubble,) = phone.wait(phone.bubbles()[-1].id, 5)
    assert (bubble.text, bubble.note, bodies(house)) == ("Tercatat", "late", ["halo"])


def test_out_of_order_lets_the_next_message_pass(house):
    """One message waits until the next one of the same phone has gone by; another phone's message frees nothing."""
    house.simulator.misbehave(Faults(out_of_order=True))
    house.phone("sms").say("satu")
    house.phone("whatsapp").say("orang lain")
    assert bodies(house) == []
    house.phone("sms").say("dua")
    assert bodies(house) == ["dua", "satu"]


def test_a_held_message_goes_out_when_the_fault_ends(house):
    """Nothing is lost: switching the fault off delivers what was held back."""
    house.simulator.misbehave(Faults(out_of_order=True))
    house.phone("sms").say("satu")
    house.simulator.misbehave(Faults())
    assert bodies(house) == ["satu"]


def test_faults_combine(house):
    """Out of order, late and twice at once: four deliveries, in turned order."""
    house.simulator.misbehave(Faults(twice=True, late=0.05, out_of_order=True))
    house.phone("sms").say("satu")
    house.phone("sms").say("dua")
    until(lambda: len(house.bot.heard) == 4)
    assert sorted(bodies(house)) == ["dua", "dua", "satu", "satu"]


def test_an_impossible_delay_is_refused():
    """Late means 0 to 600 seconds, and a number."""
    for late in (-1, 601, float("nan")):
        with pytest.raises(ValueError, match="late"):
            Faults(late=late)


def test_nothing_late_is_delivered_after_the_end(house):
    """Closing the simulator cancels what is still on its way."""
    house.simulator.misbehave(Faults(late=0.2))
    house.phone("sms").say("halo")
    house.simulator.close()
    assert house.phone("sms").wait(10**15, 0.4) == ()
    until(lambda: house.bot.heard, seconds=0.4)
    assert house.bot.heard == []
