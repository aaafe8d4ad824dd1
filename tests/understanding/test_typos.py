"""A typing error in the word that tells the matter costs the citizen nothing: the topic is still offered."""

from __future__ import annotations

import pytest
from sentence_tables import rows

from bot.understanding.catalogue import Catalogue
from bot.understanding.evidence import MOST_MENDED
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.nearest import Nearest

OFFERED = 3
ROAD = {"pothole", "damaged_road"}


def test_topics_with_typing_errors_are_offered(catalogue: Catalogue) -> None:
    """Of the messages in typo_sentences.txt 95 in 100 have a right topic among the first three."""
    table = rows("typo_sentences.txt")
    offered = {text: {guess.code for guess in catalogue.rank(text)[:OFFERED]} for text, _ in table}
    missed = [(text, right, offered[text]) for text, right in table if offered[text].isdisjoint(right.split(" | "))]
    assert len(table) >= 60
    assert len(missed) <= len(table) // 20, missed


def test_an_error_counts_less_than_the_word(catalogue: Catalogue) -> None:
    """ "brlubang" speaks for the same topics as "berlubang", a little more quietly."""
    right, wrong = catalogue.rank("berlubang"), catalogue.rank("brlubang")
    assert wrong[0].code == right[0].code == "pothole"
    assert 0.5 * right[0].score < wrong[0].score < right[0].score


@pytest.mark.parametrize("text", ["posisi kami", "puasa", "sumpah", "kmarin", "surabya", "halus", "budi dan jkowi"])
def test_words_of_their_own_are_no_topics(catalogue: Catalogue, text: str) -> None:
    """Other words, names and their typing errors are not mended into a topic: posisi is no polisi."""
    codes = [guess.code for guess in catalogue.rank(text) if guess.score > 0]
    assert codes == [guess.code for guess in catalogue.rank("kami" if "kami" in text else "halo") if guess.score > 0]


def test_a_name_inside_a_sentence_stays_a_name(catalogue: Catalogue) -> None:
    """A capital inside a sentence is a name's, which nothing is read into; without it the word is an error."""
    assert catalogue.rank("rumah pak Bnajir") == catalogue.rank("rumah pak Xyzw")
    assert catalogue.rank("rumah pak bnajir")[0].code == "flood"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("smph", "sampah"),  # vowels left out
        ("sampahh", "sampah"),  # a letter twice
        ("saaaaampah", "sampah"),  # drawn out
        ("smapah", "sampah"),  # swapped
        ("bnajir", "banjir"),
        ("banhir", "banjir"),  # the key beside
        ("tulis", ""),  # nothing like it
        ("spa", ""),  # too short
        ("sampah", ""),  # right
        ("bandar", ""),  # two errors in a short word
        ("бaнджир", ""),  # no Latin letters
        ("s" * 40, ""),
    ],
)
def test_slips_of_small_keys(said: str, meant: str) -> None:
    """Vowels left out, letters twice or swapped and one wrong key are forgiven; two errors in a short word are not."""
    assert Nearest({"sampah": 3, "banjir": 2}, ()).meant(said)[0] == meant


def test_two_words_as_near_leave_a_doubt() -> None:
    """Between two topics that are as near nothing is mended, unless one is said far more often; nor beside talk."""
    assert Nearest({"kabut": 2, "kabur": 2}, ()).meant("kabux") == ("", False)
    assert Nearest({"kabut": 20, "kabur": 2}, ()).meant("kabux")[0] == "kabut"
    assert Nearest({"kabut": 20}, ["kabur"]).meant("kabux") == ("", False)
    assert Nearest({"kabut": 2, "kabur": 2}, (), lambda word: "haze").meant("kabux")[0].startswith("kabu")


def test_only_sure_errors_are_mended_in_a_long_text(catalogue: Catalogue) -> None:
    """A well-formed word in a long story may be one that no table has; what nobody can say is an error anywhere."""
    story = " xyzw" * 30
    assert catalogue.rank("berlunang")[0].code == "pothole"
    assert catalogue.rank("berlunang" + story) == ()
    assert catalogue.rank("brlubang" + story)[0].code == "pothole"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jalan brlubang dpn pasar Selong lotim", "dpn pasar Selong lotim"),
        ("jln rusk dpn pasar selong lotim", "dpn pasar selong lotim"),
        ("jalan ambles depan pasar Selong Lombok Timur", "depan pasar Selong Lombok Timur"),
        ("jalan ambls depan pasar Selong Lombok Timur", "depan pasar Selong Lombok Timur"),
        ("JALAN BRLBNG DPN PASAR SELONG LOTIM", "DPN PASAR SELONG LOTIM"),
        ("jl melati brlubang dpn pasar selong lotim", "jl melati, dpn pasar selong lotim"),
        ("jl banjar no 3 selong lotim", "jl banjar no 3 selong lotim"),
        ("jl rusa no 5 Selong lotim", "jl rusa no 5 Selong lotim"),
        ("Jl. Bolang no 5 Selong lotim", "Jl. Bolang no 5 Selong lotim"),
    ],
)
def test_what_is_wrong_with_a_street_is_not_its_name(gazetteer: Gazetteer, text: str, words: str) -> None:
    """ "jalan brlubang" is no street, however its trouble is typed; streets keep names that are nearly a trouble."""
    guess = gazetteer.find(text)
    assert guess is not None
    assert guess.place.words == words
    assert guess.place.official == "Selong, Kabupaten Lombok Timur"


def test_a_text_of_nothing_but_errors_is_cheap(catalogue: Catalogue) -> None:
    """Of thousands of strange words, each another one, only the first ones are compared with the vocabulary."""
    catalogue.rank("brlubang")
    letters = "bcdfghjklmnprst"
    text = " ".join(f"b{a}{b}{c}rubang" for a in letters for b in letters for c in letters)
    looked = catalogue._evidence._nearest.meant
    before = looked.cache_info().misses
    catalogue.rank(text)
    assert looked.cache_info().misses - before <= MOST_MENDED


@pytest.mark.parametrize("text", ["jalan brlubang dpn pasar Selong lotim", "jln rusk parah dkt trminal Pancor"])
def test_the_road_is_offered_beside_the_market(catalogue: Catalogue, text: str) -> None:
    """Landmarks on the way do not push the mistyped trouble out of the first three."""
    assert ROAD & {guess.code for guess in catalogue.rank(text)[:OFFERED]}
