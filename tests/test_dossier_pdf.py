"""The paper for the Ombudsman: complete, readable by eye and by voice, whatever was written into it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.progress import By, Happened, Happening
from bot.report import Stage
from bridge import paper
from bridge.dossier_pdf import pdf
from bridge.dossier_words import event_in_words, moment_in_words, passed, stage_in_words
from bridge.legible import in_any_font, legible
from tests.dossiers import CONTACT, NOW, OFFICE, WITA, a_dossier, on


def text(content: bytes) -> str:
    """All pages as a reader copies them, on one line."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def made(**changes: object) -> str:
    return text(pdf(a_dossier(**changes), CONTACT, NOW))  # type: ignore[arg-type]


def test_the_paper_tells_everything_that_a_clerk_asks() -> None:
    """Number, category, place, office, story, timeline, passed days, files and the way to 137 can all be copied."""
    found = made()
    story = " ".join(a_dossier().report.story.split())
    for needed in (
        *(
            "Jalan berlubang depan pasar Selong",
            "1000 0000 71",
            "Pengaduan, Infrastruktur Jalan",
            "depan pasar Selong,",
        ),
        *(f"Terdisposisi ke {OFFICE}, sejak 12 November 2026, 09.05 WITA", "12 Oktober 2026", "Budi Contoh", story),
        "belum menindaklanjuti laporan sampai batas waktunya, 10 November 2026. Tindakan berikutnya dari instansi",
        "memberi jawaban akhir sampai batas waktunya, 20 November 2026. Saat berkas ini dibuat sudah lewat 4 hari",
        *("Mohon foto jalan yang rusak dan patokannya.", "Menunggu Kelengkapan Informasi", "2. Rekaman suara"),
        *("Telepon Ombudsman RI di 137", "sampaikan sebelum 12 Oktober 2028", CONTACT, "Halaman 1 dari 2"),
    ):
        assert needed in found, needed


def test_the_paper_can_be_read_aloud() -> None:
    """It is a tagged PDF/UA with a title, its language, headings, tables with head cells, and links that work."""
    with pikepdf.open(io.BytesIO(pdf(a_dossier(language="jv"), CONTACT, NOW))) as document:
        assert document.Root.Lang == "id-ID"
        assert document.Root.MarkInfo.Marked
        assert document.docinfo.Title == "Jalan berlubang depan pasar Selong"
        assert document.open_metadata()["pdfuaid:part"] == "1"
        kinds = {str(each.get("/S", "")) for each in document.objects if isinstance(each, pikepdf.Dictionary)}
        assert {"/H1", "/Table", "/TH", "/TD", "/L", "/Link"} <= kinds
        spoken = b"".join(page.Contents.read_bytes() for page in document.pages)
        assert b"/Lang(jv" in spoken
        links = [str(each.A.URI) for page in document.pages for each in page.get("/Annots", []) if "/A" in each]
        assert {file.url for file in a_dossier().report.files} == set(links)
        assert [float(side) for side in document.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.1)


@pytest.mark.parametrize("hidden", [{"anonymous": True}, {"secret": True}])
def test_the_paper_does_not_name_who_was_not_named(hidden: dict[str, bool]) -> None:
    """Somebody anonymous or secret stays so on paper, which says that it was wished."""
    found = made(**hidden)
    assert "Budi" not in found
    assert "Tidak disebutkan, atas permintaan pelapor" in found
    assert ("Rahasia: isi laporan ini tidak untuk umum" in found) == bool(hidden.get("secret"))


@pytest.mark.parametrize(
    ("story", "shown"),
    [
        ("ꦥꦤꦶ rusak", "[U+A9A5 U+A9A4 U+A9B6] rusak"),
        ("ᮞᮥᮔ᮪ᮓ", "[U+1B9E U+1BA5 U+1B94 U+1BAA U+1B93]"),
        ("bel\x07 \x1b[31m nul\x00", "bel[U+0007] [U+001B][31m nul[U+0000]"),
        ("\u202etxt.exe", "[U+202E]txt.exe"),
        ("a\ud800b", "a[U+D800]b"),
        ("<b>tebal</b> &amp; <script>x</script>", "<b>tebal</b> &amp; <script>x</script>"),
        ('#read("/etc/passwd") $x$ *a* _b_ @c `d` \\ [e] // f', '#read("/etc/passwd") $x$ *a* _b_ @c `d` \\ [e] // f'),
        ("a" + "\n" * 100 + "b", "a [99 baris kosong] b"),
        ("jalan\r\nrusak\u2028lagi\tdi sini", "jalan rusak lagi di sini"),
    ],
)
def test_what_cannot_be_drawn_is_shown_by_its_code(story: str, shown: str) -> None:
    """Scripts without a font, controls and changes of direction appear as codes, markup as it was typed."""
    found = made(story=story)
    assert shown in found
    assert ("nomor huruf itu dalam Unicode" in found) == ("[U+" in shown)


def test_arabic_and_emoji_are_drawn() -> None:
    """What the fonts have is not coded."""
    found = made(story="مرحبا 🙏🏽 ☎ é")
    assert "U+" not in found
    assert "🙏" in found


@pytest.mark.parametrize(
    "story",
    [
        *("Jalan rusak sekali di depan pasar. " * 2_858, "W" * 100_000, "ꦥ" * 100_000, "🙏" * 100_000),
        *("a" + "\u0301" * 99_999, "\n" * 100_000, "مرحبا " * 16_666, "\u202e" * 100_000),
    ],
    ids=["words", "one word", "Javanese script", "emoji", "marks", "line ends", "Arabic", "directions"],
)
def test_a_hundred_thousand_characters_are_set(story: str) -> None:
    """However long and of whatever, the paper comes, ends with the way to the Ombudsman, and fits its pages."""
    content = pdf(a_dossier(story=story), CONTACT, NOW)
    assert "Hubungi SMS 1708" in text(content)
    visible = re.sub(r"[^\w]", "", story)
    if visible.isascii() and visible:
        letters = re.sub(r"[^\w]", "", text(content))
        assert len(letters) > len(visible)


def test_no_word_leaves_its_line() -> None:
    """A word longer than a line is broken inside the margins."""
    page = pypdfium2.PdfDocument(pdf(a_dossier(story="W" * 3_000), CONTACT, NOW))[1]
    words = page.get_textpage()
    assert max(words.get_charbox(at)[2] for at in range(words.count_chars())) < 595 - 55


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.text(max_size=140), st.text(max_size=60))
def test_any_text_anywhere_makes_a_paper(story: str, title: str, note: str) -> None:
    """Story, title and an office's note may hold any characters at all."""
    dossier = a_dossier(story=story, title=title)
    noted = tuple(replace(event, note=note, agency=note or "PU") for event in dossier.timeline)
    found = text(pdf(replace(dossier, timeline=noted), CONTACT, NOW))
    assert "Telepon Ombudsman RI di 137" in found


def test_a_text_that_the_fonts_fail_at_is_set_again_with_more_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typesetter that gives up on a text, or takes for ever, ends with codes and never without a paper."""
    real, tries = paper._set, []

    def moody(template: Path, data: paper.Data, now: datetime) -> bytes | None:
        tries.append(data)
        return None if "é" in str(data["story"]) else real(template, data, now)

    monkeypatch.setattr(paper, "_set", moody)
    assert "caf[U+00E9]" in made(story="café")
    assert len(tries) == 3


def test_a_paper_that_cannot_be_made_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without patience for the typesetter the error is an OSError, which the outbox puts off."""
    monkeypatch.setattr(paper, "_PATIENCE", 0.01)
    with pytest.raises(OSError, match="could not be set"):
        pdf(a_dossier(), CONTACT, NOW)


def test_every_happening_and_stage_has_words() -> None:
    """No entry of a timeline stops the paper, and none shows a placeholder."""
    dossier = a_dossier()
    for what in Happened:
        for stage in Stage:
            event = Happening(1, dossier.report.reference, what, By.SYSTEM, on(3), stage, "")
            said = f"{event_in_words(event, dossier)} {stage_in_words(event)}"
            assert "{" not in said
            assert said.strip()


def test_what_the_door_missed_is_not_the_offices_fault() -> None:
    """A report that nobody sent on in time was late at LAPOR!'s own admins."""
    event = Happening(
        1, a_dossier().report.reference, Happened.LATE, By.SYSTEM, on(9), Stage.RECEIVED, "", day=on(8).date()
    )
    (one,) = passed(a_dossier(timeline=(event,)))
    assert (one.office, one.duty, one.day, one.then) == (
        "Admin SP4N-LAPOR!",
        "memeriksa laporan",
        date(2026, 11, 8),
        None,
    )


def test_a_matter_of_more_than_two_years_is_told_honestly() -> None:
    """The Ombudsman may not take it; the paper says so. A 29 February has its day too."""
    assert "sampaikan sebelum 28 Februari 2028" not in made(happened_on=date(2024, 2, 29))
    assert "sudah dua tahun atau lebih, dihitung dari 29 Februari 2024" in made(happened_on=date(2024, 2, 29))


def test_times_are_told_in_the_readers_zone() -> None:
    """The zone of `now` counts, by its Indonesian name."""
    assert moment_in_words(datetime.fromisoformat("2026-11-21T23:30:00+00:00"), WITA) == "22 November 2026, 07.30 WITA"


def test_legible_text_loses_nothing_but_looks() -> None:
    """Letters that can be drawn stay as they are, in their order."""
    assert legible("Jln. 3 <rusak> é", in_any_font) == "Jln. 3 <rusak> é"
    assert legible("é" + "\u0301" * 6, in_any_font) == "é" + "\u0301" * 4 + "[U+0301 U+0301]"
