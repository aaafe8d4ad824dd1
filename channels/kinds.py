"""A citizen's file is a photo, a voice message, a video or a document, whatever the carrier calls it."""

from __future__ import annotations

_BY_TYPE = {"image": "photo", "audio": "voice", "video": "video"}


def kind_of(media_type: str) -> str:
    """photo, voice, video or document, by the first half of a media type such as "image/jpeg"."""
    return _BY_TYPE.get(media_type.lower().partition("/")[0], "document")
