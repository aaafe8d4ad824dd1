"""However a citizen puts an opinion, it is heard: "bagus banget", five stars, "lewati aja", "34 tahun"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogs.commands import command, nearly
from bot.dialogs.engine import Scene
from bot.dialogs.grammar import Heard, heard, mended, mentions, plain
from bot.dialogs.greeting import is_story

BACK, STOP, PAUSE, AGAIN, STORY, UNSOLVED = "back", "stop", "pause", "again", "story", "unsolved"
SKIP = "skip"
LONG = 6  # words; fewer at a question of the survey are a try at its answer, unless they name a place
PRAISED = 4  # words at the beginning, among which thanks are thanks
FEW = 14  # words that may say that a closed report is not solved
OLDEST = 120

_SMALL = "self the it please yes all thanks processed reported report survey"
_SKIP = (f"skip ~ first go_on done {_SMALL}", f"no know|understand ~ not_yet {_SMALL}", "none ~ the", "no answer|write")
_STOP = (
    f"solved|withdraw ~ done survey {_SMALL}",
    f"skip all ~ survey {_SMALL}",
    f"no want|need|go_on|survey ~ answer write again {_SMALL}",
    f"done thanks|survey ~ solved {_SMALL}",
    f"no thanks ~ {_SMALL}",
    f"cancel ~ {_SMALL}",
)
_PAUSE = (f"later|wait ~ first go_on can again {_SMALL}",)
_STAR_GLYPHS = re.compile(r"[*\u2605\u2b50\ufe0f\s]+")
_FREE = frozenset("free gratis geratis".split())
_PLEASE_DO = frozenset("silakan silahkan mangga monggo sok".split())
_A_STAR = re.compile(r"[*\u2605\u2b50]")
_AGE = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_NUMBERED = "digits ~ rated number please the self from"


def _read(text: str) -> Heard:
    """The words with typing mistakes mended; a question stays one."""
    said = heard(mended(text))
    return replace(said, asked=said.asked or "?" in text)


def claims(scene: Scene) -> bool:
    """Back always; giving up and going on while no report is being written: then only this survey can be meant."""
    found = command(scene.text)
    return found is not None and found.name in _own(scene)


def _own(scene: Scene) -> tuple[str, ...]:
    return ("back", "discard", "resume") if scene.draft.empty else ("back",)


def beside(scene: Scene) -> str | None:
    """What at any question of the survey is no answer to it: back, skip, enough, later, a new report; else None."""
    found = command(scene.text) or nearly(scene.text)
    if found and found.name in _own(scene):
        return {"back": BACK, "discard": STOP, "resume": AGAIN}[found.name]
    said = _read(scene.text)
    if said.asked and not said.says(*_SKIP):
        return None
    for value, patterns in ((STOP, _STOP), (SKIP, _SKIP), (PAUSE, _PAUSE)):
        if said.says(*patterns):
            return value
    return STORY if _tells(scene) else None


def _tells(scene: Scene) -> bool:
    """Whether words begin a new report: a long story or one with a place, and no praise. Reports may end in thanks."""
    beginning = heard(" ".join(plain(scene.text).split()[:PRAISED]))
    if not is_story(scene) or beginning.has("thanks") or mentions(scene.text, "satisfied"):
        return False
    return len(plain(scene.text).split()) >= LONG or scene.understood.place is not None


def asks(text: str) -> bool:
    """Whether it is a question; "it is fixed" is none, although "is" can begin one."""
    words = heard(mended(text)).words
    tagged = any("tag" in word.means for word in words)
    return "?" in text or tagged or bool(words and "asking" in words[0].means)


def unsolved(text: str) -> bool:
    """ "belum diperbaiki", "lampunya masih mati": the report was closed and the problem is still there."""
    few = len(plain(text).split()) <= FEW and not asks(text)
    return few and (mentions(text, "not_yet") or mentions(text, "still"))


def stars(text: str) -> int | None:
    """How many stars of five words or glyphs give: "bintang 4", "bagus banget", "***"; None where none are given."""
    if _STAR_GLYPHS.fullmatch(text):
        given = len(_A_STAR.findall(text))
        return given if 1 <= given <= 5 else None
    said = _read(text)
    if said.says(_NUMBERED) and said.number is not None:
        return said.number if 1 <= said.number <= 5 else None
    return None if said.asked else _graded(said, {"best": 5, "good": 4, "middling": 3, "poor": 2, "worst": 1})


def quality(text: str) -> int | None:
    """The answer of four, worst to best, that plain praise or blame gives; None for anything else."""
    said = _read(text)
    return None if said.asked else _graded(said, {"best": 4, "good": 3, "poor": 2, "worst": 1})


def free(text: str) -> bool:
    """Whether it cost nothing: "tidak ada", "0", "ga bayar"."""
    said = _read(text)
    nothing = (
        said.says("no|none exist|pay ~ the self all done", "none ~ the all", "digits ~ the self") and not said.asked
    )
    return (nothing or plain(text) in _FREE) and not said.asked and said.number in (None, 0)


def alike(text: str, labels: Mapping[int, str]) -> int | None:
    """The answer whose label these words are in another dress: "mudah banget" is "Sangat mudah"; None for others."""
    meant = _undressed(text)
    found = [value for value, label in labels.items() if meant and _undressed(label) == meant]
    return found[0] if len(found) == 1 and "?" not in text else None


def _undressed(text: str) -> frozenset[str]:
    """The words with every "very", "not" and "less" as one, without small words around them."""
    read = [(next((each for each in _DRESS if each in word.means), ""), word) for word in heard(text).words]
    return frozenset(dress or word.text for dress, word in read if dress or not word.means & {"filler", "self", "the"})


_DRESS = ("very", "no", "short")
_BESIDE = "self the it please yes thanks much admin person processed report reported"
_GRADES = {
    "best": f"very good|satisfied ~ {_BESIDE}",
    "worst": f"very bad ~ {_BESIDE}",
    "poor": (f"bad ~ {_BESIDE}", f"short|no good|satisfied ~ {_BESIDE}"),
    "middling": f"middling ~ good {_BESIDE}",
    "good": f"good|satisfied ~ {_BESIDE}",
}


def _graded(said: Heard, values: dict[str, int]) -> int | None:
    for grade, patterns in _GRADES.items():
        if said.says(*((patterns,) if isinstance(patterns, str) else patterns)):
            return values.get(grade)
    return None


def agreed(text: str) -> str | None:
    """ "yes" or "no" to an offer; None for anything else."""
    said = _read(text)
    if said.asked:
        return None
    if said.says(f"yes|can|good|go_on ~ now want first {_SMALL}") or plain(text) in _PLEASE_DO:
        return "yes"
    return "no" if said.says(f"no|skip|done ~ thanks want need can now first {_SMALL}") else None


def gender(text: str) -> str | None:
    """The gender that words name; None where they name none."""
    said = _read(text)
    named = [key for key, concept in (("female", "woman"), ("male", "man")) if said.says(f"{concept} ~ self the human")]
    return named[0] if named else None


def age(text: str) -> str | None:
    """The group of an age in years ("34", "umur saya 34 th"); None where no age can be read."""
    found = [int(each) for each in _AGE.findall(text)]
    if len(found) != 1 or not 6 <= found[0] <= OLDEST:
        return None
    years = found[0]
    return "to_30" if years <= 30 else "31_45" if years <= 45 else "46_59" if years <= 59 else "from_60"
