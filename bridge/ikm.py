"""How satisfied citizens are, in the official measure (IKM) with its grades, and the stars beside it, never mixed.

Source: Permenpan RB 14/2017, lampiran: nine elements ("unsur"), each answered from 1 to 4 and weighing 1/9; the
weighted mean times 25 is the index ("nilai IKM setelah konversi"), from 25 to 100; a table turns it into grades.
All arithmetic is exact; only what is shown is rounded, half up, to two decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ELEMENTS = (
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Waktu penyelesaian",
    "Biaya/tarif",
    "Produk spesifikasi jenis pelayanan",
    "Kompetensi pelaksana",
    "Perilaku pelaksana",
    "Penanganan pengaduan, saran, dan masukan",
    "Sarana dan prasarana",
)
ANSWERS = (1, 2, 3, 4)
STARS = (1, 2, 3, 4, 5)
_WEIGHT = Fraction(1, len(ELEMENTS))
_CONVERTED = 25
_GRADES = ((Decimal("88.31"), "A"), (Decimal("76.61"), "B"), (Decimal("65.00"), "C"), (Decimal("25.00"), "D"))


@dataclass(frozen=True, slots=True)
class Ikm:
    """The index of a group of citizens.

    `means`: for each element the mean of its answers, 1 to 4; None where nobody answered it. `answered`: how many did.
    `value`: 25 to 100, exact; None while an element has no answer at all, because the nine weights are fixed.
    `respondents`: who answered at least one element.
    """

    means: tuple[Fraction | None, ...]
    answered: tuple[int, ...]
    respondents: int
    value: Fraction | None

    @property
    def shown(self) -> Decimal | None:
        """The index as it is published: two decimals."""
        return None if self.value is None else rounded(self.value)

    @property
    def grade(self) -> str:
        """A to D, by the index as it is published; "" where there is none."""
        return "" if self.shown is None else grade(self.shown)


@dataclass(frozen=True, slots=True)
class Stars:
    """The one question before the index: `counts` by star 1 to 5, and their mean; None where there are none."""

    counts: Mapping[int, int]
    mean: Fraction | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def index(answers: Iterable[Sequence[int]]) -> Ikm:
    """The index of these citizens: each row nine answers, 1 to 4, with 0 where the element was skipped.

    An element's mean is over those who answered it: a skipped one pulls the index neither up nor down. Raises
    ValueError for a row that is not nine such numbers.
    """
    rows = [_checked(row) for row in answers]
    given = [[answer for answer in column if answer] for column in (zip(*rows, strict=True) if rows else [[]] * 9)]
    return of_sums(tuple(map(sum, given)), tuple(map(len, given)), sum(any(row) for row in rows))


def of_sums(sums: Sequence[int], answered: Sequence[int], respondents: int) -> Ikm:
    """The same from what a database added up: of each element the sum of its answers and how many there are."""
    means = tuple(Fraction(total, count) if count else None for total, count in zip(sums, answered, strict=True))
    known = [mean for mean in means if mean is not None]
    value = sum(known, Fraction(0)) * _WEIGHT * _CONVERTED if len(known) == len(ELEMENTS) else None
    return Ikm(means, tuple(answered), respondents, value)


def grade(shown: Decimal) -> str:
    """The grade of an index with two decimals; the official table has no gaps at that precision.

    Raises ValueError below 25, the lowest index there can be.
    """
    found = next((letter for least, letter in _GRADES if shown >= least), "")
    if not found or shown > 100:
        raise ValueError(f"no index: {shown}")
    return found


def stars(given: Iterable[int]) -> Stars:
    """How often each star was given; ValueError for anything but 1 to 5."""
    counts = dict.fromkeys(STARS, 0)
    for star in given:
        if star not in counts:
            raise ValueError(f"no star: {star}")
        counts[star] += 1
    return Stars(counts, _mean([star for star, count in counts.items() for _ in range(count)]))


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up, without a detour over floating point."""
    whole, rest = divmod(value * 100, 1)
    return Decimal(whole + (rest >= Fraction(1, 2))).scaleb(-2)


def _mean(given: Sequence[int]) -> Fraction | None:
    return Fraction(sum(given), len(given)) if given else None


def _checked(row: Sequence[int]) -> Sequence[int]:
    if len(row) != len(ELEMENTS) or any(answer not in (0, *ANSWERS) for answer in row):
        raise ValueError("nine answers from 1 to 4 are needed, 0 where one was skipped")
    return row
