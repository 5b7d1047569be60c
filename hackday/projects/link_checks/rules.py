"""Which addresses the server asks, what an answer means, and when it asks again."""

import ipaddress
from collections.abc import Iterable
from datetime import timedelta

SETTLED = timedelta(seconds=10)
"""After the last change; a half-typed address is not asked."""
AGAIN_IF_BROKEN = timedelta(minutes=2)
AGAIN_IF_WELL = timedelta(hours=1)
PORTS = {80, 443}
"""Of public addresses; the server is nobody's tool for looking through ports."""
_DOORS = {401, 403, 405, 429}
"""Something is there, for those who sign in, ask otherwise or wait."""


def is_there(status: int) -> bool:
    """Redirects count: many a page sends those who are not signed in to its door."""
    return 200 <= status < 400 or status in _DOORS


def is_public(addresses: Iterable[str], port: int) -> bool:
    """Whether all that a name stands for lies in the open internet, so that asking tells nothing of the own network."""
    return port in PORTS and all(_is_global(address) for address in addresses)


def _is_global(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return inner.is_global
    return address.is_global and not address.is_multicast
