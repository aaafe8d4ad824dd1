"""An operator learns before the start what is wrong with a gateway's settings; nothing secret is repeated."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from channels.gateway_reading import SECRET, Parameters


def gateway_faults(
    secrets: Sequence[str], addresses: Sequence[str], parameters: str, urls: Mapping[str, str]
) -> list[str]:
    """One sentence for each thing to mend; `urls` by the names of their settings, "" where none is given."""
    faults = [f"{name} must begin with http:// or https:// and name a host." for name, url in urls.items() if _odd(url)]
    if not secrets or not all(map(SECRET.fullmatch, secrets)):
        faults.append("KENTONGAN_GATEWAY_SECRET must have 16 or more letters, digits, - or _.")
    if not addresses or not all(map(_is_network, addresses)):
        faults.append("KENTONGAN_GATEWAY_ADDRESSES must be addresses such as 10.0.0.5 or 10.0.0.0/24.")
    try:
        Parameters.parse(parameters)
    except ValueError as wrong:
        faults.append(f"KENTONGAN_GATEWAY_PARAMETERS: {wrong}.")
    return faults


def _odd(url: str) -> bool:
    try:
        return bool(url) and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname)
    except ValueError:
        return True


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True
