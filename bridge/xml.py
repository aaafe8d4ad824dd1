"""GeoReport's XML, written for older clients and read from cores that speak nothing else, safe against entity bombs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from bridge.characters import xml_text

_DEEPEST = 20
_SINGULAR = {
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "files": "file",
    "attributes": "attribute",
}


class BadXml(ValueError):
    """The text is not XML, or is XML that no honest core sends (a DTD, nesting without end)."""


def write(root: str, child: str, items: Sequence[Mapping[str, object]]) -> str:
    """A list as GeoReport writes it: <root><child>...</child>...</root>."""
    top = ElementTree.Element(root)
    for item in items:
        _fill(ElementTree.SubElement(top, child), item)
    return _document(top)


def write_one(root: str, item: Mapping[str, object]) -> str:
    """One object as <root>...</root>."""
    top = ElementTree.Element(root)
    _fill(top, item)
    return _document(top)


def read(text: bytes) -> dict[str, object]:
    """{root: content}, where content is a string, None, or a dict of children; repeated children become a list.

    Raises BadXml, also for any DTD: GeoReport has none, so one can only be an attack.
    """
    _screen(text)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - screened: no DTD, so no entities
    except (ElementTree.ParseError, ValueError, LookupError) as wrong:
        raise BadXml("not XML") from wrong
    return {root.tag: _content(root)}


def _document(top: ElementTree.Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(top, encoding="unicode")


def _fill(element: ElementTree.Element, item: Mapping[str, object]) -> None:
    for name, value in item.items():
        child = ElementTree.SubElement(element, name)
        if isinstance(value, Mapping):
            _fill(child, value)
        elif isinstance(value, list | tuple):
            _fill_list(child, _SINGULAR[name], value)
        elif value is not None:
            child.text = _plain(value)


def _fill_list(element: ElementTree.Element, name: str, values: Sequence[object]) -> None:
    for value in values:
        child = ElementTree.SubElement(element, name)
        if isinstance(value, Mapping):
            _fill(child, value)
        else:
            child.text = _plain(value)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else xml_text(str(value))


def _screen(text: bytes) -> None:
    depth = 0

    def refuse(*_: object) -> NoReturn:
        raise BadXml("a DTD has no place in an answer")

    def enter(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise BadXml("nested too deep")

    def leave(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, ValueError, LookupError) as wrong:
        raise wrong if isinstance(wrong, BadXml) else BadXml("not XML") from wrong


def _content(element: ElementTree.Element) -> object:
    if not len(element):
        return element.text
    content: dict[str, object] = {}
    for child in element:
        value = _content(child)
        if child.tag not in content:
            content[child.tag] = value
        elif isinstance(earlier := content[child.tag], list):
            earlier.append(value)
        else:
            content[child.tag] = [earlier, value]
    return content
