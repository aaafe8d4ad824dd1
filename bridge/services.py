"""What a core offers: its services, how it takes reports for each, and what it wants to know besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import unescape

from bot.asked import Attribute
from bot.report import CoreUnclear

_LINES = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
REALTIME, BATCH, BLACKBOX = "realtime", "batch", "blackbox"


@dataclass(frozen=True, slots=True)
class CoreService:
    """One service of GET services. `kind` is realtime, batch or blackbox; `metadata`: it has a definition."""

    code: str
    name: str
    description: str = ""
    kind: str = REALTIME
    metadata: bool = False
    keywords: tuple[str, ...] = ()
    group: str = ""


def services_in(rows: list[dict[str, object]]) -> tuple[CoreService, ...]:
    """The services of GET services; rows without a code are passed over. CoreUnclear where none has one."""
    found = tuple(_service(row) for row in rows if word(row.get("service_code")))
    if rows and not found:
        raise CoreUnclear("the core lists something that is no service")
    return found


def attributes_in(parsed: object) -> tuple[Attribute, ...]:
    """The attributes of GET services/{code}, in their order, each code once; CoreUnclear where it is no definition."""
    if parsed == []:
        return ()  # the service has none
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    if isinstance(parsed, Mapping) and isinstance(parsed.get("service_definition"), Mapping):
        parsed = parsed["service_definition"]
    if not isinstance(parsed, Mapping) or "attributes" not in parsed:
        raise CoreUnclear("the answer is no service definition")
    rows = [row for row in _several(parsed["attributes"], "attribute") if isinstance(row, Mapping)]
    found: dict[str, Attribute] = {}
    for each in map(_attribute, rows):
        found.setdefault(each.code, each)
    return tuple(sorted((each for each in found.values() if each.code), key=lambda each: each.order))


def word(value: object) -> str:
    """A value as text: numbers too, because some cores send codes as numbers; "" for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _service(row: Mapping[str, object]) -> CoreService:
    kind = word(row.get("type")).casefold()
    keywords = row.get("keywords")
    listed = _several(keywords, "keyword") if isinstance(keywords, list | Mapping) else word(keywords).split(",")
    return CoreService(
        code=word(row.get("service_code")),
        name=word(row.get("service_name")) or word(row.get("service_code")),
        description=word(row.get("description")),
        kind=kind if kind in (BATCH, BLACKBOX) else REALTIME,
        metadata=_flag(row.get("metadata")),
        keywords=tuple(found for each in listed if (found := word(each))),
        group=word(row.get("group")),
    )


def _attribute(row: Mapping[str, object]) -> Attribute:
    return Attribute(
        code=word(row.get("code")),
        datatype=word(row.get("datatype")).casefold() or "string",
        required=_flag(row.get("required")),
        description=_shown(row.get("description")),
        hint=_shown(row.get("datatype_description")),
        order=_order(row.get("order")),
        variable=_flag(row.get("variable")) or not word(row.get("variable")),
        automated=word(row.get("automated")).casefold() not in ("", "false", "0", "no"),
        values=tuple(_values(row.get("values")).items()),
    )


def _values(told: object) -> dict[str, str]:
    """Key -> name of the values, also where a core writes {key: name} or bare words; "please choose" has no key."""
    if isinstance(told, Mapping) and not {"value", "key", "name"} & set(told):
        pairs = [(word(key), _shown(name)) for key, name in told.items()]
    else:
        pairs = [_pair(each) for each in _several(told, "value")]
    found: dict[str, str] = {}
    for key, name in pairs:
        found.setdefault(key, name or key)
    return {key: name for key, name in found.items() if key}


def _pair(value: object) -> tuple[str, str]:
    if isinstance(value, Mapping):
        return word(value.get("key")), _shown(value.get("name"))
    return word(value), _shown(value)


def _shown(value: object) -> str:
    """Words for people, without the tags and entities of the web page that a core wrote them for."""
    words = word(value)
    return " ".join(unescape(_TAG.sub("", _LINES.sub(" ", words))).split()) if {"<", "&"} & {*words} else words


def _order(value: object) -> int:
    with suppress(ValueError, OverflowError):
        return int(float(word(value)))
    return 0


def _flag(value: object) -> bool:
    return word(value).casefold() in ("true", "1", "yes")


def _several(value: object, name: str) -> list[object]:
    """A list, whether it came bare or as XML wraps it: {name: one} or {name: [several]}."""
    inner = value.get(name) if isinstance(value, Mapping) and name in value else value
    return list(inner) if isinstance(inner, list) else [inner] if inner else []
