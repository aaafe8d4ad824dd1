"""A citizen on WhatsApp presses a button or picks from a list: choices through Twilio's Content resources.

Source: Twilio, "twilio/quick-reply" (body 1024 characters, in a conversation 3 buttons, titles of 20),
"twilio/list-picker" (10 items of 24), "Using variables with Content Templates" and error 21656: a variable in a body
holds no line break, no tab, no run of more than four spaces, and is never empty. So each line of a body has a variable
of its own, and there is one resource for each number of choices and lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.message import Choice, Say, Tap
from channels import parts, taps
from channels.twilio_draft import Draft, readable

_MOST_BODY = 1024
_NEWS = 250  # characters of a template's variable that Twilio recommends
_QUICK, _LIST = "quick", "list"
_TITLE = {_QUICK: 20, _LIST: 24}
_SPACES = re.compile(r"[\t\x20\u00a0]{2,}|\t")
_SID = re.compile(r"HX[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Shape:
    """A Content resource: how many choices it offers, as buttons or as a list, under how many lines."""

    kind: str
    choices: int
    lines: int

    @property
    def name(self) -> str:
        """Its friendly name at Twilio; the number rises when `definition` changes."""
        return f"kentongan1_{self.kind}_{self.choices}_{self.lines}"

    def definition(self, button: str) -> dict[str, object]:
        """The body of POST /v1/Content. Variables: lines, title and id of each choice, a list's button and numbers."""
        body = "\n".join(f"{{{{{number}}}}}" for number in range(1, self.lines + 1))
        pairs = [(f"{{{{{n}}}}}", f"{{{{{n + 1}}}}}") for n in range(self.lines + 1, self._last(), 2)]
        content: dict[str, object] = {"body": body}
        if self.kind == _QUICK:
            content["actions"] = [{"type": "QUICK_REPLY", "title": title, "id": name} for title, name in pairs]
        else:
            # A list's item needs a description; the number that may be typed instead is one.
            numbers = [f"{{{{{self._last() + 1 + place}}}}}" for place in range(1, self.choices + 1)]
            items = zip(pairs, numbers, strict=True)
            content["button"] = f"{{{{{self._last() + 1}}}}}"
            content["items"] = [{"item": item, "id": name, "description": told} for (item, name), told in items]
        return {
            "friendly_name": self.name,
            "language": "id",
            "variables": {str(n): button if n == self._last() + 1 else str(n) for n in range(1, self.count() + 1)},
            "types": {f"twilio/{'quick-reply' if self.kind == _QUICK else 'list-picker'}": content},
        }

    def count(self) -> int:
        """How many variables it has."""
        return self._last() + (1 + self.choices if self.kind == _LIST else 0)

    def _last(self) -> int:
        return self.lines + 2 * self.choices


SHAPES = tuple(
    [Shape(_QUICK, choices, lines) for choices in range(1, 4) for lines in range(1, 10)]
    + [Shape(_LIST, choices, lines) for choices in range(2, 11) for lines in range(1, 5)]
)


@dataclass(frozen=True, slots=True)
class Contents:
    """The Content resources of one account by name, and the word that opens a list."""

    sids: Mapping[str, str] = field(default_factory=dict)
    button: str = "Pilih"

    @classmethod
    def parse(cls, text: str) -> Contents:
        """From what `written` gave; empty for ""; raises ValueError for anything else."""
        if not text.strip():
            return cls()
        given = json.loads(text)
        if not isinstance(given, dict) or not isinstance(given.get("sids"), dict):
            raise ValueError("no list of Content resources")
        sids = given["sids"]
        if not all(isinstance(sid, str) and is_content_sid(sid) for sid in sids.values()):
            raise ValueError("a ContentSid has HX and 32 hex digits")
        return cls(dict(sids), str(given.get("button") or cls().button)[: _TITLE[_QUICK]])

    def written(self) -> str:
        """The same as JSON, for the file or the setting."""
        return json.dumps({"button": self.button, "sids": dict(sorted(self.sids.items()))}, indent=1)

    def fill(self, say: Say) -> Draft | None:
        """The message with buttons or a list; None where numbered text serves better.

        That is: no choices, too many, too long a title or body, a choice that no button can carry, no resource for it.
        """
        lines = _lines(say)
        shape = _shape(say.choices, len(lines))
        sid = self.sids.get(shape.name, "") if shape else ""
        text = "\n".join(lines)
        if shape is None or not sid or parts.width(text) > _MOST_BODY or _has_marks(say):
            return None
        try:
            pairs = [(_title(shape.kind, each), _id(say, each)) for each in say.choices]
        except ValueError:
            return None
        values = [*lines, *(value for pair in pairs for value in pair)]
        if shape.kind == _LIST:
            values += [self.button, *(str(choice.number) for choice in say.choices)]
        return Draft(text, sid, {str(number): value for number, value in enumerate(values, 1)})


def is_content_sid(text: str) -> bool:
    """Whether this is the SID of a Content resource: HX and 32 hex digits."""
    return _SID.fullmatch(text) is not None


def template(say: Say, sid: str) -> Draft:
    """The news' first line in an approved template with one variable, for whom we may not write to freely."""
    first = (_lines(say) or ["-"])[0]
    line = parts.shorten(first, _NEWS)
    return Draft(line, sid, {"1": line}, within=True)


def _lines(say: Say) -> list[str]:
    """What stands above the buttons, without blank lines and in one space where many stood."""
    lines = (_SPACES.sub(" ", line).strip() for line in readable(f"{say.body}\n{say.closing}").splitlines())
    return [line for line in lines if line]


def _shape(choices: tuple[Choice, ...], lines: int) -> Shape | None:
    for kind in (_QUICK, _LIST):
        fits = all(0 < parts.width(_title(kind, choice)) <= _TITLE[kind] for choice in choices)
        if fits and (shape := Shape(kind, len(choices), lines)) in SHAPES:
            return shape
    return None


def _title(kind: str, choice: Choice) -> str:
    label = " ".join(readable(choice.label).split())
    return f"{choice.number}. {label}" if kind == _QUICK else label


def _id(say: Say, choice: Choice) -> str:
    return taps.encode(Tap(say.step, say.revision, choice.key))


def _has_marks(say: Say) -> bool:
    """Whether a citizen's own words could be taken for a variable."""
    words = (say.body, say.closing, *(choice.label for choice in say.choices))
    return any("{{" in each or "}}" in each for each in words)
