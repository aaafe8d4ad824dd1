"""All sentences of the bot in one list, so that translators miss none and a test can read each."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import bot.dialogs
from bot.dialogs.engine import Dialog
from bot.dialogs.moves import DIALOGS
from bot.dialogs.wording import Text

SLOTS = ("ask", "unclear", "closing")


def every_text() -> dict[str, Text]:
    """Each sentence by its key, in the order of the files."""
    found = [*_constants(), *(text for dialog in DIALOGS for text in _questions(dialog))]
    return {text.key: text for text in found}


def _constants() -> Iterator[Text]:
    for module in sorted(pkgutil.iter_modules(bot.dialogs.__path__), key=lambda each: each.name):
        for value in vars(import_module(f"bot.dialogs.{module.name}")).values():
            many = value.values() if isinstance(value, dict) else (value,)
            yield from (text for text in many if isinstance(text, Text))


def _questions(dialog: Dialog) -> Iterator[Text]:
    for question in dialog.questions:
        for slot in SLOTS:
            source = getattr(question, slot)
            if isinstance(source, str) and source:
                yield Text(f"{dialog.name}.{question.name}.{slot}", source)
