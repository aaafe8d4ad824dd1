"""The ways out to carriers and cores, of one kind, so that a start reads the list of authorities only once."""

from __future__ import annotations

from collections.abc import Callable

import httpx

Clients = Callable[[float], httpx.Client]


def clients() -> Clients:
    """What makes a client from its patience in seconds; all trust what HTTPX does by itself, SSL_CERT_FILE included.

    Reading that list takes a fortieth of a second: as long as understanding ten messages.
    """
    trusted = httpx.create_ssl_context()
    return lambda patience: httpx.Client(timeout=patience, verify=trusted)
