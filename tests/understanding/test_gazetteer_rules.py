"""The rules by which words become a place, each shown on a sentence."""

from __future__ import annotations

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.understood import PlaceGuess


def found(gazetteer: Gazetteer, text: str) -> PlaceGuess:
    guess = gazetteer.find(text)
    assert guess is not None, text
    return guess


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari", "depan pasar Selong Lombok Timur"),
        ("Lampu mati di Jl. Melati No. 5 Ciputat tangsel sejak kemarin", "Jl. Melati No. 5 Ciputat tangsel"),
        ("Jl. Melati rusak parah, mohon diperbaiki. Desa Sukamaju Kec. Cilodong Depok",
         "Jl. Melati, Desa Sukamaju Kec. Cilodong Depok"),
        ("banjir di Kec. Tebet Jakarta Selatan RT 03 RW 05 sudah dua hari", "Kec. Tebet Jakarta Selatan RT 03 RW 05"),
        ("jalan rusak di lotim", "lotim"),
        ("dalan bolong ning Nganjuk", "Nganjuk"),
        ("dalane neng Sleman bolong", "Sleman"),
        ("dalan rusak nang pasar Gedangan Sidoarjo", "pasar Gedangan Sidoarjo"),
        ("ing Jombang lampu mati", "Jombang"),
    ],
)  # fmt: skip
def test_the_words_are_the_citizens_own(gazetteer: Gazetteer, text: str, words: str) -> None:
    """`place.words` is the phrase of the place as written, without the complaint around it."""
    assert found(gazetteer, text).place.words == words


def test_kecamatan_and_regency_are_one_place(gazetteer: Gazetteer) -> None:
    """Selong beside Lombok Timur is the kecamatan in it, not the kelurahan of the same name in Jakarta."""
    place = found(gazetteer, "depan pasar Selong Lombok Timur").place
    assert [area.code for area in (place.province, place.regency, place.district) if area] == [
        "52",
        "52.03",
        "52.03.07",
    ]
    assert place.village is None


def test_a_name_of_both_means_the_regency(gazetteer: Gazetteer) -> None:
    """Sleman is a regency and a kecamatan in it: without "kec" it is the regency, with "kec" the kecamatan."""
    assert found(gazetteer, "banjir di Sleman").place.district is None
    district = found(gazetteer, "banjir di kec. Sleman").place.district
    assert district is not None
    assert district.name == "Sleman"


def test_kabupaten_and_kota_of_one_name_are_asked(gazetteer: Gazetteer) -> None:
    """Bogor alone is not sure and offers the other; with "kota" or "kab" there is nothing to ask about it."""
    guess = found(gazetteer, "jalan rusak di Jl. Pajajaran Bogor")
    offered = {guess.place.official, *(other.official for other in guess.alternatives)}
    assert offered == {"Kabupaten Bogor", "Kota Bogor"}
    assert not guess.sure
    assert found(gazetteer, "jalan rusak di Jl. Pajajaran kota Bogor").sure


def test_a_regency_alone_is_not_enough(gazetteer: Gazetteer) -> None:
    """A regency without anything in it is recognised and not sure; a landmark in it makes it sure."""
    assert not found(gazetteer, "banjir di Lombok Timur").sure
    assert found(gazetteer, "banjir di dekat terminal Pancor Lombok Timur").sure


def test_a_village_needs_a_marker_or_a_larger_area(gazetteer: Gazetteer) -> None:
    """Eighty villages are named Sukamaju: the name alone is no place, with its kecamatan it is one."""
    assert gazetteer.find("di desa Sukamaju banjir") is None
    village = found(gazetteer, "di desa Sukamaju kec Cilodong banjir").place.village
    assert village is not None
    assert village.name == "Sukamaju"


def test_a_typing_error_alone_is_never_sure(gazetteer: Gazetteer) -> None:
    """A name that is only nearly written is offered, not taken."""
    guess = found(gazetteer, "got mampet dekat pasar surabya")
    assert guess.place.official == "Kota Surabaya"
    assert not guess.sure


def test_where_the_citizen_comes_from_is_not_where_the_problem_is(gazetteer: Gazetteer) -> None:
    """After "dari" a name weighs little; alone it is a guess, and never sure."""
    assert found(gazetteer, "truk dari Surabaya merusak jalan di Driyorejo Gresik").place.official.endswith("Gresik")
    assert not found(gazetteer, "truk dari Surabaya parkir depan pasar").sure


def test_an_answer_keeps_all_its_words(gazetteer: Gazetteer) -> None:
    """The answer to "where?" is the place as written, also in the alternatives."""
    guess = gazetteer.find_answer("  belakang masjid,\n bogor ")
    assert guess is not None
    assert {guess.place.words, *(other.words for other in guess.alternatives)} == {"belakang masjid, bogor"}


@pytest.mark.parametrize("text", ["", "   ", "1", "???", "\u200b", "🙏🙏", "tidak tahu", "rumah saya"])
def test_an_answer_without_a_place_is_none(gazetteer: Gazetteer, text: str) -> None:
    """What names no area gives None, so that the dialog asks again."""
    assert gazetteer.find_answer(text) is None


@pytest.mark.parametrize("text", ["jl kaliurang km 5", "jl surabaya", "jalan raya selong", "desa kembang kuning"])
def test_a_street_or_a_name_of_many_is_no_answer(gazetteer: Gazetteer, text: str) -> None:
    """A street named like an area, or nearly, is not that area; nor is a desa chosen among many namesakes."""
    assert gazetteer.find_answer(text) is None


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("jl kaliurang km 5 sleman", "Kabupaten Sleman"),
        ("desa kembang kuning sikur", "Kembang Kuning, Sikur, Kabupaten Lombok Timur"),
        ("kembang kuning lombok timur", "Kembang Kuning, Sikur, Kabupaten Lombok Timur"),
        ("Kotaraja lombok timur", "Kota Raja, Sikur, Kabupaten Lombok Timur"),
    ],
)
def test_a_larger_area_behind_it_settles_an_answer(gazetteer: Gazetteer, text: str, official: str) -> None:
    """With the regency or kecamatan behind it a street or a desa of a common name is found, all words kept."""
    guess = gazetteer.find_answer(text)
    assert guess is not None
    assert guess.place.official == official
    assert guess.place.words == text


def test_a_market_named_like_a_regency_is_not_taken_unasked(gazetteer: Gazetteer) -> None:
    """Markets, harbours and rivers bear the names of regencies far away: offered, never sure."""
    assert not found(gazetteer, "antre berjam-jam di pasar badung").sure


def test_the_same_text_gives_the_same_guess(gazetteer: Gazetteer) -> None:
    """Guessing depends on nothing but the text, so that a step can be run again."""
    assert gazetteer.find("banjir di bogor") == gazetteer.find("banjir di bogor")


def test_invisible_characters_change_nothing(gazetteer: Gazetteer) -> None:
    """Zero-width characters inside a name do not hide it."""
    assert found(gazetteer, "banjir di Lom\u200bbok Ti\u200dmur").place.official == "Kabupaten Lombok Timur"


def test_what_is_on_the_way_to_a_landmark_is_asked(gazetteer: Gazetteer) -> None:
    """A road towards Telaga Ngebel may be broken in another kecamatan, so that nothing is taken as sure."""
    assert found(gazetteer, "lampu mati di Ngebel ponorogo").sure
    assert not found(gazetteer, "dalan arah Telaga Ngebel ponorogo rusak").sure


@pytest.mark.parametrize("text", ["wonosari gk ada air", "DI WONOSARI GK ADA AIR SAMA SEKALI"])
def test_gk_is_no_place_where_it_is_a_word(gazetteer: Gazetteer, text: str) -> None:
    """ "GK" after a name with one capital is Gunungkidul; small or shouted it is "tidak"."""
    place = found(gazetteer, "di Wonosari GK rusak").place
    assert place.regency is not None
    assert place.regency.code == "34.03"
    guess = gazetteer.find(text)
    assert guess is None or not guess.sure
