"""What the numbers and names in an officers' table mean here, so that an imported report has our category and place."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.learning.officers_table import Codes
from bot.report import Area
from bot.understanding.catalogue import OTHER, Catalogue
from bot.understanding.places_table import LEVELS, REGENCY, PlacesTable, bare
from bot.understanding.words import key
from bridge.embedded.officers_table.entry import Areas

_KIND = re.compile(r"(?:prov|provinsi|kab|kabupaten|kec|kecamatan|kel|kelurahan|desa)\b\.? +", re.IGNORECASE)
_CITY = "kota "
_REMEMBERED = 10_000  # places; one agency's reports are from few


class OfficersTerms:
    """Our categories and the official areas, as bridge.embedded.officers_table.entry.Terms wants them."""

    def __init__(self, catalogue: Catalogue, places: PlacesTable) -> None:
        self._catalogue, self._places, self._codes = catalogue, places, Codes(catalogue)
        self.areas = lru_cache(_REMEMBERED)(self._areas)

    @classmethod
    def load(cls) -> OfficersTerms:
        """Reads the categories and the places, once; about 20 MB and a second."""
        return cls(Catalogue.load(), PlacesTable.load())

    def category_number(self, code: str) -> str:
        """LAPOR!'s number of our category, "" where it is not known."""
        found = self._catalogue.find(code)
        return str(found.lapor_id) if found and found.lapor_id else ""

    def category_code(self, number: str, name: str, agency: str) -> str:
        """Our category for one of LAPOR!'s; "other" where it is not clear."""
        return self._codes.code(number, name, agency) or OTHER

    def _areas(self, names: tuple[str, str, str, str]) -> Areas:
        province, _ = self._area(names[0], 0, "")
        regency, within = self._area(names[1], 1, province.code if province else "")
        district, within = self._area(names[2], 2, within)
        village, _ = self._area(names[3], 3, within)
        return province, regency, district, village

    def _area(self, name: str, level: int, within: str) -> tuple[Area | None, str]:
        """The area of that name within another; also the code of the smallest known so far. "" where it is unclear."""
        if not name:
            return None, within
        found = self._found(name, LEVELS[level], within)
        code = found[0] if len(found) == 1 else ""
        return Area(code, name), code or within

    def _found(self, name: str, length: int, within: str) -> list[str]:
        """The codes that it may mean: by its very name, else without its kind."""
        plain = _KIND.sub("", name, count=1)
        codes = self._places.codes(key(bare(plain)))
        inside = [code for code in dict.fromkeys(codes) if len(code) == length and code.startswith(within)]
        exact = [code for code in inside if self._places.area(code).name.casefold() == name.casefold()]
        if exact or length != REGENCY or len(inside) == 1:
            return exact or inside
        city = plain.casefold().startswith(_CITY)
        return [code for code in inside if self._places.area(code).name.casefold().startswith(_CITY) is city]
