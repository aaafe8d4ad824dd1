"""Who may see a report and its author: hidden unless the citizen wants otherwise, explained before it is chosen."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs.engine import Option, Question, Scene
from bot.dialogs.grammar import heard, mended
from bot.dialogs.sayings import asks, confirms
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text

_WITH = (
    "name self the want change please number digits one need become to afraid with use others story see and choose yes"
)
_SAID = {
    "both": ("all ~ the", f"both ~ anonymous secret hide all {_WITH}", f"anonymous secret ~ both all {_WITH}"),
    "open": (
        f"open ~ show {_WITH}",
        f"show|use name ~ all real can {_WITH}",
        "show ~ the can want self",
        f"name can seen ~ {_WITH}",
        f"no anonymous|secret|hide ~ {_WITH}",
    ),
    "anonymous": (
        f"anonymous ~ seen hide safe {_WITH}",
        f"no|none name ~ show seen write know what exist can {_WITH}",
        f"hide|secret|private name ~ seen what keep {_WITH}",
    ),
    "secret": (
        f"secret|private ~ keep report reported hide {_WITH}",
        f"no others|story|report|reported seen|show ~ can {_WITH}",
        f"no seen others ~ reach story report reported can {_WITH}",
        f"no show|published ~ story {_WITH}",
        f"hide story|report|reported ~ {_WITH}",
    ),
}
_NAMELESS = "skip|done|none|no ~ name need use want exist the self with first"
MOST_WORDS = 7
LONGEST_NAME, WORDS_OF_A_NAME = 80, 6

SKIP = Text("lodge.skip", "Skip")
ANONYMOUS = Text("lodge.anonymous", "Anonymous")
SECRET = Text("lodge.secret", "Secret")
BOTH = Text("lodge.both", "Both")
OPEN = Text("lodge.open", "Name shown")
_IDENTITIES = {"anonymous": (True, False), "secret": (False, True), "both": (True, True), "open": (False, False)}


def choices(scene: Scene) -> list[Option]:
    """The four ways in which a report may be seen."""
    texts = {"anonymous": ANONYMOUS, "secret": SECRET, "both": BOTH, "open": OPEN}
    return [Option(key, scene.words(text)) for key, text in texts.items()]


def keep(draft: Draft, key: str) -> Draft:
    """The draft seen in this way; a name that nobody shall see is forgotten."""
    anonymous, secret = _IDENTITIES[key]
    name = "" if anonymous else draft.name
    return replace(draft, anonymous=anonymous, secret=secret, name=name).settle("identity")


def hear(scene: Scene) -> str | None:
    """The way of being seen that words name ("tanpa nama", "rahasia aja"); None where they ask or say more."""
    said = heard(mended(scene.text))
    if said.has("asking", "tag"):
        return None
    named = next((key for key, patterns in _SAID.items() if said.says(*patterns)), None)
    keys = list(_IDENTITIES)
    return named if named and said.number in (None, keys.index(named) + 1) else None


def _hear_identity(scene: Scene) -> str | None:
    """As `hear`, and what most likely is meant where words are unknown: only ever what hides more."""
    said = scene.heard
    named = hear(scene)
    if named or said.asked or len(said.words) > MOST_WORDS:
        return named
    hidden = said.has("no", "hide", "none")
    if said.has("anonymous") or (said.has("name") and hidden):
        return "both" if said.has("secret") else "anonymous"
    return "secret" if said.has("secret") or (hidden and said.has("others", "story", "published")) else None


def _hear_name(scene: Scene) -> str | None:
    if scene.heard.says(_NAMELESS):
        return ""
    if confirms(scene.text) or asks(scene.text) or len(scene.text.split()) > WORDS_OF_A_NAME:
        return None
    return scene.text if len(scene.text) <= LONGEST_NAME and any(ch.isalpha() for ch in scene.text) else None


def _keep_name(draft: Draft, name: str) -> Draft:
    return replace(draft, name="" if name == "done" else name).settle("name")


IDENTITY = Question(
    "identity",
    ask="Who may see it? Anonymous: everybody sees the report, nobody your name. Secret: only the office sees report "
    "and name. Both: only the office sees the report, nobody your name. Name shown: everybody sees report and name.",
    unclear="Sorry, we did not understand. Anonymous hides your name, Secret hides the report from the public.",
    options=choices,
    hear=_hear_identity,
    keep=keep,
    counted=False,
    aside=True,
)
NAME = Question(
    "name",
    ask="Which name shall we put on the report?",
    unclear="Please write a name of at most 80 letters, or skip.",
    closing="Reply with a name, or 1 to go on without.",
    options=lambda scene: [Option("done", scene.words(SKIP))],
    hear=_hear_name,
    keep=_keep_name,
    when=lambda draft: not draft.anonymous and "name" not in draft.settled,
)
