"""A report's title out of the citizen's own words, since nobody on a phone wants to write one."""

from __future__ import annotations

import re

LONGEST = 60
SHORTEST = 12  # characters: "Assalamualaikum" and "Yth. Bupati" say nothing of the matter
CLAUSE = re.compile(r"[!?;\n\r]+|,\s|\.\s")
GREETING = re.compile(
    r"\W*(?:assala|selamat (?:pagi|siang|sore|malam)|salam\b|yth|kepada|dear\b|hal+o\b|permisi|maaf\b|min\b|pak\b|bu\b"
    r"|good (?:morning|evening))",
    re.IGNORECASE,
)
ABBREVIATED = re.compile(r"\b(?:jl|jln|kec|kab|kel|ds|gg|no|bpk|yth|prov|kp)\.\s", re.IGNORECASE)


def title(text: str) -> str:
    """At most 60 characters, cut between words, white space collapsed: the first clause that is no greeting."""
    guarded = ABBREVIATED.sub(lambda match: match[0].rstrip()[:-1] + ".\x00", text)
    clauses = [" ".join(part.replace("\x00", " ").split()) for part in CLAUSE.split(guarded)]
    telling = [part for part in clauses if len(part) >= SHORTEST and not GREETING.match(part)]
    return _cut(telling[0] if telling else " ".join(text.split()))


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    head, space, _ = words[: LONGEST + 1].rpartition(" ")
    return (head if space else words[:LONGEST]).rstrip(" ,.;:-")
