"""The table of categories: what it promises to menus and offices. How often it is right is measured by `make eval`."""

from __future__ import annotations

import pytest

from bot.understanding.catalogue import Catalogue

LANGUAGES = ("id", "en", "jv", "su")
GSM7 = set("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà") | set(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


@pytest.mark.parametrize("text", ["", "   ", "halo", "qwerty zxcv", "1", "🙏", "\u200b"])
def test_no_hint_gives_no_guess(catalogue: Catalogue, text: str) -> None:
    """Without any word that speaks for a category there is no guess, and nothing is sure."""
    assert catalogue.rank(text) == ()
    assert not catalogue.sure(())


def test_one_weak_word_is_not_sure(catalogue: Catalogue) -> None:
    """A single word that several categories share is never enough to skip the question."""
    assert not catalogue.sure(catalogue.rank("jalan"))
    assert not catalogue.sure(catalogue.rank("got mampet dan jalan berlubang"))


def test_abbreviations_count_like_words(catalogue: Catalogue) -> None:
    """ "jln rsk" and "jalan rusak" are the same evidence."""
    assert catalogue.rank("jln rsk parah") == catalogue.rank("jalan rusak parah")


def test_guesses_carry_the_citizens_language(catalogue: Catalogue) -> None:
    """The name is in the language asked for, the topic and the office stay as the agencies know them."""
    indonesian, english = (catalogue.rank("jalan berlubang", language)[0] for language in ("id", "en"))
    assert (indonesian.name, english.name) == ("Jalan berlubang", "Pothole in the road")
    assert (indonesian.lapor_topic, indonesian.office) == (english.lapor_topic, english.office)


def test_a_language_without_names_gets_indonesian_ones(catalogue: Catalogue) -> None:
    """A language that has no names yet never breaks the list."""
    assert catalogue.get("pothole").name("bug") == "Jalan berlubang"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_is_picked_by_its_own_name(catalogue: Catalogue, language: str) -> None:
    """Typing a category's name, in any case, picks that category."""
    for category in catalogue.all:
        for text in (category.name(language), category.name(language).upper(), f" {category.name(language)}. "):
            picked = catalogue.named(text, language)
            assert picked is not None, text
            assert picked.code == category.code, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("berlubang", "pothole"),
        ("listrik", "electricity"),
        ("yang sampah", "garbage"),
        ("pungli", "corruption"),
        ("lainnya", "other"),
        ("bensin", "fuel_gas"),
        ("caah", "flood"),
        ("ulo", "wild_animals"),
    ],
)
def test_a_word_picks_its_category(catalogue: Catalogue, text: str, code: str) -> None:
    """One telling word of a name is enough as an answer."""
    picked = catalogue.named(text)
    assert picked is not None
    assert picked.code == code


@pytest.mark.parametrize("text", ["", "entah", "rusak", "???", "1", "air"])
def test_an_unclear_answer_picks_nothing(catalogue: Catalogue, text: str) -> None:
    """What fits none or several gives None, so that the dialog asks again."""
    assert catalogue.named(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_fit_a_feature_phone(catalogue: Catalogue, language: str) -> None:
    """Every category has a name of its own in each language, in GSM-7 and of at most 28 characters."""
    names = [category.names[language] for category in catalogue.all]
    assert all(len(name) <= 28 and set(name) <= GSM7 for name in names)
    assert len({name.lower() for name in names}) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_a_category_fits(catalogue: Catalogue, language: str) -> None:
    """What helps the office fits 60 characters, what comes before a report 110, in the phone's alphabet."""
    for category in catalogue.all:
        for texts, most in ((category.ask, 60), (category.warn, 110)):
            assert not texts or (0 < len(texts[language]) <= most and set(texts[language]) <= GSM7), category.code


def test_the_broken_cable_comes_before_the_report(catalogue: Catalogue) -> None:
    """Whoever tells of a broken power line is told to keep away and whom to call."""
    assert catalogue.rank("kabel listrik putus di jalan")[0].code == "power_line"
    assert all("123" in text for text in catalogue.get("power_line").warn.values())


def test_numbers_follow_the_file_and_never_move(catalogue: Catalogue) -> None:
    """Numbers run from 1; those that people have learnt are pinned here, so that a reordering fails."""
    assert [one.number for one in catalogue.all] == list(range(1, len(catalogue.all) + 1))
    pinned = {
        "pothole": 1,
        "street_light": 3,
        "tap_water": 7,
        "civil_registry": 22,
        "corruption": 31,
        "religion": 45,
        "other": 46,
    }
    assert {code: catalogue.get(code).number for code in pinned} == pinned


def test_known_numbers_of_lapor_are_kept(catalogue: Catalogue) -> None:
    """The six numbers of LAPOR!'s tree that are known stand at their categories, all others are 0."""
    known = {one.code: one.lapor_id for one in catalogue.all if one.lapor_id}
    expected = {
        "pothole": 1397,
        "damaged_road": 928,
        "public_order": 950,
        "drainage": 2397,
        "tap_water": 1618,
        "other": 110,
    }
    assert known == expected


def test_an_unknown_code_is_an_error(catalogue: Catalogue) -> None:
    """A code that no release ever had raises KeyError."""
    with pytest.raises(KeyError):
        catalogue.get("no_such_category")
