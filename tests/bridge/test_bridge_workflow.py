"""What offices may do with a report, and when; and that nothing else is possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.report import Stage
from bridge.embedded.workflow import Action, Missing, NotPossible, Standing, lapor_words, possible, stage_in, step

EVERYTHING = {"agency": "Dinas PU", "note": "Catatan"}


def test_the_long_way_from_received_to_closed() -> None:
    """Each stage leads to the next, the office is remembered, and verified stays verified."""
    now = Standing(Stage.RECEIVED)
    stages = []
    for action in (Action.VERIFY, Action.SEND_ON, Action.ANSWER, Action.ASK, Action.ANSWER, Action.CLOSE):
        now = step(now, action, **EVERYTHING)
        stages.append(now.stage)
    assert stages == [
        Stage.VERIFIED,
        Stage.SENT_ON,
        Stage.FOLLOWED_UP,
        Stage.INCOMPLETE,
        Stage.FOLLOWED_UP,
        Stage.CLOSED,
    ]
    assert now == Standing(Stage.CLOSED, "Dinas PU", verified=True)


@pytest.mark.parametrize(
    ("standing", "actions"),
    [
        (Standing(Stage.RECEIVED), "verify ask archive"),
        (Standing(Stage.VERIFIED, verified=True), "send-on ask close archive"),
        (Standing(Stage.SENT_ON, "A", verified=True), "answer ask hand-on close archive"),
        (Standing(Stage.FOLLOWED_UP, "A", verified=True), "answer ask hand-on close archive"),
        (Standing(Stage.INCOMPLETE), "verify ask archive"),
        (Standing(Stage.INCOMPLETE, verified=True), "send-on ask close archive"),
        (Standing(Stage.INCOMPLETE, "A", verified=True), "answer ask hand-on close archive"),
        (Standing(Stage.CLOSED, "A", verified=True), ""),
        (Standing(Stage.ARCHIVED), ""),
    ],
)
def test_each_standing_allows_exactly_this(standing: Standing, actions: str) -> None:
    """What is possible is what the table says, and everything else is refused with that list."""
    assert " ".join(possible(standing)) == actions
    for action in set(Action) - set(possible(standing)):
        with pytest.raises(NotPossible) as refused:
            step(standing, action, agency="B", note="Catatan")
        assert refused.value.possible == possible(standing)


def test_what_an_action_needs_must_be_said() -> None:
    """No office, or a note of blanks only, is told as missing."""
    at_office = Standing(Stage.SENT_ON, "Dinas PU", verified=True)
    with pytest.raises(Missing, match="an office"):
        step(at_office, Action.HAND_ON, agency="  ")
    with pytest.raises(Missing, match="a note"):
        step(at_office, Action.ANSWER, note=" \n")


def test_a_report_is_not_handed_to_the_office_that_has_it() -> None:
    """Case and spaces do not make another office."""
    with pytest.raises(NotPossible, match="which has the report already"):
        step(Standing(Stage.SENT_ON, "Dinas PU", verified=True), Action.HAND_ON, agency=" dinas  pu ")


def test_every_stage_can_be_read_back_from_its_words() -> None:
    """The words that one side writes mean the same stage to the other."""
    for stage in set(Stage) - {Stage.WAITING}:
        assert stage_in(lapor_words(stage, "Dinas PU")) is stage
    assert lapor_words(Stage.SENT_ON, "Dinas PU") == "Terdisposisi ke Dinas PU"
    assert stage_in("Ditutup oleh Pelapor") is Stage.CLOSED
    assert stage_in("Diarsipkan oleh Sistem") is Stage.ARCHIVED
    assert stage_in("Pothole filled") is None


@given(some.lists(some.sampled_from(list(Action)), max_size=30))
def test_no_walk_ends_but_in_closed_or_archived(actions: list[Action]) -> None:
    """Whatever officers try, a report that has not ended can still be ended, and an office never gets lost."""
    now, office = Standing(Stage.RECEIVED), 0
    for action in actions:
        office += 1
        try:
            after = step(now, action, agency=f"Dinas {office}", note="Catatan")
        except NotPossible:
            continue
        assert not now.agency or after.agency
        assert after.verified >= now.verified
        now = after
    assert Action.ARCHIVE in possible(now) or now.stage in (Stage.CLOSED, Stage.ARCHIVED)
