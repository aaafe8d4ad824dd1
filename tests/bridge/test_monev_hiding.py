"""No figure tells of a person: what is small is hidden, and nobody can work it out from what is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bridge.monev import hiding

NAMES = st.sampled_from("abcdefgh")
COUNTS = st.dictionaries(NAMES, st.integers(0, 40), max_size=8)
TABLES = st.dictionaries(NAMES, st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(COUNTS)
def test_hidden_parts_cannot_be_told_from_the_whole(counts: dict[str, int]) -> None:
    """What is hidden adds up to five or more in at least two groups, unless nothing at all is shown."""
    shown = hiding.partition(counts)
    hidden = [name for name, count in shown.items() if count is None]
    assert all(shown[name] is None for name, count in counts.items() if 0 < count < 5)
    assert all(shown[name] in (None, count) for name, count in counts.items())
    if hidden and any(count for count in shown.values()):
        assert len(hidden) >= 2
        assert sum(counts[name] for name in hidden) >= 5


@given(st.dictionaries(st.sampled_from("xyz"), COUNTS, max_size=3))
def test_parts_of_a_hidden_whole_are_hidden(counts: dict[str, dict[str, int]]) -> None:
    """A topic of three reports shows none of its categories."""
    shown = hiding.nested(counts)
    for name, parts in counts.items():
        if 0 < sum(parts.values()) < 5:
            assert set(shown[name].values()) <= {None}
        assert all(shown[name][key] is None for key, count in parts.items() if 0 < count < 5)


@given(TABLES)
def test_columns_of_a_table_betray_no_row(cells: dict[str, tuple[int, int]]) -> None:
    """With the sums below known, what is hidden in a column is nobody, five or more, or everything."""
    hidden = hiding.hidden_rows(cells)
    assert {name for name, row in cells.items() if any(0 < count < 5 for count in row)} <= hidden
    if hidden and hidden != set(cells):
        assert len(hidden) >= 2
        for at in (0, 1):
            assert not 0 < sum(cells[name][at] for name in hidden) < 5


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_that_is_shown_tells_no_small_number(part: int, whole: int) -> None:
    """From a shown share and its group nobody can tell that exactly one to four reports are meant."""
    part = min(part, whole)
    share = hiding.shares({"only": (part, whole)}).each["only"]
    if share is None:
        assert 0 < part < 5 or 0 < whole - part < 5
        return
    possible = [count for count in range(whole + 1) if hiding.percent(count, whole) == share]
    for count in (part, whole - part):
        if 0 < count < 5:
            assert len(possible) >= 3


def test_no_share_is_told_by_the_share_of_all() -> None:
    """Where one office's share is hidden, another one's goes with it if the sum would tell."""
    found = hiding.shares({"a": (2, 30), "b": (20, 40), "c": (30, 60)})
    assert found.each == {"a": None, "b": None, "c": 50}
    assert found.whole == 40


def test_a_zero_is_shown() -> None:
    """Nobody is in an empty group, so it may be told."""
    assert hiding.partition({"a": 0, "b": 9}) == {"a": 0, "b": 9}
