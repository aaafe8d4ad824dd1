"""What an office has to know before it can act is asked by any client, out of the service's own definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.asked import LISTS, Datatype
from bridge.answers import Request
from bridge.characters import storable
from bridge.embedded.asked import DOING, Faulty
from bridge.fields import ABOUT, WHERE

_OURS = frozenset({row.code for row in (*ABOUT, *WHERE)} | {"pin_label", "story_rest", "files", DOING})
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}([.,][0-9]{1,20})?")  # Indonesians write 2,5


@dataclass(frozen=True, slots=True)
class Attribute:
    """One question of a service. `values` are (key, name) of the two lists; `hint` says how to answer.

    `variable` False: nothing is asked, `description` is only shown. Raises ValueError where the code cannot stand in
    attribute[CODE] or means something else here already, or a list has no values, or something else has.
    """

    code: str
    description: str
    datatype: Datatype = Datatype.STRING
    required: bool = False
    values: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    variable: bool = True

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", self.code) or self.code in _OURS:
            raise ValueError(f"attribute code {self.code!r} cannot be used")
        if bool(self.values) != (self.datatype in LISTS):
            raise ValueError(f"attribute {self.code} is {self.datatype} with {len(self.values)} values")


@dataclass(frozen=True, slots=True)
class Service:
    """One category as GeoReport lists it, with the questions that its office asks."""

    code: str
    name: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    group: str = ""
    attributes: tuple[Attribute, ...] = ()

    def __post_init__(self) -> None:
        if len({attribute.code for attribute in self.attributes}) < len(self.attributes):
            raise ValueError(f"service {self.code} asks one attribute twice")


def offered(code: str, name: str, group: str, helpful: Mapping[str, str]) -> Service:
    """A category of ours as a service; what helps its office ("seberapa dalam") may be answered, never demanded."""
    asked = helpful.get("id", "")
    told = (Attribute("details", f"Yang membantu petugas: {asked}", Datatype.TEXT),) if asked else ()
    return Service(code=code, name=name, group=group, attributes=told)


def listed(service: Service, kind: str) -> Request:
    """The service as GET Service List tells it; `kind` is realtime or batch."""
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": service.description,
        "metadata": bool(service.attributes),
        "type": kind,
        "keywords": ",".join(service.keywords),
        "group": service.group,
    }


def defined(service: Service) -> Request:
    """The service as GET Service Definition tells it."""
    rows = [_row(attribute, order) for order, attribute in enumerate(service.attributes, 1)]
    return {"service_code": service.code, "attributes": rows}


def answers_in(service: Service, form: Mapping[str, Sequence[str]]) -> str:
    """What a posted form answers to the service's questions, a line each; "" where it answers none.

    Raises Faulty(400) with everything that is missing or is no answer.
    """
    asked = [(attribute, _given(attribute, form)) for attribute in service.attributes if attribute.variable]
    wrong = [fault for attribute, given in asked for fault in _faults(attribute, given)]
    if wrong:
        raise Faulty(400, *wrong)
    return "\n".join(f"{attribute.description}: {_shown(attribute, given)}" for attribute, given in asked if given)


def _row(attribute: Attribute, order: int) -> Request:
    return {
        "variable": attribute.variable,
        "code": attribute.code,
        "datatype": attribute.datatype.value,
        "required": attribute.required and attribute.variable,
        "datatype_description": attribute.hint or None,
        "order": order,
        "description": attribute.description,
        "values": [{"key": key, "name": name} for key, name in attribute.values],
    }


def _given(attribute: Attribute, form: Mapping[str, Sequence[str]]) -> list[str]:
    """The values under attribute[CODE] and attribute[CODE][]; an empty one is none (GeoReport v2, Optional)."""
    names = (f"attribute[{attribute.code}]", f"attribute[{attribute.code}][]")
    return [storable(value).strip() for name in names for value in form.get(name, ()) if value.strip()]


def _faults(attribute: Attribute, given: Sequence[str]) -> Iterator[str]:
    name = f"attribute[{attribute.code}]"
    if not given and attribute.required:
        yield f"{name} is missing: {attribute.description}"
    if len(given) > 1 and attribute.datatype is not Datatype.MULTIVALUELIST:
        yield f"{name} takes one value"
    if not all(_fits(attribute, value) for value in given):
        keys = ", ".join(key for key, _ in attribute.values)
        yield f"{name} must be {f'of {keys}' if keys else f'a {attribute.datatype}'}"


def _fits(attribute: Attribute, value: str) -> bool:
    if attribute.datatype in LISTS:
        return value in dict(attribute.values)
    if attribute.datatype is Datatype.NUMBER:
        return _NUMBER.fullmatch(value) is not None
    return attribute.datatype is not Datatype.DATETIME or _is_moment(value)


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _shown(attribute: Attribute, given: Sequence[str]) -> str:
    """The answer in words that an officer reads: the names of the chosen values, anything else as it was written."""
    if attribute.datatype is Datatype.TEXT:
        return given[0]
    names = dict(attribute.values)
    return ", ".join(" ".join(names.get(value, value).split()) for value in given)
