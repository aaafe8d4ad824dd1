"""Places in spite of small keys: errors behind "kab" and "kec", vowels left out, and names that are no place at all."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places_table import DISTRICT, REGENCY, bare
from bot.understanding.understood import PlaceGuess

LONG = 6  # letters of a word that is given an error


def official(guess: PlaceGuess | None) -> str:
    return guess.place.official if guess else "-"


def dropped(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def doubled(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]


def mistyped(name: str, slip: Callable[[str, int], str], chance: Random) -> str:
    """The name with one error inside one of its long words, the name itself where it has none."""
    words = name.lower().split()
    long = [at for at, word in enumerate(words) if len(word) >= LONG]
    if not long:
        return name.lower()
    at = chance.choice(long)
    words[at] = slip(words[at], chance.randrange(1, len(words[at]) - 1))
    return " ".join(words)


@pytest.mark.parametrize("slip", [dropped, swapped, doubled])
@pytest.mark.parametrize(
    "form", ["jalan berlubang di {kind} {name}, sudah lama", "sampah di {name}, bau", "kantor bpjs {name} antri lama"]
)
def test_nearly_every_regency_bears_an_error(gazetteer: Gazetteer, form: str, slip: Callable[[str, int], str]) -> None:
    """Of all regencies 96 in 100 are found with a letter missing, swapped or doubled; hardly one is wrong and sure."""
    chance, wrong, sure = Random(1), [], []
    rows = [(code, name) for code, name in gazetteer.table.names.items() if len(code) == REGENCY]
    for code, name in rows:
        kind = "kota" if name.startswith("Kota") else "kab"
        guess = gazetteer.find(form.format(kind=kind, name=mistyped(bare(name), slip, chance)))
        found = guess.place.regency if guess else None
        same = found is not None and (found.code == code if "{kind}" in form else bare(found.name) == bare(name))
        wrong += [] if same else [(name, official(guess))]
        sure += [(name, official(guess))] if guess and guess.sure and not same else []
    assert len(wrong) <= len(rows) * 0.04, wrong
    assert len(sure) <= 2, sure


@pytest.mark.parametrize("slip", [dropped, swapped, doubled])
@pytest.mark.parametrize("form", ["jln ambles kec {name} {kind} {regency} parah", "irigasi jebol di kec {name}"])
def test_nearly_every_kecamatan_bears_an_error(
    gazetteer: Gazetteer, form: str, slip: Callable[[str, int], str]
) -> None:
    """Of 400 kecamatan all over the country 97 in 100 are found beside their regency, 80 with nothing beside them."""
    chance, wrong, sure = Random(2), [], []
    rows = chance.sample([row for row in gazetteer.table.names.items() if len(row[0]) == DISTRICT], 400)
    for code, name in rows:
        regency = gazetteer.table.names[code[:REGENCY]]
        said = mistyped(name, slip, chance)
        kind = "kota" if regency.startswith("Kota") else "kab"
        guess = gazetteer.find(form.format(name=said, kind=kind, regency=bare(regency).lower()))
        found = guess.place.district if guess else None
        same = found is not None and (found.code == code if "{kind}" in form else found.name == name)
        wrong += [] if same else [(said, official(guess))]
        sure += [(said, official(guess))] if guess and guess.sure and not same else []
    assert len(wrong) <= len(rows) * (0.03 if "{kind}" in form else 0.2), wrong
    assert len(sure) <= 4, sure


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hasil spmb dpok keluar kemarin", "Kota Depok"),
        ("kantor cabang bpjs cilgon antri", "Kota Cilegon"),
        ("lampu mati di kdr", "Kabupaten Kediri"),
        ("banjir di tlgagung pak", "Kabupaten Tulungagung"),
        ("lampu mati di kota bkasi", "Kota Bekasi"),
        ("jalan di kota cirbon rusak", "Kota Cirebon"),
        ("jalan rusak kab. sangau", "Kabupaten Sanggau"),
        ("sampah menumpuk di samarina", "Kota Samarinda"),
        ("bandara di Timka banjir", "Mimika"),
        ("lampu di Lubuklingau mati", "Kota Lubuk Linggau"),
        ("listrik padam di Tanjungpinag", "Kota Tanjung Pinang"),
        ("jalan rusak di kab sorong slatan", "Kabupaten Sorong Selatan"),
        ("timah ilegal di Bangka Selaan", "Kabupaten Bangka Selatan"),
        ("banjir Hulu Sungai Tegah", "Kabupaten Hulu Sungai Tengah"),
        ("jalan hancur di kec tabir seltan kab merangin", "Tabir Selatan, Kabupaten Merangin"),
        ("jln ds. sidomulyo kec ngadilwih kab kediri rusak", "Ngadiluwih, Kabupaten Kediri"),
        ("jln ds. sumberagung kec gandusri kab blitar ambles", "Sumberagung, Gandusari, Kabupaten Blitar"),
        ("pasar rembang purbaligga becek", "Rembang, Kabupaten Purbalingga"),
        ("got mampet di salam mageelang", "Salam, Kabupaten Magelang"),
        ("jalan putus kec mauk kab tangrang", "Mauk, Kabupaten Tangerang"),
        ("warung sapanjang basisir Pelabuan Ratu", "Palabuhanratu, Kabupaten Sukabumi"),
        ("pasar rangkasbitung becek, simpenan teu dipulangkeun", "Rangkasbitung, Kabupaten Lebak"),
        ("lobang di jalan Denai tegal sari mandala III", "Tegal S Mandala III, Medan Denai, Kota Medan"),
        ("banjir kec batununggal kab bandung", "Batununggal, Kota Bandung"),
        ("sampah kec baleendah kota bandung", "Baleendah, Kabupaten Bandung"),
        ("banyu PDAM mati ing Sala", "Kota Surakarta"),
        ("adhiku arep neng Loceret, dibegal neng kreteg Kertosono Nganjuk", "Kertosono, Kabupaten Nganjuk"),
        ("horeg liwat Taman Sidoarjo, kaca pecah", "Taman, Kabupaten Sidoarjo"),
        ("bis saking Wonogiri dhateng Jakarta larang", "Kabupaten Wonogiri"),
        ("flood in Selong district, East Lombok regency", "Selong, Kabupaten Lombok Timur"),
        ("broken light in Ubud subdistrict, Gianyar", "Ubud, Kabupaten Gianyar"),
        ("no water at Serang for days", "Kabupaten Serang"),
        ("motor saya hilang disiak", "Kabupaten Siak"),
        ("bansos belum cair juga pak. Batang", "Kabupaten Batang"),
        ("asal Cisurat, Sumedang, lemah can dibayar, iraha dugi", "Cisurat, Wado, Kabupaten Sumedang"),
    ],
)
def test_a_mistyped_or_regional_name_is_read(gazetteer: Gazetteer, text: str, place: str) -> None:
    """Whatever is wrong with one of the names, the other holds it."""
    assert official(gazetteer.find(text)).endswith(place)


@pytest.mark.parametrize(
    ("text", "regency"),
    [
        ("I applied for the PBG in Singkawang last month", "Kota Singkawang"),
        ("KBM sekolah di Maros dihentikan", "Kabupaten Maros"),
        ("sekolah di Mangarai Timur bilang aman. Nama anak Ende", "Kabupaten Manggarai Timur"),
        ("my name is Bima, the street light in Mataram is broken", "Kota Mataram"),
        ("jenengku Sragen, dalan neng Klaten bolong", "Kabupaten Klaten"),
        ("sasi poso wingi puskesmas tutup. Parimo Sulteng", "Kabupaten Parigi Moutong"),
        ("trotoar di kuningan jaksel rusak", "Kota Administrasi Jakarta Selatan"),
    ],
)
def test_neither_services_nor_people_are_places(gazetteer: Gazetteer, text: str, regency: str) -> None:
    """A permit, a lesson, a fast and a person's name yield to the regency that is named."""
    guess = gazetteer.find(text)
    assert guess
    assert guess.place.regency
    assert guess.place.regency.name == regency


@pytest.mark.parametrize(
    "text",
    [
        "batas lapor tanggal 5, aplikasi tidak menolong, tolong perpanjang batas",
        "kantor kecamatan lempar tanggung jawab terus",
        "oknum kantor kecamatan minta uang rokok",
        "damkar buru kadieu",
        "nama saya Ende",
        "my name is Alor and nobody answers",
        "pln mati terus tiap malam",
    ],
)
def test_words_behind_offices_and_names_stay_words(gazetteer: Gazetteer, text: str) -> None:
    """What is written nearly like a kecamatan, or is a person's name, gives no place."""
    assert gazetteer.find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "kemarin naik bis dr kediri ke surabaya, sopire ngebut",
        "KRL ti Bogor ka Manggarai telat sajam",
        "parcel lost somewhere from Surabaya to Manokwari",
        "jalan amblas di kec tabir slatan",
        "surat dari kecamatan lama sekali",
        "jalan amblas di kec gandusri",
    ],
)
def test_what_is_not_clear_is_asked(gazetteer: Gazetteer, text: str) -> None:
    """The two ends of a journey, and a name that goes on with an error, are never taken without a question."""
    guess = gazetteer.find(text)
    assert guess is None or not guess.sure
