"""What an officer typed into the page of a report: read once, and given back word for word where it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bridge.desk.canned import Canned
from bridge.desk.deciding import Decision
from bridge.embedded.course import Action

LONGEST_NOTE = 5000  # characters; a citizen gets all of them
_LONGEST = 200  # of a name


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it was sent. `form`: an Action's name, "category" or "". `outside`: the office is in no list.

    `insert`: not the act was wanted, but a ready text, `canned`, in the note.
    """

    form: str = ""
    agency: str = ""
    note: str = field(default="", repr=False)
    reason: str = ""
    category: str = ""
    canned: str = ""
    supervisory: bool = False
    outside: bool = False
    insert: bool = False

    @classmethod
    def read(cls, sent: Mapping[str, str], form: str) -> Typed:
        """The fields of a request's form."""
        return cls(
            form=form,
            agency=_name(sent, "agency"),
            note=sent.get("note", "").replace("\r\n", "\n").replace("\r", "\n").strip(),
            reason=_name(sent, "reason"),
            category=_name(sent, "category"),
            canned=_name(sent, "canned"),
            supervisory=bool(sent.get("supervisory")),
            outside=bool(sent.get("outside")),
            insert=bool(sent.get("insert")),
        )

    def with_text(self, canned: Canned) -> Typed:
        """The same with a ready text under what was typed."""
        return replace(self, note=f"{self.note}\n\n{canned.text}".strip())

    def decision(self, agency: str) -> Decision:
        """The act that was asked for, to be done by an office of this name."""
        return Decision(Action(self.form), agency, self.note, self.reason, self.supervisory)


def seen_in(sent: Mapping[str, str]) -> int | None:
    """The number of the newest timeline entry that the officer had before them; None where no page of ours sent it."""
    given = sent.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _name(sent: Mapping[str, str], field: str) -> str:
    return " ".join(sent.get(field, "").split())[:_LONGEST]
