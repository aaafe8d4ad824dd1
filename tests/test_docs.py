"""The documents say what the code does: settings, channels, and nothing of the machine they were written on."""

from __future__ import annotations

import re
from pathlib import Path

from bot.capabilities import CHANNELS, table
from bot.settings import described
from channels import base

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    """The table in the README is what `kentongan settings` prints."""
    readme = (ROOT / "README.md").read_text()
    rows = [f"| `{name}` | {f'`{default}`' if default else ''} | {help} |" for name, default, help in described()]
    assert [row for row in rows if row not in readme] == []


def test_the_table_of_channels_is_the_declared_one() -> None:
    """docs/channels.md holds what `kentongan channels` prints, and no channel is missing there."""
    assert table() in (ROOT / "docs" / "channels.md").read_text()
    declared = {
        each for each in _kinds(base.Channel) if getattr(each, "route", "") and each.__module__[:9] == "channels."
    }
    assert declared == set(CHANNELS)


def _kinds(parent: type) -> set[type]:
    return {each for child in parent.__subclasses__() for each in (child, *_kinds(child))}


def test_every_link_between_documents_leads_somewhere() -> None:
    """A relative link names a file that exists."""
    broken = []
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append((document.name, target))
    assert len(DOCUMENTS) > 10
    assert broken == []
