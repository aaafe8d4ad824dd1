"""A report's title out of the citizen's own words, since nobody on a phone wants to write one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.words import READ

LONGEST = 60
SHORTEST = 12  # characters: less says nothing of the matter
TELLING = 25  # characters: a shorter clause goes on with what stands behind its comma
CLAUSE = re.compile(r"([!?;\n\r]+|,\s|\.(?:\s|$))")
ABBREVIATED = re.compile(
    r"\b(?:jl|jln|kec|kab|kel|ds|gg|no|bpk|yth|prov|kp|rt|rw|tgl|dr|dgn|yg|sdr)\.\s", re.IGNORECASE
)
OFFICES = (
    r"(?:bupati|wali ?kota|gubernur|camat|lurah|kades|kepala \w+|kadis|dinas \w+|menteri|presiden|polisi|rt|rw|admin"
    r"|min|petugas|inspektorat|pemerintah|pimpinan|direktur|kapol\w+|dishub|pu|pln|satpol ?pp)"
)
PEOPLE = (
    r"(?:min|mimin|admin|pak|bu|kak|bang|bg|bro|gan|om|bos|cak|lur|rek|bli|kang|akang|mas|mbak|mba|pa|dek|sis)"
    r"(?!\s+(?:ku|saya|sy|kami|aku|guru|tetangga|mertua|hamil|hansip|kawin|lurah|kades|camat|bupati|dukuh|carik|kepala"
    r"|haji|ustad|ustadz|sekdes|kadus|wali)\b)"
)
ELDERS = rf"(?:bapak|bpk|ibu|bapa|kakak|mama|sedulur)(?=\s*[,/.!]|\s+(?:{OFFICES}|bapak|ibu|bapa|mama|yang|yth)\b)"
TELL = (
    r"(?:lapor(?:kan|an)?|melapor(?:kan)?|tanya|bertanya|nanya|naros|takon|tanglet|mengadu(?:kan)?|ngadu|curhat"
    r"|menyampaikan|ngalaporkeun|report|complain|ask)"
)
OPENING = re.compile(
    r"\W*(?:"
    r"ass?alam\w*(?:[\s'’]*alaikum)?|wr|wb|war\w*ahmatull\w*|wabarakat\w*"
    r"|(?:selamat|slmt|met|good|wilujeng|sugeng)\s+(?:pagi|siang|sore|malam|morning|afternoon|evening|day|\w+)"
    rf"|(?:pagi|siang|sore|malam|malem)(?=\s*,|\s+{PEOPLE})"
    r"|hi|hey|hello|hal+o+|hai|permisi|punten|sampurasun|(?:kulo|kula|nuwun|nyuwun)\s+(?:nuwun|sewu)"
    r"|(?:mohon\s+)?maaf|tes|test|salam|dengan hormat|dgn hormat|to whom it may concern|dear \w+(?: \w+)?(?=,)"
    rf"|(?:mohon\s+)?[iI][zj]in\s+{TELL}|numpang\s+{TELL}|nderek\s+{TELL}"
    rf"|(?:(?:saya|sy|sya|aku|kami|abdi|kula|kulo)\s+)?(?:mau|ingin|hendak|pengen|bade|badhe|arep|hoyong)\s+{TELL}"
    r"(?:\s+(?:nih|dong|soal|tentang|bahwa|kalau|klo|kalo|ya|perihal|mengenai)\b)*"
    r"|(?:perkenankan|izinkan|ijinkan)\s+(?:saya|kami)\s+\w+(?:\s+bahwa)?|melaporkan(?:\s+bahwa)?"
    r"|i (?:want|would like|wish) to (?:report|complain about)(?:\s+that)?"
    rf"|{PEOPLE}|{ELDERS}(?:\s*[/ ]\s*{OFFICES})?|{OFFICES}(?=\s*,)|yth|yang terhormat|yg terhormat"
    r")(?![\w'’])[\s,.:/\-]*",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    rf"\W*(?:(?:yth|kepada|kpd|dear)\b|(?:ka|dhumateng|katur|kunjuk)\s+(?:bapa\w*\s+|ibu\s+)?{OFFICES})", re.IGNORECASE
)
INTRODUCTION = re.compile(
    r"\W*(?:perkenalkan|nama (?:saya|sy|kula|abdi)|my name is|i am an?\b|i'm an?\b"
    r"|(?:saya|sy|kami|aku|kula|abdi)\s+(?:ini\s+|adalah\s+|salah satu\s+)?(?:warga|penduduk|seorang|perwakilan)\b"
    r"|(?:(?:saya|sy|kami)\s+)?(?:mohon|tolong|tlg|minta)\s.{0,30}\b(?:dirahasiakan|rahasiakan)\b)",
    re.IGNORECASE,
)
WHERE = re.compile(
    r"\W*(?:kab|kabupaten|kec|kecamatan|kota|kel|kelurahan|desa|rt|rw|prov\w*|dusun)\b\W*(?:\S+\s){0,2}\S+$", re.I
)
DANGLING = re.compile(
    r"[\s,.:;\-]+(?:di|dari|dr|yang|yg|dan|dgn|dengan|utk|untuk|tp|tapi|smp|pada|pd|karena|krn|saat|seperti|oleh|kec|kab"
    r"|kel|no|the|of|in|at|and|with|to|for|a|my|that|sing|ing|neng|lan|karo|ka|ti|nu|jeung|anu|keur)$",
    re.IGNORECASE,
)


def title(text: str) -> str:
    """At most 60 characters, cut between words, white space collapsed: the first clause that tells of the matter.

    Greetings, titles and introductions are left out, unless nothing else is said.
    """
    read = text[:READ]
    return _cut(next(_telling(_clauses(read)), " ".join(read.split())))


def _clauses(text: str) -> list[tuple[str, str]]:
    """The clauses in order, each with the sign that ends it; abbreviations end none."""
    guarded = ABBREVIATED.sub(lambda match: match[0].rstrip()[:-1] + ".\x00", text)
    parts = [" ".join(part.replace("\x00", " ").split()) for part in CLAUSE.split(guarded)]
    signs = [*parts[1::2], ""]
    return list(zip(parts[::2], signs, strict=True))


def _telling(clauses: list[tuple[str, str]]) -> Iterator[str]:
    """The clauses that tell something, best first."""
    introduced = False
    for at, (clause, sign) in enumerate(clauses):
        words = _without_opening(clause)
        polite = ADDRESS.match(clause) or INTRODUCTION.match(words) or (introduced and WHERE.match(words))
        introduced = bool(polite)
        if polite or len(words) < SHORTEST:
            continue
        more = clauses[at + 1][0] if sign == "," and at + 1 < len(clauses) else ""
        yield f"{words}, {more}" if more and len(words) < TELLING else words
    yield from (words for clause, _ in clauses if len(words := _without_opening(clause)) >= SHORTEST)


def _without_opening(clause: str) -> str:
    rest = clause
    while match := OPENING.match(rest):
        rest = rest[match.end() :]
    return rest


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words.rstrip(" .,;:-") or words
    head, space, _ = words[: LONGEST + 1].rpartition(" ")
    short = (head if space else words[:LONGEST]).rstrip(" ,.;:-")
    while match := DANGLING.search(short):
        short = short[: match.start()]
    return short


__all__ = ["title"]
