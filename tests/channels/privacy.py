"""What an error gives away to anybody who looks at it."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from bot.message import SendError
from channels.base import MediaError, Unreadable, Unsigned


def told(act: Callable[[], object]) -> list[str]:
    """All that an error tells: its text, its repr, its fields, those of its causes and contexts; [] without one."""
    try:
        act()
    except (SendError, MediaError, Unsigned, Unreadable) as error:
        return [*traceback.format_exception(error), *_chain(error)]
    return []


def _chain(error: BaseException) -> list[str]:
    link: BaseException | None = error
    words: list[str] = []
    while link is not None:
        words += [str(link), repr(link), repr(vars(link))]
        link = link.__cause__ or link.__context__
    return words
