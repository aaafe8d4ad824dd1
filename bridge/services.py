"""What a core offers: its services, how it takes reports for each, and what it wants to know besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.asked import Attribute
from bot.report import CoreUnclear

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
    """The attributes of GET services/{code}, in their order; CoreUnclear where the answer is no definition."""
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    if isinstance(parsed, Mapping) and isinstance(parsed.get("service_definition"), Mapping):
        parsed = parsed["service_definition"]
    if not isinstance(parsed, Mapping) or "attributes" not in parsed:
        raise CoreUnclear("the answer is no service definition")
    rows = [row for row in _several(parsed["attributes"], "attribute") if isinstance(row, Mapping)]
    found = [_attribute(row) for row in rows if word(row.get("code"))]
    return tuple(sorted(found, key=lambda each: each.order))


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
    order = word(row.get("order"))
    values = [each for each in _several(row.get("values"), "value") if isinstance(each, Mapping)]
    return Attribute(
        code=word(row.get("code")),
        datatype=word(row.get("datatype")).casefold() or "string",
        required=_flag(row.get("required")),
        description=word(row.get("description")),
        hint=word(row.get("datatype_description")),
        order=int(order) if order.isdecimal() else 0,
        variable=_flag(row.get("variable", True)),
        automated=word(row.get("automated")) not in ("", "false"),
        values=tuple((word(each.get("key")), word(each.get("name")) or word(each.get("key"))) for each in values),
    )


def _flag(value: object) -> bool:
    return word(value).casefold() in ("true", "1", "yes")


def _several(value: object, name: str) -> list[object]:
    """A list, whether it came bare or as XML wraps it: {name: one} or {name: [several]}."""
    inner = value.get(name) if isinstance(value, Mapping) and name in value else value
    return list(inner) if isinstance(inner, list) else [inner] if inner else []
