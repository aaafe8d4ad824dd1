"""Places of all provinces as people name them: colloquial names, seats of regencies, typing errors, namesakes."""

from __future__ import annotations

import re
from time import process_time

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.near import Near
from bot.understanding.understood import PlaceGuess
from tests.understanding.conftest import sentences

NONE = "-"


@pytest.fixture(scope="module")
def guesses(gazetteer: Gazetteer) -> list[tuple[str, str, PlaceGuess | None]]:
    return [(text, expected, gazetteer.find(text)) for text, expected in sentences("place_queries.txt")]


def official(guess: PlaceGuess | None) -> str:
    return guess.place.official if guess else NONE


def options(guess: PlaceGuess | None) -> set[str]:
    return {guess.place.official, *(other.official for other in guess.alternatives)} if guess else set()


def expected_places(expected: str) -> list[str]:
    return expected.removeprefix("? ").split(" | ")


def regency(place: str) -> str:
    return place.rpartition(", ")[2]


def test_queries_come_from_every_province(guesses: list[tuple[str, str, PlaceGuess | None]]) -> None:
    """At least 250 sentences, and places in at least 36 of the 38 provinces."""
    provinces = {guess.place.province for _, _, guess in guesses if guess}
    assert len(guesses) >= 250
    assert len(provinces) >= 36


def test_the_regency_is_right_in_98_of_100(guesses: list[tuple[str, str, PlaceGuess | None]]) -> None:
    """The regency, or that there is none, is right in at least 98 % of the sentences."""
    wrong = [
        f"{text} -> {official(guess)}"
        for text, expected, guess in guesses
        if regency(official(guess)) not in map(regency, expected_places(expected))
    ]
    assert len(wrong) <= 0.02 * len(guesses), "\n".join(wrong)


def test_the_place_is_right_in_95_of_100(guesses: list[tuple[str, str, PlaceGuess | None]]) -> None:
    """The place down to the kecamatan or desa is right in at least 95 % of the sentences."""
    wrong = [
        f"{text} -> {official(guess)}"
        for text, expected, guess in guesses
        if official(guess) not in expected_places(expected)
    ]
    assert len(wrong) <= 0.05 * len(guesses), "\n".join(wrong)


def test_hardly_ever_wrong_and_sure(guesses: list[tuple[str, str, PlaceGuess | None]]) -> None:
    """At most 1 % are wrong, or ambiguous, and yet not asked about."""
    wrong = [
        f"{text} -> {official(guess)}"
        for text, expected, guess in guesses
        if guess
        and guess.sure
        and (expected.startswith("? ") or regency(official(guess)) not in map(regency, expected_places(expected)))
    ]
    assert len(wrong) <= 0.01 * len(guesses), "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("lampu mati di Wonokromo Suroboyo", "Wonokromo, Kota Surabaya"),
        ("banjir di Masbagik Utara lotim", "Masbagik Utara, Masbagik, Kabupaten Lombok Timur"),
        ("banjir di Kotaraja lotim", "Kota Raja, Sikur, Kabupaten Lombok Timur"),
        ("banjir di Kota Raja Sikur lotim", "Kota Raja, Sikur, Kabupaten Lombok Timur"),
        ("banjir di Palu Barat", "Palu Barat, Kota Palu"),
        ("banjir di Ilir Timur 2 plg", "Ilir Timur Dua, Kota Palembang"),
        ("jalan rusak di mojokerto kota", "Kota Mojokerto"),
        ("jalan rusak karanganyar kab. pekalongan", "Karanganyar, Kabupaten Pekalongan"),
        ("got mampet prcut sei tuan deli serdang", "Percut Sei Tuan, Kabupaten Deli Serdang"),
        ("got mampet di Lainea Konawe Sleatan", "Lainea, Kabupaten Konawe Selatan"),
        ("saya tinggal di Salam Magelanng", "Salam, Kabupaten Magelang"),
        ("kemalingan di kos2an Jati Kudus", "Jati, Kabupaten Kudus"),
        ("lampu mati neng Delanggu arah Polanharjo Klaten", "Delanggu, Kabupaten Klaten"),
        ("beli susu basi di toko Bangko Jambi", "Bangko, Kabupaten Merangin"),
        ("sampah di ring road Bantul", "Kabupaten Bantul"),
        ("trash everywhere in South Denpasar", "Denpasar Selatan, Kota Denpasar"),
        ("flood in North Tapanuli regency", "Kabupaten Tapanuli Utara"),
        ("broken lights in the city of Bandung", "Kota Bandung"),
        ("the boat to Labuan Bajo was full", "Labuan Bajo, Komodo, Kabupaten Manggarai Barat"),
        ("a nurse near Pemenang sent us home", "Pemenang, Kabupaten Lombok Utara"),
        ("dalan rusak nang Njombang", "Kabupaten Jombang"),
        ("jeglongan neng Nggresik", "Kabupaten Gresik"),
        ("banjir ning Jeporo", "Kabupaten Jepara"),
        ("macet di Tj. Priok jakut", "Tanjung Priok, Kota Administrasi Jakarta Utara"),
        ("lampu mati di kbn jeruk jakbar", "Kebon Jeruk, Kota Administrasi Jakarta Barat"),
        ("jalan rusak di lombok tmr", "Kabupaten Lombok Timur"),
        ("sapi mati di harrau 50 kota", "Harau, Kabupaten Lima Puluh Kota"),
        ("limbah di sungai moutong parimo", "Moutong, Kabupaten Parigi Moutong"),
        ("ditagih parkir di pasar badung denpasar barat", "Denpasar Barat, Kota Denpasar"),
        ("nelayan Sangkapura resah", "Sangkapura, Kabupaten Gresik"),
        ("Air keruh dari kemarin. Selat, Kapuas.", "Selat, Kabupaten Kapuas"),
        ("lampu mati di Sragen, Gondang sudah lama", "Gondang, Kabupaten Sragen"),
        ("banjir di Pati Pati dekat kali", "Pati, Kabupaten Pati"),
        ("takut lapor. Perchut sei tuan", "Percut Sei Tuan, Kabupaten Deli Serdang"),
        ("listrik padam di Bawean", "Kabupaten Gresik"),
        ("susah air di pulau Sumba", "Nusa Tenggara Timur"),
    ],
)
def test_names_are_read_as_people_write_them(gazetteer: Gazetteer, text: str, place: str) -> None:
    """Other spellings, numbers for numerals, the kind after the name, errors, and shops named after a kecamatan."""
    assert official(gazetteer.find(text)) == place


@pytest.mark.parametrize(
    "text",
    [
        "wis rong dina banjir karo longsor",
        "dana desa tolong diaudit",
        "motor parkir di jalan cagak",
        "smg cepat diperbaiki ya min",
        "bau bau busuk dari pabrik tahu",
        "harga batu bara naik terus",
        "corong mushola muter kaset ngaji",
        "they wanted cash and gave me no paper",
        "ikan di empang mati semua",
        "saiki isih nunut ning gubug",
        "anak saya kerja di Singapura",
        "kakak ditahan di Brunei Darussalam",
        "saya kuliah di Melaka Malaysia",
        "jl kaliurang km 5 rusak",
        "surat tanah di bpn hilang",
    ],
)
def test_ordinary_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    """Words of everyday speech that some area is named like stay words."""
    assert gazetteer.find(text) is None


def test_jogja_alone_is_the_city_and_asks_about_its_neighbours(gazetteer: Gazetteer) -> None:
    """The city comes first, Sleman and Bantul are offered, and nothing is sure; with Sleman named, it is Sleman."""
    guess = gazetteer.find("sampah menumpuk di jogja")
    assert official(guess) == "Kota Yogyakarta"
    assert options(guess) == {"Kota Yogyakarta", "Kabupaten Sleman", "Kabupaten Bantul"}
    assert guess is not None
    assert not guess.sure
    assert options(gazetteer.find("sampah menumpuk di sleman jogja")) == {"Kabupaten Sleman"}


def test_a_province_named_like_its_city_offers_the_city(gazetteer: Gazetteer) -> None:
    """Gorontalo is a province, a regency and a city: the two are offered, never the province alone."""
    assert options(gazetteer.find("jalan rusak di Gorontalo")) == {"Kabupaten Gorontalo", "Kota Gorontalo"}


def test_a_name_of_many_gives_at_least_the_province_that_is_said(gazetteer: Gazetteer) -> None:
    """Sukamaju is a desa in eight regencies of Jawa Barat: the province is kept, the rest is asked."""
    guess = gazetteer.find("desa Sukamaju jabar banjir")
    assert official(guess) == "Jawa Barat"


def test_a_name_with_errors_does_not_decide_between_two_regencies_unasked(gazetteer: Gazetteer) -> None:
    """ "gayamsri Semarang" is offered as the city's kecamatan, and not taken for granted."""
    guess = gazetteer.find("got mampet di kel. gayamsri semarang")
    assert guess is not None
    assert guess.place.official.endswith("Kota Semarang")
    assert not guess.sure


def test_every_alias_names_areas_that_exist(gazetteer: Gazetteer) -> None:
    """Aliases are in compact form, their codes are in the table, and looking the name up gives the first of them."""
    for name, codes in {**gazetteer.lexicon.aliases, **gazetteer.lexicon.suburbs}.items():
        assert re.fullmatch(r"[a-z\d]+|\d\d\.\d\d", name), name
        assert all(gazetteer.table.area(code) for code in codes), name


@pytest.mark.parametrize(
    "text",
    [
        "desa sukamaju " * 280,
        "tanjung sari baru jaya mulya " * 140,
        "malang " * 600,
        "selng lombok timur " * 200,
        "kab. " * 800,
        "x" * 4000,
    ],
)
def test_no_text_keeps_the_bot_busy(gazetteer: Gazetteer, text: str) -> None:
    """Texts made to be expensive take less than 0.1 s of the processor, the fastest of three."""
    spent = []
    for _ in range(3):
        begun = process_time()
        gazetteer.find(text)
        spent.append(process_time() - begun)
    assert min(spent) < 0.1


def test_the_lists_of_names_that_are_kept_are_bounded(gazetteer: Gazetteer) -> None:
    """However many regencies are asked about, names of at most 48 of them stay in memory."""
    near = Near(gazetteer.table, gazetteer.lexicon)
    fresh = Gazetteer(gazetteer.table, gazetteer.lexicon, near, gazetteer.parts)
    names = [name for code, name in gazetteer.table.names.items() if len(code) == 5]
    for name in names[:120]:
        fresh.find(f"jalan rusak di Sukamju {name}")
    assert 0 < near.kept <= 48
