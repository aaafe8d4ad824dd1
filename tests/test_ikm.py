"""The official index equals what a person calculates by hand, also at the borders of the grades."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bridge.ikm import ELEMENTS, grade, index, rounded, stars


def test_one_citizen_who_answers_three_everywhere_gives_75() -> None:
    """3 x 9/9 x 25 = 75, a C."""
    found = index([(3,) * 9])
    assert (found.value, found.shown, found.grade, found.respondents) == (75, Decimal("75.00"), "C", 1)


def test_the_index_of_three_citizens_is_the_one_on_paper() -> None:
    """Means 3, 10/3, 8/3, 11/3, 3, 3, 10/3, 3, 10/3 sum to 85/3; divided by 9, times 25: 2125/27 = 78.70, a B."""
    rows = [(3, 4, 2, 4, 3, 3, 4, 3, 4), (3, 3, 3, 4, 3, 3, 3, 3, 3), (3, 3, 3, 3, 3, 3, 3, 3, 3)]
    found = index(rows)
    assert found.means[:4] == (3, Fraction(10, 3), Fraction(8, 3), Fraction(11, 3))
    assert found.value == Fraction(2125, 27)
    assert (found.shown, found.grade) == (Decimal("78.70"), "B")


def test_the_lowest_index_is_25_and_the_highest_100() -> None:
    """All ones are a D, all fours an A."""
    assert (index([(1,) * 9]).shown, index([(1,) * 9]).grade) == (Decimal("25.00"), "D")
    assert (index([(4,) * 9]).shown, index([(4,) * 9]).grade) == (Decimal("100.00"), "A")


def test_a_skipped_element_counts_neither_for_nor_against() -> None:
    """Cost answered by one of two with 4: its mean is 4, not 2; (8 x 3 + 4) / 9 x 25 = 77.78."""
    found = index([(3,) * 9, (3, 3, 3, 0, 3, 3, 3, 3, 3), (0, 0, 0, 4, 0, 0, 0, 0, 0)])
    assert found.means[3] == Fraction(7, 2)
    found = index([(3, 3, 3, 0, 3, 3, 3, 3, 3), (3, 3, 3, 4, 3, 3, 3, 3, 3)])
    assert (found.means[3], found.answered[3], found.shown) == (4, 1, Decimal("77.78"))


def test_an_element_without_any_answer_leaves_no_index() -> None:
    """Nine weights of 1/9 need nine means: eight do not make an index."""
    found = index([(3, 3, 3, 0, 3, 3, 3, 3, 3)])
    assert (found.value, found.shown, found.grade, found.respondents) == (None, None, "", 1)
    assert found.means[3] is None


def test_who_skipped_everything_is_no_respondent() -> None:
    """Nine skips are no opinion."""
    assert index([(0,) * 9]).respondents == 0
    assert index([]).value is None


@pytest.mark.parametrize(
    ("shown", "letter"),
    [
        ("100.00", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
    ],
)
def test_a_grade_begins_and_ends_where_the_regulation_says(shown: str, letter: str) -> None:
    """Permenpan RB 14/2017: A from 88.31, B from 76.61, C from 65.00, D from 25.00."""
    assert grade(Decimal(shown)) == letter


@pytest.mark.parametrize(
    ("exact", "shown", "letter"),
    [
        (Fraction(88305, 1000), "88.31", "A"),
        (Fraction(883049, 10000), "88.30", "B"),
        (Fraction(76605, 1000), "76.61", "B"),
        (Fraction(766049, 10000), "76.60", "C"),
        (Fraction(64995, 1000), "65.00", "C"),
        (Fraction(649949, 10000), "64.99", "D"),
        (Fraction(2125, 27), "78.70", "B"),
    ],
)
def test_a_value_between_two_grades_is_rounded_before_it_is_graded(exact: Fraction, shown: str, letter: str) -> None:
    """88.305 is 88.31 and an A: half goes up, whatever floating point would have made of it."""
    assert rounded(exact) == Decimal(shown)
    assert grade(rounded(exact)) == letter


@pytest.mark.parametrize("wrong", [Decimal("24.99"), Decimal("100.01"), Decimal(0)])
def test_what_is_no_index_has_no_grade(wrong: Decimal) -> None:
    """Under 25 and over 100 something is miscounted."""
    with pytest.raises(ValueError, match="no index"):
        grade(wrong)


@pytest.mark.parametrize("row", [(3,) * 8, (3,) * 10, (5, *(3,) * 8), (-1, *(3,) * 8)])
def test_a_row_that_cannot_be_is_refused(row: tuple[int, ...]) -> None:
    """Nine answers from 0 to 4, nothing else."""
    with pytest.raises(ValueError, match="nine answers"):
        index([row])


def test_stars_have_their_own_mean_and_counts() -> None:
    """5, 5, 4, 1: mean 15/4; no star makes an index."""
    found = stars([5, 5, 4, 1])
    assert (found.total, found.mean, found.counts) == (4, Fraction(15, 4), {1: 1, 2: 0, 3: 0, 4: 1, 5: 2})
    assert stars([]).mean is None


def test_six_is_no_star() -> None:
    """A star is 1 to 5."""
    with pytest.raises(ValueError, match="no star"):
        stars([6])


def test_there_are_nine_elements() -> None:
    """As many as the regulation has."""
    assert len(ELEMENTS) == 9
