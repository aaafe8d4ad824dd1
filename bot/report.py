"""A citizen's report and what becomes of it, in the words of SP4N-LAPOR!, apart from any channel or core system."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from stdnum import damm

from bot.asked import Answer
from bot.pin import Pin


class Kind(StrEnum):
    """The citizen's own word for what this is (klasifikasi laporan)."""

    COMPLAINT = "pengaduan"
    WISH = "aspirasi"
    QUESTION = "informasi"


class Stage(StrEnum):
    """How far a report has come; WAITING means saved here and not yet in the core."""

    WAITING = "waiting"
    RECEIVED = "received"
    VERIFIED = "verified"
    SENT_ON = "sent_on"
    FOLLOWED_UP = "followed_up"
    REPLIED = "replied"
    INCOMPLETE = "incomplete"
    CLOSED = "closed"
    ARCHIVED = "archived"


ENDED = frozenset({Stage.CLOSED, Stage.ARCHIVED})


class Reference(str):
    """A tracking number: ten digits, nine random (the first not 0) and one check digit (Damm).

    Damm's digit finds every single wrong digit and every swap of neighbours. No number starts with 0,
    so that a phone number (08...) is never taken for one and spreadsheets keep it whole.
    """

    __slots__ = ()

    @classmethod
    def of(cls, draw: int) -> Reference:
        """The reference for a random draw, 0 <= draw < 900,000,000."""
        nine = str(100_000_000 + draw)
        return cls(nine + str(damm.calc_check_digit(nine)))

    @classmethod
    def read(cls, digits: str) -> Reference | None:
        """The reference in ten digits, or None where the check digit says that one was mistyped."""
        whole = re.fullmatch(r"[1-9][0-9]{9}", digits) is not None
        return cls(digits) if whole and damm.is_valid(digits) else None

    @property
    def grouped(self) -> str:
        """As shown to people: 2611 0042 70."""
        return f"{self[:4]} {self[4:8]} {self[8:]}"


@dataclass(frozen=True, slots=True)
class Area:
    """A province, regency, kecamatan or desa: Kemendagri's code ("52.03.07") and official name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the problem is: the citizen's own words, what was recognised in them, and the pin if one was sent."""

    words: str = ""
    province: Area | None = None
    regency: Area | None = None
    district: Area | None = None
    village: Area | None = None
    pin: Pin | None = None

    @property
    def official(self) -> str:
        """The recognised names from small to large: "Selong, Kabupaten Lombok Timur"; "" where none."""
        areas = (self.village, self.district, self.regency)
        named = [area.name for area in areas if area] or ([self.province.name] if self.province else [])
        return ", ".join(named)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment that we hold: a URL a core can fetch, and its media type."""

    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Report:
    """What is handed to a core. It has no field for the sender's address, so that none can leak (I9).

    `name` is what the citizen typed for the office to see; it is empty when the report is anonymous.
    `received_at` carries a zone. `story` is verbatim. `answers` are to the core's own questions.
    """

    reference: Reference
    kind: Kind
    category: str
    category_name: str
    title: str
    story: str
    place: Place
    anonymous: bool
    secret: bool
    received_at: datetime
    channel: str
    language: str = "id"
    name: str = ""
    happened_on: date | None = None
    files: tuple[StoredFile, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What a core tells of a report: stage, since when, which office, its note, the next step's deadline if known.

    `ends` is the day on which it is closed or archived by itself if the citizen is silent; `may` what the citizen can
    do now, by the names in bot.progress.Doing; `by` who ended it (bot.progress.By), "" while it is open or unknown.
    """

    reference: Reference
    stage: Stage
    since: datetime
    agency: str = ""
    note: str = ""
    deadline: date | None = None
    ends: date | None = None
    may: tuple[str, ...] = ()
    by: str = ""


class CoreError(Exception):
    """The core system did not do as asked. `retry`: the same request may succeed later.

    `settles`: seconds after which the core shows whether it took the request; asking it sooner proves nothing.
    """

    retry = False
    settles = 0.0


class CoreDown(CoreError):
    """The core could not be reached, was too slow, or answered 5xx: its fault, try again later."""

    retry = True


class CoreUnclear(CoreError):
    """The core answered something that is not GeoReport: look the reference up before any second request."""

    retry = True


@dataclass
class CoreRefused(CoreError):
    """The core read the request and will not have it; `reasons` are its own words. A person must look at it."""

    reasons: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return "; ".join(self.reasons)
