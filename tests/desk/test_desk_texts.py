"""Every text of the desk is there in Indonesian, with the same values in it, and none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

import bridge.desk
from bridge.desk.words import catalogue

FOLDER = Path(bridge.desk.__file__).parent


def _in_code() -> Iterator[str]:
    """The texts marked N_("...") or said _("...") in Python."""
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_" | "N_"), args=[ast.Constant(value=str(text)), *_]):
                    yield text


def _in_templates() -> Iterator[str]:
    """The texts said _("...") in templates, as Jinja reads them."""
    jinja = Environment(autoescape=True)
    for path in (FOLDER / "templates").glob("*.html"):
        tree = jinja.parse(path.read_text(encoding="utf-8"))
        yield from (
            texts[0] for _line, _name, texts in extract_from_ast(tree, ("_",), babel_style=False) if texts and texts[0]
        )


@pytest.fixture(scope="module")
def used() -> set[str]:
    """The English texts of the desk's code and pages."""
    code, pages = set(_in_code()), set(_in_templates())
    assert len(code) > 100
    assert len(pages) > 100
    return code | pages


def _values(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s", text))


def test_every_text_has_its_indonesian(used: set[str]) -> None:
    """No English is left on an Indonesian page."""
    assert used - catalogue("id").keys() == set()


def test_no_text_is_left_over(used: set[str]) -> None:
    """What no page says any more is not translated either."""
    assert catalogue("id").keys() - used == set()


def test_the_indonesian_has_the_same_values() -> None:
    """No number, name or day is lost in translation, and none is asked for that is not there."""
    assert [text for text, said in catalogue("id").items() if _values(text) != _values(said)] == []


def test_no_percent_sign_stands_alone() -> None:
    """A text with values can be filled in: each per cent sign in it begins a value."""
    filled = [said for text, said in catalogue("id").items() if _values(text)]
    assert [said for said in filled if "%" in re.sub(r"%\(\w+\)s|%%", "", said)] == []
