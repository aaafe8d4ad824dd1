"""Who guesses PINs waits longer each time; who mistypes one does not notice."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogs.hearing import mentioned
from bot.dialogs.session import Facts
from bot.message import Said

FREE_PINS, FREE_PINS_OF_ALL = 3, 100  # wrong PINs in an hour before the next one has to wait


def pin_was_wrong(said: Said, facts: Facts) -> bool:
    """Whether a PIN stood in the message, was tried, and opened nothing."""
    named = mentioned(said.text)
    tried = bool(named and named.pin and named.reference) and not facts.pin_wait
    return tried and bool(named and named.reference not in facts.opened)


def pin_wait(wrong: tuple[int, int]) -> timedelta:
    """How long the next PIN waits: doubling from the fourth wrong one of a sender, a minute when all try too many."""
    own, everybody = wrong
    seconds = 30 * 2 ** min(own - FREE_PINS, 7) if own >= FREE_PINS else 0
    return timedelta(seconds=max(seconds, 60 if everybody >= FREE_PINS_OF_ALL else 0))
