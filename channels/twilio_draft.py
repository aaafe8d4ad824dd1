"""One request to Twilio for one message: free words, or a Content resource with its variables."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST = 1600
"""Characters in a body, TwiML and REST alike (Twilio error 21617); also in one Content variable (21658)."""

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2; \r would be lost


def readable(text: str) -> str:
    """The text without what neither XML nor a phone can show: control characters, halves of pairs."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is sent. `text` is what the citizen will read; with a `content_sid` Twilio puts it together.

    `within`: the citizen will read this text among other words, which a template adds.
    """

    text: str = field(repr=False)
    content_sid: str = ""
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    within: bool = False

    def fields(self) -> dict[str, str]:
        """What twilio.rest's `messages.create` takes besides the two numbers."""
        if not self.content_sid:
            return {"body": self.text}
        return {
            "content_sid": self.content_sid,
            "content_variables": json.dumps(dict(self.variables), ensure_ascii=False),
        }

    def is_in(self, body: str) -> bool:
        """Whether a message that Twilio lists is this one; carriers change white space."""
        ours, theirs = " ".join(self.text.split()), " ".join(body.split())
        return ours in theirs if self.within else ours == theirs
