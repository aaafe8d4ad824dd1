"""The files that citizens sent to the simulated Telegram, as the Bot API hands them out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from channels.simulator.carriers import File
from channels.simulator.pictures import Picture, sizes

FILES_KEPT = 400


class TelegramFiles:
    """The newest files, by file_id and by path. `ids` makes random hex of a length. Safe to use from many threads."""

    def __init__(self, ids: Callable[[int], str]) -> None:
        self._ids = ids
        self._files: OrderedDict[str, tuple[str, File]] = OrderedDict()
        self._lock = threading.Lock()

    def named(self, file_id: str) -> tuple[str, File] | None:
        """The path and content of a file, or None."""
        with self._lock:
            return self._files.get(file_id)

    def at(self, path: str) -> File | None:
        """The file behind a path that getFile gave out."""
        with self._lock:
            return next((file for known, file in self._files.values() if known == path), None)

    def upload(self, file: File) -> dict[str, Any]:
        """The part of a Message that carries this file."""
        if file.kind == "photo":
            pictures = [self._photo(picture) for picture in sizes(file.content)]
            if pictures:  # what cannot be shown as a picture is sent as a document, as the app does
                return {"photo": pictures}
        if file.kind == "voice":
            return {"voice": self._keep(file, "voice") | {"duration": 5, "mime_type": file.media_type}}
        if file.kind == "video":
            shape = {"width": 640, "height": 360, "duration": 5, "mime_type": file.media_type}
            return {"video": self._keep(file, "videos") | shape}
        named = {"file_name": file.name or "berkas", "mime_type": file.media_type}
        return {"document": self._keep(file, "documents") | named}

    def _photo(self, picture: Picture) -> dict[str, Any]:
        file = File(picture.content, "image/jpeg", "photo.jpg")
        return self._keep(file, "photos") | {"width": picture.width, "height": picture.height}

    def _keep(self, file: File, folder: str) -> dict[str, Any]:
        file_id, unique = f"AgAC{self._ids(60)}", self._ids(16)
        ending = (file.name.rpartition(".")[2] if "." in file.name else "bin")[:8]
        safe = ending if ending.isalnum() and ending.isascii() else "bin"
        with self._lock:
            self._files[file_id] = (f"{folder}/file_{unique}.{safe}", file)
            while len(self._files) > FILES_KEPT:
                self._files.popitem(last=False)
        return {"file_id": file_id, "file_unique_id": unique, "file_size": len(file.content)}
