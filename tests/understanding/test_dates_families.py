"""Whole families of ways to say when, so that a new report is read as well as those that were seen before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sentence_tables import rows

from bot.understanding.dates import date_in

TODAY = date(2026, 4, 15)  # a Wednesday
ROUGHLY = {
    "id": "hampir|ampir|hampi|hmpr|lebih dari|lbh dr|kurang lebih|lebih kurang|kurleb|sekitar|sktr|kira2|nyaris|lebih",
    "jv": "meh|ampir|luwih saka|luwih|kurang luwih|watara|kira-kira",
    "krama": "meh|langkung saking|kirang langkung|watawis",
    "su": "ampir|hampir|meh|leuwih ti|langkung ti|kurang leuwih|kira-kira|sakitar",
    "en": "almost|nearly|about|more than|over|roughly|approx|around",
}
LONG = {
    "id": {"3 hari": 3, "3hr": 3, "dua belas hari": 12, "seminggu": 7, "2 mgg": 14, "empat pekan": 28},
    "jv": {"telung dina": 3, "rong minggu": 14, "sakminggu": 7, "12 dina": 12, "selikur dina": 21},
    "krama": {"kalih dinten": 2, "tigang minggu": 21, "gangsal dinten": 5, "seminggu": 7},
    "su": {"tilu poe": 3, "dua minggu": 14, "saminggu": 7, "15 dinten": 15, "opat poe": 4},
    "en": {"three days": 3, "2 weeks": 14, "a week": 7, "twelve days": 12},
}
SUDAH = (
    "sudah",
    "sdh",
    "udh",
    "udeh",
    "dah",
    "lah",
    "la",
    "alah",
    "su",
    "so",
    "suba",
    "sdh mi",
    "sdhmi",
    "wis",
    "geus",
)
COUNTED = {
    "masuk hari ketiga": 2,
    "udah hari ke-4": 3,
    "ini hari ke 5": 4,
    "memasuki minggu kedua": 7,
    "sudah minggu ke-3": 14,
    "wis mlebu dina katelu": 2,
    "wis dina kaping papat": 3,
    "geus asup poe katilu": 2,
    "ieu minggu kadua": 7,
    "now day four": 3,
    "this is the third day": 2,
    "into our second week": 7,
}


def test_the_families_of_dates_are_read() -> None:
    """Every sentence of the table gives its day, or none where none is said."""
    table = rows("date_families.txt")
    wrong = [(text, said, told) for text, said in table if (told := str(date_in(text, TODAY) or "-")) != said]
    assert len(table) > 450
    assert not wrong


@pytest.mark.parametrize("language", ROUGHLY)
def test_a_rough_stretch_is_counted_back(language: str) -> None:
    """ "Hampir", "kurang lebih" and "lebih dari" tell since when, with "sudah" and without."""
    for roughly in ROUGHLY[language].split("|"):
        for said, days in LONG[language].items():
            for text in (
                f"PJU padam {roughly} {said}",
                f"{roughly} {said} got mampet",
                f"sudah {roughly} {said} begini",
            ):
                assert date_in(text, TODAY) == TODAY - timedelta(days), text


@pytest.mark.parametrize("already", SUDAH)
def test_every_region_has_its_already(already: str) -> None:
    """Betawi, Palembang, Makassar, Manado, Papua, Bali and Minang say "sudah" in their own words."""
    for said, days in LONG["id"].items():
        assert date_in(f"air keruh {already} {said}, tolong", TODAY) == TODAY - timedelta(days)


@pytest.mark.parametrize(("said", "days"), COUNTED.items())
def test_counted_days_lead_back_to_the_first(said: str, days: int) -> None:
    """On the third day of a trouble it began two days ago."""
    assert date_in(f"banjir, {said}", TODAY) == TODAY - timedelta(days)


@pytest.mark.parametrize("said", ["masuk hari ketiga", "udah hari ke-4", "sudah minggu ke-3", "into our second week"])
@pytest.mark.parametrize("of", ["sekolah", "kerja", "pelatihan", "hamil", "of school"])
def test_counted_days_of_something_else_are_no_trouble(said: str, of: str) -> None:
    """A third day of school, of work or of a course is nothing that began."""
    assert date_in(f"saya {said} {of}", TODAY) is None


@pytest.mark.parametrize(
    "before", ["belum", "tidak sampai", "belum genap", "kurang dari", "baru", "tiap", "janji", "sewa"]
)
def test_no_day_is_made_of_what_is_none(before: str) -> None:
    """What has not lasted yet, a promise, a rent and a habit are no stretch since the trouble began."""
    for said in LONG["id"]:
        assert date_in(f"aspal {before} {said} rusak", TODAY) is None


@pytest.mark.parametrize("link", ["lalu", "kemarin", "yg lalu", "kmrn"])
def test_a_capital_tells_sunday_from_the_week(link: str) -> None:
    """ "Minggu kemarin" inside a sentence is the Sunday, "minggu kemarin" the week before."""
    assert date_in(f"kami sekeluarga Minggu {link} ke pantai", TODAY) == date(2026, 4, 12)
    assert date_in(f"kami sekeluarga minggu {link} ke pantai", TODAY) == date(2026, 4, 8)
    assert date_in(f"jalan rusak dua Minggu {link}", TODAY) == date(2026, 4, 1)
