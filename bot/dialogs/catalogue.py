"""A language's catalogue for translators: every sentence with its English source, kept in step with the dialogs."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.dialogs.wording import Text


def updated(language: str, before: bytes, texts: Mapping[str, Text], fresh: Mapping[str, str] | None = None) -> bytes:
    """The .po file with all of today's sentences: translations stay, new sentences are empty, gone ones are gone."""
    known = {m.context: m.string for m in read_po(BytesIO(before), locale=language)} if before else {}
    new = Catalog(locale=language, project="Kentongan", version="1", fuzzy=False)
    for key, text in texts.items():
        string = (fresh or {}).get(key) or known.get(key) or ""
        new.add(text.english, string=str(string), context=key)
    out = BytesIO()
    write_po(out, new, width=110, omit_header=False, sort_output=False)
    lines = out.getvalue().decode().splitlines()
    return ("\n".join(line for line in lines if not line.startswith(_VOLATILE)) + "\n").encode()


_VOLATILE = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Generated-By',
    '"Last-Translator',
    '"Report-Msgid',
    '"Language-Team',
)
