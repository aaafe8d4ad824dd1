"""Telegram's own description of the Bot API judges what we send it, and what our simulator says in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "shared" / "data" / "telegram" / "bot-api-spec.min.json"
MISSING = "the Bot API's description is not on this machine"
PLAIN: dict[str, Any] = {"Integer": int, "String": str, "Boolean": bool, "True": bool, "Float": float}
_LENGTH = re.compile(r"(\d+)-(\d+) (?:characters|bytes)")


@cache
def spec() -> Mapping[str, Any]:
    """The description: methods and types with their fields."""
    found: Mapping[str, Any] = json.loads(FILE.read_text())
    return found


def method_faults(method: str, given: Mapping[str, Any]) -> list[str]:
    """What Telegram's description does not allow in a call; values may be those of a form, all text."""
    if method not in spec()["methods"]:
        return [f"there is no method {method}"]
    return list(_fields(method, spec()["methods"][method].get("fields", []), given, form=True))


def judge(method: str, given: Mapping[str, Any]) -> None:
    """Fail where a call is not as described. Without the description it says nothing: its own test tells so."""
    assert not FILE.exists() or method_faults(method, given) == []


def object_faults(kind: str, given: Any) -> list[str]:
    """What the description of a type does not allow in an object."""
    return list(_value(kind, [kind], given, form=False))


def _fields(where: str, fields: list[Any], given: Mapping[str, Any], *, form: bool) -> Iterator[str]:
    known = {field["name"]: field for field in fields}
    yield from (f"{where} has no field {name}" for name in given if name not in known)
    for name, field in known.items():
        if name in given:
            yield from _value(f"{where}.{name}", field["types"], given[name], form=form)
            yield from _length(f"{where}.{name}", field["description"], given[name])
        elif field["required"]:
            yield f"{where}.{name} is missing"


def _length(where: str, description: str, value: Any) -> Iterator[str]:
    limits = _LENGTH.search(description)
    size = len(value.encode()) if isinstance(value, str) and "bytes" in description else len(str(value))
    if limits and isinstance(value, str) and not int(limits[1]) <= size <= int(limits[2]):
        yield f"{where} has {size}, not {limits[0]}"


def _value(where: str, kinds: list[str], value: Any, *, form: bool) -> Iterator[str]:
    faults = [list(_as(where, kind, value, form)) for kind in kinds]
    if all(faults):
        yield from min(faults, key=len)


def _as(where: str, kind: str, value: Any, form: bool) -> Iterator[str]:
    if kind in PLAIN:
        yield from _plain(where, kind, value, form)
    elif kind.startswith("Array of "):
        items = _parsed(value, form)
        if not isinstance(items, list):
            yield f"{where} is no array"
            return
        for item in items:
            yield from _value(f"{where}[]", kind.removeprefix("Array of ").split(" or "), item, form=False)
    else:
        yield from _object(where, kind, _parsed(value, form))


def _plain(where: str, kind: str, value: Any, form: bool) -> Iterator[str]:
    if form and isinstance(value, str) and kind != "String":
        value = _parsed(value, form)
    kinds = (int, float) if kind == "Float" else PLAIN[kind]
    if not isinstance(value, kinds) or (isinstance(value, bool) and kind not in ("Boolean", "True")):
        yield f"{where} is no {kind}"
    elif kind == "True" and value is not True:
        yield f"{where} can only be True"


def _object(where: str, kind: str, value: Any) -> Iterator[str]:
    described = spec()["types"].get(kind)
    if described is None or not isinstance(value, dict):
        yield f"{where} is no {kind}"
    elif described.get("subtypes"):
        yield from _value(where, described["subtypes"], value, form=False)
    else:
        yield from _fields(where, described.get("fields", []), value, form=False)


def _parsed(value: Any, form: bool) -> Any:
    if not form or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
