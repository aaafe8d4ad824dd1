"""The settings of a core that the agency has already: where it is, what opens it, how its services are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def setting(name: str, default: str, help: str) -> Any:
    """A setting; none of them shows in a repr, since most are secrets or lead to one."""
    return field(default=default, repr=False, metadata={"name": name, "help": help})


@dataclass(frozen=True)
class CoreSettings:
    """What there is to say of another core than the embedded one, as text."""

    core_url: str = setting(
        "KENTONGAN_CORE_URL", "", "a GeoReport v2 endpoint, or its discovery document; empty = the embedded core"
    )
    core_api_key: str = setting("KENTONGAN_CORE_API_KEY", "", "our key at that core")
    core_jurisdiction: str = setting("KENTONGAN_CORE_JURISDICTION", "", "jurisdiction_id, where that core wants one")
    core_mapping: str = setting(
        "KENTONGAN_CORE_MAPPING",
        "",
        "TOML file from our categories to that core's service codes (kentongan core map); empty = the same codes",
    )
    core_webhook_secret: str = setting(
        "KENTONGAN_CORE_WEBHOOK_SECRET",
        "",
        "secret that core signs its calls to /core/events with; two with a comma in rotation; empty = it cannot call",
    )

    @property
    def core_webhook_secrets(self) -> tuple[str, ...]:
        return tuple(each.strip() for each in self.core_webhook_secret.split(",") if each.strip())
