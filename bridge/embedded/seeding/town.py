"""The invented governments: real areas of one province, so that maps and codes fit; nobody works in the offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.pin import Pin
from bot.report import Area, Place
from bridge.embedded.seeding.given import Topic
from bridge.embedded.seeding.marks import SUFFIX

PROVINCE = "36"  # Banten: Javanese and Sundanese are both spoken there, and one time zone covers it
HOME = "36.04"  # the regency with all its offices
NEIGHBOUR = "36.72"  # a city with few
GOVERNMENT = "Pemerintah Daerah"
_SHARES = {HOME: 0.60, NEIGHBOUR: 0.16}
_NEIGHBOURS = 10  # offices of the neighbour
_LOCAL = (
    "Dinas ",
    "Badan Penanggulangan ",
    "Badan Kepegawaian ",
    "Badan Pendapatan ",
    "Satuan ",
    "Inspektorat",
    "Sekretariat ",
    "Perusahaan Air ",
)
_PROVINCIAL = frozenset({"Dinas Energi dan Sumber Daya Mineral", "Dinas Kehutanan"})
_CENTRES = {  # rough middles, in degrees
    "36.01": (-6.56, 105.83),
    "36.02": (-6.65, 106.22),
    "36.03": (-6.19, 106.47),
    "36.04": (-6.14, 106.13),
    "36.71": (-6.18, 106.64),
    "36.72": (-6.01, 106.02),
    "36.73": (-6.11, 106.15),
    "36.74": (-6.30, 106.70),
}
_FLOWERS = "Melati Kenanga Cempaka Anggrek Flamboyan Mawar Dahlia Teratai Kamboja Seruni Sawo Manggis Rambutan".split()
_KINDS = ("Jalan", "Gang", "Jl.", "Perumahan")
_NEAR = ("depan pasar", "dekat masjid", "samping sekolah", "seberang balai desa", "dekat jembatan", "pertigaan")


@dataclass(frozen=True, slots=True)
class Office:
    """An office: what it does, whom it serves, under which government; `pace` multiplies the time it takes."""

    name: str
    role: str
    region: str
    parent: str = ""
    pace: float = 1.0


class Town:
    """The places of the province, its offices, and who is competent where."""

    def __init__(self, topics: Sequence[Topic], places: Iterable[Place], rng: Random) -> None:
        """`places`: desa of the province with all areas they lie in, at least of HOME; `topics`: most frequent first.

        Raises ValueError where a regency that every town needs has no desa among the places.
        """
        self._villages = _by_regency(places)
        if not {HOME, NEIGHBOUR} <= self._villages.keys():
            raise ValueError(f"the places lack {HOME} or {NEIGHBOUR}")
        self.regencies = tuple(sorted(self._villages))
        rest = (1 - sum(_SHARES.values())) / max(1, len(self.regencies) - len(_SHARES))
        self._weights = [_SHARES.get(code, rest) for code in self.regencies]
        self.offices = tuple(replace(one, pace=rng.lognormvariate(0, 0.4)) for one in self._offices(topics))
        self.paces = {office.name: office.pace for office in self.offices}
        self._who = {(office.role, office.region): office.name for office in self.offices}

    def place(self, rng: Random) -> Place:
        """Where a problem is: sometimes a desa, sometimes only the regency, sometimes with a pin."""
        regency = rng.choices(self.regencies, self._weights)[0]
        whole = rng.choice(self._villages[regency])
        known = rng.random()
        words = f"{rng.choice(_NEAR)}, {rng.choice(_KINDS)} {rng.choice(_FLOWERS)} {rng.randint(1, 40)} {SUFFIX}"
        if known > 0.80:
            return replace(whole, words=words, district=None, village=None)
        pin = _pin(whole, rng) if rng.random() < 0.4 else None
        return replace(whole, words=words, pin=pin, village=whole.village if known < 0.45 else None)

    def competent(self, role: str, place: Place) -> str:
        """The office that does this there; else the government there."""
        regency = place.regency.code if place.regency else HOME
        for where in (regency, PROVINCE, ""):
            if found := self._who.get((role, where)):
                return found
        return self._who[GOVERNMENT, regency]

    def other(self, office: str, rng: Random) -> str:
        """Any office but this one, of the same government where it has more than one."""
        mine = next(one for one in self.offices if one.name == office)
        beside = [one.name for one in self.offices if one.region == mine.region and one.name != office]
        return rng.choice(beside or [one.name for one in self.offices if one.name != office])

    def _offices(self, topics: Sequence[Topic]) -> Iterator[Office]:
        """Governments before what stands under them."""
        roles = list(dict.fromkeys(topic.office for topic in topics if topic.office != GOVERNMENT))
        province = _any(self._villages).province or Area(PROVINCE, "")
        local = [role for role in roles if role.startswith(_LOCAL) and role not in _PROVINCIAL]
        yield from _government(f"Provinsi {province.name}", PROVINCE, sorted(_PROVINCIAL & set(roles)))
        for code in self.regencies:
            regency = self._villages[code][0].regency or Area(code, code)
            yield from _government(regency.name, code, {HOME: local, NEIGHBOUR: local[:_NEIGHBOURS]}.get(code, []))
        national = (role for role in roles if role not in local and role not in _PROVINCIAL)
        yield from (Office(f"{role} {SUFFIX}", role, "") for role in national)


def _government(name: str, region: str, roles: Iterable[str]) -> Iterator[Office]:
    head = f"Pemerintah {name} {SUFFIX}"
    yield Office(head, GOVERNMENT, region)
    yield from (Office(f"{role} {name} {SUFFIX}", role, region, head) for role in roles)


def _by_regency(places: Iterable[Place]) -> Mapping[str, list[Place]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.regency and place.village and place.regency.code.startswith(PROVINCE):
            found[place.regency.code].append(place)
    return found


def _any(villages: Mapping[str, list[Place]]) -> Place:
    return villages[HOME][0]


def _pin(place: Place, rng: Random) -> Pin:
    """Somewhere in the kecamatan's own patch; the patch is where its code says, not where it is on earth."""
    regency = place.regency.code if place.regency else HOME
    north, east = _CENTRES.get(regency, _CENTRES[HOME])
    patch = int((place.district.code if place.district else "00")[-2:])
    north, east = north + (patch % 6 - 2.5) * 0.03, east + (patch // 6 - 2.5) * 0.03
    return Pin(round(north + rng.uniform(-0.012, 0.012), 6), round(east + rng.uniform(-0.012, 0.012), 6), "")
