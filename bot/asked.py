"""What an agency's own system must know besides the report, and what the citizen answered, apart from any dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_ASKED = 8  # questions of a core's own for one report; nobody answers more by SMS
_ALSO = {"jv": "id", "su": "id"}  # who speaks a regional language reads Indonesian better than a core's own words


class Datatype(StrEnum):
    """How an attribute is answered (GeoReport v2, GET Service Definition, datatype)."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLEVALUELIST = "singlevaluelist"
    MULTIVALUELIST = "multivaluelist"


LISTS = frozenset({Datatype.SINGLEVALUELIST, Datatype.MULTIVALUELIST})


@dataclass(frozen=True, slots=True)
class Spoken:
    """An attribute in one language: its question, and the names of its values by key; "" and no key: not translated."""

    description: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a service's definition (GeoReport v2). Not `variable`: a text to show, no question.

    `datatype` is a Datatype, or what else the core says, which is answered as a string; `hint` the
    datatype_description; `values` are (key, name) in the core's order; `spoken` the agency's translations by language;
    `unanswered` the value that the agency wants where the citizen cannot answer, "" where it named none. `automated`:
    the core or a machine fills it in, people are not asked (an extension of mySociety's).
    """

    code: str
    datatype: str = "string"
    required: bool = False
    description: str = ""
    hint: str = ""
    order: int = 0
    variable: bool = True
    values: tuple[tuple[str, str], ...] = ()
    spoken: Mapping[str, Spoken] = field(default_factory=dict)
    unanswered: str = ""
    automated: bool = False

    @property
    def demanded(self) -> bool:
        """Whether a person has to be asked for it before the core takes a report."""
        return self.required and self.variable and not self.automated

    @property
    def kind(self) -> Datatype:
        """How it is answered; a list without values, or a datatype that nobody knows, like a string."""
        known = Datatype(self.datatype) if self.datatype in set(Datatype) else Datatype.STRING
        return Datatype.STRING if known in LISTS and not self.values else known

    def question(self, language: str) -> str:
        """What is asked: in this language, else for jv and su in Indonesian, else in the core's own words."""
        return self._said(language).description or self._said(_ALSO.get(language, "")).description or self.own

    def value(self, key: str, language: str) -> str:
        """The name of a value, as `question`; the key itself where it is none of the values."""
        told = self._said(language).values.get(key) or self._said(_ALSO.get(language, "")).values.get(key)
        return told or dict(self.values).get(key, "") or key

    @property
    def own(self) -> str:
        """The core's own words for it."""
        return self.description or self.hint or self.code

    def _said(self, language: str) -> Spoken:
        return self.spoken.get(language) or Spoken()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen answered to an attribute: `values` as the core reads them.

    Without values: `words` are the citizen's own where none fitted, "" where the citizen does not know; `asked` is
    the question in the core's words, so that an officer can read them. `several`: it answers a multivaluelist.
    """

    code: str
    values: tuple[str, ...] = ()
    words: str = ""
    asked: str = ""
    several: bool = False


def blank(attribute: Attribute) -> Answer:
    """An answer that says nothing yet."""
    return Answer(attribute.code, asked=attribute.own, several=attribute.kind is Datatype.MULTIVALUELIST)
